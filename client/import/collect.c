/* SPDX-License-Identifier: MIT */
#include "collect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLLECT_FIRST 64

void
import_collect(
    struct import_collector *collector, const struct import_finding *finding)
{
    if (collector->count == collector->capacity) {
        size_t capacity =
            collector->capacity ? collector->capacity * 2 : COLLECT_FIRST;
        struct import_finding *larger =
            import_arena_alloc(collector->arena, capacity, sizeof(*larger));

        if (!larger) {
            return;
        }
        if (collector->count > 0) {
            memcpy(larger, collector->findings,
                collector->count * sizeof(*larger));
        }
        collector->findings = larger;
        collector->capacity = capacity;
    }
    collector->findings[collector->count++] = *finding;
    collector->levels[import_code_level(finding->code)]++;
}

const char *
import_collect_number(struct import_collector *collector, int64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRId64, number);
    const char *copy =
        import_arena_string(collector->arena, digits, (size_t)length);

    return copy ? copy : "";
}

const char *
import_collect_join(
    struct import_collector *collector, const char *words, const char *word)
{
    static const char comma[] = ", ";
    size_t length = words ? strlen(words) : 0;
    char *joined = NULL;

    if (!words || !word) {
        return words ? words : word;
    }
    joined = import_arena_alloc(
        collector->arena, length + sizeof(comma) + strlen(word), 1);
    if (!joined) {
        return "";
    }
    memcpy(joined, words, length);
    memcpy(joined + length, comma, sizeof(comma));
    memcpy(joined + length + sizeof(comma) - 1, word, strlen(word) + 1);
    return joined;
}

static int
finding_compare(const void *one, const void *other)
{
    const struct import_finding *a = one;
    const struct import_finding *b = other;

    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    if (a->column != b->column) {
        return a->column < b->column ? -1 : 1;
    }
    return (a->code > b->code) - (a->code < b->code);
}

void
import_collect_sort(struct import_collector *collector)
{
    if (collector->count > 1) {
        qsort(collector->findings, collector->count,
            sizeof(collector->findings[0]), finding_compare);
    }
}
