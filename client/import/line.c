/* SPDX-License-Identifier: MIT */
#include "line.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

const char *
import_line(const char *text, size_t length, bool keep_breaks,
    struct import_arena *arena)
{
    const char *end = text + length;
    char *line = import_arena_alloc(arena, length + 1, 1);
    size_t used = 0; /* of line */
    size_t kept = 0; /* of it, up to the last character that is no blank */
    bool broken = false;
    bool wide = false;

    while (line && text < end) {
        uint32_t character = 0;
        size_t count = import_utf8_next(text, &character);

        if (character == '\n') {
            broken = kept > 0;
        } else if (import_utf8_is_blank(character)) {
            if (kept > 0 && !broken) {
                memcpy(line + used, text, count);
                line[used] = character == '\t' ? ' ' : line[used];
                used += count;
            }
        } else {
            used = broken ? kept : used;
            if (broken && (keep_breaks || !wide || character < 0x80)) {
                line[used++] = keep_breaks ? '\n' : ' ';
            }
            broken = false;
            wide = character >= 0x80;
            memcpy(line + used, text, count);
            used += count;
            kept = used;
        }
        text += count;
    }
    if (line) {
        line[kept] = '\0';
    }
    return line;
}
