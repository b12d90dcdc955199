/* SPDX-License-Identifier: MIT */
/*
 * plan: a table -> the items of a plan, and what a person must be asked.
 *
 * Carrying   These forms record no merged cells, so a blank is filled from the
 *            row above, marked inherited and asked about: the category; the
 *            name; units, persons and leaders together when all three are
 *            blank; the deadline only when those three are blank as well.  Any
 *            other blank stays blank and is asked about.
 * Doubt      A deadline is unconfirmed when it was carried or assumed.  A unit
 *            is unconfirmed when the row has a name of its own, all four are
 *            carried, and the plan speaks for another unit: an item with the
 *            same persons and leaders has it, and its first character stands
 *            in the name (河长办 for 河湖建设管理).
 * Ownership  A plan and all it points to are freed by import_plan_free().
 * Threading  One thread at a time.
 * Errors     A plan with findings of level IMPORT_ERROR is for showing only.
 */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

#include <jindu/date.h>
#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode.h"
#include "finding.h"
#include "names.h"

struct import_headings;
struct import_table;

enum import_source {
    IMPORT_EXPLICIT, /* stands in the row */
    IMPORT_CARRIED,  /* taken from the row above */
    IMPORT_ASSUMED,  /* made of words such as 年底 */
};

struct import_item {
    int64_t no; /* 0: the row has none that can be read */
    size_t line;
    const char *category;
    const char *name;
    const char *target;
    struct import_list units;
    struct import_list persons;
    struct import_list leaders;
    int32_t deadline;           /* JINDU_DATE_NONE: undated */
    const char *deadline_words; /* when they gave no date; else NULL */
    enum import_source source;
    const char *raw[IMPORT_COLUMN_COUNT]; /* NULL for a blank cell */
    int64_t from[IMPORT_COLUMN_COUNT];    /* item carried from; 0: none */
    bool inherited[IMPORT_COLUMN_COUNT];  /* and so guessed */
    bool deadline_unconfirmed;
    bool unit_unconfirmed;
};

struct import_totals {
    size_t units; /* different ones */
    size_t persons;
    size_t leaders;
    size_t inherited[IMPORT_COLUMN_COUNT]; /* items */
};

struct import_plan {
    struct import_arena arena;
    const char *title;
    const char *org;    /* what the title says before the year, or "" */
    const char *made;   /* YYYY-MM or YYYY-MM-DD, or NULL */
    const char *remark; /* or NULL */
    int year;
    struct import_list heads; /* 总负责人 */
    struct import_item *items;
    size_t count;
    const struct import_finding *findings; /* by line */
    size_t finding_count;
    size_t levels[IMPORT_LEVEL_COUNT]; /* findings of each */
    struct import_totals totals;
    enum import_encoding encoding; /* of the file */
    char delimiter;                /* of its cells; 0: it has the text form */
};

/* Builds on a plan whose arena holds the table and which is empty otherwise.
 * year: 0 takes it from the title.  The caller frees the plan, also after a
 * failure: JINDU_NO_MEMORY, or JINDU_MALFORMED with *error. */
JINDU_CHECK enum jindu_status import_plan_build(struct import_plan *plan,
    const struct import_table *table, const struct import_headings *headings,
    int year, struct import_error *error);

void import_plan_free(struct import_plan *plan);

#endif
