/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <jindu/version.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "call.h"
#include "clock.h"
#include "commit.h"
#include "limit.h"
#include "lookup.h"
#include "permission.h"
#include "rate.h"
#include "roster.h"
#include "upkeep.h"

#define INTAKE_PROTOCOL 1

struct intake {
    struct intake_options options;
    bool stopped;
    struct rate *rate;
    struct intake_counters counters;
    struct jindu_text hello;
};

/* Who asks, where he hears events, and from where he comes. */
struct sender {
    const struct principal *principal;
    const char *events;
    const char *origin;
};

enum jindu_status
intake_new(struct intake **intake, const struct intake_options *options)
{
    struct intake *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    enum jindu_status status = rate_new(&made->rate);
    if (status != JINDU_OK) {
        free(made);
        return status;
    }
    made->options = *options;
    *intake = made;
    return JINDU_OK;
}

void
intake_free(struct intake *intake)
{
    if (intake != NULL) {
        rate_free(intake->rate);
        jindu_text_free(&intake->hello);
        free(intake);
    }
}

void
intake_stop(struct intake *intake)
{
    intake->stopped = true;
}

struct intake_counters
intake_counters(const struct intake *intake)
{
    return intake->counters;
}

static void
put_hello(struct intake *intake, const struct principal *principal,
    const char *events)
{
    struct jindu_text *out = &intake->hello;
    const char *person = principal->person[0] ? principal->person : NULL;
    jindu_text_clear(out);
    jindu_json_put_object(out, NULL);
    jindu_json_put_object(out, "endpoints");
    jindu_json_put_string(out, "events", events);
    jindu_json_end_object(out);
    jindu_json_put_string(out, "epoch", intake->options.epoch);
    jindu_json_put_object(out, "limits");
    jindu_json_put_integer(out, "batch", JP_BATCH_MAX);
    jindu_json_put_integer(out, "in_flight", JP_IN_FLIGHT_MAX);
    jindu_json_put_integer(out, "message", JP_MESSAGE_MAX);
    jindu_json_put_integer(out, "page", JP_PAGE_MAX);
    jindu_json_put_integer(out, "reply", JP_REPLY_MAX);
    jindu_json_end_object(out);
    jindu_json_put_object(out, "principal");
    jindu_json_put_string(out, "name", principal->name);
    jindu_json_put_string(out, "person", person);
    jindu_json_put_string(out, "role", role_token(principal->role));
    jindu_json_end_object(out);
    jindu_json_put_integer(out, "protocol", INTAKE_PROTOCOL);
    jindu_json_put_string(
        out, "publish", permission_publish(intake->options.doorbell));
    jindu_json_put_string(out, "software", "jindud");
    jindu_json_put_string(out, "version", JINDU_VERSION);
    jindu_json_put_string(out, "zone", intake->options.zone);
    jindu_json_end_object(out);
}

static void
answer_hello(struct intake *intake, struct part *part, const char *events)
{
    put_hello(intake, &part->change.principal, events);
    if (intake->hello.failed) {
        jindu_text_free(&intake->hello);
        intake->hello = (struct jindu_text)JINDU_TEXT_INIT;
        calls_refuse(intake->options.calls, part, JINDU_NO_MEMORY, NULL);
        return;
    }
    calls_result(
        intake->options.calls, part, intake->hello.bytes, intake->hello.length);
}

/* JINDU_OK: the request may be carried out. */
static enum jindu_status
judge(const struct intake *intake, struct part *part, bool *reads)
{
    const struct jp_request *request = &part->request;
    if (intake->stopped) {
        return JINDU_CLOSED;
    }
    if (permission_of(part->change.principal.role, request->method,
            intake->options.doorbell) == PERMISSION_NONE) {
        return jp_refuse(&part->fault, JINDU_DENIED, NULL, "role");
    }
    if (request->deadline_ms != 0 &&
        request->deadline_ms < part->change.received_at) {
        return JINDU_TIMEOUT;
    }
    if (!jp_method_is_write(request->method)) {
        if (*reads) { /* a page each would make the reply boundless */
            return jp_refuse(
                &part->fault, JINDU_INVALID_REQUEST, "method", "one_read");
        }
        *reads = true;
    }
    return JINDU_OK;
}

