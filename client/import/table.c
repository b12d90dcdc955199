/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define TABLE_FIRST_ROWS 64

/* Word's bookmark names have 40 characters at most. */
#define TABLE_BOOKMARK_MAX 192

void
import_table_free(struct import_table *table)
{
    free(table->rows);
    table->rows = NULL;
    table->count = 0;
    table->capacity = 0;
}

size_t
import_row_stored(const struct import_row *row)
{
    return row->count < IMPORT_CELLS_STORED ? row->count : IMPORT_CELLS_STORED;
}

const char *
import_row_text(const struct import_row *row, size_t index)
{
    return index < import_row_stored(row) ? row->cells[index].text : "";
}

bool
import_row_is_empty(const struct import_row *row)
{
    size_t i = 0;

    for (i = 0; i < import_row_stored(row); i++) {
        if (!import_utf8_is_empty(row->cells[i].text)) {
            return false;
        }
    }
    return true;
}

void
import_builder_init(struct import_builder *builder, struct import_table *table)
{
    memset(builder, 0, sizeof(*builder));
    builder->table = table;
}

static void
builder_fail(struct import_builder *builder, enum import_code code, size_t line)
{
    if (!builder->status) {
        builder->status = JINDU_MALFORMED;
        import_error_set(&builder->error, code, line, NULL);
    }
}

/* The length of a "[bookmark: name]" at the start of text; 0 for none. */
static size_t
bookmark_length(const char *text, size_t length)
{
    static const char mark[] = "[bookmark: ";
    const char *end = NULL;

    if (length < sizeof(mark) || memcmp(text, mark, sizeof(mark) - 1) != 0) {
        return 0;
    }
    if (length > TABLE_BOOKMARK_MAX) {
        length = TABLE_BOOKMARK_MAX;
    }
    end = memchr(text, ']', length);
    if (!end || memchr(text, '\n', (size_t)(end - text))) {
        return 0;
    }
    return (size_t)(end - text) + 1;
}

/* Leaves bookmarks out of the open cell; true when there was one. */
static bool
builder_strip(struct jindu_text *cell)
{
    size_t from = 0;
    size_t to = 0;

    while (from < cell->length) {
        size_t length =
            bookmark_length(cell->bytes + from, cell->length - from);

        from += length;
        if (length == 0) {
            cell->bytes[to++] = cell->bytes[from++];
        }
    }
    cell->length = to;
    return to < from;
}

static void
builder_close_cell(struct import_builder *builder)
{
    struct import_cell cell = { .line = builder->cell_line };

    if (builder->cell_line == 0) {
        return;
    }
    builder->cell_line = 0;
    if (builder->count++ >= IMPORT_CELLS_STORED || builder->status) {
        jindu_text_clear(&builder->cell);
        return;
    }
    cell.bookmark = builder_strip(&builder->cell);
    cell.text = import_arena_string(
        builder->table->arena, builder->cell.bytes, builder->cell.length);
    if (!cell.text || builder->cell.failed) {
        builder->status = JINDU_NO_MEMORY;
    }
    builder->cells[builder->count - 1] = cell;
    jindu_text_clear(&builder->cell);
}

void
import_builder_cell(struct import_builder *builder, size_t line)
{
    builder_close_cell(builder);
    builder->cell_line = line;
}

void
import_builder_put(
    struct import_builder *builder, const char *bytes, size_t length)
{
    const char *tab = NULL;

    if (builder->count >= IMPORT_CELLS_STORED || builder->status) {
        return;
    }
    if (length > IMPORT_CELL_MAX - builder->cell.length) {
        builder_fail(builder, IMPORT_CODE_CELL_TOO_LARGE, builder->cell_line);
        return;
    }
    /* Word writes a line break inside a paragraph as a vertical tab. */
    while (length > 0 && (tab = memchr(bytes, '\v', length)) != NULL) {
        jindu_text_append(&builder->cell, bytes, (size_t)(tab - bytes));
        jindu_text_append(&builder->cell, "\n", 1);
        length -= (size_t)(tab - bytes) + 1;
        bytes = tab + 1;
    }
    jindu_text_append(&builder->cell, bytes, length);
}

static bool
table_grow(struct import_table *table)
{
    size_t capacity = table->capacity ? table->capacity * 2 : TABLE_FIRST_ROWS;
    struct import_row *rows = realloc(table->rows, capacity * sizeof(*rows));

    if (!rows) {
        return false;
    }
    table->rows = rows;
    table->capacity = capacity;
    return true;
}

void
import_builder_row(struct import_builder *builder, bool loose)
{
    struct import_table *table = builder->table;
    struct import_row row = { .loose = loose };
    struct import_cell *cells = NULL;
    size_t stored = 0;

    builder_close_cell(builder);
    row.count = builder->count;
    builder->count = 0;
    if (row.count == 0 || builder->status) {
        return;
    }
    row.line = builder->cells[0].line;
    if (table->count >= IMPORT_ROWS_MAX) {
        builder_fail(builder, IMPORT_CODE_TOO_MANY_ROWS, row.line);
        return;
    }
    stored = import_row_stored(&row);
    cells = import_arena_alloc(table->arena, stored, sizeof(*cells));
    if (!cells || (table->count == table->capacity && !table_grow(table))) {
        builder->status = JINDU_NO_MEMORY;
        return;
    }
    memcpy(cells, builder->cells, stored * sizeof(*cells));
    row.cells = cells;
    table->rows[table->count++] = row;
}

enum jindu_status
import_builder_finish(
    struct import_builder *builder, struct import_error *error)
{
    import_builder_row(builder, false);
    jindu_text_free(&builder->cell);
    if (builder->status == JINDU_MALFORMED) {
        *error = builder->error;
    }
    return builder->status;
}
