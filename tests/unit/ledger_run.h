/* SPDX-License-Identifier: MIT */
/*
 * ledger_run: lets a daemon run on a ledger, and looks at what it did.
 */
#ifndef LEDGER_RUN_H
#define LEDGER_RUN_H

#include "ledger.h"

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
    }
}

/* Judges what is due at now; returns how many rows were. */
static inline size_t
ledger_tick(struct ledger *ledger, int64_t now)
{
    struct catchup_row rows[LEDGER_MAX];
    struct catchup_outcome outcome;
    size_t count = 0;

    ledger->situation.now = now;
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

static inline void
ledger_check_issued(struct ledger *ledger, enum stage stage, int occurrence,
    const char *at, bool late)
{
    struct ledger_entry *entry = ledger_find(ledger, stage, occurrence);

    assert_non_null(entry);
    assert_int_equal(entry->phase, ISSUED);
    assert_int_equal(entry->issued_at, office_local(at));
    assert_int_equal(entry->row.late, late);
}

static inline void
ledger_check_phase(
    struct ledger *ledger, enum stage stage, enum ledger_phase phase)
{
    struct ledger_entry *entry = ledger_find(ledger, stage, 1);

    assert_non_null(entry);
    assert_int_equal(entry->phase, phase);
}

static inline void
ledger_check_superseded(struct ledger *ledger, enum stage stage, enum stage by)
{
    ledger_check_phase(ledger, stage, SUPERSEDED);
    assert_int_equal(ledger_find(ledger, stage, 1)->by, by);
}

#endif
