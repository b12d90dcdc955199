/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include "display.h"
#include "language.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP 2 /* blanks between columns */
#define ELLIPSIS ".."
#define HIDDEN SIZE_MAX /* the width of a column that is left out */
#define TITLES SIZE_MAX /* the row above all */
/* Cells of the last column, however narrow the terminal. */
#define FREE_MIN 12
#define FOLD 4 /* blanks before what goes on below */

struct cell {
    size_t offset; /* into columns::text */
    enum tint tint;
};

/* Where a column stands. */
struct place {
    size_t width; /* HIDDEN: nowhere */
    bool below;   /* on a line of its own, with those after it */
};

struct columns {
    const struct column *columns;
    size_t count;
    struct jindu_text text; /* all cells, each with its NUL */
    struct cell *cells;
    size_t used;
    size_t room;
    bool failed;
};

struct columns *
columns_new(const struct column *columns, size_t count)
{
    assert(count > 0);
    struct columns *table = calloc(1, sizeof(*table));
    if (table == NULL) {
        return NULL;
    }
    table->columns = columns;
    table->count = count;
    return table;
}

void
columns_free(struct columns *columns)
{
    if (columns == NULL) {
        return;
    }
    jindu_text_free(&columns->text);
    free(columns->cells);
    free(columns);
}

static bool
make_room(struct columns *columns)
{
    if (columns->used < columns->room) {
        return true;
    }
    size_t room = columns->room == 0 ? 64 : columns->room * 2;
    struct cell *cells = realloc(columns->cells, room * sizeof(*cells));
    if (cells == NULL) {
        return false;
    }
    columns->cells = cells;
    columns->room = room;
    return true;
}

void
columns_add(struct columns *columns, enum tint tint, const char *cell)
{
    if (columns == NULL || columns->failed) {
        return;
    }
    if (!make_room(columns)) {
        columns->failed = true;
        return;
    }
    struct cell *next = &columns->cells[columns->used];
    next->offset = columns->text.length;
    next->tint = tint;
    display_clean(&columns->text, cell);
    jindu_text_append(&columns->text, "", 1);
    columns->failed = columns->text.failed;
    columns->used++;
}

void
columns_add_integer(struct columns *columns, long long integer)
{
    char text[24]; /* the digits of 64 bits and a sign */
    (void)snprintf(text, sizeof(text), "%lld", integer);
    columns_add(columns, TINT_NONE, text);
}

size_t
columns_rows(const struct columns *columns)
{
    return columns == NULL ? 0 : columns->used / columns->count;
}

bool
columns_empty(const struct columns *columns)
{
    return columns != NULL && !columns->failed && columns->used == 0;
}

static const char *
cell_text(const struct columns *columns, size_t row, size_t column)
{
    const struct cell *cell = &columns->cells[row * columns->count + column];
    return columns->text.bytes + cell->offset;
}

static void
measure(const struct columns *columns, bool wide, struct place *places)
{
    for (size_t i = 0; i < columns->count; i++) {
        places[i].width = display_width(columns->columns[i].title, wide);
        for (size_t row = 0; row < columns_rows(columns); row++) {
            size_t width = display_width(cell_text(columns, row, i), wide);
            if (width > places[i].width) {
                places[i].width = width;
            }
        }
        size_t most = columns->columns[i].most;
        if (most > 0 && places[i].width > most) {
            places[i].width = most;
        }
    }
}

static void
pad(struct output *output, size_t count)
{
    for (; count > 0; count--) {
        output_write(output, " ", 1);
    }
}

/* Text cut to width, ".." at its end when something is missing; returns the
 * cells it takes. */
static size_t
print_cut(struct output *output, size_t width, enum tint tint, const char *text)
{
    size_t used = display_width(text, output->wide);
    if (used <= width) {
        output_tinted(output, tint, text);
        return used;
    }
    size_t length =
        display_fit(text, width - strlen(ELLIPSIS), output->wide, &used);
    struct jindu_text cut = JINDU_TEXT_INIT;
    jindu_text_append(&cut, text, length);
    jindu_text_append_string(&cut, ELLIPSIS);
    output_check(&cut);
    output_tinted(output, tint, display_or_empty(cut.bytes));
    jindu_text_free(&cut);
    return used + strlen(ELLIPSIS);
}

/* owed: blanks that are due before the next text, so that no line ends in any.
 */
static void
print_fixed(struct output *output, const struct column *column, size_t width,
    enum tint tint, const char *text, size_t *owed)
{
    if (*text == '\0') {
        *owed += width + GAP;
        return;
    }
    size_t own = display_width(text, output->wide);
    bool shift = column->right && own < width;
    pad(output, *owed + (shift ? width - own : 0));
    own = print_cut(output, width, tint, text);
    *owed = (shift ? 0 : width - own) + GAP;
}

