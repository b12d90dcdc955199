/* SPDX-License-Identifier: MIT */
#include "headings.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "utf8.h"

#define HEADINGS_FIRST 128

/* Of a column of a table and what its name in the file says. */
static const struct {
    const char *token;
    int meaning;
} others[] = {
    { "project", IMPORT_HEADING_PROJECT },
    { "content", IMPORT_HEADING_CONTENT },
    { "none", IMPORT_HEADING_NONE },
};

void
import_headings_free(struct import_headings *headings)
{
    free(headings->rows);
    memset(headings, 0, sizeof(*headings));
}

static bool
is_open(uint32_t character)
{
    return character == '(' || character == 0xFF08;
}

/* What people put around the words of a heading. */
static bool
is_ornament(uint32_t character)
{
    return import_utf8_is_blank(character) || character == ':' ||
           character == 0xFF1A || character == '*' || character == 0xFF0A;
}

/* The word of a cell as it is kept; false when it is empty or too long. */
static bool
word_of(const char *cell, size_t length, char word[IMPORT_HEADING_BYTES + 1])
{
    const char *end = cell + length;
    uint32_t character = 0;
    size_t used = 0;

    while (cell < end) {
        size_t count = import_utf8_next(cell, &character);

        if (count == 0 || is_open(character)) {
            break;
        }
        if (!is_ornament(character)) {
            if (used + count > IMPORT_HEADING_BYTES) {
                return false;
            }
            memcpy(word + used, cell, count);
            used += count;
        }
        cell += count;
    }
    word[used] = '\0';
    return used > 0;
}

/* The place of word, or where it would stand. */
static size_t
place_of(const struct import_headings *headings, const char *word)
{
    size_t low = 0;
    size_t high = headings->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(headings->rows[middle].word, word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
stands_at(
    const struct import_headings *headings, size_t place, const char *word)
{
    return place < headings->count &&
           strcmp(headings->rows[place].word, word) == 0;
}

static enum jindu_status
make_room(struct import_headings *headings)
{
    size_t capacity =
        headings->capacity ? headings->capacity * 2 : HEADINGS_FIRST;
    struct import_heading *rows = NULL;

    if (headings->count < headings->capacity) {
        return JINDU_OK;
    }
    rows = realloc(headings->rows, capacity * sizeof(*rows));
    if (!rows) {
        return JINDU_NO_MEMORY;
    }
    headings->rows = rows;
    headings->capacity = capacity;
    return JINDU_OK;
}

static enum jindu_status
fail(struct import_error *error, enum import_code code, size_t line,
    const char *subject, size_t length)
{
    char text[IMPORT_SUBJECT_MAX + 1];

    length = length < sizeof(text) - 1 ? length : sizeof(text) - 1;
    memcpy(text, subject, length);
    text[length] = '\0';
    import_error_set(error, code, line, text);
    return JINDU_MALFORMED;
}

/* row: all but its word. */
static enum jindu_status
add(struct import_headings *headings, const char *cell, size_t length,
    struct import_heading row, size_t line, struct import_error *error)
{
    enum jindu_status status = JINDU_OK;
    size_t place = 0;

    if (!word_of(cell, length, row.word)) {
        return fail(error, IMPORT_CODE_HEADING_WORD, line, cell, length);
    }
    place = place_of(headings, row.word);
    if (stands_at(headings, place, row.word)) {
        headings->rows[place] = row;
        return JINDU_OK;
    }
    if (headings->count == IMPORT_HEADINGS_MAX) {
        return fail(error, IMPORT_CODE_HEADINGS_FULL, line, "", 0);
    }
    status = make_room(headings);
    if (status) {
        return status;
    }
    memmove(headings->rows + place + 1, headings->rows + place,
        (headings->count - place) * sizeof(row));
    headings->rows[place] = row;
    headings->count++;
    return JINDU_OK;
}

/* The meaning that a token of the file has. */
static int
meaning_of(const char *token, size_t length)
{
    size_t i = 0;

    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        const char *known = import_column_token((enum import_column)i);

        if (strlen(known) == length && memcmp(known, token, length) == 0) {
            return (int)i;
        }
    }
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strlen(others[i].token) == length &&
            memcmp(others[i].token, token, length) == 0) {
            return others[i].meaning;
        }
    }
    return IMPORT_HEADING_UNKNOWN;
}

