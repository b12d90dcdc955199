/* SPDX-License-Identifier: MIT */
#include "json_scan.h"

#include <stdint.h>
#include <string.h>

#include "bounds.h"

struct scan {
    const unsigned char *at;
    const unsigned char *end;
    int depth;
};

static bool scan_value(struct scan *scan);

size_t
jp_json_scan_character(const char *text, const char *end)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t left = (size_t)(end - text);
    size_t size = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    size_t i;

    if (at[0] < 0xc2 || at[0] > 0xf4 || left < size) {
        return 0;
    }
    for (i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f)) {
        return 0;
    }
    return size;
}

static void
scan_blanks(struct scan *scan)
{
    while (
        scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' ||
                                    *scan->at == '\t' || *scan->at == '\r')) {
        scan->at++;
    }
}

/* Takes byte when it is the next one, blanks aside. */
static bool
scan_is(struct scan *scan, unsigned char byte)
{
    scan_blanks(scan);
    if (scan->at == scan->end || *scan->at != byte) {
        return false;
    }
    scan->at++;
    return true;
}

static bool
scan_word(struct scan *scan, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(scan->end - scan->at) < length ||
        memcmp(scan->at, word, length) != 0) {
        return false;
    }
    scan->at += length;
    return true;
}

/* Four hex digits; -1 when they are not there. */
static int32_t
scan_hex(struct scan *scan)
{
    int32_t code = 0;
    int i;

    if (scan->end - scan->at < 4) {
        return -1;
    }
    for (i = 0; i < 4; i++) {
        unsigned char c = *scan->at++;

        if (c >= '0' && c <= '9') {
            code = code * 16 + (c - '0');
        } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
            code = code * 16 + ((c | 0x20) - 'a' + 10);
        } else {
            return -1;
        }
    }
    return code;
}

/* What follows a backslash. */
static bool
scan_escape(struct scan *scan)
{
    int32_t code;

    if (scan->at == scan->end) {
        return false;
    }
    if (*scan->at != 'u') {
        return strchr("\"\\/bfnrt", *scan->at++) != NULL && scan->at[-1] != 0;
    }
    scan->at++;
    code = scan_hex(scan);
    if (code <= 0 || (code >= 0xdc00 && code <= 0xdfff)) {
        return false;
    }
    if (code >= 0xd800 && code <= 0xdbff) {
        if (!scan_word(scan, "\\u")) {
            return false;
        }
        code = scan_hex(scan);
        return code >= 0xdc00 && code <= 0xdfff;
    }
    return true;
}

static bool
scan_string(struct scan *scan)
{
    if (!scan_is(scan, '"')) {
        return false;
    }
    while (scan->at < scan->end) {
        unsigned char c = *scan->at;

        if (c == '"') {
            scan->at++;
            return true;
        }
        if (c == '\\') {
            scan->at++;
            if (!scan_escape(scan)) {
                return false;
            }
        } else if (c >= 0x80) {
            size_t size = jp_json_scan_character(
                (const char *)scan->at, (const char *)scan->end);

            if (size == 0) {
                return false;
            }
            scan->at += size;
        } else if (c < 0x20) {
            return false;
        } else {
            scan->at++;
        }
    }
    return false;
}

/* What may follow a number is left to the caller's grammar: a fraction, an
 * exponent or a digit after a zero is nothing it takes. */
static bool
scan_integer(struct scan *scan)
{
    bool negative = *scan->at == '-';
    int64_t value = 0;

    scan->at += negative;
    if (scan->at == scan->end || *scan->at < '0' || *scan->at > '9') {
        return false;
    }
    if (*scan->at == '0') {
        scan->at++;
        return !negative;
    }
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        value = value * 10 + (*scan->at++ - '0');
        if (value > JP_SAFE_INTEGER) {
            return false;
        }
    }
    return true;
}

static bool
scan_array(struct scan *scan)
{
    if (scan_is(scan, ']')) {
        return true;
    }
    do {
        if (!scan_value(scan)) {
            return false;
        }
    } while (scan_is(scan, ','));
    return scan_is(scan, ']');
}

static bool
scan_object(struct scan *scan)
{
    int members = 0;

    if (scan_is(scan, '}')) {
        return true;
    }
    do {
        if (++members > JP_MEMBERS_MAX || !scan_string(scan) ||
            !scan_is(scan, ':') || !scan_value(scan)) {
            return false;
        }
    } while (scan_is(scan, ','));
    return scan_is(scan, '}');
}

/* Calls itself through arrays and objects, at most JP_DEPTH_MAX deep. */
static bool
scan_nested(struct scan *scan, bool (*inside)(struct scan *scan))
{
    bool ok;

    if (scan->depth == JP_DEPTH_MAX) {
        return false;
    }
    scan->at++;
    scan->depth++;
    ok = inside(scan);
    scan->depth--;
    return ok;
}

static bool
scan_value(struct scan *scan)
{
    scan_blanks(scan);
    if (scan->at == scan->end) {
        return false;
    }
    switch (*scan->at) {
    case '{':
        return scan_nested(scan, scan_object);
    case '[':
        return scan_nested(scan, scan_array);
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    default:
        return scan_integer(scan);
    }
}

bool
jp_json_scan(const char *text, size_t length)
{
    struct scan scan = { (const unsigned char *)text, NULL, 0 };

    scan.end = scan.at + length;
    if (!scan_value(&scan)) {
        return false;
    }
    scan_blanks(&scan);
    return scan.at == scan.end;
}
