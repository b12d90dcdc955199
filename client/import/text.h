/* SPDX-License-Identifier: MIT */
/*
 * text: the form a table has when it is copied out of Word.
 *
 * A TAB starts a cell, a line without TAB goes on with it, an empty line ends
 * the row.  Lines outside rows become rows of one cell, marked loose.
 *
 * Errors     As import_builder_finish().
 * Source     The office's own files; bytes are UTF-8 without NUL.
 */
#ifndef IMPORT_TEXT_H
#define IMPORT_TEXT_H

#include "table.h"

JINDU_CHECK enum jindu_status import_text_read(struct import_table *table,
    const char *bytes, size_t length, struct import_error *error);

#endif
