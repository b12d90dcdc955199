/* SPDX-License-Identifier: MIT */
/*
 * table: rows of cells with their lines, whatever form the file had.
 *
 * A reader feeds a builder: _cell() starts a cell, _put() adds to it, _row()
 * ends the row.  Cells keep their line breaks as \n; Word's "[bookmark: ...]"
 * is left out of them and remembered.
 *
 * Ownership  The table's words live in the arena; its rows are its own and
 *            end with import_table_free().
 * Threading  One thread at a time.
 * Errors     A builder remembers the first thing that went wrong and ignores
 *            what follows; import_builder_finish() tells.
 */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "finding.h"

#define IMPORT_CELL_MAX 65536    /* bytes: ten times the longest text taken */
#define IMPORT_ITEMS_MAX 1000000 /* what a plan may hold */
#define IMPORT_ROWS_MAX 1001000  /* and some rows before and after them */
#define IMPORT_CELLS_STORED 64   /* of a row: no table of ours is wider */

struct import_cell {
    const char *text;
    size_t line;
    bool bookmark; /* a mark was left out */
};

struct import_row {
    const struct import_cell *cells; /* at most IMPORT_CELLS_STORED of them */
    size_t count;                    /* in the file */
    size_t line;
    bool loose; /* a line outside the table, in the text form */
};

struct import_table {
    struct import_arena *arena;
    struct import_row *rows;
    size_t count;
    size_t capacity;
    size_t open_quote; /* line of a quoted cell that never ends; 0: none */
    char delimiter;    /* of cells in a line; 0: none */
};

struct import_builder {
    struct import_table *table;
    struct import_cell cells[IMPORT_CELLS_STORED];
    size_t count;
    size_t cell_line;       /* 0: no cell is open */
    struct jindu_text cell; /* the open one */
    struct import_error error;
    enum jindu_status status;
};

void import_table_free(struct import_table *table);

/* How many cells of the row can be read. */
size_t import_row_stored(const struct import_row *row);

/* The text of a cell; "" beyond the last one. */
const char *import_row_text(const struct import_row *row, size_t index);

/* Every cell blank. */
bool import_row_is_empty(const struct import_row *row);

void import_builder_init(
    struct import_builder *builder, struct import_table *table);
void import_builder_cell(struct import_builder *builder, size_t line);
void import_builder_put(
    struct import_builder *builder, const char *bytes, size_t length);
void import_builder_row(struct import_builder *builder, bool loose);

/* JINDU_OK, JINDU_NO_MEMORY, or JINDU_MALFORMED with *error. */
JINDU_CHECK enum jindu_status import_builder_finish(
    struct import_builder *builder, struct import_error *error);

#endif
