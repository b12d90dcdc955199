/* SPDX-License-Identifier: MIT */
/*
 * calendar_file: whether a file of holidays can be right, before it is sent.
 *
 * The daemon judges it again; here the person hears which day is wrong.
 *
 * Errors     Returns the exit status and has complained unless it is 0.
 * Source     PROTOCOL.md, "calendar".
 */
#ifndef CALENDAR_FILE_H
#define CALENDAR_FILE_H

#include "command.h"

struct jindu_json;

/* any_count: however many days are off. */
int calendar_file_check(struct context *context, const char *file,
    const struct jindu_json *calendar, bool any_count);

#endif
