/* SPDX-License-Identifier: MIT */
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_MAX (1 << 20)
#define PATH_SIZE 4096

struct vector_file {
    char *bytes;
    char *at; /* the beginning of a line, or the NUL at the end */
};

struct vector_file *
vector_open(const char *name)
{
    const char *source = getenv("JINDU_SOURCE");
    struct vector_file *file = calloc(1, sizeof(*file));
    char path[PATH_SIZE];
    FILE *stream;
    size_t length;

    assert_non_null(file);
    file->bytes = malloc(FILE_MAX);
    assert_non_null(file->bytes);
    (void)snprintf(path, sizeof(path), "%s/proto/vectors/%s",
        source == NULL ? "." : source, name);
    stream = fopen(path, "rb");
    if (stream == NULL) {
        fail_msg("cannot open '%s'", path);
        return NULL;
    }
    length = fread(file->bytes, 1, FILE_MAX, stream);
    assert_true(length > 0 && length < FILE_MAX);
    assert_int_equal(fclose(stream), 0);
    file->bytes[length] = '\0';
    file->at = file->bytes;
    return file;
}

void
vector_close(struct vector_file *file)
{
    free(file->bytes);
    free(file);
}

/* The next line, ended by NUL; NULL at the end. */
static char *
next_line(struct vector_file *file)
{
    char *line = file->at;
    char *end = strchr(line, '\n');

    if (*line == '\0') {
        return NULL;
    }
    assert_non_null(end);
    *end = '\0';
    file->at = end + 1;
    return line;
}

static unsigned char
hex_value(char digit)
{
    const char *digits = "0123456789abcdef";
    const char *at = strchr(digits, digit);

    assert_true(at != NULL && digit != '\0');
    return (unsigned char)(at == NULL ? 0 : at - digits);
}

/* In place: bytes need less room than their digits. */
static size_t
unhex(char *text)
{
    size_t length = strlen(text) / 2;
    size_t i;

    for (i = 0; i < length; i++) {
        unsigned char high = hex_value(text[2 * i]);

        text[i] = (char)(high * 16 + hex_value(text[2 * i + 1]));
    }
    text[length] = '\0';
    return length;
}

static void
split(struct vector_line *line, char *text)
{
    char *blank = strchr(text, ' ');

    line->tag = text;
    line->text = blank == NULL ? text + strlen(text) : blank + 1;
    if (blank != NULL) {
        *blank = '\0';
    }
    line->length = strlen(line->text);
    if (strcmp(line->tag, "x>") == 0) {
        line->tag = ">";
        line->length = blank == NULL ? 0 : unhex(blank + 1);
    }
}

bool
vector_next(struct vector_file *file, struct vector_case *found)
{
    char *line;

    found->name = NULL;
    found->count = 0;
    while ((line = next_line(file)) != NULL) {
        if (line[0] == '#' || line[0] == '\0') {
            if (found->name != NULL) {
                break;
            }
        } else if (strncmp(line, "== ", 3) == 0) {
            assert_null(found->name);
            found->name = line + 3;
        } else {
            assert_non_null(found->name);
            assert_true(found->count < VECTOR_LINES_MAX);
            split(&found->lines[found->count++], line);
        }
    }
    return found->name != NULL;
}

void
vector_expect(
    const struct vector_case *found, const char *got, const char *expected)
{
    if (strcmp(got, expected) != 0) {
        fail_msg(
            "%s\n  got      %s\n  expected %s", found->name, got, expected);
    }
}
