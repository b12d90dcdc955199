/* SPDX-License-Identifier: MIT */
/*
 * stage: the stages that one deadline goes through, and their instants.
 *
 *     T-3wd     T-1wd     T | overdue    O+1wd     O+3wd     O+5wd #1, #2 ...
 *     ------------------- D | D+1 ------------------------------------------
 *
 * All but one are notices to people: nominal when the window opens on their
 * day.  STAGE_STATE is the state event: the first instant of D+1, any day.
 * A deadline that is no working day has its stage T on the working day before.
 *
 * Threading  Pure functions; window and calendar are borrowed.
 */
#ifndef STAGE_H
#define STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;
struct window;

/* In order of severity; of STAGE_O_5WD the occurrences are ordered within. */
enum stage {
    STAGE_T_3WD,
    STAGE_T_1WD,
    STAGE_T,
    STAGE_STATE,
    STAGE_O_1WD,
    STAGE_O_3WD,
    STAGE_O_5WD,
};

enum notice_kind {
    NOTICE_SOON,
    NOTICE_TODAY,
    NOTICE_OVERDUE,
    NOTICE_STATE
};

/* STAGE_O_5WD comes again every so many working days, as occurrence 2, 3 ... */
#define STAGE_REPEAT_WD 5

/* "T-3wd" "T-1wd" "T" "overdue" "O+1wd" "O+3wd" "O+5wd" */
const char *stage_token(enum stage stage);
bool stage_from_token(const char *token, enum stage *stage);

enum notice_kind stage_kind(enum stage stage);

/* "soon" "today" "overdue" "state" */
const char *stage_kind_token(enum notice_kind kind);

/* The event: "jindu.notice.soon" ... "jindu.item.overdue". */
const char *stage_type(enum stage stage);

struct planned {
    enum stage stage;
    int occurrence; /* 1, and more only for STAGE_O_5WD */
    int32_t day;
    int64_t nominal_at;
    bool provisional; /* the day may move when a year is announced */
};

#define STAGE_PLAN_MAX 7

/* All stages of a deadline, the first occurrence of each, in order of
 * severity, which is the order of nominal_at.  Returns how many: 0 when
 * deadline is JINDU_DATE_NONE, else STAGE_PLAN_MAX. */
size_t stage_plan(struct planned planned[STAGE_PLAN_MAX], int32_t deadline,
    const struct window *window, const struct calendar *calendar);

struct planned stage_one(enum stage stage, int occurrence, int32_t deadline,
    const struct window *window, const struct calendar *calendar);

/* The last overdue stage to people whose day is not after today; false, and
 * *planned untouched, when there is none yet.  A function of the calendar: of
 * O+5wd the occurrence is floor((overdue working days - 5) / 5) + 1. */
bool stage_current_overdue(struct planned *planned, int32_t deadline,
    int32_t today, const struct window *window,
    const struct calendar *calendar);

/* Below, equal to or above 0 as a is less, equally or more severe than b. */
int stage_compare(
    enum stage a, int a_occurrence, enum stage b, int b_occurrence);

#endif
