/* SPDX-License-Identifier: MIT */
/*
 * given: a word of the command line as the daemon wants it.
 *
 * Threading  Pure functions.
 */
#ifndef GIVEN_H
#define GIVEN_H

#include <stdbool.h>
#include <stddef.h>

bool given_is_utf8(const char *word);

/* A text of the wire: a note, a reason.  word is UTF-8. */
bool given_is_text(const char *word);

/* Rewrites word as the import writes a name: '何  青' becomes 何青.  Returns
 * how many names it holds; word is as it was unless that is 1. */
size_t given_name(char *word, bool of_person);

/* [0-9A-Za-z_-]{1,32} */
bool given_is_plan(const char *word);

/* A name of a cursor: as the id of a person. */
bool given_is_cursor(const char *word);

/* A UUID in its text form. */
bool given_is_key(const char *word);

#endif
