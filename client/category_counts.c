/* SPDX-License-Identifier: MIT */
#include "category_counts.h"

#include "columns.h"
#include "language.h"
#include "wording.h"

#include <stdlib.h>
#include <string.h>

static const char *const states[] = { "active", "claimed", "returned", "done" };

#define STATE_COUNT (sizeof(states) / sizeof(states[0]))

struct category_count {
    char *name;
    long long items;
    long long in[STATE_COUNT];
};

/* A plan has a few: they are looked through.  NULL when out of memory. */
static struct category_count *
find(struct category_counts *counts, const char *name)
{
    for (size_t i = 0; i < counts->count; i++) {
        if (strcmp(counts->rows[i].name, name) == 0) {
            return &counts->rows[i];
        }
    }
    struct category_count *rows = realloc(
        counts->rows, (counts->count + 1) * sizeof(struct category_count));
    if (rows == NULL) {
        return NULL;
    }
    counts->rows = rows;
    rows[counts->count] = (struct category_count){ .name = strdup(name) };
    return rows[counts->count].name != NULL ? &rows[counts->count++] : NULL;
}

void
category_counts_add(
    struct category_counts *counts, const struct jindu_json *view)
{
    const char *state = wording_member(view, "state");
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (strcmp(states[i], state) != 0) {
            continue;
        }
        struct category_count *row =
            find(counts, wording_member(view, "category"));
        if (row == NULL) {
            counts->failed = true;
            return;
        }
        row->items++;
        row->in[i]++;
    }
}

bool
category_counts_print(
    const struct category_counts *counts, struct output *output)
{
    struct column titles[STATE_COUNT + 2] = { { .title = _("items"),
        .right = true } };
    for (size_t i = 0; i < STATE_COUNT; i++) {
        titles[i + 1] =
            (struct column){ .title = wording_state(states[i]), .right = true };
    }
    titles[STATE_COUNT + 1] = (struct column){ .title = _("category") };
    struct columns *columns = columns_new(titles, STATE_COUNT + 2);
    for (size_t i = 0; i < counts->count; i++) {
        const struct category_count *row = &counts->rows[i];
        columns_add_integer(columns, row->items);
        for (size_t at = 0; at < STATE_COUNT; at++) {
            columns_add_integer(columns, row->in[at]);
        }
        columns_add(columns, TINT_NONE,
            *row->name != '\0' ? row->name : _("(without a category)"));
    }
    bool printed = columns_print(columns, output) && !counts->failed;
    columns_free(columns);
    return printed;
}

void
category_counts_free(struct category_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        free(counts->rows[i].name);
    }
    free(counts->rows);
    *counts = (struct category_counts)CATEGORY_COUNTS_INIT;
}
