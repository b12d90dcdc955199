/* SPDX-License-Identifier: MIT */
/*
 * header: which column of a table holds what.
 *
 * The header row is the first with at least five labels we know, blanks and
 * what stands in parentheses left out.  Two of the office's labels mean one
 * thing or another by their company: 项目名称 is the category and 项目内容 the
 * name when no column is headed as category, as in the office's own table.
 *
 * Errors     NO_TABLE, COLUMN_MISSING, COLUMN_DOUBLE.
 */
#ifndef IMPORT_HEADER_H
#define IMPORT_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "table.h"

struct import_header {
    size_t row;                          /* its index in the table */
    size_t cells;                        /* how many a record must have */
    size_t columns[IMPORT_COLUMN_COUNT]; /* the cell of each column */
};

bool import_header_is(const struct import_row *row);

/* JINDU_MALFORMED with *error, or JINDU_OK. */
JINDU_CHECK enum jindu_status import_header_find(struct import_header *header,
    const struct import_table *table, struct import_error *error);

/* True when a cell of the header row is read as some column. */
bool import_header_reads(const struct import_header *header, size_t cell);

#endif
