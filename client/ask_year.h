/* SPDX-License-Identifier: MIT */
/*
 * ask_year: the year that dates of people leave out; none for tools.
 *
 * Errors     As in ask.h.
 * Threading  One thread.
 */
#ifndef ASK_YEAR_H
#define ASK_YEAR_H

#include "command.h"

struct jindu_json;

/* That of this plan view. */
void ask_use_year(const struct context *context, const struct jindu_json *plan);

/* The present one, unless a year is told already. */
void ask_use_present_year(const struct context *context);

/* That of a plan that was named.  One that is none is found out by the
 * question that follows. */
int ask_year(struct context *context, const char *plan);

#endif
