/* SPDX-License-Identifier: MIT */
/*
 * import: the bytes of a plan file -> a plan.  The door of this folder.
 *
 * Forms      The text that a table copied out of Word leaves (text.h), and
 *            cells between commas, TABs or semicolons (csv.h), told apart by
 *            their content, in any encoding of decode.h.
 * Ownership  The plan is the caller's, freed by import_plan_free(); the bytes
 *            are borrowed for the call.
 * Threading  One thread at a time a plan.
 * Errors     JINDU_MALFORMED with *error: there is no plan.  JINDU_OK does not
 *            say that the plan may be loaded: plan->levels does.
 * Source     Hostile files are expected: every size is bounded before it is
 *            worked on, and tests/fuzz feeds this call.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "headings.h"
#include "plan.h"

/* 100,000 rows three times as long as the office's own (200 bytes); it bounds
 * memory and time. */
#define IMPORT_FILE_MAX (64 * 1024 * 1024)

struct import_options {
    const char *format; /* "text", "csv"; NULL: look at the content */
    int year;           /* of the plan; 0: take it from the title */
    const struct import_headings *headings;
};

/* *plan is touched on JINDU_OK only. */
JINDU_CHECK enum jindu_status import_read(struct import_plan *plan,
    const char *bytes, size_t length, const struct import_options *options,
    struct import_error *error);

#endif
