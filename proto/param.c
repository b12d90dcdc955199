/* SPDX-License-Identifier: MIT */
#include "param.h"

#include <string.h>

#include "check.h"
#include "name.h"
#include "params.h"

static const char *const phases[] = { "planned", "published", "superseded",
    "cancelled", NULL };
static const char *const states[] = { "active", "claimed", "returned", "done",
    "withdrawn", NULL };
static const char *const subjects[] = { "deadline", "unit", NULL };
static const char *const vanisheds[] = { "withdraw", "keep", NULL };

static const char *
check_uuid(const struct jindu_json *value, unsigned char *uuid)
{
    unsigned char bytes[JP_UUID_SIZE];
    const char *text = jindu_json_string(value);

    if (text == NULL) {
        return "type";
    }
    return jp_uuid_parse(text, uuid == NULL ? bytes : uuid) ? NULL : "format";
}

static const char *
check_stream(const struct jindu_json *value)
{
    const char *text = jindu_json_string(value);

    if (text == NULL) {
        return "type";
    }
    return jp_name_is_stream(text) ? NULL : "format";
}

/* Nobody knows where the daemon stands: the path is whole. */
static const char *
check_file(const struct jindu_json *value)
{
    const char *rule = jp_check_text(value, 1, JP_FILE_MAX, false);
    const char *text = jindu_json_string(value);

    if (rule != NULL) {
        return rule;
    }
    return text[0] == '/' && text[strlen(text) - 1] != '/' ? NULL : "format";
}

static const char *
check_true(const struct jindu_json *value)
{
    if (jindu_json_kind(value) != JINDU_JSON_BOOLEAN) {
        return "type";
    }
    return jindu_json_boolean(value, false) ? NULL : "range";
}

/* An event type, or the beginning of some that ends in a dot. */
static const char *
check_event_kind(const struct jindu_json *value)
{
    const char *text = jindu_json_string(value);

    if (text == NULL) {
        return "type";
    }
    if (text[0] == '\0' || strlen(text) > JP_KIND_MAX) {
        return "length";
    }
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz_.")] == '\0'
               ? NULL
               : "format";
}

static const char *
check_string(enum jp_kind kind, const struct jindu_json *value)
{
    if (kind == JP_KIND_ANY_TEXT || kind == JP_KIND_TEXT) {
        return jp_check_text(value, kind == JP_KIND_TEXT, JP_TEXT_MAX, true);
    }
    if (kind == JP_KIND_CURSOR) {
        return jp_check_text(value, 1, JP_CURSOR_MAX, false);
    }
    if (kind == JP_KIND_SHORT || kind == JP_KIND_CLIENT) {
        return jp_check_text(value, 1, JP_SHORT_MAX, false);
    }
    if (kind == JP_KIND_FILE) {
        return check_file(value);
    }
    if (kind == JP_KIND_ID) {
        return jp_check_id(value);
    }
    if (kind == JP_KIND_PLAN) {
        return jp_check_plan(value);
    }
    if (kind == JP_KIND_STREAM) {
        return check_stream(value);
    }
    if (kind == JP_KIND_UUID_TEXT) {
        return check_uuid(value, NULL);
    }
    return jp_check_token(value, kind == JP_KIND_PHASE      ? phases
                                 : kind == JP_KIND_STATE    ? states
                                 : kind == JP_KIND_VANISHED ? vanisheds
                                                            : subjects);
}

/* What the members with two shapes are in this method. */
static enum jp_kind
kind_of(const struct jp_param *param, enum jp_method method)
{
    if (param->kind == JP_KIND_AFTER) {
        return method == JP_METHOD_ITEM_LIST ||
                       method == JP_METHOD_STREAM_LIST ||
                       method == JP_METHOD_STREAM_CURSORS ||
                       method == JP_METHOD_ADMIN_PRINCIPALS
                   ? JP_KIND_CURSOR
                   : JP_KIND_INTEGER;
    }
    if (param->kind == JP_KIND_CONFIRM && method != JP_METHOD_SERVER_CLOCK) {
        return JP_KIND_SUBJECT;
    }
    return param->kind;
}

static void *
place_of(struct jp_request *request, const struct jp_param *param)
{
    return (char *)request + param->offset;
}

static enum jindu_status
decode_string(struct jp_request *request, const struct jp_param *param,
    enum jp_kind kind, const struct jindu_json *value, struct jp_fault *fault)
{
    const char **string = place_of(request, param);
    const char *rule = check_string(kind, value);

    if (rule != NULL) {
        return jp_check_rule(fault, rule);
    }
    if (kind == JP_KIND_CURSOR) {
        string = &request->cursor;
    }
    *string = jindu_json_string(value);
    return JINDU_OK;
}

