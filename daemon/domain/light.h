/* SPDX-License-Identifier: MIT */
/*
 * light: how an item stands against its deadline, computed and never stored.
 *
 * Judged     On item_judged_on(): a claimed or done item stands as it did on
 *            the day of its claim, or on the earlier day that was granted.
 * Threading  Pure functions; everything is borrowed.
 */
#ifndef LIGHT_H
#define LIGHT_H

#include <stdbool.h>
#include <stdint.h>

struct calendar;
struct item;

/* Working days before the deadline that count as soon: stage T-3wd. */
#define LIGHT_SOON_WD 3

enum timeliness {
    TIMELINESS_UNDATED,
    TIMELINESS_NORMAL,
    TIMELINESS_SOON,
    TIMELINESS_TODAY,
    TIMELINESS_OVERDUE,
};

/* Red: overdue.  Yellow: overdue by a date that nobody confirmed.  Blue: soon
 * or today.  Green: normal, or done.  Grey: undated, or withdrawn. */
enum light {
    LIGHT_RED,
    LIGHT_YELLOW,
    LIGHT_BLUE,
    LIGHT_GREEN,
    LIGHT_GREY
};

const char *light_token(enum light light);
const char *light_timeliness_token(enum timeliness timeliness);

struct timeliness_view {
    enum timeliness timeliness;
    enum light light;
    /* From the day judged on to the deadline; negative when late. */
    int32_t days_left;
    int32_t working_days_left;
    int32_t overdue_days;
    int32_t overdue_working_days;
    bool provisional; /* a working-day figure may move when a year is told */
    bool late_done;   /* done, after its deadline */
};

struct timeliness_view light_view(
    const struct item *item, int32_t today, const struct calendar *calendar);

#endif
