/* SPDX-License-Identifier: MIT */
#include "utf8.h"

/* Bytes of the sequence that starts with lead, 0 for a byte that cannot. */
static size_t
sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return 4;
    }
    return 0;
}

/* The second byte has a narrower range after some first bytes: overlong
 * forms, surrogates and what lies beyond U+10FFFF. */
static bool
second_is_valid(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return (second & 0xC0) == 0x80;
    }
}

size_t
import_utf8_valid(const char *bytes, size_t length)
{
    const unsigned char *p = (const unsigned char *)bytes;
    size_t at = 0;

    while (at < length) {
        size_t count = sequence_length(p[at]);
        size_t i = 0;

        if (count == 0 || length - at < count ||
            (count > 1 && !second_is_valid(p[at], p[at + 1]))) {
            break;
        }
        for (i = 2; i < count; i++) {
            if ((p[at + i] & 0xC0) != 0x80) {
                return at;
            }
        }
        at += count;
    }
    return at;
}

size_t
import_utf8_next(const char *text, uint32_t *character)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t count = sequence_length(p[0]);
    uint32_t value = 0;
    size_t i = 0;

    if (p[0] == 0) {
        *character = 0;
        return 0;
    }
    if (count <= 1) {
        *character = p[0];
        return 1;
    }
    value = p[0] & (0xFFU >> (count + 1));
    for (i = 1; i < count && p[i]; i++) {
        value = value << 6 | (p[i] & 0x3FU);
    }
    *character = value;
    return i;
}

size_t
import_utf8_count(const char *text)
{
    size_t count = 0;

    for (; *text; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

bool
import_utf8_is_blank(uint32_t character)
{
    switch (character) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case 0x00A0:
    case 0x1680:
    case 0x200B:
    case 0x202F:
    case 0x205F:
    case 0x2060:
    case 0x3000:
    case 0xFEFF:
        return true;
    default:
        return character >= 0x2000 && character <= 0x200A;
    }
}

bool
import_utf8_is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

bool
import_utf8_is_han(uint32_t character)
{
    return (character >= 0x4E00 && character <= 0x9FFF) ||
           (character >= 0x3400 && character <= 0x4DBF) ||
           (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x323AF) ||
           character == 0x3007;
}

int
import_utf8_digit(uint32_t character)
{
    if (character >= '0' && character <= '9') {
        return (int)(character - '0');
    }
    if (character >= 0xFF10 && character <= 0xFF19) {
        return (int)(character - 0xFF10);
    }
    return -1;
}

bool
import_utf8_is_empty(const char *text)
{
    uint32_t character = 0;
    size_t count = 0;

    while ((count = import_utf8_next(text, &character)) > 0) {
        if (!import_utf8_is_blank(character)) {
            return false;
        }
        text += count;
    }
    return true;
}
