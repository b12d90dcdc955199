/* SPDX-License-Identifier: MIT */
/*
 * calendar_days: which days are working days, as the daemon's calendars say.
 *
 * A calendar of a year also names days of the month before and after it, so
 * three of them are asked for; the later one wins.
 *
 * Ownership  calendar_days_free() after calendar_days_load(), whatever it said.
 * Errors     Returns the exit status and has complained unless it is 0.
 */
#ifndef CALENDAR_DAYS_H
#define CALENDAR_DAYS_H

#include "command.h"

#include <stdint.h>

struct jindu_json;

#define CALENDAR_DAYS_YEARS 3

struct calendar_days {
    int year;
    struct jindu_json *years[CALENDAR_DAYS_YEARS]; /* NULL: the daemon has
                                                      none */
};

/* For the days of this year. */
int calendar_days_load(
    struct context *context, int year, struct calendar_days *days);
void calendar_days_free(struct calendar_days *days);

/* What a notice says of this day; NULL: nothing. */
const struct jindu_json *calendar_days_listed(
    const struct calendar_days *days, int32_t date);

/* Monday to Friday, whatever a notice says. */
bool calendar_days_is_weekday(int32_t date);

bool calendar_days_is_working(const struct calendar_days *days, int32_t date);

bool calendar_days_is_announced(const struct calendar_days *days);

#endif
