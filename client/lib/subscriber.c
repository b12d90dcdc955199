/* SPDX-License-Identifier: MIT */
#include "subscriber.h"

#include <stdlib.h>

#include "catalogue.h"
#include "socket.h"
#include "terms.h"
#include "tick.h"

/* Three beats of 30 s missed: the connection is dead (PROTOCOL.md, 7). */
#define QUIET_MS 90000

/* A subscription to a stream that exists is answered by a beat within 200 ms;
 * if none comes in ten times that, the subscription was lost on its way. */
#define PROOF_MS 2000

enum jindu_status
jindu_subscriber_open(
    struct jindu_subscriber **subscriber, const struct jindu_options *options)
{
    struct jindu_subscriber *made = calloc(1, sizeof(*made));
    enum jindu_status status;

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    status = terms_read(&made->terms, options);
    if (status != JINDU_OK) {
        goto err_free;
    }
    status = socket_hub_open(&made->hub);
    if (status != JINDU_OK) {
        goto err_terms;
    }
    exchange_init(&made->exchange, made->hub, &made->terms);
    exchange_init(&made->commit, made->hub, &made->terms);
    *subscriber = made;
    return JINDU_OK;

err_terms:
    terms_free(&made->terms);
err_free:
    free(made);
    return status;
}

void
jindu_subscriber_close(struct jindu_subscriber *subscriber)
{
    if (subscriber == NULL) {
        return;
    }
    jindu_json_free(subscriber->message);
    jindu_text_free(&subscriber->text);
    jindu_text_free(&subscriber->json);
    socket_close(subscriber->sub);
    exchange_fini(&subscriber->commit);
    exchange_fini(&subscriber->exchange);
    socket_hub_close(subscriber->hub);
    terms_free(&subscriber->terms);
    free(subscriber);
}

static enum jindu_status
begin(struct jindu_subscriber *subscriber, const char *stream, int64_t after,
    const char *epoch, const char *name)
{
    enum jindu_status status;

    if (subscriber->following) {
        subscriber->detail = _("a stream is followed already");
        return JINDU_INVALID;
    }
    if (name == NULL) {
        status = follower_begin(&subscriber->follower, stream, after, epoch);
    } else {
        status = follower_begin_at(&subscriber->follower, stream, name);
    }
    if (status != JINDU_OK) {
        subscriber->detail =
            _("no such stream, position, epoch or name can be");
        return status;
    }
    subscriber->detail = NULL;
    subscriber->following = true;
    subscriber->committed = -1;
    subscriber->phase = PHASE_HELLO;
    return JINDU_OK;
}

enum jindu_status
jindu_subscriber_follow(struct jindu_subscriber *subscriber, const char *stream,
    int64_t after, const char *epoch)
{
    return begin(subscriber, stream, after, epoch, NULL);
}

enum jindu_status
jindu_subscriber_follow_as(
    struct jindu_subscriber *subscriber, const char *stream, const char *name)
{
    return begin(subscriber, stream, 0, NULL, name == NULL ? "" : name);
}

enum jindu_status
jindu_subscriber_commit(struct jindu_subscriber *subscriber, int timeout_ms)
{
    const struct follower *follower = &subscriber->follower;
    enum jindu_status status = JINDU_OK;

    subscriber->detail = NULL;
    if (follower->cursor[0] == '\0') {
        subscriber->detail = _("the stream is not followed under a name");
        return JINDU_INVALID;
    }
    if (follower->position < 0 || follower->position == subscriber->committed) {
        return JINDU_OK;
    }
    follower_commit(follower, &subscriber->text);
    if (subscriber->text.failed) {
        status = JINDU_NO_MEMORY;
    } else {
        status = exchange_call(&subscriber->commit, "stream.commit",
            subscriber->text.bytes, timeout_ms);
    }
    if (status == JINDU_OK) {
        subscriber->committed = follower->position;
    } else {
        subscriber->detail = subscriber->commit.detail;
    }
    return status;
}

