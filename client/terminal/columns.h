/* SPDX-License-Identifier: MIT */
/*
 * columns: an aligned table for people.
 *
 * Two blanks part the columns, no lines.  The last column is free text and is
 * cut to the width of the terminal with "..": a wrong guess about the width
 * of a character then shifts nothing else.  In plain output a tab parts the
 * cells, and there are no titles.
 *
 * Ownership  Cells are copied, and cleaned of what could control a terminal.
 *            The titles are borrowed until columns_free().
 * Errors     A failed allocation is remembered and told by columns_print().
 * Threading  One thread.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <jindu/api.h>

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

struct columns;

struct column {
    const char *title;
    bool right;  /* numbers */
    size_t most; /* cells of a text that is cut when longer; 0: never cut */
    int spare;   /* left out of a narrow terminal, the greatest first; 0: not */
};

/* NULL when out of memory, which every call here allows. */
struct columns *columns_new(const struct column *columns, size_t count);
void columns_free(struct columns *columns);

/* The next cell, row by row.  NULL is an empty one. */
void columns_add(struct columns *columns, enum tint tint, const char *cell);
void columns_add_integer(struct columns *columns, long long integer);

size_t columns_rows(const struct columns *columns);

/* Not one row was added; false when rows may be missing for want of memory. */
bool columns_empty(const struct columns *columns);

/* Whether the last column gets some room at the width of the output. */
bool columns_fit(const struct columns *columns, const struct output *output);

/* Appends the titles of the columns for which the output is too narrow. */
void columns_put_hidden(const struct columns *columns,
    const struct output *output, struct jindu_text *text);

/* False when out of memory.  Prints the titles too. */
JINDU_CHECK bool columns_print(
    const struct columns *columns, struct output *output);

#endif
