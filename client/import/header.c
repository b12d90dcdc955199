/* SPDX-License-Identifier: MIT */
#include "header.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define HEADER_KNOWN_MIN 5   /* of eight: a row of prose never has them */
#define HEADER_NEAR_MIN 3    /* worth naming when no row has as many */
#define HEADER_NONE SIZE_MAX /* no cell */

/* Fills cells with the first cell of each meaning; twice with one that has a
 * second, or HEADER_NONE.  Returns how many meanings there are. */
static size_t
headings_of(const struct import_headings *headings,
    const struct import_row *row, size_t cells[IMPORT_HEADING_COUNT],
    size_t *twice)
{
    size_t found = 0;
    size_t i = 0;

    for (i = 0; i < IMPORT_HEADING_COUNT; i++) {
        cells[i] = HEADER_NONE;
    }
    *twice = HEADER_NONE;
    for (i = 0; i < import_row_stored(row); i++) {
        int meaning = import_headings_find(headings, row->cells[i].text);

        if (meaning >= IMPORT_HEADING_COUNT) {
            continue;
        }
        if (cells[meaning] == HEADER_NONE) {
            cells[meaning] = i;
            found++;
        } else if (*twice == HEADER_NONE) {
            *twice = i;
        }
    }
    return found;
}

bool
import_header_is(
    const struct import_headings *headings, const struct import_row *row)
{
    size_t cells[IMPORT_HEADING_COUNT];
    size_t twice = 0;

    return !row->loose &&
           headings_of(headings, row, cells, &twice) >= HEADER_KNOWN_MIN;
}

/* Gives the two words of changing meaning theirs. */
static void
meanings_resolve(size_t cells[IMPORT_HEADING_COUNT])
{
    size_t *category = &cells[IMPORT_CATEGORY];
    size_t *name = &cells[IMPORT_NAME];
    size_t *target = &cells[IMPORT_TARGET];

    if (cells[IMPORT_HEADING_PROJECT] != HEADER_NONE) {
        if (*category == HEADER_NONE &&
            (*name != HEADER_NONE ||
                cells[IMPORT_HEADING_CONTENT] != HEADER_NONE)) {
            *category = cells[IMPORT_HEADING_PROJECT];
        } else if (*name == HEADER_NONE) {
            *name = cells[IMPORT_HEADING_PROJECT];
        }
    }
    if (cells[IMPORT_HEADING_CONTENT] != HEADER_NONE) {
        if (*name == HEADER_NONE) {
            *name = cells[IMPORT_HEADING_CONTENT];
        } else if (*target == HEADER_NONE) {
            *target = cells[IMPORT_HEADING_CONTENT];
        }
    }
}

/* The cells of row that are headings nobody knows, as the office joins words;
 * cut when there are many. */
static void
put_unknown(const struct import_headings *headings,
    const struct import_row *row, char words[IMPORT_SUBJECT_MAX + 1])
{
    static const char comma[] = "、";
    const size_t gap = sizeof(comma) - 1;
    size_t used = 0;
    size_t i = 0;

    words[0] = '\0';
    for (i = 0; i < import_row_stored(row); i++) {
        const char *cell = row->cells[i].text;
        size_t length = strlen(cell);

        if (import_headings_find(headings, cell) != IMPORT_HEADING_UNKNOWN ||
            import_utf8_is_empty(cell)) {
            continue;
        }
        if (used + length + gap > IMPORT_SUBJECT_MAX) {
            return;
        }
        if (used > 0) {
            memcpy(words + used, comma, gap);
            used += gap;
        }
        memcpy(words + used, cell, length + 1);
        used += length;
    }
}

/* No row has enough headings: perhaps one of them nearly has. */
static enum jindu_status
fail_without_header(const struct import_headings *headings,
    const struct import_table *table, struct import_error *error)
{
    const struct import_row *nearest = NULL;
    char words[IMPORT_SUBJECT_MAX + 1];
    size_t most = HEADER_NEAR_MIN - 1;
    size_t i = 0;

    for (i = 0; i < table->count; i++) {
        const struct import_row *row = &table->rows[i];
        size_t cells[IMPORT_HEADING_COUNT];
        size_t twice = 0;
        size_t found = headings_of(headings, row, cells, &twice);

        if (!row->loose && found > most) {
            most = found;
            nearest = row;
        }
    }
    import_error_set(error, IMPORT_CODE_NO_TABLE, 0, NULL);
    if (nearest) {
        put_unknown(headings, nearest, words);
        import_error_set(error, IMPORT_CODE_NO_HEADER, nearest->line, words);
    }
    return JINDU_MALFORMED;
}

static enum jindu_status
fail_without_column(const struct import_headings *headings,
    const struct import_row *row, enum import_column column,
    struct import_error *error)
{
    char words[IMPORT_SUBJECT_MAX + 1];

    put_unknown(headings, row, words);
    import_error_set(error, IMPORT_CODE_COLUMN_MISSING, row->line,
        import_column_token(column));
    import_error_second(error, words);
    return JINDU_MALFORMED;
}

enum jindu_status
import_header_find(struct import_header *header,
    const struct import_table *table, struct import_error *error)
{
    const struct import_headings *headings = header->headings;
    const struct import_row *row = NULL;
    size_t cells[IMPORT_HEADING_COUNT];
    size_t twice = 0;
    size_t i = 0;

    while (i < table->count && !import_header_is(headings, &table->rows[i])) {
        i++;
    }
    if (i == table->count) {
        return fail_without_header(headings, table, error);
    }
    row = &table->rows[i];
    (void)headings_of(headings, row, cells, &twice);
    if (twice != HEADER_NONE) {
        import_error_set(error, IMPORT_CODE_COLUMN_DOUBLE,
            row->cells[twice].line, row->cells[twice].text);
        return JINDU_MALFORMED;
    }
    meanings_resolve(cells);
    header->row = i;
    header->cells = import_row_stored(row);
    while (import_utf8_is_empty(row->cells[header->cells - 1].text)) {
        header->cells--;
    }
    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (cells[i] == HEADER_NONE) {
            return fail_without_column(
                headings, row, (enum import_column)i, error);
        }
        header->columns[i] = cells[i];
    }
    return JINDU_OK;
}

bool
import_header_reads(const struct import_header *header, size_t cell)
{
    size_t i = 0;

    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (header->columns[i] == cell) {
            return true;
        }
    }
    return false;
}
