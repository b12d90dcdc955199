/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "limit.h"
#include "log.h"
#include "reply.h"

/* A part keeps a text for its next request unless a page made it large: all
 * parts together then hold at most 48 MiB. */
#define CALL_TEXT_KEPT 4096
/* Of a batch's reply: brackets, and what 64 refusals may add. */
#define CALL_BATCH_SPARE 65536

struct call {
    struct call *next; /* calls::spare */
    struct front_address address;
    struct quota_peer *peer;
    struct jp_message message;
    struct part *parts;
    size_t waiting; /* parts not answered yet */
};

struct calls {
    struct calls_options options;
    struct quota *quota;
    struct call *spare;
    struct part *spare_parts;
    struct jindu_text text; /* of the reply being made */
    struct calls_counters counters;
};

enum jindu_status
calls_new(struct calls **calls, const struct calls_options *options)
{
    struct calls *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    enum jindu_status status = quota_new(&made->quota);
    if (status != JINDU_OK) {
        free(made);
        return status;
    }
    made->options = *options;
    *calls = made;
    return JINDU_OK;
}

static void
free_part(struct part *part)
{
    jindu_text_free(&part->result);
    jindu_text_free(&part->counters);
    jindu_text_free(&part->answer);
    free(part);
}

void
calls_free(struct calls *calls)
{
    if (calls == NULL) {
        return;
    }
    assert(quota_total(calls->quota) == 0);
    while (calls->spare != NULL) {
        struct call *next = calls->spare->next;
        free(calls->spare);
        calls->spare = next;
    }
    while (calls->spare_parts != NULL) {
        struct part *next = calls->spare_parts->next;
        free_part(calls->spare_parts);
        calls->spare_parts = next;
    }
    quota_free(calls->quota);
    jindu_text_free(&calls->text);
    free(calls);
}

static void
keep_text(struct jindu_text *text)
{
    if (text->failed || text->capacity > CALL_TEXT_KEPT) {
        jindu_text_free(text);
        *text = (struct jindu_text)JINDU_TEXT_INIT;
    } else {
        jindu_text_clear(text);
    }
}

static void
give_back_parts(struct calls *calls, struct part *parts)
{
    while (parts != NULL) {
        struct part *next = parts->next;
        keep_text(&parts->result);
        keep_text(&parts->counters);
        keep_text(&parts->answer);
        parts->next = calls->spare_parts;
        calls->spare_parts = parts;
        parts = next;
    }
}

static struct part *
take_part(struct calls *calls, struct call *call)
{
    struct part *part = calls->spare_parts;
    if (part == NULL) {
        part = calloc(1, sizeof(*part));
        if (part == NULL) {
            return NULL;
        }
    } else {
        calls->spare_parts = part->next;
    }
    part->call = call;
    part->peer = call->peer;
    part->next = NULL;
    return part;
}

static struct call *
take_call(struct calls *calls)
{
    struct call *call = calls->spare;
    if (call == NULL) {
        return malloc(sizeof(*call));
    }
    calls->spare = call->next;
    return call;
}

static void
give_back(struct calls *calls, struct call *call)
{
    call->next = calls->spare;
    calls->spare = call;
}

static bool
take_parts(struct calls *calls, struct call *call, size_t count)
{
    call->parts = NULL;
    struct part **link = &call->parts;
    for (size_t i = 0; i < count; i++) {
        *link = take_part(calls, call);
        if (*link == NULL) {
            give_back_parts(calls, call->parts);
            return false;
        }
        link = &(*link)->next;
    }
    return true;
}

enum jindu_status
calls_begin(struct calls *calls, const struct front_address *address,
    const struct jp_message *message, struct part **parts)
{
    struct call *call = take_call(calls);
    if (call == NULL) {
        return JINDU_NO_MEMORY;
    }
    enum jindu_status status =
        quota_enter(calls->quota, address, message->count, &call->peer);
    if (status != JINDU_OK) {
        goto err_call;
    }
    if (!take_parts(calls, call, message->count)) {
        status = JINDU_NO_MEMORY;
        goto err_quota;
    }
    call->address.front = address->front;
    call->address.size = address->size;
    call->address.delimiter = address->delimiter;
    memcpy(call->address.id, address->id, address->size);
    call->message = *message;
    call->waiting = message->count;
    calls->counters.requests += message->count;
    *parts = call->parts;
    return JINDU_OK;

err_quota:
    quota_leave(calls->quota, call->peer, message->count);
err_call:
    give_back(calls, call);
    return status;
}

