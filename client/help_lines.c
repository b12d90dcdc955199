/* SPDX-License-Identifier: MIT */
#include "help_lines.h"

#include "display.h"

#include <string.h>

#define LEFT_CELLS 26 /* room of a command or option before its words */
#define RIGHT_CELLS (LEFT_CELLS + 4)

/* Chinese punctuation that begins no line, and that ends none. */
static const char *const closing[] = { "，", "。", "；", "：", "、", "）", "”",
    "？", "！" };
static const char *const opening[] = { "（", "“" };

static bool
begins_with_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(text, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a line may end before byte i, which begins a character. */
static bool
may_break(const char *text, size_t i)
{
    unsigned char before = (unsigned char)text[i - 1];
    unsigned char after = (unsigned char)text[i];
    if (after == ' ' || before == ' ') {
        return true;
    }
    if ((before < 0x80 && after < 0x80) || (after >= 0x80 && after < 0xC0)) {
        return false; /* inside a word, inside a character */
    }
    size_t last = i - 1;
    while (last > 0 && ((unsigned char)text[last] & 0xC0) == 0x80) {
        last--;
    }
    return !begins_with_any(
               text + i, closing, sizeof(closing) / sizeof(closing[0])) &&
           !begins_with_any(
               text + last, opening, sizeof(opening) / sizeof(opening[0])) &&
           after != '.' && after != ',' && after != ')' && after != ';';
}

/* Bytes of the first line of text. */
static size_t
line_length(const char *text, size_t cells, bool wide)
{
    size_t used = 0;
    size_t fit = display_fit(text, cells, wide, &used);
    size_t length = fit;
    while (text[length] != '\0' && length > 0 && !may_break(text, length)) {
        length--;
    }
    return length > 0 ? length : fit;
}

void
help_lines_put(const struct output *output, struct jindu_text *out,
    const char *text, size_t indent)
{
    size_t cells = output->width == OUTPUT_NO_LIMIT || output->width <= indent
                       ? strlen(text) + 1
                       : output->width - indent;
    while (*text != '\0') {
        size_t length = line_length(text, cells, output->wide);
        if (length == 0) { /* not one character fits */
            length = strlen(text);
        }
        size_t end = length;
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        jindu_text_append(out, text, end);
        text += length;
        text += strspn(text, " ");
        jindu_text_append_string(out, "\n");
        for (size_t i = 0; *text != '\0' && i < indent; i++) {
            jindu_text_append(out, " ", 1);
        }
    }
}

static void
print(struct output *output, struct jindu_text *text)
{
    output_check(text);
    output_print(output, "%s", text->bytes != NULL ? text->bytes : "");
    jindu_text_free(text);
}

void
help_lines_pair(struct output *output, const char *left, const char *right)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    size_t width = display_width(left, output->wide);
    output_append(&line, "  %s", left);
    for (; width < LEFT_CELLS; width++) {
        jindu_text_append(&line, " ", 1);
    }
    /* A left side that is longer has a line of its own on a terminal. */
    if (width > LEFT_CELLS && output->width != OUTPUT_NO_LIMIT) {
        output_append(&line, "\n%*s", RIGHT_CELLS, "");
    } else {
        jindu_text_append_string(&line, "  ");
    }
    help_lines_put(output, &line, right, RIGHT_CELLS);
    print(output, &line);
}

void
help_lines_text(struct output *output, const char *text)
{
    struct jindu_text lines = JINDU_TEXT_INIT;
    struct jindu_text paragraph = JINDU_TEXT_INIT;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        jindu_text_clear(&paragraph);
        jindu_text_append(&paragraph, text, length);
        if (strncmp(text, "  ", 2) == 0 || paragraph.bytes == NULL) {
            jindu_text_append(&lines, text, length);
            jindu_text_append_string(&lines, "\n");
        } else {
            help_lines_put(output, &lines, paragraph.bytes, 0);
        }
        text += length + (text[length] == '\n' ? 1 : 0);
    }
    jindu_text_free(&paragraph);
    print(output, &lines);
}
