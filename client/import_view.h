/* SPDX-License-Identifier: MIT */
/*
 * import_view: what was read from a plan file, for the person who must say
 * yes to it.
 */
#ifndef IMPORT_VIEW_H
#define IMPORT_VIEW_H

#include "command.h"
#include "import/plan.h"

/* All rows; what was inferred stands in brackets. */
int import_view_rows(struct context *context, const struct import_plan *plan);

/* Numbered, by line, and how much was inferred. */
void import_view_findings(
    struct context *context, const struct import_plan *plan);

/* Rows and findings as one JSON object. */
int import_view_json(
    struct context *context, const struct import_plan *plan, const char *code);

/* Why the file is no plan.  Returns the exit status. */
int import_view_error(struct context *context, const char *file,
    const struct import_error *error);

#endif
