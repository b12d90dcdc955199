/* SPDX-License-Identifier: MIT */
/*
 * step: what happens next, by chance.  Step n of a seed is the same whatever
 * other steps are left out, so a failing sequence can be made shorter.
 *
 * Threading  Pure functions.
 */
#ifndef STEP_H
#define STEP_H

#include "model.h"

enum step_kind {
    STEP_ASK,
    STEP_JUMP,
    STEP_NOTHING
};

struct step {
    int64_t until; /* first jindud runs until then */
    enum step_kind kind;
    struct asked asked;
    enum jump jump;
    int64_t then; /* where the clock goes */
};

/* The office on the first day: when the plan is confirmed, and its items. */
int64_t step_first(
    uint64_t seed, struct first_item first[ITEMS], bool *calendar_2022);

/* Whom and what, in a world that stands as the model does. */
void step_make(struct step *step, uint64_t seed, int n, struct model *model);

#endif
