/* SPDX-License-Identifier: MIT */
/*
 * import_diff: a plan file against what is live.
 *
 * Numbers    An item is its number, and progress stays with it.  Items whose
 *            words stand under another number now are found as well
 *            (import/moved.h): then the progress of one would count for
 *            another.
 * Ownership  The diff is freed by import_diff_free(), start from zeros; it
 *            borrows words from the plan.
 * Errors     Returns 0, or the exit status and has said why.
 */
#ifndef IMPORT_DIFF_H
#define IMPORT_DIFF_H

#include "command.h"
#include "import/arena.h"
#include "import/plan.h"

enum import_change_kind {
    IMPORT_CHANGED,
    IMPORT_ADDED,
    IMPORT_VANISHED,
};

/* The words of one column of an item, before and now. */
struct import_field {
    enum import_column column;
    const char *before;
    const char *now;
};

struct import_change {
    int64_t no;
    enum import_change_kind kind;
    const char *name;     /* now; of a vanished item as it was */
    const char *old_name; /* "" of an added item */
    const char *old_target;
    const struct import_item *item;    /* NULL: vanished */
    int percent;                       /* reported for the number */
    bool back;                         /* it was withdrawn */
    const struct import_field *fields; /* what changed */
    size_t field_count;
};

/* The words of one number that stand under another now. */
struct import_renumbered {
    const struct import_change *before;
    const struct import_change *now;
};

struct import_diff {
    struct import_arena arena;
    struct import_change *changes; /* by number */
    size_t count;
    size_t capacity;
    struct import_renumbered *renumbered; /* by the number before */
    size_t renumbered_count;
    size_t added;
    size_t changed;
    size_t unchanged;
    size_t vanished;
};

/* Walks the live items; live is how many there are. */
int import_diff_make(struct context *context, const struct import_plan *plan,
    const char *code, size_t live, struct import_diff *diff);

void import_diff_free(struct import_diff *diff);

bool import_diff_is_empty(const struct import_diff *diff);

#endif
