/* SPDX-License-Identifier: MIT */
/*
 * utf8: what the importer asks of a character.
 *
 * Threading  Pure functions.
 * Source     Unicode 15, blocks of Han ideographs; RFC 3629.
 */
#ifndef IMPORT_UTF8_H
#define IMPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the longest valid start of bytes. */
size_t import_utf8_valid(const char *bytes, size_t length);

/* The first character of text, which is valid UTF-8; gives its length in
 * bytes, 0 at the end. */
size_t import_utf8_next(const char *text, uint32_t *character);

/* How many characters. */
size_t import_utf8_count(const char *text);

/* Blanks of any width, line breaks, and what has no width at all. */
bool import_utf8_is_blank(uint32_t character);
bool import_utf8_is_control(uint32_t character);
bool import_utf8_is_han(uint32_t character);

/* 0 to 9, also of full width; -1 for anything else. */
int import_utf8_digit(uint32_t character);

/* Nothing in it but blanks. */
bool import_utf8_is_empty(const char *text);

#endif
