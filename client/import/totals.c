/* SPDX-License-Identifier: MIT */
#include "totals.h"

#include <stdlib.h>
#include <string.h>

static int
name_compare(const void *one, const void *other)
{
    const char *const *a = one;
    const char *const *b = other;

    return strcmp(*a, *b);
}

static const struct import_list *
item_list(const struct import_item *item, enum import_column column)
{
    return column == IMPORT_UNITS     ? &item->units
           : column == IMPORT_PERSONS ? &item->persons
                                      : &item->leaders;
}

/* Names of inherited cells are those of another row. */
static enum jindu_status
count_names(
    const struct import_plan *plan, enum import_column column, size_t *total)
{
    const char **names = NULL;
    size_t count = 0;
    size_t different = 0;
    size_t i = 0;
    size_t k = 0;

    for (i = 0; i < plan->count; i++) {
        count += item_list(&plan->items[i], column)->count;
    }
    names = calloc(count + 1, sizeof(*names));
    if (!names) {
        return JINDU_NO_MEMORY;
    }
    count = 0;
    for (i = 0; i < plan->count; i++) {
        const struct import_list *list = item_list(&plan->items[i], column);

        for (k = 0; k < list->count && !plan->items[i].inherited[column]; k++) {
            names[count++] = list->names[k];
        }
    }
    qsort(names, count, sizeof(*names), name_compare);
    for (i = 0; i < count; i++) {
        different += i == 0 || strcmp(names[i], names[i - 1]) != 0;
    }
    free(names);
    *total = different;
    return JINDU_OK;
}

enum jindu_status
import_totals(struct import_plan *plan)
{
    struct import_totals totals = { 0 };
    size_t i = 0;
    size_t k = 0;

    for (i = 0; i < plan->count; i++) {
        for (k = 0; k < IMPORT_COLUMN_COUNT; k++) {
            totals.inherited[k] += plan->items[i].inherited[k];
        }
    }
    if (count_names(plan, IMPORT_UNITS, &totals.units) ||
        count_names(plan, IMPORT_PERSONS, &totals.persons) ||
        count_names(plan, IMPORT_LEADERS, &totals.leaders)) {
        return JINDU_NO_MEMORY;
    }
    plan->totals = totals;
    return JINDU_OK;
}