static void
dispatch(struct intake *intake, struct part *part, const char *events)
{
    if (part->request.method == JP_METHOD_SERVER_HELLO) {
        answer_hello(intake, part, events);
        return;
    }
    if (access_answers(part->request.method)) {
        access_answer(intake->options.calls, intake->options.roster,
            intake->options.doorbell, part);
        return;
    }
    enum jindu_status status = JINDU_OK;
    if (jp_method_is_write(part->request.method)) {
        status = commit_submit(intake->options.commit, &part->change);
        intake->counters.commit_busy += status == JINDU_BUSY;
    } else if (part->request.method == JP_METHOD_ADMIN_BACKUP ||
               part->request.method == JP_METHOD_SERVER_CHECK) {
        status = upkeep_submit(intake->options.upkeep, part);
        intake->counters.upkeep_busy += status == JINDU_BUSY;
    } else {
        lookup_submit(intake->options.lookup, part);
    }
    if (status != JINDU_OK) {
        calls_refuse(intake->options.calls, part, status, NULL);
    }
}

/* "uid:1000", or "key:wang@192.0.2.7": a person may have several keys. */
static void
put_origin(char origin[CHANGE_ORIGIN_SIZE], const struct sender *from)
{
    bool local = strncmp(from->origin, "uid:", 4) == 0;
    (void)snprintf(origin, CHANGE_ORIGIN_SIZE, "%s%s%s",
        local ? "" : from->principal->name, local ? "" : "@", from->origin);
}

static void
take(struct intake *intake, struct part *parts, const struct jindu_json *value,
    const struct sender *from, size_t bytes)
{
    int64_t now = clock_now();
    int64_t offset = clock_offset();
    bool reads = false;
    struct part *next;
    for (struct part *part = parts; part != NULL; part = next) {
        const struct jindu_json *following = jindu_json_next(value);
        next = part->next;
        part->change.kind = CHANGE_REQUEST;
        part->change.request = &part->request;
        part->change.principal = *from->principal;
        put_origin(part->change.origin, from);
        part->change.received_at = now;
        part->change.offset = offset;
        part->change.bytes = bytes;
        part->change.status = JINDU_OK;
        part->change.fault = (struct jp_fault){ .rule = NULL };
        part->fault = part->change.fault;
        enum jindu_status status =
            jp_request_decode(&part->request, value, &part->fault);
        if (status == JINDU_OK) {
            status = judge(intake, part, &reads);
        }
        if (status == JINDU_OK) {
            dispatch(intake, part, from->events);
        } else {
            calls_refuse(intake->options.calls, part, status, &part->fault);
        }
        value = following;
    }
}

/* 0: the principal may ask for so much now. */
static int64_t
wait_of(struct intake *intake, const struct roster_entry *peer, size_t count)
{
    bool exempt = peer->key[0] == '\0' && peer->principal.role == ROLE_ADMIN;
    return exempt ? 0
                  : rate_take(intake->rate, peer->principal.name, count,
                        clock_monotonic());
}

void
intake_receive(void *cookie, const struct front_message *message)
{
    struct intake *intake = cookie;
    struct calls *calls = intake->options.calls;
    struct jp_fault fault = { .rule = NULL };
    const struct roster_entry *peer =
        roster_find_user(intake->options.roster, message->user);
    if (peer == NULL) {
        enum jindu_status denied =
            jp_refuse(&fault, JINDU_DENIED, NULL, "role");
        calls_refuse_frame(calls, message->address, denied, &fault);
        return;
    }
    if (message->extra) {
        enum jindu_status refused =
            jp_refuse(&fault, JINDU_INVALID_REQUEST, NULL, "frames");
        calls_refuse_frame(calls, message->address, refused, &fault);
        return;
    }
    struct jp_message parsed;
    enum jindu_status status =
        jp_message_parse(&parsed, message->body, message->length);
    if (status != JINDU_OK) {
        calls_refuse_frame(calls, message->address, status, &fault);
        return;
    }
    int64_t wait = wait_of(intake, peer, parsed.count);
    if (wait > 0) {
        intake->counters.rate_busy++;
        calls_turn_away(calls, message->address, &parsed, JINDU_BUSY, wait);
        return;
    }
    struct part *parts;
    status = calls_begin(calls, message->address, &parsed, &parts);
    if (status != JINDU_OK) {
        calls_turn_away(
            calls, message->address, &parsed, status, QUOTA_RETRY_MS);
        return;
    }
    const struct jindu_json *first =
        parsed.batch ? jindu_json_first(parsed.document) : parsed.document;
    const struct sender from = { &peer->principal, message->events,
        message->origin };
    take(intake, parts, first, &from, message->length / parsed.count);
}
