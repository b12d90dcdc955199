/* SPDX-License-Identifier: MIT */
#include "request.h"

#include <string.h>

#include "check.h"
#include "json_sort.h"
#include "params.h"

enum jindu_status
jp_message_parse(struct jp_message *message, const char *bytes, size_t length)
{
    struct jindu_json *document = NULL;
    enum jindu_json_kind kind;
    enum jindu_status status;
    size_t count = 1;

    if (length > JP_MESSAGE_MAX) {
        return JINDU_MALFORMED;
    }
    status = jindu_json_parse(&document, bytes, length);
    if (status != JINDU_OK) {
        return status;
    }
    kind = jindu_json_kind(document);
    if (kind == JINDU_JSON_ARRAY) {
        count = jindu_json_count(document);
    }
    if ((kind != JINDU_JSON_ARRAY && kind != JINDU_JSON_OBJECT) || count < 1 ||
        count > JP_BATCH_MAX) {
        jindu_json_free(document);
        return JINDU_INVALID_REQUEST;
    }
    *message = (struct jp_message){
        .document = document,
        .batch = kind == JINDU_JSON_ARRAY,
        .count = count,
    };
    return JINDU_OK;
}

void
jp_message_free(struct jp_message *message)
{
    jindu_json_free(message->document);
    *message = (struct jp_message){ 0 };
}

static const char *
id_rule(const struct jindu_json *id)
{
    const char *text = jindu_json_string(id);

    if (id == NULL) {
        return "required";
    }
    if (text == NULL) {
        return jp_check_kind(id, JINDU_JSON_INTEGER);
    }
    return text[0] == '\0' || strlen(text) > JP_ID_MAX ? "length" : NULL;
}

static const char *
version_rule(const struct jindu_json *version)
{
    const char *text = jindu_json_string(version);

    if (version == NULL) {
        return "required";
    }
    if (text == NULL) {
        return "type";
    }
    return strcmp(text, "2.0") == 0 ? NULL : "format";
}

static const char *
method_rule(const struct jindu_json *method)
{
    return method == NULL ? "required"
                          : jp_check_kind(method, JINDU_JSON_STRING);
}

/* The members around params. */
static enum jindu_status
check_envelope(const struct jindu_json *value, struct jp_fault *fault)
{
    static const struct {
        const char *name;
        const char *(*rule)(const struct jindu_json *value);
    } members[] = {
        { "id", id_rule },
        { "jsonrpc", version_rule },
        { "method", method_rule },
    };
    const struct jindu_json *member;
    const struct jindu_json *params = jindu_json_member(value, "params");
    size_t i;

    if (jindu_json_kind(value) != JINDU_JSON_OBJECT) {
        return jp_refuse(fault, JINDU_INVALID_REQUEST, NULL, "type");
    }
    for (member = jindu_json_first(value); member != NULL;
         member = jindu_json_next(member)) {
        const char *name = jindu_json_name(member);

        if (strcmp(name, "id") != 0 && strcmp(name, "jsonrpc") != 0 &&
            strcmp(name, "method") != 0 && strcmp(name, "params") != 0) {
            return jp_refuse(
                fault, JINDU_INVALID_REQUEST, name, "unknown_member");
        }
    }
    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        const char *rule =
            members[i].rule(jindu_json_member(value, members[i].name));

        if (rule != NULL) {
            return jp_refuse(
                fault, JINDU_INVALID_REQUEST, members[i].name, rule);
        }
    }
    if (params != NULL && jindu_json_kind(params) != JINDU_JSON_OBJECT) {
        return jp_refuse(fault, JINDU_INVALID_REQUEST, "params", "type");
    }
    return JINDU_OK;
}

static bool
find_method(const char *token, enum jp_method *method)
{
    int i;

    for (i = 0; i < JP_METHOD_COUNT; i++) {
        if (strcmp(jp_method_token((enum jp_method)i), token) == 0) {
            *method = (enum jp_method)i;
            return true;
        }
    }
    return false;
}

static bool
is_content(const char *name)
{
    return strcmp(name, "key") != 0 && strcmp(name, "deadline_ms") != 0;
}

/* PROTOCOL.md, 2, "Writes": the digest of what a key stands for. */
static enum jindu_status
digest_content(struct jp_request *request, const struct jindu_json *params)
{
    const struct jindu_json *sorted[JP_MEMBERS_MAX];
    struct jindu_text text = JINDU_TEXT_INIT;
    size_t count = jp_json_sort(params, sorted);
    enum jindu_status status = JINDU_NO_MEMORY;
    size_t i;

    jindu_json_put_object(&text, NULL);
    jindu_json_put_string(&text, "method", jp_method_token(request->method));
    jindu_json_put_object(&text, "params");
    for (i = 0; i < count; i++) {
        const char *name = jindu_json_name(sorted[i]);

        if (is_content(name)) {
            jindu_json_put_value(&text, name, sorted[i]);
        }
    }
    jindu_json_end_object(&text);
    jindu_json_end_object(&text);
    if (!text.failed) {
        jp_digest(request->content, text.bytes, text.length, NULL, 0);
        status = JINDU_OK;
    }
    jindu_text_free(&text);
    return status;
}

enum jindu_status
jp_request_decode(struct jp_request *request, const struct jindu_json *value,
    struct jp_fault *fault)
{
    const struct jindu_json *id = jindu_json_member(value, "id");
    const struct jindu_json *params = jindu_json_member(value, "params");
    const char *method;
    enum jindu_status status;

    *request = (struct jp_request){
        .id = id_rule(id) == NULL ? id : NULL,
        .percent = -1,
        .as_of = JINDU_DATE_NONE,
        .effective = JINDU_DATE_NONE,
        .deadline = JINDU_DATE_NONE,
        .due_within = -1,
    };
    status = check_envelope(value, fault);
    if (status != JINDU_OK) {
        return status;
    }
    method = jindu_json_string(jindu_json_member(value, "method"));
    if (!find_method(method, &request->method)) {
        return jp_refuse(fault, JINDU_UNKNOWN_METHOD, "method", "exists");
    }
    status = jp_params_decode(request, params, fault);
    if (status != JINDU_OK) {
        return status;
    }
    if (jp_method_has_key(request->method)) {
        status = digest_content(request, params);
        if (status != JINDU_OK) {
            return jp_refuse(fault, status, NULL, NULL);
        }
    }
    return JINDU_OK;
}
