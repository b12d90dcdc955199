/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

static const struct {
    const char *token;
    enum import_level level;
    const char *sentence;
} codes[] = {
#define CODE_ROW(name, token, level, sentence) \
    { token, IMPORT_##level, sentence },
    IMPORT_CODE_MAP(CODE_ROW)
#undef CODE_ROW
};

static_assert(sizeof(codes) / sizeof(codes[0]) == IMPORT_CODE_COUNT,
    "one row for each code");

const char *
import_code_token(enum import_code code)
{
    return codes[code].token;
}

const char *
import_code_sentence(enum import_code code)
{
    return codes[code].sentence;
}

enum import_level
import_code_level(enum import_code code)
{
    return codes[code].level;
}

const char *
import_level_token(enum import_level level)
{
    static const char *const tokens[IMPORT_LEVEL_COUNT] = { "note", "ask",
        "error" };

    return tokens[level];
}

const char *
import_column_token(enum import_column column)
{
    static const char *const tokens[IMPORT_COLUMN_COUNT + 1] = { "no",
        "category", "name", "target", "units", "persons", "leaders", "deadline",
        "" };

    return tokens[column];
}

static void
copy_words(char words[IMPORT_SUBJECT_MAX + 1], const char *text)
{
    size_t length = text ? strlen(text) : 0;

    if (length > IMPORT_SUBJECT_MAX) {
        length = IMPORT_SUBJECT_MAX;
    }
    if (length > 0) {
        length = import_utf8_valid(text, length);
        memcpy(words, text, length);
    }
    words[length] = '\0';
}

void
import_error_set(struct import_error *error, enum import_code code, size_t line,
    const char *subject)
{
    memset(error, 0, sizeof(*error));
    error->code = code;
    error->line = line;
    copy_words(error->subject, subject);
}

void
import_error_second(struct import_error *error, const char *second)
{
    copy_words(error->second, second);
}

void
import_sentence_put(struct jindu_text *text, const char *sentence,
    const char *subject, const char *second)
{
    const char *brace = NULL;

    while ((brace = strchr(sentence, '{')) != NULL) {
        const char *word = brace[1] == '1' ? subject : second;

        jindu_text_append(text, sentence, (size_t)(brace - sentence));
        jindu_text_append_string(text, word ? word : "");
        sentence = brace + sizeof("{1}") - 1;
    }
    jindu_text_append_string(text, sentence);
}

void
import_finding_put(
    struct jindu_text *text, const struct import_finding *finding)
{
    char place[64];

    if (finding->line > 0) {
        (void)snprintf(place, sizeof(place), "line %zu", finding->line);
        jindu_text_append_string(text, place);
        if (finding->column < IMPORT_COLUMN_COUNT) {
            jindu_text_append_string(text, ", ");
            jindu_text_append_string(
                text, import_column_token(finding->column));
        }
        jindu_text_append_string(text, ": ");
    }
    import_sentence_put(text, import_code_sentence(finding->code),
        finding->subject, finding->second);
}

void
import_error_put(struct jindu_text *text, const struct import_error *error)
{
    const struct import_finding finding = { .code = error->code,
        .column = IMPORT_COLUMN_COUNT,
        .line = error->line,
        .subject = error->subject,
        .second = error->second };

    import_finding_put(text, &finding);
}
