/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <string.h>

#include "line.h"
#include "utf8.h"
#include "words.h"

/* One record on its way to an item. */
struct record {
    const struct import_rows *rows;
    const struct import_row *row;
    struct import_item *item;
};

static void
record_find(const struct record *record, enum import_code code,
    enum import_column column, const char *subject, const char *second)
{
    size_t cell = record->rows->header->columns[column];
    const struct import_finding finding = { .code = code,
        .column = column,
        .no = record->item->no,
        .line = record->row->cells[cell].line,
        .subject = subject,
        .second = second };

    import_collect(record->rows->collector, &finding);
}

static void
record_too_long(
    const struct record *record, enum import_column column, int64_t limit)
{
    record_find(record, IMPORT_CODE_TOO_LONG, column,
        import_collect_number(record->rows->collector, limit), NULL);
}

/* The number of an item; 0 when text is none. */
static int64_t
number_of(const char *text)
{
    int64_t number = 0;
    uint32_t character = 0;
    size_t digits = 0;
    size_t count = 0;

    for (; (count = import_utf8_next(text, &character)) > 0; text += count) {
        int digit = import_utf8_digit(character);

        if (digit >= 0 && number <= IMPORT_NO_MAX) {
            number = number * 10 + digit;
            digits++;
        } else if (digit >= 0 || !import_utf8_is_blank(character)) {
            break;
        }
    }
    /* Spreadsheets write 2 as 2.0, people as "2." or "2、". */
    if (strcmp(text, ".0") == 0 || strcmp(text, ".") == 0 ||
        strcmp(text, "、") == 0) {
        text = "";
    }
    return *text || digits == 0 || number > IMPORT_NO_MAX ? 0 : number;
}

static void
record_number(const struct record *record)
{
    const char *raw = record->item->raw[IMPORT_NO];

    if (!raw) {
        record_find(record, IMPORT_CODE_NUMBER_MISSING, IMPORT_NO, NULL, NULL);
        return;
    }
    record->item->no = number_of(raw);
    if (record->item->no == 0) {
        record_find(record, IMPORT_CODE_NUMBER_INVALID, IMPORT_NO, raw, NULL);
    }
}

static void
record_cells(const struct record *record)
{
    struct import_item *item = record->item;
    size_t column = 0;

    for (column = 0; column < IMPORT_COLUMN_COUNT; column++) {
        const struct import_cell *cell =
            &record->row->cells[record->rows->header->columns[column]];

        if (!import_utf8_is_empty(cell->text)) {
            item->raw[column] = cell->text;
        }
    }
    record_number(record);
    for (column = 0; column < IMPORT_COLUMN_COUNT; column++) {
        const struct import_cell *cell =
            &record->row->cells[record->rows->header->columns[column]];

        if (cell->bookmark) {
            record_find(record, IMPORT_CODE_BOOKMARK,
                (enum import_column)column, NULL, NULL);
        }
        if (import_utf8_count(cell->text) > IMPORT_TEXT_MAX) {
            record_too_long(
                record, (enum import_column)column, IMPORT_TEXT_MAX);
        }
    }
}

static const char *
record_text(const struct record *record, enum import_column column)
{
    const char *raw = record->item->raw[column];

    return raw ? import_line(raw, strlen(raw), column == IMPORT_TARGET,
                     record->rows->collector->arena)
               : "";
}

static void
record_names(const struct record *record, enum import_column column,
    struct import_list *list)
{
    const char *raw = record->item->raw[column];
    struct import_arena *arena = record->rows->collector->arena;
    struct import_oddity oddity = { 0 };
    enum jindu_status status = JINDU_OK;
    size_t i = 0;

    if (!raw) {
        return;
    }
    status = column == IMPORT_UNITS
                 ? import_names_units(list, raw, arena, &oddity)
                 : import_names_people(list, raw, arena, &oddity);
    if (status) {
        return; /* the arena remembers */
    }
    if (oddity.single) {
        record_find(record, IMPORT_CODE_NAME_ODD, column, oddity.single, NULL);
    }
    if (oddity.twice) {
        record_find(record, IMPORT_CODE_NAME_TWICE, column, oddity.twice, NULL);
    }
    if (list->count > IMPORT_IDS_MAX) {
        record_find(record, IMPORT_CODE_TOO_MANY_IDS, column, NULL, NULL);
    }
    for (i = 0; i < list->count; i++) {
        if (strlen(list->names[i]) > IMPORT_ID_MAX) {
            record_find(
                record, IMPORT_CODE_ID_INVALID, column, list->names[i], NULL);
        }
    }
}

static void
record_date(const struct record *record, const char *text,
    const struct import_words *words)
{
    struct import_arena *arena = record->rows->collector->arena;
    char date[JINDU_DATE_SIZE];

    record->item->deadline = words->date;
    if (words->assumed) {
        record->item->source = IMPORT_ASSUMED;
        record_find(record, IMPORT_CODE_ASSUMED, IMPORT_DEADLINE, text,
            import_arena_string(arena, jindu_date_format(words->date, date),
                JINDU_DATE_SIZE - 1));
    }
}

static void
record_deadline(const struct record *record)
{
    const char *text = record_text(record, IMPORT_DEADLINE);
    struct import_words words;
    enum import_code code = IMPORT_CODE_DATE_UNREADABLE;

    record->item->deadline = JINDU_DATE_NONE;
    if (!text || !*text) {
        return;
    }
    words = import_words_read(text, record->rows->year);
    switch (words.kind) {
    case IMPORT_WORDS_DATE:
        record_date(record, text, &words);
        return;
    case IMPORT_WORDS_NONE:
        record->item->deadline_words = text;
        if (import_utf8_count(text) > IMPORT_SHORT_MAX) {
            record_too_long(record, IMPORT_DEADLINE, IMPORT_SHORT_MAX);
        }
        code = IMPORT_CODE_UNDATED;
        break;
    case IMPORT_WORDS_INVALID:
        code = IMPORT_CODE_DATE_INVALID;
        break;
    case IMPORT_WORDS_TWO:
        code = IMPORT_CODE_DATE_TWO;
        break;
    case IMPORT_WORDS_START:
        code = IMPORT_CODE_DATE_START;
        break;
    case IMPORT_WORDS_YEAR:
        code = IMPORT_CODE_DATE_YEAR;
        break;
    case IMPORT_WORDS_UNREADABLE:
        break;
    }
    record_find(record, code, IMPORT_DEADLINE, text, NULL);
}

void
import_rows_read(const struct import_rows *rows, const struct import_row *row,
    struct import_item *item)
{
    const struct record record = { rows, row, item };

    item->line = row->line;
    record_cells(&record);
    item->category = record_text(&record, IMPORT_CATEGORY);
    item->name = record_text(&record, IMPORT_NAME);
    item->target = record_text(&record, IMPORT_TARGET);
    if (!item->raw[IMPORT_TARGET]) {
        record_find(&record, IMPORT_CODE_BLANK, IMPORT_TARGET,
            import_column_token(IMPORT_TARGET), NULL);
    }
    record_names(&record, IMPORT_UNITS, &item->units);
    record_names(&record, IMPORT_PERSONS, &item->persons);
    record_names(&record, IMPORT_LEADERS, &item->leaders);
    record_deadline(&record);
}