static void
send_text(struct calls *calls, const struct front_address *address)
{
    if (calls->text.failed) {
        log_warning("a reply was dropped: out of memory");
        jindu_text_free(&calls->text);
        calls->text = (struct jindu_text)JINDU_TEXT_INIT;
        return;
    }
    calls->options.reply(
        calls->options.cookie, address, calls->text.bytes, calls->text.length);
}

static void
put_error(struct calls *calls, struct jindu_text *out,
    const struct jindu_json *id, enum jindu_status status,
    const struct jp_fault *fault, int64_t retry_ms)
{
    bool again = status == JINDU_RESET || status == JINDU_TRUNCATED;
    const struct jp_fault none = { .rule = NULL };
    jp_reply_error(out, id, status, fault == NULL ? &none : fault,
        again ? calls->options.epoch : NULL,
        status == JINDU_BUSY ? retry_ms : 0);
    calls->counters.refused[status]++;
}

void
calls_refuse_frame(struct calls *calls, const struct front_address *address,
    enum jindu_status status, const struct jp_fault *fault)
{
    jindu_text_clear(&calls->text);
    put_error(calls, &calls->text, NULL, status, fault, QUOTA_RETRY_MS);
    send_text(calls, address);
}

void
calls_turn_away(struct calls *calls, const struct front_address *address,
    struct jp_message *message, enum jindu_status status, int64_t retry_ms)
{
    jindu_text_clear(&calls->text);
    const struct jindu_json *value = message->document;
    if (message->batch) {
        jindu_json_put_array(&calls->text, NULL);
        value = jindu_json_first(message->document);
    }
    for (size_t i = 0; i < message->count; i++) {
        struct jp_request request;
        struct jp_fault fault;
        enum jindu_status decoded = jp_request_decode(&request, value, &fault);
        (void)decoded; /* only the id is wanted */
        put_error(calls, &calls->text, request.id, status, NULL, retry_ms);
        value = jindu_json_next(value);
    }
    if (message->batch) {
        jindu_json_end_array(&calls->text);
    }
    send_text(calls, address);
    jp_message_free(message);
}

static void
finish(struct calls *calls, struct call *call)
{
    if (call->message.batch) {
        jindu_text_clear(&calls->text);
        jindu_json_put_array(&calls->text, NULL);
        for (struct part *part = call->parts; part != NULL; part = part->next) {
            calls->text.failed |= part->answer.failed;
            jindu_json_put_raw(
                &calls->text, NULL, part->answer.bytes, part->answer.length);
        }
        jindu_json_end_array(&calls->text);
    }
    send_text(calls, &call->address);
    quota_leave(calls->quota, call->peer, call->message.count);
    jp_message_free(&call->message);
    give_back_parts(calls, call->parts);
    give_back(calls, call);
}

/* Where the answer of part is written: at once the reply, or kept until the
 * others of its batch are answered. */
static struct jindu_text *
text_of(struct calls *calls, struct part *part)
{
    struct jindu_text *text =
        part->call->message.batch ? &part->answer : &calls->text;
    jindu_text_clear(text);
    return text;
}

static void
answered(struct calls *calls, struct part *part)
{
    if (--part->call->waiting == 0) {
        finish(calls, part->call);
    }
}

void
calls_result(
    struct calls *calls, struct part *part, const char *result, size_t length)
{
    /* Pages are bounded by their query; this is the last word. */
    if (length > JP_REPLY_MAX - CALL_BATCH_SPARE) {
        struct jp_fault fault = { .rule = NULL };
        enum jindu_status status =
            jp_refuse(&fault, JINDU_INVALID, "limit", "range");
        calls_refuse(calls, part, status, &fault);
        return;
    }
    jp_reply_result(text_of(calls, part), part->request.id, result, length);
    answered(calls, part);
}

void
calls_refuse(struct calls *calls, struct part *part, enum jindu_status status,
    const struct jp_fault *fault)
{
    put_error(calls, text_of(calls, part), part->request.id, status, fault,
        QUOTA_RETRY_MS);
    answered(calls, part);
}

size_t
calls_waiting(const struct calls *calls)
{
    return quota_total(calls->quota);
}

struct calls_counters
calls_counters(const struct calls *calls)
{
    struct calls_counters counters = calls->counters;
    counters.busy = quota_counters(calls->quota);
    return counters;
}
