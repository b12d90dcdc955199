/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#include "utf8.h"

/* The cells of one line; what stands before its first TAB goes on with the
 * open cell. */
static void
text_cells(struct import_builder *builder, const char *line, size_t length,
    size_t number)
{
    const char *tab = memchr(line, '\t', length);
    size_t head = tab ? (size_t)(tab - line) : length;

    if (head > 0) {
        import_builder_put(builder, "\n", 1);
        import_builder_put(builder, line, head);
    }
    while (tab) {
        const char *start = tab + 1;
        size_t rest = length - (size_t)(start - line);

        tab = memchr(start, '\t', rest);
        import_builder_cell(builder, number);
        import_builder_put(builder, start, tab ? (size_t)(tab - start) : rest);
    }
}

/* No TAB and nothing but blanks: an editor may leave some on an empty line. */
static bool
text_is_empty(const char *line, size_t length)
{
    while (length > 0) {
        uint32_t character = 0;
        size_t count = import_utf8_next(line, &character);

        if (character == '\t' || !import_utf8_is_blank(character)) {
            return false;
        }
        line += count;
        length -= count;
    }
    return true;
}

static void
text_line(struct import_builder *builder, const char *line, size_t length,
    size_t number)
{
    if (text_is_empty(line, length)) {
        import_builder_row(builder, false);
        return;
    }
    if (builder->cell_line > 0 || *line == '\t') {
        text_cells(builder, line, length, number);
        return;
    }
    import_builder_cell(builder, number);
    import_builder_put(builder, line, length);
    import_builder_row(builder, true);
}

enum jindu_status
import_text_read(struct import_table *table, const char *bytes, size_t length,
    struct import_error *error)
{
    struct import_builder builder;
    size_t number = 1;

    import_builder_init(&builder, table);
    while (length > 0 && !builder.status) {
        size_t count = 0;
        size_t end = 0;

        while (count < length && bytes[count] != '\n' && bytes[count] != '\r') {
            count++;
        }
        end = count;
        if (end < length) {
            end++;
        }
        if (end < length && bytes[end - 1] == '\r' && bytes[end] == '\n') {
            end++;
        }
        text_line(&builder, bytes, count, number++);
        bytes += end;
        length -= end;
    }
    return import_builder_finish(&builder, error);
}
