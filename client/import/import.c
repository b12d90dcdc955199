/* SPDX-License-Identifier: MIT */
#include "import.h"

#include <stdio.h>
#include <string.h>

#include "csv.h"
#include "table.h"
#include "text.h"
#include "utf8.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* Files that people take for text because a program shows them so. */
static const struct {
    const char *start;
    size_t length;
    const char *name;
} others[] = {
    { "PK\x03\x04", 4, "an Office document (docx, xlsx)" },
    { "\xD0\xCF\x11\xE0", 4, "an old Office document (doc, xls, wps)" },
    { "{\\rtf", 5, "a rich text document" },
    { "%PDF", 4, "a PDF document" },
    { "\xFF\xFE", 2, "UTF-16 text" },
    { "\xFE\xFF", 2, "UTF-16 text" },
};

static size_t
line_of(const char *bytes, size_t offset)
{
    size_t line = 1;
    size_t i = 0;

    for (i = 0; i < offset; i++) {
        line += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    }
    return line;
}

static enum jindu_status
fail_at(struct import_error *error, enum import_code code, const char *bytes,
    size_t offset)
{
    char number[24];

    (void)snprintf(number, sizeof(number), "%zu", offset);
    import_error_set(error, code, line_of(bytes, offset), number);
    error->offset = offset;
    return JINDU_MALFORMED;
}

static enum jindu_status
fail(struct import_error *error, enum import_code code, const char *subject)
{
    import_error_set(error, code, 0, subject);
    return JINDU_MALFORMED;
}

/* Sizes, and what no text of ours holds. */
static enum jindu_status
check_bytes(const char *bytes, size_t length, struct import_error *error)
{
    size_t valid = 0;
    size_t i = 0;

    if (length > IMPORT_FILE_MAX) {
        return fail(error, IMPORT_CODE_TOO_LARGE, NULL);
    }
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (length >= others[i].length &&
            memcmp(bytes, others[i].start, others[i].length) == 0) {
            return fail(error, IMPORT_CODE_NOT_TEXT, others[i].name);
        }
    }
    valid = import_utf8_valid(bytes, length);
    for (i = 0; i < valid;) {
        uint32_t character = 0;
        size_t count = import_utf8_next(bytes + i, &character);

        if (count == 0) {
            return fail_at(error, IMPORT_CODE_NUL, bytes, i);
        }
        if (import_utf8_is_control(character) && character != '\t' &&
            character != '\n' && character != '\r' && character != '\v') {
            return fail_at(error, IMPORT_CODE_CONTROL, bytes, i);
        }
        i += count;
    }
    return valid < length ? fail_at(error, IMPORT_CODE_NOT_UTF8, bytes, valid)
                          : JINDU_OK;
}

static bool
is_blank(const char *bytes, size_t length)
{
    while (length > 0) {
        uint32_t character = 0;
        size_t count = import_utf8_next(bytes, &character);

        if (!import_utf8_is_blank(character)) {
            return false;
        }
        bytes += count;
        length -= count;
    }
    return true;
}

/* In the text form some lines hold one TAB, at their start; a TAB-delimited
 * file has several in a line. */
static bool
is_text_form(const char *bytes, size_t length)
{
    size_t single = 0;
    size_t several = 0;
    size_t i = 0;

    while (i < length) {
        const bool first = bytes[i] == '\t';
        size_t tabs = 0;

        for (; i < length && bytes[i] != '\n' && bytes[i] != '\r'; i++) {
            tabs += bytes[i] == '\t';
        }
        i++;
        single += first && tabs == 1;
        several += tabs > 1;
    }
    return single > several;
}

static enum jindu_status
read_table(struct import_table *table, const char *bytes, size_t length,
    const char *format, struct import_error *error)
{
    if (!format) {
        format = is_text_form(bytes, length) ? "text" : "csv";
    }
    if (strcmp(format, "text") == 0) {
        return import_text_read(table, bytes, length, error);
    }
    if (strcmp(format, "csv") == 0) {
        return import_csv_read(table, bytes, length, error);
    }
    return fail(error, IMPORT_CODE_FORMAT, format);
}

enum jindu_status
import_read(struct import_plan *plan, const char *bytes, size_t length,
    const char *format, int year, struct import_error *error)
{
    const size_t mark = sizeof(byte_order_mark) - 1;
    struct import_plan built = { 0 };
    struct import_table table = { .arena = &built.arena };
    enum jindu_status status = check_bytes(bytes, length, error);

    if (status) {
        return status;
    }
    if (length >= mark && memcmp(bytes, byte_order_mark, mark) == 0) {
        bytes += mark;
        length -= mark;
    }
    if (is_blank(bytes, length)) {
        return fail(error, IMPORT_CODE_EMPTY, NULL);
    }
    status = read_table(&table, bytes, length, format, error);
    if (!status) {
        status = import_plan_build(&built, &table, year, error);
    }
    /* An open quote swallows what follows it: no row below can be trusted. */
    if (!status && table.open_quote > 0) {
        import_error_set(error, IMPORT_CODE_OPEN_QUOTE, table.open_quote, NULL);
        status = JINDU_MALFORMED;
    }
    import_table_free(&table);
    if (status) {
        import_plan_free(&built);
        return status;
    }
    *plan = built;
    return JINDU_OK;
}
