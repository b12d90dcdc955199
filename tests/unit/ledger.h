/* SPDX-License-Identifier: MIT */
/*
 * ledger: the planned notices of one item, kept in an array as the store keeps
 * them in rows, for the tests of catchup.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "catchup.h"
#include "office_calendar.h"

#define LEDGER_MAX 64
#define LEDGER_NEVER INT64_MAX

enum ledger_phase {
    PLANNED,
    ISSUED,
    SUPERSEDED,
    DROPPED,
    EXPIRED
};

struct ledger_entry {
    struct catchup_row row;
    int64_t due_at;
    int64_t issued_at;
    enum ledger_phase phase;
    enum stage by;
};

struct ledger {
    struct catchup_case situation;
    struct ledger_entry entries[LEDGER_MAX];
    size_t count;
    bool under_way; /* a window goes on, whatever the time is */
};

static inline struct ledger_entry *
ledger_find(struct ledger *ledger, enum stage stage, int occurrence)
{
    for (size_t i = 0; i < ledger->count; i++) {
        struct ledger_entry *entry = &ledger->entries[i];

        if (entry->row.stage == stage && entry->row.occurrence == occurrence) {
            return entry;
        }
    }
    return NULL;
}

/* As with the ledger's unique key, what is there is not planned again. */
static inline struct ledger_entry *
ledger_add(struct ledger *ledger, const struct planned *planned)
{
    struct ledger_entry *entry =
        ledger_find(ledger, planned->stage, planned->occurrence);

    if (entry == NULL) {
        assert_true(ledger->count < LEDGER_MAX);
        entry = &ledger->entries[ledger->count++];
        entry->row.stage = planned->stage;
        entry->row.occurrence = planned->occurrence;
        entry->row.nominal_at = planned->nominal_at;
        entry->due_at = planned->nominal_at;
        entry->phase = PLANNED;
    }
    return entry;
}

static inline struct ledger
ledger_plan(const struct calendar *calendar, const char *deadline,
    enum catchup_since since, const char *since_day)
{
    struct ledger ledger = { .count = 0 };
    struct planned planned[STAGE_PLAN_MAX];

    ledger.situation.deadline = office_date(deadline);
    ledger.situation.since = since;
    ledger.situation.since_day =
        since_day != NULL ? office_date(since_day) : JINDU_DATE_NONE;
    ledger.situation.window = &office_window;
    ledger.situation.calendar = calendar;
    (void)stage_plan(
        planned, ledger.situation.deadline, &office_window, calendar);
    for (size_t i = 0; i < STAGE_PLAN_MAX; i++) {
        (void)ledger_add(&ledger, &planned[i]);
    }
    return ledger;
}

static inline size_t
ledger_count_phase(const struct ledger *ledger, enum ledger_phase phase)
{
    size_t count = 0;

    for (size_t i = 0; i < ledger->count; i++) {
        count += ledger->entries[i].phase == phase;
    }
    return count;
}

static inline int64_t
ledger_next_due(const struct ledger *ledger)
{
    int64_t next = LEDGER_NEVER;

    for (size_t i = 0; i < ledger->count; i++) {
        if (ledger->entries[i].phase == PLANNED &&
            ledger->entries[i].due_at < next) {
            next = ledger->entries[i].due_at;
        }
    }
    return next;
}

#endif
