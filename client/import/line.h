/* SPDX-License-Identifier: MIT */
/*
 * line: the text of a cell as people mean it.
 *
 * Blanks around it and around its line breaks are left out, those inside a
 * line are kept as they are, and TAB is a blank.  On one line, a break between
 * two Han characters is nothing and any other a blank.
 *
 * Ownership  The words live in the arena.
 * Errors     NULL when memory is out.
 */
#ifndef IMPORT_LINE_H
#define IMPORT_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

const char *import_line(const char *text, size_t length, bool keep_breaks,
    struct import_arena *arena);

#endif
