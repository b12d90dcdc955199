/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bounds.h"
#include "catalogue.h"

/* jsonrpc, id, method, params: more means that params was not one value. */
#define REQUEST_MEMBERS 4
/* "-9223372036854775808" and NUL */
#define ID_SIZE 21

static void
write_text(struct exchange *exchange, const char *method, const char *params)
{
    struct jindu_text *out = &exchange->request;
    char id[ID_SIZE];

    (void)snprintf(id, sizeof(id), "%" PRId64, exchange->id);
    jindu_text_clear(out);
    jindu_json_put_object(out, NULL);
    jindu_json_put_string(out, "id", id);
    jindu_json_put_string(out, "jsonrpc", "2.0");
    jindu_json_put_string(out, "method", method);
    jindu_json_put_raw(out, "params", params, strlen(params));
    jindu_json_end_object(out);
}

/* What jindud would not even read is refused here, where it can be said. */
static enum jindu_status
check(struct exchange *exchange)
{
    const struct jindu_text *out = &exchange->request;
    struct jindu_json *document;
    enum jindu_status status;
    const char *why = NULL;

    if (out->failed) {
        return JINDU_NO_MEMORY;
    }
    if (out->length > JP_MESSAGE_MAX) {
        (void)snprintf(exchange->detail, sizeof(exchange->detail),
            _("the request has %zu bytes: at most %d can be sent"), out->length,
            JP_MESSAGE_MAX);
        return JINDU_MALFORMED;
    }
    status = jindu_json_parse(&document, out->bytes, out->length);
    if (status == JINDU_OK) {
        if (jindu_json_count(document) != REQUEST_MEMBERS) {
            status = JINDU_MALFORMED;
        } else if (jindu_json_kind(jindu_json_member(document, "params")) !=
                   JINDU_JSON_OBJECT) {
            status = JINDU_INVALID;
            why = _("'params' is no object");
        }
        jindu_json_free(document);
    }
    if (status == JINDU_MALFORMED) {
        why = _("'params' is not strict JSON");
    }
    if (why != NULL) {
        (void)snprintf(exchange->detail, sizeof(exchange->detail), "%s", why);
    }
    return status;
}

enum jindu_status
exchange_write(
    struct exchange *exchange, const char *method, const char *params)
{
    write_text(exchange, method, params);
    return check(exchange);
}
