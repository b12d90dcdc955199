/* SPDX-License-Identifier: MIT */
/*
 * collect: gathers the findings of one file.
 *
 * Ownership  Findings and their words live in the arena; a word handed in must
 *            do so already, or be static.
 * Errors     A failed allocation is remembered in the arena.
 */
#ifndef IMPORT_COLLECT_H
#define IMPORT_COLLECT_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "finding.h"

struct import_collector {
    struct import_arena *arena;
    struct import_finding *findings;
    size_t count;
    size_t capacity;
    size_t levels[IMPORT_LEVEL_COUNT];
};

void import_collect(
    struct import_collector *collector, const struct import_finding *finding);

/* Words for a finding: a number, and two words with ", " between them (one
 * may be NULL).  "" when memory is out. */
const char *import_collect_number(
    struct import_collector *collector, int64_t number);
const char *import_collect_join(
    struct import_collector *collector, const char *words, const char *word);

/* By line, then column, then code. */
void import_collect_sort(struct import_collector *collector);

#endif
