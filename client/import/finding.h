/* SPDX-License-Identifier: MIT */
/*
 * finding: what an import has to say about a file, as a code and its words.
 *
 * The sentence of a code is English, with {1} and {2} where the subject and
 * the second word go; a program for people translates the sentence by code.
 *
 * Ownership  A finding borrows its words from the plan it belongs to; an error
 *            is a plain value.
 * Threading  Pure functions.
 */
#ifndef IMPORT_FINDING_H
#define IMPORT_FINDING_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codes.h"

enum import_level {
    IMPORT_NOTE,  /* worth knowing */
    IMPORT_ASK,   /* a person must say yes */
    IMPORT_ERROR, /* the file cannot be imported as it is */
    IMPORT_LEVEL_COUNT
};

/* The columns of a plan, in the order of the office's table. */
enum import_column {
    IMPORT_NO,
    IMPORT_CATEGORY,
    IMPORT_NAME,
    IMPORT_TARGET,
    IMPORT_UNITS,
    IMPORT_PERSONS,
    IMPORT_LEADERS,
    IMPORT_DEADLINE,
    IMPORT_COLUMN_COUNT, /* also: no certain column */
};

enum import_code {
#define IMPORT_CODE_ENUM(name, token, level, sentence) IMPORT_CODE_##name,
    IMPORT_CODE_MAP(IMPORT_CODE_ENUM)
#undef IMPORT_CODE_ENUM
    IMPORT_CODE_COUNT
};

struct import_finding {
    enum import_code code;
    enum import_column column; /* IMPORT_COLUMN_COUNT: none */
    int64_t no;                /* of the item; 0: none */
    size_t line;               /* from 1; 0: none */
    const char *subject;       /* {1}; may be NULL */
    const char *second;        /* {2}; may be NULL */
};

#define IMPORT_SUBJECT_MAX 127 /* bytes: enough for a label or a number */

/* Why there is no plan at all. */
struct import_error {
    enum import_code code;
    size_t line;   /* from 1; 0: none */
    size_t offset; /* of the byte, from 0, when the bytes are no text */
    char subject[IMPORT_SUBJECT_MAX + 1];
    char second[IMPORT_SUBJECT_MAX + 1];
    bool gb18030;    /* what was decoded so, for it was not UTF-8 at byte */
    size_t not_utf8; /* not_utf8 */
};

/* Static strings. */
const char *import_code_token(enum import_code code);
const char *import_code_sentence(enum import_code code);
enum import_level import_code_level(enum import_code code);
const char *import_level_token(enum import_level level);
const char *import_column_token(enum import_column column); /* "" for none */

/* subject is cut at a character when it is too long; NULL for none. */
void import_error_set(struct import_error *error, enum import_code code,
    size_t line, const char *subject);

void import_error_second(struct import_error *error, const char *second);

/* Appends sentence with its two words put in. */
void import_sentence_put(struct jindu_text *text, const char *sentence,
    const char *subject, const char *second);

/* Appends one English line: "line 12, deadline: '2月30日' is no day ...". */
void import_finding_put(
    struct jindu_text *text, const struct import_finding *finding);
void import_error_put(
    struct jindu_text *text, const struct import_error *error);

#endif
