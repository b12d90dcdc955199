/* SPDX-License-Identifier: MIT */
/*
 * head: the lines before the table: title, year, heads, when it was made.
 *
 * The year of the plan is the one in the title, never the drafting month that
 * stands beside the heads.
 *
 * Errors     Findings; JINDU_NO_MEMORY.
 */
#ifndef IMPORT_HEAD_H
#define IMPORT_HEAD_H

#include "collect.h"
#include "header.h"
#include "plan.h"

/* Sets title, org, made, year and heads.  given: 0 for the title's year. */
JINDU_CHECK enum jindu_status import_head_read(struct import_plan *plan,
    const struct import_table *table, const struct import_header *header,
    int given, struct import_collector *collector);

#endif
