/* SPDX-License-Identifier: MIT */
/*
 * import_view: what was read from a plan file, for the person who must say
 * yes to it.
 */
#ifndef IMPORT_VIEW_H
#define IMPORT_VIEW_H

#include "command.h"
#include "import/plan.h"

/* The rows, those in the middle of a long plan left out; what was inferred
 * stands in brackets. */
int import_view_rows(struct context *context, const struct import_plan *plan);

/* How many rows and names there are, and how much was inferred. */
void import_view_totals(
    struct context *context, const struct import_plan *plan);

/* Rows and findings as one JSON object. */
int import_view_json(
    struct context *context, const struct import_plan *plan, const char *code);

#endif
