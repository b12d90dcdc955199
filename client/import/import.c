/* SPDX-License-Identifier: MIT */
#include "import.h"

#include <string.h>

#include "csv.h"
#include "decode.h"
#include "table.h"
#include "text.h"
#include "utf8.h"

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
};

static enum jindu_status
fail(struct import_error *error, enum import_code code, const char *subject)
{
    import_error_set(error, code, 0, subject);
    return JINDU_MALFORMED;
}

/* Sizes and kinds that are not worth decoding. */
static enum jindu_status
check_bytes(const char *bytes, size_t length, struct import_error *error)
{
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
    return JINDU_OK;
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
read_table(struct import_table *table, const struct import_decoded *decoded,
    const char *format, struct import_error *error)
{
    const char *text = decoded->text;
    const size_t length = decoded->length;

    if (!format) {
        format = is_text_form(text, length) ? "text" : "csv";
    }
    if (strcmp(format, "text") == 0) {
        return import_text_read(table, text, length, error);
    }
    if (strcmp(format, "csv") == 0) {
        return import_csv_read(table, text, length, error);
    }
    return fail(error, IMPORT_CODE_FORMAT, format);
}

static enum jindu_status
read_decoded(struct import_plan *plan, const struct import_decoded *decoded,
    const struct import_options *options, struct import_error *error)
{
    struct import_table table = { .arena = &plan->arena };
    enum jindu_status status = JINDU_OK;

    if (is_blank(decoded->text, decoded->length)) {
        return fail(error, IMPORT_CODE_EMPTY, NULL);
    }
    status = read_table(&table, decoded, options->format, error);
    if (!status) {
        status = import_plan_build(
            plan, &table, options->headings, options->year, error);
    }
    /* An open quote swallows what follows it: no row below can be trusted. */
    if (!status && table.open_quote > 0) {
        import_error_set(error, IMPORT_CODE_OPEN_QUOTE, table.open_quote, NULL);
        status = JINDU_MALFORMED;
    }
    plan->encoding = decoded->encoding;
    plan->delimiter = table.delimiter;
    import_table_free(&table);
    return status;
}

enum jindu_status
import_read(struct import_plan *plan, const char *bytes, size_t length,
    const struct import_options *options, struct import_error *error)
{
    struct import_plan built = { 0 };
    struct import_decoded decoded = { 0 };
    enum jindu_status status = check_bytes(bytes, length, error);

    if (!status) {
        status = import_decode(&decoded, bytes, length, error);
    }
    if (status) {
        return status;
    }
    status = read_decoded(&built, &decoded, options, error);
    if (status == JINDU_MALFORMED) {
        error->gb18030 = decoded.encoding == IMPORT_GB18030;
        error->not_utf8 = decoded.not_utf8;
    }
    import_decoded_free(&decoded);
    if (status) {
        import_plan_free(&built);
        return status;
    }
    *plan = built;
    return JINDU_OK;
}
