/* SPDX-License-Identifier: MIT */
#include "check.h"

#include <jindu/date.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "bounds.h"
#include "digest.h"
#include "name.h"

/* "name[9007199254740991]." for the longest name of ours */
#define PREFIX_SIZE 64

const char *
jp_check_kind(const struct jindu_json *value, enum jindu_json_kind kind)
{
    return jindu_json_kind(value) == kind ? NULL : "type";
}

const char *
jp_check_text(
    const struct jindu_json *value, size_t min, size_t max, bool lines)
{
    const char *text = jindu_json_string(value);

    if (text == NULL) {
        return "type";
    }
    if (min > 0 && text[0] == '\0') {
        return "length";
    }
    if (jp_name_is_text(text, max, lines)) {
        return NULL;
    }
    return jp_name_is_text(text, SIZE_MAX, lines) ? "length" : "format";
}

static const char *
check_name(
    const struct jindu_json *value, size_t max, bool (*is)(const char *text))
{
    const char *text = jindu_json_string(value);
    size_t length;

    if (text == NULL) {
        return "type";
    }
    if (is(text)) {
        return NULL;
    }
    length = strlen(text);
    return length == 0 || length > max ? "length" : "format";
}

const char *
jp_check_id(const struct jindu_json *value)
{
    return check_name(value, JP_NAME_MAX, jp_name_is_id);
}

const char *
jp_check_plan(const struct jindu_json *value)
{
    return check_name(value, JP_PLAN_MAX, jp_name_is_plan);
}

const char *
jp_check_integer(
    const struct jindu_json *value, int64_t min, int64_t max, int64_t *integer)
{
    int64_t number = jindu_json_integer(value, 0);

    if (jindu_json_kind(value) != JINDU_JSON_INTEGER) {
        return "type";
    }
    if (number < min || number > max) {
        return "range";
    }
    if (integer != NULL) {
        *integer = number;
    }
    return NULL;
}

const char *
jp_check_date(const struct jindu_json *value, int32_t *date)
{
    const char *text = jindu_json_string(value);
    int32_t found;

    if (text == NULL) {
        return "type";
    }
    if (!jindu_date_parse(text, &found)) {
        return "format";
    }
    if (date != NULL) {
        *date = found;
    }
    return NULL;
}

static int
hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, c);

    return at == NULL ? -1 : (int)(at - digits);
}

const char *
jp_check_digest(const struct jindu_json *value, unsigned char *digest)
{
    const char *text = jindu_json_string(value);
    unsigned char bytes[JP_DIGEST_SIZE];
    size_t i;

    if (text == NULL) {
        return "type";
    }
    if (strlen(text) != 2 * sizeof(bytes)) {
        return "length";
    }
    for (i = 0; i < sizeof(bytes); i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);

        if (high < 0 || low < 0) {
            return "format";
        }
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    if (digest != NULL) {
        (void)memcpy(digest, bytes, sizeof(bytes));
    }
    return NULL;
}

const char *
jp_check_token(const struct jindu_json *value, const char *const tokens[])
{
    const char *text = jindu_json_string(value);
    size_t i;

    if (text == NULL) {
        return "type";
    }
    for (i = 0; tokens[i] != NULL; i++) {
        if (strcmp(tokens[i], text) == 0) {
            return NULL;
        }
    }
    return "format";
}

enum jindu_status
jp_check_rule(struct jp_fault *fault, const char *rule)
{
    return rule == NULL ? JINDU_OK
                        : jp_refuse(fault, JINDU_INVALID, NULL, rule);
}

enum jindu_status
jp_within(struct jp_fault *fault, const char *name, int64_t index)
{
    char path[PREFIX_SIZE + JP_FIELD_SIZE];
    const char *dot =
        fault->field[0] != '\0' && fault->field[0] != '[' ? "." : "";

    if (index < 0) {
        (void)snprintf(path, sizeof(path), "%s%s%s", name, dot, fault->field);
    } else {
        (void)snprintf(path, sizeof(path), "%s[%lld]%s%s", name,
            (long long)index, dot, fault->field);
    }
    return jp_refuse(fault, JINDU_INVALID, path, fault->rule);
}

/* An element of the array that was checked: the array's name comes later. */
static enum jindu_status
refuse_element(struct jp_fault *fault, int64_t index, const char *rule)
{
    *fault = (struct jp_fault){ .rule = rule };
    return jp_within(fault, "", index);
}

enum jindu_status
jp_check_set(const struct jindu_json *array, size_t max,
    const char *(*check)(const struct jindu_json *value),
    struct jp_fault *fault)
{
    const struct jindu_json *value;
    const struct jindu_json *other;
    int64_t index = 0;

    if (jindu_json_kind(array) != JINDU_JSON_ARRAY) {
        return jp_check_rule(fault, "type");
    }
    if (jindu_json_count(array) > max) {
        return jp_check_rule(fault, "length");
    }
    for (value = jindu_json_first(array); value != NULL;
         value = jindu_json_next(value), index++) {
        const char *rule = check(value);

        if (rule != NULL) {
            return refuse_element(fault, index, rule);
        }
        for (other = jindu_json_first(array); other != value;
             other = jindu_json_next(other)) {
            if (strcmp(jindu_json_string(other), jindu_json_string(value)) ==
                0) {
                return refuse_element(fault, index, "double");
            }
        }
    }
    return JINDU_OK;
}

enum jindu_status
jp_form_check(const struct jindu_json *object, const struct jp_form form[],
    size_t count, struct jp_fault *fault)
{
    const struct jindu_json *member;
    uint32_t seen = 0;
    size_t i;

    assert(count <= 32);
    if (jindu_json_kind(object) != JINDU_JSON_OBJECT) {
        return jp_check_rule(fault, "type");
    }
    for (member = jindu_json_first(object); member != NULL;
         member = jindu_json_next(member)) {
        const char *name = jindu_json_name(member);
        enum jindu_status status;

        for (i = 0; i < count && strcmp(form[i].name, name) != 0; i++) {
        }
        if (i == count) {
            return jp_refuse(fault, JINDU_INVALID, name, "unknown_member");
        }
        seen |= UINT32_C(1) << i;
        status = form[i].check(member, fault);
        if (status != JINDU_OK) {
            (void)jp_within(fault, name, -1);
            return status;
        }
    }
    for (i = 0; i < count; i++) {
        if (form[i].required && (seen >> i & 1) == 0) {
            return jp_refuse(fault, JINDU_INVALID, form[i].name, "required");
        }
    }
    return JINDU_OK;
}
