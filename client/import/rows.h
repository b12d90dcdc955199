/* SPDX-License-Identifier: MIT */
/*
 * rows: one record of the table -> an item, nothing carried yet.
 *
 * Errors     Findings; a failed allocation is remembered in the arena.
 * Source     The bounds are those of PROTOCOL.md, section 4.
 */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include "collect.h"
#include "header.h"
#include "plan.h"

#define IMPORT_TEXT_MAX 4000 /* characters of a cell */
#define IMPORT_SHORT_MAX 200 /* of a title, or of a deadline's words */
#define IMPORT_ID_MAX 120    /* bytes of a name */
#define IMPORT_IDS_MAX 32    /* names of one cell */
#define IMPORT_NO_MAX INT64_C(2147483647)

struct import_rows {
    const struct import_header *header;
    int year; /* of the plan; 0: unknown */
    struct import_collector *collector;
};

/* *item is zeroed before. */
void import_rows_read(const struct import_rows *rows,
    const struct import_row *row, struct import_item *item);

#endif
