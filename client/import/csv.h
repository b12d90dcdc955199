/* SPDX-License-Identifier: MIT */
/*
 * csv: cells between delimiters, a row a line, quoted where need be.
 *
 * Line ends are CRLF, LF or CR, also inside quotes, where they become \n.  A
 * quote that does not begin a cell is a character like others, and so is what
 * follows a closing quote: spreadsheets write and read it so.  A quoted cell
 * that never ends is noted in the table, since prose may look like one.
 *
 * A first line "sep=;" names the delimiter.
 *
 * Errors     As import_builder_finish().
 * Source     RFC 4180 and what Excel does; bytes are UTF-8 without NUL.
 */
#ifndef IMPORT_CSV_H
#define IMPORT_CSV_H

#include "table.h"

/* Of comma, TAB and semicolon the one that stands most often before the word
 * 责任单位, which is in the header row. */
char import_csv_delimiter(const char *bytes, size_t length);

JINDU_CHECK enum jindu_status import_csv_read(struct import_table *table,
    const char *bytes, size_t length, struct import_error *error);

#endif
