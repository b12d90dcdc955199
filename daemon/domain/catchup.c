/* SPDX-License-Identifier: MIT */
#include "catchup.h"

#include "calendar.h"
#include "window.h"
#include "zone.h"

#include <assert.h>

/* The stage to people that is to live, if any. */
struct live {
    bool found;
    struct catchup_row *row; /* NULL: it is none of the rows, but extra */
    enum stage stage;
    int occurrence;
    int32_t day;
    struct planned extra;
};

static bool
is_late(int64_t nominal_at, int64_t now)
{
    return now - nominal_at > CATCHUP_LATE_MS;
}

static bool
is_issued(
    const struct catchup_case *situation, enum stage stage, int occurrence)
{
    return situation->has_issued &&
           stage_compare(stage, occurrence, situation->issued_stage,
               situation->issued_occurrence) <= 0;
}

/* Of a day on which this deadline did not stand yet. */
static bool
is_before(const struct catchup_row *row, const struct catchup_case *situation)
{
    return zone_date(row->nominal_at) < situation->since_day;
}

/* What R9 issues once though its day is past is as young as the new date. */
static bool
is_expired(const struct catchup_row *row, const struct catchup_case *situation)
{
    return situation->now - row->nominal_at > CATCHUP_EXPIRES_MS &&
           !is_before(row, situation);
}

static bool
may_live(const struct catchup_row *row, int32_t today,
    const struct catchup_case *situation)
{
    if (is_issued(situation, row->stage, row->occurrence)) {
        return false;
    }
    switch (stage_kind(row->stage)) {
    case NOTICE_SOON:
    case NOTICE_TODAY:
        return today <= situation->deadline && !is_expired(row, situation) &&
               !(situation->since == SINCE_PLAN && is_before(row, situation));
    case NOTICE_OVERDUE:
        return true;
    case NOTICE_STATE:
        break;
    }
    return false;
}

static bool
is_more_severe(const struct live *live, enum stage stage, int occurrence)
{
    return !live->found ||
           stage_compare(stage, occurrence, live->stage, live->occurrence) > 0;
}

static struct live
choose(struct catchup_row *rows, size_t count, int32_t today,
    const struct catchup_case *situation)
{
    struct live live = { .found = false };
    struct planned current;

    for (size_t i = 0; i < count; i++) {
        struct catchup_row *row = &rows[i];

        if (may_live(row, today, situation) &&
            is_more_severe(&live, row->stage, row->occurrence)) {
            live.found = true;
            live.row = row;
            live.stage = row->stage;
            live.occurrence = row->occurrence;
            live.day = zone_date(row->nominal_at);
        }
    }
    if (stage_current_overdue(&current, situation->deadline, today,
            situation->window, situation->calendar) &&
        !is_issued(situation, current.stage, current.occurrence) &&
        is_more_severe(&live, current.stage, current.occurrence)) {
        live.found = true;
        live.row = NULL;
        live.stage = current.stage;
        live.occurrence = current.occurrence;
        live.day = current.day;
        live.extra = current;
    }
    return live;
}

/* What supersedes when nothing is issued in place of a row: the stage that
 * was issued before, or the state that made soon and today untrue. */
static void
name_superseder(struct catchup_outcome *outcome, int32_t today,
    const struct catchup_case *situation)
{
    outcome->by_stage = STAGE_STATE;
    outcome->by_occurrence = 1;
    if (situation->has_issued && (today <= situation->deadline ||
                                     situation->issued_stage > STAGE_STATE)) {
        outcome->by_stage = situation->issued_stage;
        outcome->by_occurrence = situation->issued_occurrence;
    }
}

static void
issue_live(struct catchup_outcome *outcome, const struct live *live,
    const struct catchup_case *situation)
{
    outcome->by_stage = live->stage;
    outcome->by_occurrence = live->occurrence;
    if (live->row == NULL) {
        outcome->has_extra = true;
        outcome->extra = live->extra;
        outcome->extra_late = is_late(live->extra.nominal_at, situation->now);
    }
    if (live->stage == STAGE_O_5WD) {
        outcome->has_next = true;
        outcome->next = stage_one(STAGE_O_5WD, live->occurrence + 1,
            situation->deadline, situation->window, situation->calendar);
    }
}

/* A window that is still under way on the next day must not let out what only
 * that day's opens for. */
static bool
may_leave(const struct live *live, int32_t today,
    const struct catchup_case *situation)
{
    bool has_come =
        live->row != NULL || live->extra.nominal_at <= situation->now;

    return (situation->under_way && has_come) ||
           (situation->since == SINCE_PLAN && live->day == today &&
               situation->since_day == today &&
               window_is_open(
                   situation->window, situation->calendar, situation->now));
}

/* Of a row that neither leaves nor waits. */
static enum fate
end_of(const struct catchup_row *row, const struct live *live, int32_t today,
    const struct catchup_case *situation)
{
    if (is_before(row, situation)) {
        return FATE_DROP;
    }
    return !live->found && row->stage < STAGE_STATE &&
                   today <= situation->deadline &&
                   !is_issued(situation, row->stage, row->occurrence) &&
                   is_expired(row, situation)
               ? FATE_EXPIRE
               : FATE_SUPERSEDE;
}

void
catchup_judge(struct catchup_outcome *outcome, struct catchup_row *rows,
    size_t count, const struct catchup_case *situation)
{
    int32_t today = zone_date(situation->now);
    struct live live = choose(rows, count, today, situation);
    bool waits = live.found && !may_leave(&live, today, situation);

    *outcome = (struct catchup_outcome){ .has_extra = false };
    name_superseder(outcome, today, situation);
    if (live.found && !waits) {
        issue_live(outcome, &live, situation);
    }
    for (size_t i = 0; i < count; i++) {
        struct catchup_row *row = &rows[i];

        assert(row->nominal_at <= situation->now);
        row->late = false;
        if (row->stage == STAGE_STATE || (!waits && row == live.row)) {
            row->fate = FATE_ISSUE;
            row->late = is_late(row->nominal_at, situation->now);
        } else if (waits) {
            row->fate = FATE_WAIT;
            outcome->until = window_next(
                situation->window, situation->calendar, situation->now);
        } else {
            row->fate = end_of(row, &live, today, situation);
        }
    }
}
