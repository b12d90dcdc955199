/* SPDX-License-Identifier: MIT */
/*
 * json: strict reading and canonical writing of JSON.
 *
 * Reading    jindu_json_parse() takes a text whole or refuses it: UTF-8 only,
 *            no NUL and no \u0000, no member twice, integers of at most 53
 *            bits (decimals travel as strings), depth 16, 256 members an
 *            object, nothing after the value.
 * Writing    Appends to a jindu_text.  A failed allocation is remembered in
 *            the text, so that a writer checks once, at its end.  The form is
 *            canonical when members are written in the order of their names:
 *            no blanks, only ", \ and control characters escaped, integers in
 *            decimal.  That is what Python prints with sort_keys=True,
 *            separators=(",", ":"), ensure_ascii=False.
 * Ownership  A document is freed by jindu_json_free(); every value and string
 *            inside it lives as long as it.  NULL is allowed wherever a value
 *            is read, and reads as absent.
 * Threading  A document or text belongs to one thread at a time.
 * Errors     JINDU_MALFORMED (not strict JSON) or JINDU_NO_MEMORY.
 * Source     RFC 8259; PROTOCOL.md, "JSON".
 */
#ifndef JINDU_JSON_H
#define JINDU_JSON_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jindu_json; /* a value; the one that parse returns is the document */

enum jindu_json_kind {
    JINDU_JSON_ABSENT = 0,
    JINDU_JSON_NULL,
    JINDU_JSON_BOOLEAN,
    JINDU_JSON_INTEGER,
    JINDU_JSON_STRING,
    JINDU_JSON_ARRAY,
    JINDU_JSON_OBJECT,
};

JINDU_API JINDU_CHECK enum jindu_status jindu_json_parse(
    struct jindu_json **document, const char *text, size_t length);
JINDU_API void jindu_json_free(struct jindu_json *document);

JINDU_API enum jindu_json_kind jindu_json_kind(const struct jindu_json *value);

/* Of an object, the member of this name; NULL when there is none. */
JINDU_API const struct jindu_json *jindu_json_member(
    const struct jindu_json *object, const char *name);

/* Children of an array or object, in order; NULL at the end. */
JINDU_API const struct jindu_json *jindu_json_first(
    const struct jindu_json *value);
JINDU_API const struct jindu_json *jindu_json_next(
    const struct jindu_json *value);
JINDU_API size_t jindu_json_count(const struct jindu_json *value);

/* The name of a member; NULL for other values. */
JINDU_API const char *jindu_json_name(const struct jindu_json *value);

/* NULL unless it is a string. */
JINDU_API const char *jindu_json_string(const struct jindu_json *value);

/* otherwise when it is no integer, or no boolean. */
JINDU_API int64_t jindu_json_integer(
    const struct jindu_json *value, int64_t otherwise);
JINDU_API bool jindu_json_boolean(
    const struct jindu_json *value, bool otherwise);

/* A growing text, NUL-terminated once anything was appended. */
struct jindu_text {
    char *bytes; /* NULL while empty */
    size_t length;
    size_t capacity;
    bool failed; /* an allocation failed; nothing is appended any more */
};
#define JINDU_TEXT_INIT \
    {                   \
        0               \
    }

JINDU_API void jindu_text_free(struct jindu_text *text);
JINDU_API void jindu_text_clear(struct jindu_text *text); /* keeps memory */
JINDU_API void jindu_text_append(
    struct jindu_text *text, const char *bytes, size_t length);
JINDU_API void jindu_text_append_string(
    struct jindu_text *text, const char *string);

/* Each puts a comma first where one is due.  name is NULL in arrays and at the
 * top; string NULL is written as null. */
JINDU_API void jindu_json_put_object(struct jindu_text *text, const char *name);
JINDU_API void jindu_json_end_object(struct jindu_text *text);
JINDU_API void jindu_json_put_array(struct jindu_text *text, const char *name);
JINDU_API void jindu_json_end_array(struct jindu_text *text);
JINDU_API void jindu_json_put_string(
    struct jindu_text *text, const char *name, const char *string);
JINDU_API void jindu_json_put_integer(
    struct jindu_text *text, const char *name, int64_t integer);
JINDU_API void jindu_json_put_boolean(
    struct jindu_text *text, const char *name, bool boolean);
JINDU_API void jindu_json_put_null(struct jindu_text *text, const char *name);
/* json is one JSON value as text, taken as it is. */
JINDU_API void jindu_json_put_raw(
    struct jindu_text *text, const char *name, const char *json, size_t length);

/* Appends value in canonical form, members sorted whatever their order was. */
JINDU_API void jindu_json_put_value(
    struct jindu_text *text, const char *name, const struct jindu_json *value);

#ifdef __cplusplus
}
#endif

#endif
