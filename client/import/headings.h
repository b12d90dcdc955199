/* SPDX-License-Identifier: MIT */
/*
 * headings: the words that may stand above the columns, which are data.
 *
 * Form       A line is the name of a column (import_column_token(), or project,
 *            content, none) and words that head it; one that begins with # is
 *            a comment.  Any encoding of decode.h.  What is added later goes
 *            before.
 * Ownership  Freed by import_headings_free(); start from zeros.
 * Threading  One thread at a time.
 * Errors     JINDU_NO_MEMORY; JINDU_MALFORMED with *error: a line that names
 *            no column, a word without end, too many.  Words before stay.
 */
#ifndef IMPORT_HEADINGS_H
#define IMPORT_HEADINGS_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>

#include "finding.h"

#define IMPORT_HEADING_BYTES 63     /* 21 Han characters; longer is prose */
#define IMPORT_HEADINGS_MAX 4096    /* a hundred for each real one */
#define IMPORT_HEADINGS_FILE 262144 /* bytes: so many words with comments */

/* What a word means: a column, or one of these. */
enum {
    IMPORT_HEADING_PROJECT = IMPORT_COLUMN_COUNT,
    IMPORT_HEADING_CONTENT,
    IMPORT_HEADING_COUNT,
    IMPORT_HEADING_NONE = IMPORT_HEADING_COUNT, /* a column that is not read */
    IMPORT_HEADING_UNKNOWN
};

struct import_heading {
    char word[IMPORT_HEADING_BYTES + 1];
    int meaning;
    bool mapped; /* by import_headings_map(), for one file */
};

struct import_headings {
    struct import_heading *rows; /* by word */
    size_t count;
    size_t capacity;
};

void import_headings_free(struct import_headings *headings);

JINDU_CHECK enum jindu_status import_headings_read(
    struct import_headings *headings, const char *bytes, size_t length,
    struct import_error *error);

/* One more: "WORD=COLUMN", where COLUMN may be a word that is known. */
JINDU_CHECK enum jindu_status import_headings_map(
    struct import_headings *headings, const char *pair,
    struct import_error *error);

/* The row of a cell's word, NULL: none. */
const struct import_heading *import_headings_at(
    const struct import_headings *headings, const char *cell);

/* What a cell means as a heading: blanks, colons, asterisks and whatever
 * follows a parenthesis do not count. */
int import_headings_find(
    const struct import_headings *headings, const char *cell);

#endif
