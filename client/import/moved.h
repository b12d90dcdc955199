/* SPDX-License-Identifier: MIT */
/*
 * moved: which items of a plan stand under another number now.
 *
 * An item has moved from one number to another when both its words stand there:
 * the same name and target, or one of them the same and the other alike.  What
 * was only reworded under its own number has not moved.  Each number is used
 * once on either side.
 *
 * Ownership  Texts are borrowed for the call.
 * Threading  Pure function.
 * Errors     JINDU_NO_MEMORY.
 * Bounds     Of the items that share a name, or a target, 64 are compared with
 *            one by their other word.
 */
#ifndef IMPORT_MOVED_H
#define IMPORT_MOVED_H

#include <jindu/status.h>

#include <stddef.h>
#include <stdint.h>

/* The words of one item. */
struct import_words_of {
    int64_t no;
    const char *name;
    const char *target;
};

struct import_moved {
    size_t from; /* index among those before */
    size_t to;   /* index among those now */
};

/* before and now: items whose words at their number have changed, came or went,
 * in any order.  moved has room for as many as before has; by from. */
JINDU_CHECK enum jindu_status import_moved_find(
    const struct import_words_of *before, size_t before_count,
    const struct import_words_of *now, size_t now_count,
    struct import_moved *moved, size_t *count);

#endif
