/* SPDX-License-Identifier: MIT */
#include <jindu/json.h>

#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "json_sort.h"

/* A reply to a report, its event and its request all fit: most texts are
 * allocated once. */
#define TEXT_FIRST_CAPACITY 1024

static bool
reserve(struct jindu_text *text, size_t more)
{
    size_t capacity =
        text->capacity == 0 ? TEXT_FIRST_CAPACITY : text->capacity;
    char *bytes;

    if (text->failed) {
        return false;
    }
    if (more < text->capacity - text->length) { /* one is for the NUL */
        return true;
    }
    while (capacity - text->length <= more) {
        if (capacity > SIZE_MAX / 2) {
            text->failed = true;
            return false;
        }
        capacity *= 2;
    }
    bytes = realloc(text->bytes, capacity);
    if (bytes == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void
jindu_text_free(struct jindu_text *text)
{
    free(text->bytes);
    *text = (struct jindu_text)JINDU_TEXT_INIT;
}

void
jindu_text_clear(struct jindu_text *text)
{
    text->length = 0;
    text->failed = false;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

void
jindu_text_append(struct jindu_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length)) {
        return;
    }
    if (length > 0) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
    text->bytes[text->length] = '\0';
}

void
jindu_text_append_string(struct jindu_text *text, const char *string)
{
    jindu_text_append(text, string, strlen(string));
}

/* Most of what is written is one byte between two texts. */
static void
put_byte(struct jindu_text *text, char byte)
{
    if (reserve(text, 1)) {
        text->bytes[text->length++] = byte;
        text->bytes[text->length] = '\0';
    }
}

/* The bytes of string that need no escape. */
static size_t
plain_length(const char *string)
{
    size_t length = 0;
    unsigned char c;

    while (
        (c = (unsigned char)string[length]) >= 0x20 && c != '"' && c != '\\') {
        length++;
    }
    return length;
}

static void
append_escape(struct jindu_text *text, char c)
{
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    const char *known = strchr(from, c);
    char escape[6] = { '\\', 'u', '0', '0', '0', '0' };

    if (known != NULL) {
        escape[1] = to[known - from];
        jindu_text_append(text, escape, 2);
        return;
    }
    escape[4] = digits[(unsigned char)c >> 4];
    escape[5] = digits[(unsigned char)c & 0xf];
    jindu_text_append(text, escape, sizeof(escape));
}

static void
append_quoted(struct jindu_text *text, const char *string)
{
    put_byte(text, '"');
    for (;;) {
        size_t plain = plain_length(string);

        jindu_text_append(text, string, plain);
        string += plain;
        if (*string == '\0') {
            break;
        }
        append_escape(text, *string++);
    }
    put_byte(text, '"');
}

/* A comma is due unless a value starts the text, a line, an array, an object,
 * or follows its name.  The last byte tells, as a string ends in a quote. */
static bool
follows_value(const struct jindu_text *text)
{
    switch (text->length > 0 ? text->bytes[text->length - 1] : '\n') {
    case '{':
    case '[':
    case ':':
    case ',':
    case '\n':
        return false;
    default:
        return true;
    }
}

static void
begin(struct jindu_text *text, const char *name)
{
    if (follows_value(text)) {
        put_byte(text, ',');
    }
    if (name != NULL) {
        append_quoted(text, name);
        put_byte(text, ':');
    }
}

void
jindu_json_put_object(struct jindu_text *text, const char *name)
{
    begin(text, name);
    put_byte(text, '{');
}

void
jindu_json_end_object(struct jindu_text *text)
{
    put_byte(text, '}');
}

void
jindu_json_put_array(struct jindu_text *text, const char *name)
{
    begin(text, name);
    put_byte(text, '[');
}

void
jindu_json_end_array(struct jindu_text *text)
{
    put_byte(text, ']');
}

void
jindu_json_put_string(
    struct jindu_text *text, const char *name, const char *string)
{
    if (string == NULL) {
        jindu_json_put_null(text, name);
        return;
    }
    begin(text, name);
    append_quoted(text, string);
}

void
jindu_json_put_integer(
    struct jindu_text *text, const char *name, int64_t integer)
{
    char digits[JP_DECIMAL_SIZE];

    begin(text, name);
    jindu_text_append_string(text, jp_decimal(digits, integer));
}

void
jindu_json_put_boolean(struct jindu_text *text, const char *name, bool boolean)
{
    begin(text, name);
    jindu_text_append_string(text, boolean ? "true" : "false");
}

void
jindu_json_put_null(struct jindu_text *text, const char *name)
{
    begin(text, name);
    jindu_text_append(text, "null", 4);
}

void
jindu_json_put_raw(
    struct jindu_text *text, const char *name, const char *json, size_t length)
{
    begin(text, name);
    jindu_text_append(text, json, length);
}

static void
put_members(struct jindu_text *text, const struct jindu_json *object)
{
    const struct jindu_json *sorted[JP_MEMBERS_MAX];
    size_t count = jp_json_sort(object, sorted);
    size_t i;

    for (i = 0; i < count; i++) {
        jindu_json_put_value(text, jindu_json_name(sorted[i]), sorted[i]);
    }
}

/* Calls itself as deep as the document is: JP_DEPTH_MAX. */
void
jindu_json_put_value(
    struct jindu_text *text, const char *name, const struct jindu_json *value)
{
    const struct jindu_json *child;

    switch (jindu_json_kind(value)) {
    case JINDU_JSON_ABSENT:
    case JINDU_JSON_NULL:
        jindu_json_put_null(text, name);
        break;
    case JINDU_JSON_BOOLEAN:
        jindu_json_put_boolean(text, name, jindu_json_boolean(value, false));
        break;
    case JINDU_JSON_INTEGER:
        jindu_json_put_integer(text, name, jindu_json_integer(value, 0));
        break;
    case JINDU_JSON_STRING:
        jindu_json_put_string(text, name, jindu_json_string(value));
        break;
    case JINDU_JSON_ARRAY:
        jindu_json_put_array(text, name);
        for (child = jindu_json_first(value); child != NULL;
             child = jindu_json_next(child)) {
            jindu_json_put_value(text, NULL, child);
        }
        jindu_json_end_array(text);
        break;
    case JINDU_JSON_OBJECT:
        jindu_json_put_object(text, name);
        put_members(text, value);
        jindu_json_end_object(text);
        break;
    }
}