static enum jindu_status
decode_integer(struct jp_request *request, const struct jp_param *param,
    const struct jindu_json *value, struct jp_fault *fault)
{
    int64_t *integer = place_of(request, param);
    int64_t max = param->max;

    if (param->kind == JP_KIND_LIMIT &&
        request->method == JP_METHOD_AUDIT_VERIFY) {
        max = JP_VERIFY_MAX;
    }
    request->has_after = request->has_after || param->kind == JP_KIND_AFTER;
    return jp_check_rule(
        fault, jp_check_integer(value, param->min, max, integer));
}

/* Arrays and objects, kept as they are once they have passed. */
static enum jindu_status
decode_value(struct jp_request *request, const struct jp_param *param,
    const struct jindu_json *value, struct jp_fault *fault)
{
    const struct jindu_json **kept = place_of(request, param);
    enum jindu_status status;

    if (param->kind == JP_KIND_CALENDAR) {
        status = jp_calendar_check(value, fault);
    } else if (param->kind == JP_KIND_HEAD) {
        status = jp_plan_head_check(value, fault);
    } else if (param->kind == JP_KIND_ITEMS) {
        status = jp_plan_items_check(value, fault);
    } else {
        status = jp_check_set(value, JP_KINDS_MAX, check_event_kind, fault);
    }
    if (status == JINDU_OK) {
        *kept = value;
    }
    return status;
}

static enum jindu_status
decode_percent(struct jp_request *request, const struct jp_param *param,
    const struct jindu_json *value, struct jp_fault *fault)
{
    int64_t percent = 0;
    const char *rule =
        jp_check_integer(value, param->min, param->max, &percent);

    if (rule == NULL) {
        request->percent = (int)percent;
    }
    return jp_check_rule(fault, rule);
}

static enum jindu_status
decode_deadline(struct jp_request *request, const struct jindu_json *value,
    struct jp_fault *fault)
{
    request->has_deadline = true;
    if (jindu_json_kind(value) == JINDU_JSON_NULL) {
        return JINDU_OK;
    }
    return jp_check_rule(fault, jp_check_date(value, &request->deadline));
}

static enum jindu_status
decode_boolean(struct jp_request *request, const struct jp_param *param,
    const struct jindu_json *value, struct jp_fault *fault)
{
    bool *boolean = place_of(request, param);
    const char *rule = param->kind == JP_KIND_TRUE
                           ? check_true(value)
                           : jp_check_kind(value, JINDU_JSON_BOOLEAN);

    if (rule == NULL) {
        *boolean = jindu_json_boolean(value, false);
    }
    return jp_check_rule(fault, rule);
}

enum jindu_status
jp_param_decode(struct jp_request *request, const struct jp_param *param,
    const struct jindu_json *value, struct jp_fault *fault)
{
    enum jp_kind kind = kind_of(param, request->method);

    switch (kind) {
    case JP_KIND_PERCENT:
        return decode_percent(request, param, value, fault);
    case JP_KIND_DEADLINE:
        return decode_deadline(request, value, fault);
    case JP_KIND_BOOLEAN:
    case JP_KIND_TRUE:
        return decode_boolean(request, param, value, fault);
    case JP_KIND_CLIENT:
        return jp_check_rule(fault, check_string(JP_KIND_SHORT, value));
    case JP_KIND_CONFIRM:
        return jp_check_rule(fault, check_true(value));
    case JP_KIND_DATE:
        return jp_check_rule(
            fault, jp_check_date(value, place_of(request, param)));
    case JP_KIND_DIGEST:
        request->has_digest = true;
        return jp_check_rule(fault, jp_check_digest(value, request->digest));
    case JP_KIND_UUID:
        return jp_check_rule(fault, check_uuid(value, request->key));
    case JP_KIND_CALENDAR:
    case JP_KIND_HEAD:
    case JP_KIND_ITEMS:
    case JP_KIND_KINDS:
        return decode_value(request, param, value, fault);
    case JP_KIND_AFTER:
    case JP_KIND_INTEGER:
    case JP_KIND_LIMIT:
        return decode_integer(request, param, value, fault);
    case JP_KIND_ANY_TEXT:
    case JP_KIND_CURSOR:
    case JP_KIND_FILE:
    case JP_KIND_ID:
    case JP_KIND_PHASE:
    case JP_KIND_PLAN:
    case JP_KIND_SHORT:
    case JP_KIND_STATE:
    case JP_KIND_STREAM:
    case JP_KIND_SUBJECT:
    case JP_KIND_TEXT:
    case JP_KIND_UUID_TEXT:
    case JP_KIND_VANISHED:
        break;
    }
    return decode_string(request, param, kind, value, fault);
}
