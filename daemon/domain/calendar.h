/* SPDX-License-Identifier: MIT */
/*
 * calendar: which days are working days, by the holiday notices of each year.
 *
 * Rule       A listed day is off or working as listed, a make-up day included;
 *            every other day is working from Monday to Friday.  A year that is
 *            not announced yet follows the plain rule, and what depends on it
 *            is provisional.
 * Ownership  calendar_new() copies; the calendar is freed by calendar_free().
 * Threading  Immutable once built: any thread.
 * Errors     Only calendar_new() can fail, with JINDU_NO_MEMORY.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <jindu/date.h>
#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;

struct calendar_day {
    int32_t date;
    bool off;
};

struct calendar_year {
    int year;
    bool announced;
};

/* In any order; the last row wins where a date or a year is given twice. */
JINDU_CHECK enum jindu_status calendar_new(struct calendar **calendar,
    const struct calendar_day *days, size_t day_count,
    const struct calendar_year *years, size_t year_count);

/* NULL is allowed. */
void calendar_free(struct calendar *calendar);

bool calendar_is_working(const struct calendar *calendar, int32_t date);

/* False also for a year that nobody has told of. */
bool calendar_is_announced(const struct calendar *calendar, int year);

/* The n-th working day strictly before, and strictly after; n >= 1. */
int32_t calendar_before(const struct calendar *calendar, int n, int32_t date);
int32_t calendar_after(const struct calendar *calendar, int n, int32_t date);

/* Working days in (from, to]; 0 when to <= from. */
int32_t calendar_count(
    const struct calendar *calendar, int32_t from, int32_t to);

/* Whether [from, to], in either order, touches a year not announced. */
bool calendar_is_provisional(
    const struct calendar *calendar, int32_t from, int32_t to);

#endif
