/* SPDX-License-Identifier: MIT */
/*
 * codeset: UTF-8 as a terminal of another codeset can show it, and what is
 * typed there as UTF-8.
 *
 * Every character takes the cells that it was counted with: what the codeset
 * lacks becomes something like it where that is as wide, or a question mark
 * for each cell, and is remembered; in JSON it becomes an escape, which loses
 * nothing.
 *
 * What is typed is read strictly, also where the bytes happen to be UTF-8, as
 * those of two Chinese characters in GBK often are.  ASCII has nothing to type
 * Chinese with: who does so has a terminal of UTF-8, whatever the locale says.
 *
 * Ownership  codeset_free() for codeset_new().
 * Threading  One thread at a time.
 * Errors     A failed append is told by the text.
 */
#ifndef CODESET_H
#define CODESET_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct codeset;

/* NULL when the system does not know the codeset, or out of memory. */
struct codeset *codeset_new(const char *name);
void codeset_free(struct codeset *codeset);

/* Appends text in the codeset.  wide as in display.h. */
void codeset_put(struct codeset *codeset, struct jindu_text *out,
    const char *text, size_t length, bool wide);
void codeset_put_json(struct codeset *codeset, struct jindu_text *out,
    const char *text, size_t length);

/* False where bytes are typed as they are: NULL, and ASCII. */
bool codeset_reads(const struct codeset *codeset);
/* Appends these bytes of a codeset that reads as UTF-8.  False when they are
 * not all in it; out is then of no use. */
bool codeset_read(
    struct codeset *codeset, struct jindu_text *out, const char *bytes);

/* The first character that became question marks; 0: none did. */
uint32_t codeset_lost(const struct codeset *codeset);

#endif