static size_t
width_of_fixed(const struct columns *columns, const struct place *places)
{
    size_t used = 0;
    for (size_t i = 0; i + 1 < columns->count; i++) {
        used += places[i].width != HIDDEN ? places[i].width + GAP : 0;
    }
    return used;
}

/* What no terminal of this width holds in one line goes on below, in every row
 * at the same columns.  Returns the cells of the last column. */
static size_t
fold(const struct columns *columns, struct place *places, size_t limit)
{
    size_t used = 0;
    size_t last = columns->count - 1;
    if (limit == OUTPUT_NO_LIMIT) {
        return limit;
    }
    for (size_t i = 0; i < last; i++) {
        if (places[i].width != HIDDEN) {
            places[i].below = used > 0 && used + places[i].width > limit;
            used = places[i].below ? FOLD : used;
            used += places[i].width + GAP;
        }
    }
    places[last].below = used > 0 && used + FREE_MIN > limit;
    return limit - (places[last].below ? FOLD : used);
}

/* Leaves out what can be spared until the last column has some room. */
static void
hide(const struct columns *columns, struct place *places, size_t limit)
{
    while (limit != OUTPUT_NO_LIMIT &&
           width_of_fixed(columns, places) + FREE_MIN > limit) {
        size_t most = columns->count;
        for (size_t i = 0; i + 1 < columns->count; i++) {
            int spare = columns->columns[i].spare;
            if (spare > 0 && places[i].width != HIDDEN &&
                (most == columns->count ||
                    spare > columns->columns[most].spare)) {
                most = i;
            }
        }
        if (most == columns->count) {
            return;
        }
        places[most].width = HIDDEN;
    }
}

/* Row by row; the row before the first is that of the titles. */
static void
print_row(const struct columns *columns, struct output *output,
    const struct place *places, size_t limit, size_t row)
{
    bool head = row == TITLES;
    size_t last = columns->count - 1;
    size_t owed = 0;
    for (size_t i = 0; i <= last; i++) {
        const struct column *column = &columns->columns[i];
        const char *text = head ? column->title : cell_text(columns, row, i);
        enum tint tint =
            head ? TINT_NONE : columns->cells[row * columns->count + i].tint;
        if (places[i].below && (i < last || *text != '\0')) {
            output_write(output, "\n", 1);
            owed = FOLD;
        }
        if (i < last && places[i].width != HIDDEN) {
            print_fixed(output, column, places[i].width, tint, text, &owed);
        } else if (i == last && *text != '\0') {
            pad(output, owed);
            (void)print_cut(output, limit, tint, text);
        }
    }
    output_write(output, "\n", 1);
}

bool
columns_fit(const struct columns *columns, const struct output *output)
{
    if (columns == NULL || columns->failed ||
        output->width == OUTPUT_NO_LIMIT) {
        return true;
    }
    struct place *places = calloc(columns->count, sizeof(*places));
    if (places == NULL) {
        return true;
    }
    measure(columns, output->wide, places);
    size_t used = width_of_fixed(columns, places);
    free(places);
    return used + FREE_MIN <= output->width;
}

void
columns_put_hidden(const struct columns *columns, const struct output *output,
    struct jindu_text *text)
{
    if (columns == NULL || columns->failed) {
        return;
    }
    struct place *places = calloc(columns->count, sizeof(*places));
    if (places == NULL) {
        return;
    }
    measure(columns, output->wide, places);
    hide(columns, places, output->width);
    for (size_t i = 0; i < columns->count; i++) {
        if (places[i].width == HIDDEN) {
            output_append(text, "%s%s", text->length > 0 ? _(", ") : "",
                columns->columns[i].title);
        }
    }
    free(places);
}

/* Cells hold no tab: display_clean() made it a blank. */
static void
print_tabs(const struct columns *columns, struct output *output)
{
    for (size_t row = 0; row < columns_rows(columns); row++) {
        for (size_t i = 0; i < columns->count; i++) {
            const char *text = cell_text(columns, row, i);
            output_write(output, text, strlen(text));
            output_write(output, i + 1 < columns->count ? "\t" : "\n", 1);
        }
    }
}

bool
columns_print(const struct columns *columns, struct output *output)
{
    if (columns == NULL || columns->failed) {
        return false;
    }
    if (output->tabs) {
        print_tabs(columns, output);
        return true;
    }
    struct place *places = calloc(columns->count, sizeof(*places));
    if (places == NULL) {
        return false;
    }
    measure(columns, output->wide, places);
    hide(columns, places, output->width);
    size_t limit = fold(columns, places, output->width);
    print_row(columns, output, places, limit, TITLES);
    for (size_t row = 0; row < columns_rows(columns); row++) {
        print_row(columns, output, places, limit, row);
    }
    free(places);
    return true;
}