/* The next word of a line before end; its length, 0 at the end. */
static size_t
next_word(const char **at, const char *end)
{
    uint32_t character = 0;
    const char *to = NULL;
    size_t count = 0;

    while (*at < end && (count = import_utf8_next(*at, &character)) > 0 &&
           import_utf8_is_blank(character)) {
        *at += count;
    }
    for (to = *at; to < end; to += count) {
        count = import_utf8_next(to, &character);
        if (import_utf8_is_blank(character)) {
            break;
        }
    }
    return (size_t)(to - *at);
}

static enum jindu_status
read_line(struct import_headings *headings, const char *line, const char *end,
    size_t number, struct import_error *error)
{
    size_t length = next_word(&line, end);
    enum jindu_status status = JINDU_OK;
    int meaning = 0;

    if (length == 0 || *line == '#') {
        return JINDU_OK;
    }
    meaning = meaning_of(line, length);
    if (meaning == IMPORT_HEADING_UNKNOWN) {
        return fail(error, IMPORT_CODE_HEADING_COLUMN, number, line, length);
    }
    line += length;
    while (!status && (length = next_word(&line, end)) > 0) {
        status = add(headings, line, length,
            (struct import_heading){ .meaning = meaning }, number, error);
        line += length;
    }
    return status;
}

enum jindu_status
import_headings_read(struct import_headings *headings, const char *bytes,
    size_t length, struct import_error *error)
{
    struct import_decoded decoded = { 0 };
    enum jindu_status status = JINDU_OK;
    const char *line = NULL;
    const char *end = NULL;
    size_t number = 1;

    if (length > IMPORT_HEADINGS_FILE) {
        return fail(error, IMPORT_CODE_HEADINGS_FULL, 0, "", 0);
    }
    status = import_decode(&decoded, bytes, length, error);
    if (status) {
        return status;
    }
    end = decoded.text + decoded.length;
    for (line = decoded.text; line < end && !status; number++) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));

        stop = stop ? stop : end;
        status = read_line(headings, line, stop, number, error);
        line = stop < end ? stop + 1 : end;
    }
    import_decoded_free(&decoded);
    return status;
}

enum jindu_status
import_headings_map(struct import_headings *headings, const char *pair,
    struct import_error *error)
{
    const char *equals = strrchr(pair, '=');
    int meaning = IMPORT_HEADING_UNKNOWN;

    if (equals) {
        meaning = meaning_of(equals + 1, strlen(equals + 1));
        if (meaning == IMPORT_HEADING_UNKNOWN) {
            meaning = import_headings_find(headings, equals + 1);
        }
    }
    if (meaning == IMPORT_HEADING_UNKNOWN) {
        const char *column = equals ? equals + 1 : pair;

        return fail(
            error, IMPORT_CODE_HEADING_COLUMN, 0, column, strlen(column));
    }
    return add(headings, pair, (size_t)(equals - pair),
        (struct import_heading){ .meaning = meaning, .mapped = true }, 0,
        error);
}

const struct import_heading *
import_headings_at(const struct import_headings *headings, const char *cell)
{
    char word[IMPORT_HEADING_BYTES + 1];
    size_t place = 0;

    if (!word_of(cell, strlen(cell), word)) {
        return NULL;
    }
    place = place_of(headings, word);
    return stands_at(headings, place, word) ? &headings->rows[place] : NULL;
}

int
import_headings_find(const struct import_headings *headings, const char *cell)
{
    const struct import_heading *row = import_headings_at(headings, cell);

    return row ? row->meaning : IMPORT_HEADING_UNKNOWN;
}
