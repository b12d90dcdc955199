/* SPDX-License-Identifier: MIT */
/*
 * import_changes: what a plan file would change, for people and as JSON.
 *
 * Bounds     People are shown so many items and then a count; JSON has all.
 */
#ifndef IMPORT_CHANGES_H
#define IMPORT_CHANGES_H

#include "import_diff.h"

/* Item by item: added, changed column by column, gone. */
void import_changes_print(
    struct context *context, const struct import_diff *diff);

/* The numbers that changed, and what that does to progress; nothing when none
 * did. */
void import_changes_print_numbers(
    struct context *context, const struct import_diff *diff);

/* One line: so many added, changed, vanished, as they were. */
void import_changes_print_totals(
    struct context *context, const struct import_diff *diff, const char *code);

/* All of it as one object.  Returns the exit status. */
int import_changes_print_json(
    struct context *context, const struct import_diff *diff, const char *code);

#endif
