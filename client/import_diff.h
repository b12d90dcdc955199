/* SPDX-License-Identifier: MIT */
/* import_diff: a plan file against what is live. */
#ifndef IMPORT_DIFF_H
#define IMPORT_DIFF_H

#include "command.h"
#include "import/plan.h"

struct import_diff {
    size_t added;
    size_t changed;
    size_t unchanged;
    size_t vanished;
};

/* Walks the live items and prints what differs (not in JSON). */
int import_diff(struct context *context, const struct import_plan *plan,
    const char *code, struct import_diff *diff);

#endif
