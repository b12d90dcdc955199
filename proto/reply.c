/* SPDX-License-Identifier: MIT */
#include "reply.h"

static void
begin(struct jindu_text *out, const struct jindu_json *id)
{
    jindu_json_put_object(out, NULL);
    jindu_json_put_string(out, "jsonrpc", "2.0");
    jindu_json_put_value(out, "id", id);
}

void
jp_reply_result(struct jindu_text *out, const struct jindu_json *id,
    const char *result, size_t length)
{
    begin(out, id);
    jindu_json_put_raw(out, "result", result, length);
    jindu_json_end_object(out);
}

/* Names in order, so that an error is canonical too. */
static void
put_data(struct jindu_text *out, enum jindu_status status,
    const struct jp_fault *fault, const char *epoch, int64_t retry_after_ms)
{
    jindu_json_put_object(out, "data");
    if (fault->count > 0) {
        jindu_json_put_integer(out, "count", fault->count);
    }
    if (epoch != NULL) {
        jindu_json_put_string(out, "epoch", epoch);
    }
    if (fault->field[0] != '\0') {
        jindu_json_put_string(out, "field", fault->field);
    }
    if (epoch != NULL) {
        jindu_json_put_integer(out, "floor", fault->floor);
        jindu_json_put_integer(out, "head", fault->head);
    }
    if (retry_after_ms > 0) {
        jindu_json_put_integer(out, "retry_after_ms", retry_after_ms);
    }
    if (fault->rule != NULL) {
        jindu_json_put_string(out, "rule", fault->rule);
    }
    if (fault->state != NULL) {
        jindu_json_put_string(out, "state", fault->state);
    }
    jindu_json_put_string(out, "status", jindu_status_token(status));
    jindu_json_end_object(out);
}

void
jp_reply_error(struct jindu_text *out, const struct jindu_json *id,
    enum jindu_status status, const struct jp_fault *fault, const char *epoch,
    int64_t retry_after_ms)
{
    static const struct jp_fault none = { .rule = NULL };

    if (fault == NULL) {
        fault = &none;
    }
    begin(out, id);
    jindu_json_put_object(out, "error");
    jindu_json_put_integer(out, "code", jindu_status_code(status));
    jindu_json_put_string(out, "message",
        fault->message == NULL ? jindu_status_text(status) : fault->message);
    put_data(out, status, fault, epoch, retry_after_ms);
    jindu_json_end_object(out);
    jindu_json_end_object(out);
}