/* Hands out event, which is position + 1. */
static enum step
hand_out(struct jindu_subscriber *subscriber, const struct jindu_json *event)
{
    struct jindu_event *out = &subscriber->event;
    const char *type = jindu_json_string(jindu_json_member(event, "type"));

    jindu_text_clear(&subscriber->json);
    jindu_json_put_value(&subscriber->json, NULL, event);
    if (subscriber->json.failed) {
        return subscriber_tell(subscriber, JINDU_NO_MEMORY, _("out of memory"));
    }
    out->json = subscriber->json.bytes;
    out->event = event;
    out->type = type == NULL ? "" : type;
    out->subject = jindu_json_string(jindu_json_member(event, "subject"));
    out->sequence = subscriber->follower.position + 1;
    return STEP_EVENT;
}

static enum step
next_of_page(struct jindu_subscriber *subscriber)
{
    enum step step = hand_out(subscriber, subscriber->page);

    if (step == STEP_EVENT) {
        subscriber->follower.position++;
        subscriber->page = jindu_json_next(subscriber->page);
        if (subscriber->page == NULL) {
            subscriber->phase = subscriber->follower.position < subscriber->head
                                    ? PHASE_READ
                                    : PHASE_LIVE;
        }
    }
    return step;
}

/* A message that came by sub, by the table of follower.h. */
static enum step
take_message(struct jindu_subscriber *subscriber)
{
    struct jindu_json *message;
    enum jindu_status status;
    enum step step = STEP_AGAIN;

    status = jindu_json_parse(
        &message, subscriber->text.bytes, subscriber->text.length);
    if (status == JINDU_NO_MEMORY) {
        return subscriber_tell(subscriber, status, _("out of memory"));
    }
    if (status != JINDU_OK) { /* whatever it was, the journal has it */
        subscriber->phase = PHASE_READ;
        return STEP_AGAIN;
    }
    switch (follower_hear(&subscriber->follower, message)) {
    case FOLLOWER_TAKE:
        step = hand_out(subscriber, message);
        break;
    case FOLLOWER_READ:
        subscriber->phase = PHASE_READ;
        break;
    case FOLLOWER_DROP:
        break;
    }
    if (step != STEP_EVENT) {
        jindu_json_free(message);
        return step;
    }
    subscriber->message = message;
    subscriber->follower.position++;
    return step;
}

/* New sockets: these may be dead without knowing it.  At once when they worked
 * until now, else in a while: the next may be as bad. */
static void
start_anew(struct jindu_subscriber *subscriber, int64_t now)
{
    subscriber->rest_until =
        subscriber->proven ? now : now + SUBSCRIBER_RETRY_MS;
    exchange_cancel(&subscriber->exchange);
    socket_close(subscriber->sub);
    subscriber->sub = NULL;
    subscriber->phase = PHASE_HELLO;
}

static int64_t
patience_ends(const struct jindu_subscriber *subscriber)
{
    bool proven = subscriber->proven || subscriber->head == 0;

    return subscriber->heard_at + (proven ? QUIET_MS : PROOF_MS);
}

static enum step
hear(struct jindu_subscriber *subscriber, int64_t now)
{
    enum jindu_status status =
        socket_receive(subscriber->sub, &subscriber->text);

    if (status == JINDU_OK || status == JINDU_MALFORMED) {
        subscriber->heard_at = now;
        subscriber->proven = true;
        return status == JINDU_OK ? take_message(subscriber) : STEP_AGAIN;
    }
    if (status != JINDU_TIMEOUT) {
        subscriber->phase = PHASE_READ; /* the message is gone */
        return subscriber_tell(
            subscriber, status, _(jindu_status_text(status)));
    }
    status = socket_refusal(subscriber->sub);
    if (status != JINDU_OK) {
        start_anew(subscriber, now);
        return subscriber_refused(subscriber, status, now);
    }
    if (socket_is_lost(subscriber->sub) || now >= patience_ends(subscriber)) {
        start_anew(subscriber, now);
        return STEP_AGAIN;
    }
    return STEP_IDLE;
}

