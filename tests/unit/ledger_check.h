/* SPDX-License-Identifier: MIT */
/*
 * ledger_check: looks at what a daemon did with a ledger.
 */
#ifndef LEDGER_CHECK_H
#define LEDGER_CHECK_H

#include "ledger.h"

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
