/* SPDX-License-Identifier: MIT */
/*
 * interrupt: what is said when Ctrl-C ends a long work, before the program ends
 * by it.
 *
 * Threading  One work at a time in a process.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include "output.h"

/* From here on Ctrl-C says message, on a line of its own.  Not when quiet or in
 * JSON, and not where somebody had it ignored. */
void interrupt_say(struct output *output, const char *message);

/* It says nothing any more. */
void interrupt_forget(void);

#endif