/* What is not listened to now must not keep the descriptor readable. */
static void
quiet(struct jindu_subscriber *subscriber)
{
    if (subscriber->phase != PHASE_LIVE && subscriber->sub != NULL) {
        socket_quiet(subscriber->sub);
    }
    if (!subscriber->exchange.waiting && subscriber->exchange.socket != NULL) {
        socket_quiet(subscriber->exchange.socket);
    }
    if (subscriber->commit.socket != NULL) {
        socket_quiet(subscriber->commit.socket);
    }
}

static enum step
advance(struct jindu_subscriber *subscriber, int64_t now)
{
    enum step step;

    do {
        if (subscriber->page != NULL) {
            step = next_of_page(subscriber);
        } else if (subscriber->phase == PHASE_LIVE) {
            step = hear(subscriber, now);
        } else {
            step = subscriber_ask(subscriber, now);
        }
    } while (step == STEP_AGAIN);
    if (step == STEP_IDLE) {
        quiet(subscriber);
    }
    return step;
}

static int64_t
wake(const struct jindu_subscriber *subscriber, int64_t now)
{
    if (!subscriber->following) {
        return now + QUIET_MS;
    }
    if (subscriber->page != NULL) {
        return now;
    }
    if (subscriber->phase == PHASE_LIVE) {
        return patience_ends(subscriber);
    }
    return subscriber->exchange.waiting
               ? exchange_wake(&subscriber->exchange, now)
               : subscriber->rest_until;
}

/* False when a signal ended it. */
static bool
sleep_until(struct jindu_subscriber *subscriber, int64_t now, int64_t at)
{
    struct exchange *exchange = &subscriber->exchange;
    bool live = subscriber->phase == PHASE_LIVE;

    /* Before it is live, sub may hold input that is not wanted yet. */
    return socket_wait(exchange->waiting ? exchange->socket : NULL,
        exchange_has_output(exchange, now), live ? subscriber->sub : NULL,
        tick_until(now, at));
}

enum jindu_status
jindu_subscriber_next(struct jindu_subscriber *subscriber, int timeout_ms,
    const struct jindu_event **event)
{
    int64_t now = tick_now();
    int64_t deadline = timeout_ms < 0 ? TICK_NEVER : now + timeout_ms;

    if (!subscriber->following) {
        subscriber->detail = _("no stream is followed");
        return JINDU_INVALID;
    }
    jindu_json_free(subscriber->message);
    subscriber->message = NULL;
    subscriber->detail = NULL;
    for (;;) {
        enum step step = advance(subscriber, now);
        int64_t at = wake(subscriber, now);

        if (step == STEP_EVENT) {
            *event = &subscriber->event;
            return JINDU_OK;
        }
        if (step == STEP_TELL) {
            return subscriber->told;
        }
        if (now >= deadline ||
            !sleep_until(subscriber, now, at < deadline ? at : deadline)) {
            return JINDU_TIMEOUT;
        }
        now = tick_now();
    }
}

int
jindu_subscriber_fd(const struct jindu_subscriber *subscriber)
{
    return socket_hub_fd(subscriber->hub);
}

int
jindu_subscriber_wait_ms(const struct jindu_subscriber *subscriber)
{
    int64_t now = tick_now();

    return tick_until(now, wake(subscriber, now));
}

const char *
jindu_subscriber_epoch(const struct jindu_subscriber *subscriber)
{
    return subscriber->follower.epoch;
}

const char *
jindu_subscriber_detail(const struct jindu_subscriber *subscriber)
{
    return subscriber->detail == NULL ? subscriber->exchange.detail
                                      : subscriber->detail;
}
