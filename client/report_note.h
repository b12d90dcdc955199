/* SPDX-License-Identifier: MIT */
/*
 * report_note: the note of a report: --note TEXT, --note-file FILE, or "-" as
 * the last operand for the standard input.
 *
 * Ownership  *note is the caller's to free.
 * Errors     Returns the exit status and has complained unless it is 0.
 */
#ifndef REPORT_NOTE_H
#define REPORT_NOTE_H

#include "command.h"

/* Takes the operand "-" away.  *note: NULL when there is none. */
int report_note(struct context *context, char **note);

#endif
