/* SPDX-License-Identifier: MIT */
/*
 * digest_rank: which lines of one person's digest are shown, and in what order.
 *
 * However many lines there are, no more than DIGEST_LINES are kept: red,
 * yellow, blue; within a light the longest overdue first, then plan and number.
 * With more lines than that only the first reds are shown, and the figures.
 *
 * Threading  Plain values; nothing to free.
 */
#ifndef DIGEST_RANK_H
#define DIGEST_RANK_H

#include "bounds.h"
#include "light.h"
#include "stage.h"

#include <stddef.h>

#define DIGEST_LINES 20 /* R11: what a reader takes in */
#define DIGEST_REDS 10  /* R11: of a longer digest */

struct digest_line {
    enum light light; /* red, yellow or blue */
    int32_t overdue_days;
    char plan[JP_PLAN_MAX + 1];
    int64_t no;

    /* Carried along. */
    int64_t item;
    int64_t sequence; /* of the notice in "all" */
    struct planned planned;
    bool late;
    bool leading; /* told as a leader */
};

struct digest_rank {
    size_t total;
    size_t counts[LIGHT_BLUE + 1]; /* by light */
    struct digest_line lines[DIGEST_LINES];
};

/* What light a line has: a notice that stands is never green. */
enum light digest_light(enum light light);

void digest_rank_add(struct digest_rank *rank, const struct digest_line *line);

/* How many of rank->lines are shown. */
size_t digest_rank_shown(const struct digest_rank *rank);

#endif
