/* SPDX-License-Identifier: MIT */
#include "display.h"

#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <uniwidth.h>

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
