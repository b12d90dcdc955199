/* SPDX-License-Identifier: MIT */
/*
 * doubt: what only the whole plan shows.
 *
 * Numbers that stand twice, units in doubt (plan.h), names that cannot be
 * paired, rows too long for one message, and the totals.
 *
 * Errors     Findings; JINDU_NO_MEMORY.
 */
#ifndef IMPORT_DOUBT_H
#define IMPORT_DOUBT_H

#include "collect.h"
#include "plan.h"

/* An item's words may double when they are written as JSON; twice this fits
 * into one message of 64 KiB with its envelope. */
#define IMPORT_ITEM_BYTES_MAX 28000

/* Marks the items, fills plan->totals. */
JINDU_CHECK enum jindu_status import_doubt(
    struct import_plan *plan, struct import_collector *collector);

#endif
