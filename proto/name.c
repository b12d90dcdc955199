/* SPDX-License-Identifier: MIT */
#include "name.h"

#include <stdint.h>
#include <string.h>

#include "bounds.h"
#include "json_scan.h"

/* U+0000 to U+001F, U+007F, and U+0080 to U+009F (which UTF-8 writes as C2 and
 * a byte below A0). */
static bool
is_control(const char *at)
{
    unsigned char first = (unsigned char)at[0];

    return first < 0x20 || first == 0x7f ||
           (first == 0xc2 && (unsigned char)at[1] < 0xa0);
}

bool
jp_name_is_utf8(const char *bytes, size_t length)
{
    const char *end = bytes + length;

    while (bytes < end) {
        size_t size = 1;

        if ((unsigned char)*bytes >= 0x80) {
            size = jp_json_scan_character(bytes, end);
            if (size == 0) {
                return false;
            }
        }
        bytes += size;
    }
    return true;
}

bool
jp_name_is_plan(const char *text)
{
    size_t length = strnlen(text, JP_PLAN_MAX + 1);
    size_t i;

    for (i = 0; i < length; i++) {
        char c = text[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                (c >= 'a' && c <= 'z') || c == '_' || c == '-')) {
            return false;
        }
    }
    return length >= 1 && length <= JP_PLAN_MAX;
}

bool
jp_name_is_id(const char *text)
{
    size_t length = strnlen(text, JP_NAME_MAX + 1);
    size_t i;

    if (length < 1 || length > JP_NAME_MAX || !jp_name_is_utf8(text, length)) {
        return false;
    }
    for (i = 0; i < length; i++) {
        if (text[i] == '/' || is_control(text + i)) {
            return false;
        }
    }
    return true;
}

/* Of valid UTF-8; the bytes it has. */
static size_t
next_character(const char *text, uint32_t *character)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

    *character = size == 1 ? at[0] : at[0] & (0xffU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        *character = *character << 6 | (at[i] & 0x3fU);
    }
    return size;
}

static bool
is_han(uint32_t character)
{
    return (character >= 0x4e00 && character <= 0x9fff) ||
           (character >= 0x3400 && character <= 0x4dbf) ||
           (character >= 0xf900 && character <= 0xfaff) ||
           (character >= 0x20000 && character <= 0x323af) ||
           character == 0x3007;
}

static bool
is_blank(uint32_t character)
{
    return character == ' ' || character == 0xa0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200b) ||
           character == 0x202f || character == 0x205f || character == 0x2060 ||
           character == 0x3000 || character == 0xfeff;
}

/* The comma, semicolon and slash of either width, and the mark of lists. */
static bool
parts_names(uint32_t character)
{
    return character == ',' || character == ';' || character == '/' ||
           character == 0x3001 || character == 0xff0c || character == 0xff0f ||
           character == 0xff1b;
}

/* As the import parts the names of a cell, client/import/names.h: none is left
 * with a separator, with a blank at an end, or with Han characters and a blank.
 * test_import_names compares the two. */
bool
jp_name_is_person(const char *text)
{
    uint32_t character = 0;
    bool first = true;
    bool last = false; /* is a blank */
    bool blank = false;
    bool han = false;

    while (*text != '\0') {
        text += next_character(text, &character);
        last = is_blank(character);
        if (parts_names(character) || (first && last)) {
            return false;
        }
        first = false;
        blank |= last;
        han |= is_han(character);
    }
    return !last && !(blank && han);
}

bool
jp_name_is_stream(const char *text)
{
    if (strncmp(text, "plan/", 5) == 0) {
        return jp_name_is_plan(text + 5);
    }
    if (strncmp(text, "unit/", 5) == 0) {
        return jp_name_is_id(text + 5);
    }
    if (strncmp(text, "person/", 7) == 0) {
        return jp_name_is_id(text + 7);
    }
    return strcmp(text, "all") == 0;
}

bool
jp_name_topic(const char *bytes, size_t length, char *stream)
{
    char copy[JP_STREAM_MAX + 1];

    if (length < 2 || length - 1 > JP_STREAM_MAX || bytes[length - 1] != '/' ||
        memchr(bytes, '\0', length) != NULL) {
        return false;
    }
    (void)memcpy(copy, bytes, length - 1);
    copy[length - 1] = '\0';
    if (!jp_name_is_stream(copy)) {
        return false;
    }
    (void)memcpy(stream, copy, length);
    return true;
}

bool
jp_name_is_text(const char *text, size_t max, bool lines)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        if (is_control(text) && !(lines && (*text == '\n' || *text == '\t'))) {
            return false;
        }
        count += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return count <= max;
}
