/* SPDX-License-Identifier: MIT */
#include "doubt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

/* So many units of the same people are looked at for one item: a plan that
 * names more has no use for the question. */
#define DOUBT_RIVALS_MAX 64

static void
doubt_find(struct import_collector *collector, const struct import_item *item,
    enum import_code code, enum import_column column, const char *words[2])
{
    const struct import_finding finding = { .code = code,
        .column = column,
        .no = item->no,
        .line = item->line,
        .subject = words[0],
        .second = words[1] };

    import_collect(collector, &finding);
}

static int
number_compare(const void *one, const void *other)
{
    const struct import_item *a = *(struct import_item *const *)one;
    const struct import_item *b = *(struct import_item *const *)other;

    if (a->no != b->no) {
        return a->no < b->no ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

static void
find_doubles(struct import_item **items, size_t count,
    struct import_collector *collector)
{
    size_t i = 0;

    qsort(items, count, sizeof(*items), number_compare);
    for (i = 1; i < count; i++) {
        if (items[i]->no > 0 && items[i]->no == items[i - 1]->no) {
            const char *words[] = { import_collect_number(
                                        collector, items[i]->no),
                import_collect_number(collector, (int64_t)items[i - 1]->line) };

            doubt_find(collector, items[i], IMPORT_CODE_NUMBER_DOUBLE,
                IMPORT_NO, words);
        }
    }
}

static int
list_compare(const struct import_list *a, const struct import_list *b)
{
    size_t i = 0;

    for (i = 0; i < a->count && i < b->count; i++) {
        int order = strcmp(a->names[i], b->names[i]);

        if (order) {
            return order;
        }
    }
    return (a->count > b->count) - (a->count < b->count);
}

static int
people_compare(const struct import_item *a, const struct import_item *b)
{
    int order = list_compare(&a->persons, &b->persons);

    return order ? order : list_compare(&a->leaders, &b->leaders);
}

static int
chain_compare(const void *one, const void *other)
{
    const struct import_item *a = *(struct import_item *const *)one;
    const struct import_item *b = *(struct import_item *const *)other;
    int order = people_compare(a, b);

    return order ? order : list_compare(&a->units, &b->units);
}

/* Does the name of item hold the first character of a unit? */
static bool
name_speaks_for(const struct import_item *item, const char *unit)
{
    char first[8] = { 0 };
    uint32_t character = 0;
    size_t count = import_utf8_next(unit, &character);

    memcpy(first, unit, count);
    return import_utf8_is_han(character) && strstr(item->name, first);
}

/* The unit among those of the same people that the name speaks for; NULL when
 * there is none. */
static const char *
find_rival(const struct import_item *item, struct import_item *const *chains,
    size_t count)
{
    size_t low = 0;
    size_t high = count;
    size_t i = 0;
    size_t k = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (people_compare(chains[middle], item) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (i = low; i < count && i - low < DOUBT_RIVALS_MAX &&
                  people_compare(chains[i], item) == 0;
         i++) {
        const struct import_list *units = &chains[i]->units;

        for (k = 0; k < units->count && list_compare(units, &item->units) != 0;
             k++) {
            if (name_speaks_for(item, units->names[k])) {
                return units->names[k];
            }
        }
    }
    return NULL;
}

/* What plan.h says, but for the other unit: nor does the name speak for the
 * carried one. */
static bool
is_candidate(const struct import_item *item)
{
    return item->raw[IMPORT_NAME] && item->inherited[IMPORT_UNITS] &&
           item->inherited[IMPORT_PERSONS] && item->inherited[IMPORT_LEADERS] &&
           item->inherited[IMPORT_DEADLINE] && item->units.count > 0 &&
           !name_speaks_for(item, item->units.names[0]);
}

/* items is room for plan->count pointers. */
static void
find_unit_doubts(struct import_plan *plan, struct import_item **items,
    struct import_collector *collector)
{
    size_t count = 0;
    size_t different = 0;
    size_t i = 0;

    for (i = 0; i < plan->count; i++) {
        if (plan->items[i].raw[IMPORT_UNITS]) {
            items[count++] = &plan->items[i];
        }
    }
    qsort(items, count, sizeof(*items), chain_compare);
    for (i = 0; i < count; i++) {
        if (i == 0 || chain_compare(&items[different - 1], &items[i]) != 0) {
            items[different++] = items[i];
        }
    }
    for (i = 0; i < plan->count; i++) {
        struct import_item *item = &plan->items[i];
        const char *words[2] = { NULL, NULL };

        if (is_candidate(item)) {
            words[0] = item->units.names[0];
            words[1] = find_rival(item, items, different);
        }
        if (words[1]) {
            item->unit_unconfirmed = true;
            doubt_find(
                collector, item, IMPORT_CODE_UNIT_DOUBT, IMPORT_UNITS, words);
        }
    }
}

static void
find_uneven(const struct import_item *item, struct import_collector *collector)
{
    const size_t units = item->units.count;
    const size_t persons = item->persons.count;
    const size_t leaders = item->leaders.count;
    const char *words[2] = { NULL, NULL };
    char counts[64];

    if ((units > 1) + (persons > 1) + (leaders > 1) < 2 ||
        (units == persons && persons == leaders) ||
        item->inherited[IMPORT_UNITS]) {
        return;
    }
    words[0] = import_arena_string(collector->arena, counts,
        (size_t)snprintf(
            counts, sizeof(counts), "%zu:%zu:%zu", units, persons, leaders));
    doubt_find(collector, item, IMPORT_CODE_UNEVEN, IMPORT_PERSONS, words);
}

static size_t
list_bytes(const struct import_list *list)
{
    size_t bytes = 0;
    size_t i = 0;

    for (i = 0; i < list->count; i++) {
        bytes += strlen(list->names[i]) + sizeof("\"\",") - 1;
    }
    return bytes;
}

static void
find_too_long(
    const struct import_item *item, struct import_collector *collector)
{
    const char *words[2] = { NULL, NULL };
    size_t bytes = strlen(item->category) + strlen(item->name) +
                   strlen(item->target) + list_bytes(&item->units) +
                   list_bytes(&item->persons) + list_bytes(&item->leaders);
    size_t i = 0;

    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        bytes += item->raw[i] ? strlen(item->raw[i]) : 0;
    }
    if (bytes > IMPORT_ITEM_BYTES_MAX) {
        doubt_find(collector, item, IMPORT_CODE_ROW_TOO_LONG,
            IMPORT_COLUMN_COUNT, words);
    }
}

enum jindu_status
import_doubt(struct import_plan *plan, struct import_collector *collector)
{
    struct import_item **items = calloc(plan->count + 1, sizeof(*items));
    size_t i = 0;

    if (!items) {
        return JINDU_NO_MEMORY;
    }
    for (i = 0; i < plan->count; i++) {
        items[i] = &plan->items[i];
        find_uneven(items[i], collector);
        find_too_long(items[i], collector);
    }
    find_doubles(items, plan->count, collector);
    find_unit_doubts(plan, items, collector);
    free(items);
    return JINDU_OK;
}
