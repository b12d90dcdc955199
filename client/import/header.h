/* SPDX-License-Identifier: MIT */
/*
 * header: which column of a table holds what.
 *
 * The header row is the first with at least five headings that are known
 * (headings.h).  Two of the office's words mean one thing or another by their
 * company: 项目名称 is the category and 项目内容 the name when no column is
 * headed as category, as in the office's own table.
 *
 * Errors     NO_TABLE; NO_HEADER with the row that comes nearest; COLUMN_DOUBLE
 *            and COLUMN_MISSING, whose second word lists headings that are not
 *            known.
 */
#ifndef IMPORT_HEADER_H
#define IMPORT_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "headings.h"
#include "table.h"

struct import_header {
    const struct import_headings *headings;
    size_t row;                          /* its index in the table */
    size_t cells;                        /* how many a record must have */
    size_t columns[IMPORT_COLUMN_COUNT]; /* the cell of each column */
};

bool import_header_is(
    const struct import_headings *headings, const struct import_row *row);

/* JINDU_MALFORMED with *error, or JINDU_OK; headings is set before. */
JINDU_CHECK enum jindu_status import_header_find(struct import_header *header,
    const struct import_table *table, struct import_error *error);

/* True when a cell of the header row is read as some column. */
bool import_header_reads(const struct import_header *header, size_t cell);

#endif
