/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include "calendar.h"
#include "window.h"
#include "zone.h"

#include <jindu/date.h>

#include <assert.h>
#include <string.h>

/* wd counts working days from the deadline; 0: the deadline's own day. */
struct rule {
    const char *token;
    enum notice_kind kind;
    int wd;
};

static const struct rule rules[STAGE_PLAN_MAX] = {
    [STAGE_T_3WD] = { "T-3wd", NOTICE_SOON, 3 },
    [STAGE_T_1WD] = { "T-1wd", NOTICE_SOON, 1 },
    [STAGE_T] = { "T", NOTICE_TODAY, 0 },
    [STAGE_STATE] = { "overdue", NOTICE_STATE, 0 },
    [STAGE_O_1WD] = { "O+1wd", NOTICE_OVERDUE, 1 },
    [STAGE_O_3WD] = { "O+3wd", NOTICE_OVERDUE, 3 },
    [STAGE_O_5WD] = { "O+5wd", NOTICE_OVERDUE, 5 },
};

static const char *const kind_tokens[] = {
    [NOTICE_SOON] = "soon",
    [NOTICE_TODAY] = "today",
    [NOTICE_OVERDUE] = "overdue",
    [NOTICE_STATE] = "state",
};

static const char *const types[] = {
    [NOTICE_SOON] = "jindu.notice.soon",
    [NOTICE_TODAY] = "jindu.notice.today",
    [NOTICE_OVERDUE] = "jindu.notice.overdue",
    [NOTICE_STATE] = "jindu.item.overdue",
};

const char *
stage_token(enum stage stage)
{
    return rules[stage].token;
}

bool
stage_from_token(const char *token, enum stage *stage)
{
    for (size_t i = 0; i < STAGE_PLAN_MAX; i++) {
        if (strcmp(rules[i].token, token) == 0) {
            *stage = (enum stage)i;
            return true;
        }
    }
    return false;
}

enum notice_kind
stage_kind(enum stage stage)
{
    return rules[stage].kind;
}

const char *
stage_kind_token(enum notice_kind kind)
{
    return kind_tokens[kind];
}

const char *
stage_type(enum stage stage)
{
    return types[rules[stage].kind];
}

static int32_t
stage_day(enum stage stage, int occurrence, int32_t deadline,
    const struct calendar *calendar)
{
    int wd = rules[stage].wd + (occurrence - 1) * STAGE_REPEAT_WD;

    switch (rules[stage].kind) {
    case NOTICE_SOON:
        return calendar_before(calendar, wd, deadline);
    case NOTICE_TODAY:
        return calendar_is_working(calendar, deadline)
                   ? deadline
                   : calendar_before(calendar, 1, deadline);
    case NOTICE_OVERDUE:
        return calendar_after(calendar, wd, deadline);
    case NOTICE_STATE:
        break;
    }
    return deadline + 1;
}

struct planned
stage_one(enum stage stage, int occurrence, int32_t deadline,
    const struct window *window, const struct calendar *calendar)
{
    struct planned planned = { .stage = stage, .occurrence = occurrence };

    assert(occurrence == 1 || (occurrence > 1 && stage == STAGE_O_5WD));
    planned.day = stage_day(stage, occurrence, deadline, calendar);
    if (stage == STAGE_STATE) {
        planned.nominal_at = zone_day_start(planned.day);
    } else {
        planned.nominal_at = window_opening(window, planned.day);
        planned.provisional =
            calendar_is_provisional(calendar, deadline, planned.day);
    }
    return planned;
}

size_t
stage_plan(struct planned planned[STAGE_PLAN_MAX], int32_t deadline,
    const struct window *window, const struct calendar *calendar)
{
    if (deadline == JINDU_DATE_NONE) {
        return 0;
    }
    for (size_t i = 0; i < STAGE_PLAN_MAX; i++) {
        planned[i] = stage_one((enum stage)i, 1, deadline, window, calendar);
    }
    return STAGE_PLAN_MAX;
}

bool
stage_current_overdue(struct planned *planned, int32_t deadline, int32_t today,
    const struct window *window, const struct calendar *calendar)
{
    int32_t late = deadline == JINDU_DATE_NONE
                       ? 0
                       : calendar_count(calendar, deadline, today);
    enum stage stage = STAGE_O_1WD;
    int occurrence = 1;

    if (late < rules[STAGE_O_1WD].wd) {
        return false;
    }
    if (late >= rules[STAGE_O_5WD].wd) {
        stage = STAGE_O_5WD;
        occurrence = (late - rules[STAGE_O_5WD].wd) / STAGE_REPEAT_WD + 1;
    } else if (late >= rules[STAGE_O_3WD].wd) {
        stage = STAGE_O_3WD;
    }
    *planned = stage_one(stage, occurrence, deadline, window, calendar);
    return true;
}

int
stage_compare(enum stage a, int a_occurrence, enum stage b, int b_occurrence)
{
    if (a != b) {
        return a < b ? -1 : 1;
    }
    return (a_occurrence > b_occurrence) - (a_occurrence < b_occurrence);
}
