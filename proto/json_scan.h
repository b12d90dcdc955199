/* SPDX-License-Identifier: MIT */
/*
 * json_scan: is a text strict JSON as PROTOCOL.md, section 2 has it?
 *
 * One pass without memory of its own, before the library that builds the
 * tree: cJSON takes invalid UTF-8, NUL, control characters, 007, 1., -0 and
 * 1e400, and cuts strings at \u0000.  Only members that are there twice are
 * left for the tree.
 *
 * Threading  Pure.
 * Source     RFC 8259 for the grammar, RFC 3629 for UTF-8.
 */
#ifndef JP_JSON_SCAN_H
#define JP_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

bool jp_json_scan(const char *text, size_t length);

/* The bytes of the UTF-8 character at text, which starts with a byte over
 * 0x7f; 0 when it is none (overlong, surrogate, beyond U+10FFFF, cut). */
size_t jp_json_scan_character(const char *text, const char *end);

#endif
