/* SPDX-License-Identifier: MIT */
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

const char *
display_or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* libunistring's name for "ambiguous characters are wide". */
static const char *
encoding_of(bool wide)
{
    return wide ? "GBK" : "UTF-8";
}

static const unsigned char *
bytes_of(const char *text)
{
    return (const unsigned char *)text;
}

/* Marks, embeddings, overrides and isolates that reorder a line (UAX 9). */
static bool
is_bidi_control(ucs4_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_unprintable(ucs4_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           c == 0xFEFF || is_bidi_control(c);
}

static void
clean(struct jindu_text *out, const char *text, size_t left, bool lines)
{
    while (left > 0) {
        ucs4_t c = 0;
        int length = u8_mbtoucr(&c, bytes_of(text), left);
        if (length <= 0) {
            jindu_text_append(out, "?", 1);
            text += 1;
            left -= 1;
            continue;
        }
        if (c == '\n' || c == '\t') {
            jindu_text_append(out, lines ? text : " ", 1);
        } else if (!is_unprintable(c)) {
            jindu_text_append(out, text, (size_t)length);
        }
        text += length;
        left -= (size_t)length;
    }
}

void
display_clean(struct jindu_text *out, const char *text)
{
    if (text != NULL) {
        clean(out, text, strlen(text), false);
    }
}

void
display_clean_lines(struct jindu_text *out, const char *text, size_t length)
{
    clean(out, text, length, true);
}

void
display_clean_json(struct jindu_text *out, const char *text, size_t length)
{
    size_t kept = 0;
    for (size_t at = 0; at < length;) {
        ucs4_t c = 0;
        int bytes = u8_mbtoucr(&c, bytes_of(text + at), length - at);
        size_t next = at + (bytes > 0 ? (size_t)bytes : 1);
        if (bytes > 0 && c >= 0x7F && is_unprintable(c)) {
            /* None of them lies beyond U+FFFF. */
            char escape[sizeof("\\u0000")];
            (void)snprintf(
                escape, sizeof(escape), "\\u%04x", (unsigned)(c & 0xFFFF));
            jindu_text_append(out, text + kept, at - kept);
            jindu_text_append_string(out, escape);
            kept = next;
        }
        at = next;
    }
    jindu_text_append(out, text + kept, length - kept);
}

size_t
display_first(const char *text, size_t length, uint32_t *code)
{
    ucs4_t c = 0;
    int bytes = u8_mbtoucr(&c, bytes_of(text), length);
    *code = bytes > 0 ? c : 0xFFFD;
    return bytes > 0 ? (size_t)bytes : 1;
}

size_t
display_width(const char *text, bool wide)
{
    int width = u8_width(bytes_of(text), strlen(text), encoding_of(wide));
    return width < 0 ? 0 : (size_t)width;
}

size_t
display_fit(const char *text, size_t width, bool wide, size_t *used)
{
    const unsigned char *at = bytes_of(text);
    const unsigned char *end = at + strlen(text);
    size_t total = 0;
    while (at < end) {
        const unsigned char *next = u8_grapheme_next(at, end);
        if (next == NULL) {
            break;
        }
        int cells = u8_width(at, (size_t)(next - at), encoding_of(wide));
        if (cells > 0 && total + (size_t)cells > width) {
            break;
        }
        total += cells > 0 ? (size_t)cells : 0;
        at = next;
    }
    *used = total;
    return (size_t)(at - bytes_of(text));
}

struct line {
    const char *text;
    size_t length;
    const char *breaks; /* of each byte, as libunistring found it */
    bool wide;
};

static bool
is_wide(const struct line *line, ucs4_t c)
{
    return uc_width(c, encoding_of(line->wide)) == 2;
}

static bool
is_digit(ucs4_t c)
{
    return c >= '0' && c <= '9';
}

/* Words stay whole, and so do paths and options: a line breaks at a blank, or
 * beside a wide character where libunistring allows it; not between a number
 * and the Chinese word for what it counts. */
static bool
may_break(const struct line *line, size_t at)
{
    const unsigned char *text = bytes_of(line->text);
    ucs4_t before = 0;
    ucs4_t after = 0;
    if (line->breaks[at] != UC_BREAK_POSSIBLE) {
        return false;
    }
    const unsigned char *last = u8_prev(&before, text + at, text);
    (void)u8_mbtouc(&after, text + at, line->length - at);
    if (before != ' ') {
        return is_wide(line, before) || is_wide(line, after);
    }
    ucs4_t word = 0;
    (void)u8_prev(&word, last, text);
    return !(is_digit(word) && is_wide(line, after)) &&
           !(is_wide(line, word) && is_digit(after) &&
               !uc_is_general_category(word, UC_CATEGORY_P));
}

/* After a blank or a stop: between two names, not inside one.  A colon belongs
 * to what follows. */
static bool
is_good_break(const struct line *line, size_t at)
{
    ucs4_t before = 0;
    (void)u8_prev(&before, bytes_of(line->text + at), bytes_of(line->text));
    return before == ' ' ||
           (uc_is_general_category(before, UC_CATEGORY_P) && before != 0xFF1A);
}

/* Where the line that begins at start ends: at the last good break of its
 * second half, else at the last one, else at the first beyond the width. */
static size_t
find_break(const struct line *line, size_t start, size_t width)
{
    const char *text = line->text + start;
    size_t used = 0;
    size_t any = 0;
    size_t least = start + strspn(text, " ");
    size_t half = start + display_fit(text, width / 2, line->wide, &used);
    size_t end = start + display_fit(text, width, line->wide, &used);
    end += strspn(line->text + end, " ");
    if (end >= line->length) {
        return line->length;
    }
    for (size_t at = end; at > least; at--) {
        if (may_break(line, at)) {
            if (at > half && is_good_break(line, at)) {
                return at;
            }
            any = any > 0 ? any : at;
        }
    }
    for (size_t at = end + 1; any == 0 && at < line->length; at++) {
        any = may_break(line, at) ? at : 0;
    }
    return any > 0 ? any : line->length;
}

static void
put_lines(
    struct jindu_text *out, const struct line *line, size_t width, size_t hang)
{
    for (size_t start = 0; start < line->length;) {
        size_t end = find_break(line, start, start > 0 ? width - hang : width);
        size_t length = end - start;
        while (end < line->length && length > 0 &&
               line->text[start + length - 1] == ' ') {
            length--;
        }
        for (size_t i = 0; start > 0 && i < hang; i++) {
            jindu_text_append(out, " ", 1);
        }
        jindu_text_append(out, line->text + start, length);
        jindu_text_append_string(out, end < line->length ? "\n" : "");
        start = end;
    }
}

void
display_wrap(struct jindu_text *out, const char *text, size_t width, bool wide,
    size_t hang)
{
    hang = hang < width / 2 ? hang : width / 2;
    while (*text != '\0') {
        struct jindu_text copy = JINDU_TEXT_INIT;
        struct line line = { .length = strcspn(text, "\n"), .wide = wide };
        char *breaks = malloc(line.length + 1);
        jindu_text_append(&copy, text, line.length);
        line.text = copy.bytes;
        line.breaks = breaks;
        if (breaks == NULL || copy.failed) {
            out->failed = true;
        } else if (line.length > 0) {
            u8_possible_linebreaks(
                bytes_of(line.text), line.length, encoding_of(wide), breaks);
            put_lines(out, &line, width, hang);
        }
        jindu_text_free(&copy);
        free(breaks);
        text += line.length;
        jindu_text_append(out, text, *text == '\n' ? 1 : 0);
        text += *text == '\n' ? 1 : 0;
    }
}
