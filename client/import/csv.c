/* SPDX-License-Identifier: MIT */
#include "csv.h"

#include <string.h>
#include <strings.h>

/* Without the word, a header row is expected within so many bytes. */
#define CSV_GUESS_BYTES 4096

struct csv_reader {
    struct import_builder builder;
    const char *bytes;
    size_t length;
    size_t at;
    size_t line;
    char delimiter;
};

static size_t
csv_before_word(const char *bytes, size_t length)
{
    static const char word[] = "责任单位";
    const size_t size = sizeof(word) - 1;
    const char *p = bytes;
    size_t rest = length;

    while (rest >= size) {
        const char *found = memchr(p, word[0], rest - size + 1);

        if (!found) {
            break;
        }
        if (memcmp(found, word, size) == 0) {
            return (size_t)(found - bytes);
        }
        rest -= (size_t)(found - p) + 1;
        p = found + 1;
    }
    return length < CSV_GUESS_BYTES ? length : CSV_GUESS_BYTES;
}

char
import_csv_delimiter(const char *bytes, size_t length)
{
    static const char candidates[] = { ',', '\t', ';' };
    size_t counts[sizeof(candidates)] = { 0 };
    size_t end = csv_before_word(bytes, length);
    size_t best = 0;
    size_t i = 0;
    size_t k = 0;

    for (i = 0; i < end; i++) {
        for (k = 0; k < sizeof(candidates); k++) {
            counts[k] += bytes[i] == candidates[k];
        }
    }
    for (k = 1; k < sizeof(candidates); k++) {
        if (counts[k] > counts[best]) {
            best = k;
        }
    }
    return candidates[best];
}

/* Takes one line end and counts it; false when none stands here. */
static bool
csv_line_end(struct csv_reader *reader)
{
    const char *p = reader->bytes + reader->at;

    if (reader->at >= reader->length || (*p != '\r' && *p != '\n')) {
        return false;
    }
    reader->at++;
    if (*p == '\r' && reader->at < reader->length && p[1] == '\n') {
        reader->at++;
    }
    reader->line++;
    return true;
}

/* Some programs write "sep=;" as the first line, which is no row. */
static void
csv_skip_note(struct csv_reader *reader)
{
    static const char note[] = "sep=";
    const size_t size = sizeof(note) - 1;

    if (reader->length > size + 1 &&
        strncasecmp(reader->bytes, note, size) == 0 &&
        (reader->bytes[size + 1] == '\r' || reader->bytes[size + 1] == '\n')) {
        reader->delimiter = reader->bytes[size];
        reader->at = size + 1;
        (void)csv_line_end(reader);
    }
}

static void
csv_quoted(struct csv_reader *reader)
{
    const size_t opened = reader->line;
    const char *bytes = reader->bytes;
    size_t start = 0;

    reader->at++;
    while (reader->at < reader->length) {
        if (csv_line_end(reader)) {
            import_builder_put(&reader->builder, "\n", 1);
            continue;
        }
        if (bytes[reader->at] == '"') {
            reader->at++;
            if (reader->at == reader->length || bytes[reader->at] != '"') {
                return;
            }
            import_builder_put(&reader->builder, "\"", 1);
            reader->at++;
            continue;
        }
        start = reader->at;
        while (reader->at < reader->length &&
               !strchr("\"\r\n", bytes[reader->at])) {
            reader->at++;
        }
        import_builder_put(&reader->builder, bytes + start, reader->at - start);
    }
    reader->builder.table->open_quote = opened;
}

static void
csv_cell(struct csv_reader *reader)
{
    size_t start = 0;

    import_builder_cell(&reader->builder, reader->line);
    if (reader->at < reader->length && reader->bytes[reader->at] == '"') {
        csv_quoted(reader);
    }
    start = reader->at;
    while (reader->at < reader->length &&
           reader->bytes[reader->at] != reader->delimiter &&
           reader->bytes[reader->at] != '\r' &&
           reader->bytes[reader->at] != '\n') {
        reader->at++;
    }
    import_builder_put(
        &reader->builder, reader->bytes + start, reader->at - start);
}

enum jindu_status
import_csv_read(struct import_table *table, const char *bytes, size_t length,
    struct import_error *error)
{
    struct csv_reader reader = { .bytes = bytes,
        .length = length,
        .line = 1,
        .delimiter = import_csv_delimiter(bytes, length) };

    csv_skip_note(&reader);
    table->delimiter = reader.delimiter;
    import_builder_init(&reader.builder, table);
    while (reader.at < length && !reader.builder.status) {
        csv_cell(&reader);
        if (reader.at < length && bytes[reader.at] == reader.delimiter) {
            reader.at++;
            if (reader.at == length) {
                import_builder_cell(&reader.builder, reader.line);
            }
            continue;
        }
        import_builder_row(&reader.builder, false);
        (void)csv_line_end(&reader);
    }
    return import_builder_finish(&reader.builder, error);
}
