/* SPDX-License-Identifier: MIT */
/*
 * category_counts: how many items of each category are in which state.
 *
 * Ownership  Names are copied; category_counts_free() gives all back.
 * Errors     A failed allocation is remembered and told when it is printed.
 * Threading  One thread.
 */
#ifndef CATEGORY_COUNTS_H
#define CATEGORY_COUNTS_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

struct category_count;

struct category_counts {
    struct category_count *rows; /* in the order in which they came */
    size_t count;
    bool failed;
};

#define CATEGORY_COUNTS_INIT \
    {                        \
        NULL, 0, false       \
    }

/* view: of an item.  One that is withdrawn does not count. */
void category_counts_add(
    struct category_counts *counts, const struct jindu_json *view);

/* A table.  False when out of memory. */
JINDU_CHECK bool category_counts_print(
    const struct category_counts *counts, struct output *output);

void category_counts_free(struct category_counts *counts);

#endif
