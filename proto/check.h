/* SPDX-License-Identifier: MIT */
/*
 * check: the shapes of PROTOCOL.md, section 4, one function each.
 *
 * Rules      jp_check_*() return NULL, or the token of the rule that value
 *            breaks.  Outputs are untouched then, and may be NULL.
 * Forms      A form lists the members of an object; jp_form_check() refuses
 *            what is unknown, missing, or does not pass its check.
 * Fields     The field in a fault is relative to the value that was checked;
 *            jp_within() puts the name it is known by before it.
 * Threading  Pure functions.
 */
#ifndef JP_CHECK_H
#define JP_CHECK_H

#include <jindu/json.h>

#include "fault.h"

/* Of min to max characters; lines: line feed and tab are allowed. */
const char *jp_check_text(
    const struct jindu_json *value, size_t min, size_t max, bool lines);
const char *jp_check_id(const struct jindu_json *value);
const char *jp_check_plan(const struct jindu_json *value);
const char *jp_check_integer(
    const struct jindu_json *value, int64_t min, int64_t max, int64_t *integer);
const char *jp_check_date(const struct jindu_json *value, int32_t *date);
/* digest: 32 bytes written as 64 hex digits. */
const char *jp_check_digest(
    const struct jindu_json *value, unsigned char *digest);
/* tokens ends with NULL. */
const char *jp_check_token(
    const struct jindu_json *value, const char *const tokens[]);
const char *jp_check_kind(
    const struct jindu_json *value, enum jindu_json_kind kind);

/* JINDU_OK for no rule, else JINDU_INVALID with it and no field. */
JINDU_CHECK enum jindu_status jp_check_rule(
    struct jp_fault *fault, const char *rule);

/* The fault was found in member name, or in its element index unless that is
 * negative.  Returns JINDU_INVALID. */
enum jindu_status jp_within(
    struct jp_fault *fault, const char *name, int64_t index);

/* An array of at most max strings, each passing check, no two alike. */
JINDU_CHECK enum jindu_status jp_check_set(const struct jindu_json *array,
    size_t max, const char *(*check)(const struct jindu_json *value),
    struct jp_fault *fault);

struct jp_form {
    const char *name;
    bool required;
    enum jindu_status (*check)(
        const struct jindu_json *value, struct jp_fault *fault);
};

/* count is at most 32. */
JINDU_CHECK enum jindu_status jp_form_check(const struct jindu_json *object,
    const struct jp_form form[], size_t count, struct jp_fault *fault);

#endif
