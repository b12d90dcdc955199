/* SPDX-License-Identifier: MIT */
/*
 * ledger_run: lets a daemon run on a ledger.
 */
#ifndef LEDGER_RUN_H
#define LEDGER_RUN_H

#include "ledger_check.h"

static inline void
ledger_issue(struct ledger_entry *entry, int64_t now)
{
    assert_int_equal(entry->phase, PLANNED);
    entry->phase = ISSUED;
    entry->issued_at = now;
}

static inline void
ledger_apply(struct ledger *ledger, const struct catchup_row *row,
    const struct catchup_outcome *outcome)
{
    struct ledger_entry *entry =
        ledger_find(ledger, row->stage, row->occurrence);

    entry->row = *row;
    switch (row->fate) {
    case FATE_ISSUE:
        ledger_issue(entry, ledger->situation.now);
        break;
    case FATE_SUPERSEDE:
        entry->phase = SUPERSEDED;
        entry->by = outcome->by_stage;
        break;
    case FATE_WAIT:
        assert_true(outcome->until > ledger->situation.now);
        entry->due_at = outcome->until;
        break;
    case FATE_DROP:
        entry->phase = DROPPED;
        break;
    case FATE_EXPIRE:
        entry->phase = EXPIRED;
        break;
    }
}

/* Judges what is due at now; returns how many rows were. */
static inline size_t
ledger_tick(struct ledger *ledger, int64_t now)
{
    struct catchup_row rows[LEDGER_MAX];
    struct catchup_outcome outcome;
    size_t count = 0;
    int64_t instant;

    ledger->situation.now = now;
    ledger->situation.under_way =
        ledger->under_way ||
        window_reached(&instant, ledger->situation.window,
            ledger->situation.calendar, now, CATCHUP_LATE_MS);
    for (size_t i = 0; i < ledger->count; i++) {
        if (ledger->entries[i].phase == PLANNED &&
            ledger->entries[i].due_at <= now) {
            rows[count++] = ledger->entries[i].row;
        }
    }
    if (count == 0) {
        return 0;
    }
    catchup_judge(&outcome, rows, count, &ledger->situation);
    for (size_t i = 0; i < count; i++) {
        ledger_apply(ledger, &rows[i], &outcome);
    }
    if (outcome.has_extra) {
        struct ledger_entry *extra = ledger_add(ledger, &outcome.extra);

        ledger_issue(extra, now);
        extra->row.late = outcome.extra_late;
    }
    if (outcome.has_next) {
        (void)ledger_add(ledger, &outcome.next);
    }
    return count;
}

/* The daemon runs from one instant to another, its start included. */
static inline void
ledger_run(struct ledger *ledger, int64_t from, int64_t to)
{
    (void)ledger_tick(ledger, from);
    for (int64_t next = ledger_next_due(ledger); next <= to;
         next = ledger_next_due(ledger)) {
        assert_true(ledger_tick(ledger, next) > 0);
    }
}

#endif
