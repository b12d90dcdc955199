/* SPDX-License-Identifier: MIT */
#include "subscriber.h"

#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "keyring.h"
#include "socket.h"

enum step
subscriber_tell(struct jindu_subscriber *subscriber, enum jindu_status status,
    const char *detail)
{
    subscriber->told = status;
    subscriber->detail = detail;
    return STEP_TELL;
}

enum step
subscriber_refused(
    struct jindu_subscriber *subscriber, enum jindu_status refusal, int64_t now)
{
    bool told = subscriber->refused == refusal;

    subscriber->refused = refusal;
    subscriber->phase = PHASE_HELLO; /* a new daemon may publish elsewhere */
    subscriber->rest_until = now + SUBSCRIBER_REFUSED_MS;
    if (refusal != JINDU_NO_KEY) { /* which was explained by its file */
        exchange_explain_refusal(&subscriber->exchange, refusal);
    }
    return told ? STEP_AGAIN : subscriber_tell(subscriber, refusal, NULL);
}

/* The read that follows sees all that was published before it. */
static void
discard(struct jindu_subscriber *subscriber, int64_t now)
{
    int left = SOCKET_SUB_HIGH_WATER; /* more have just been published */

    while (left-- > 0 && socket_receive(subscriber->sub, &subscriber->text) !=
                             JINDU_TIMEOUT) {
        subscriber->heard_at = now;
        subscriber->proven = true;
    }
}

static enum jindu_status
start_request(struct jindu_subscriber *subscriber, int64_t now)
{
    struct jindu_text *params = &subscriber->text;

    if (subscriber->phase == PHASE_HELLO) {
        return exchange_start(&subscriber->exchange, "server.hello",
            "{\"client\":\"libjindu " JINDU_VERSION "\"}", now);
    }
    discard(subscriber, now);
    follower_ask(&subscriber->follower, params);
    if (params->failed) {
        return JINDU_NO_MEMORY;
    }
    return exchange_start(
        &subscriber->exchange, "stream.read", params->bytes, now);
}

static enum jindu_status
open_sub(struct jindu_subscriber *subscriber, const char *events)
{
    const struct terms *terms = &subscriber->terms;
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    char topic[JP_STREAM_MAX + 2];
    struct keyring keys;
    bool remote = address_is_remote(events);
    enum jindu_status status = JINDU_OK;

    (void)snprintf(topic, sizeof(topic), "%s/", subscriber->follower.stream);
    if (remote) {
        status = keyring_read(
            &keys, terms->certificate, terms->server_certificate, detail);
        if (status != JINDU_OK) { /* gone since the request a moment ago */
            return status;
        }
    }
    status = socket_open(&subscriber->sub, subscriber->hub, SOCKET_SUB, events,
        remote ? &keys : NULL, topic);
    if (remote) {
        keyring_wipe(&keys);
    }
    return status;
}

/* server.hello was answered: connects to where events are published. */
static enum step
enter(struct jindu_subscriber *subscriber, int64_t now)
{
    const struct jindu_json *endpoints =
        jindu_json_member(subscriber->exchange.result, "endpoints");
    const char *told =
        jindu_json_string(jindu_json_member(endpoints, "events"));
    char events[ADDRESS_SIZE];
    enum jindu_status status;

    if (address_events(events, told, subscriber->exchange.endpoint) !=
        JINDU_OK) {
        return subscriber_tell(subscriber, JINDU_INTERNAL,
            _("the daemon names no endpoint for events that can be used"));
    }
    if (subscriber->sub == NULL || strcmp(events, subscriber->events) != 0) {
        socket_close(subscriber->sub);
        subscriber->sub = NULL;
        status = open_sub(subscriber, events);
        if (status != JINDU_OK) {
            return subscriber_tell(subscriber, status,
                _("cannot connect to the endpoint of events"));
        }
        memcpy(subscriber->events, events, sizeof(events));
        subscriber->heard_at = now;
        subscriber->proven = false;
    }
    subscriber->phase = PHASE_READ;
    return STEP_AGAIN;
}

static enum step
take_page(struct jindu_subscriber *subscriber)
{
    const struct jindu_json *result = subscriber->exchange.result;
    bool at_head = subscriber->follower.position == FOLLOWER_AT_HEAD;

    if (follower_page(&subscriber->follower, result) != JINDU_OK) {
        return subscriber_tell(subscriber, JINDU_INTERNAL,
            _("the daemon's page of events does not follow the last one"));
    }
    subscriber->head = jindu_json_integer(jindu_json_member(result, "head"), 0);
    subscriber->page =
        at_head ? NULL : jindu_json_first(jindu_json_member(result, "events"));
    if (subscriber->page == NULL) {
        subscriber->phase = PHASE_LIVE;
    }
    return STEP_AGAIN;
}

static enum step
take_refusal(
    struct jindu_subscriber *subscriber, enum jindu_status status, int64_t now)
{
    bool at_head = subscriber->follower.position == FOLLOWER_AT_HEAD;

    switch (status) {
    case JINDU_RESET:
    case JINDU_TRUNCATED:
        if (follower_restart(&subscriber->follower, status,
                jindu_json_member(subscriber->exchange.error, "data")) !=
            JINDU_OK) {
            return subscriber_tell(subscriber, JINDU_INTERNAL,
                _("the daemon does not say where its events begin"));
        }
        subscriber->phase = at_head ? PHASE_LIVE : PHASE_READ;
        subscriber->committed = -1;
        /* One reset is news and is followed at once; a daemon that says
         * nothing else is asked no faster than one that is away. */
        if (!subscriber->restarted) {
            subscriber->rest_until = 0;
        }
        subscriber->restarted = true;
        return at_head ? STEP_AGAIN : subscriber_tell(subscriber, status, NULL);
    case JINDU_TIMEOUT:
    case JINDU_STORAGE:
    case JINDU_CLOSED:
        return STEP_AGAIN; /* it passes */
    case JINDU_WRONG_SERVER:
    case JINDU_NOT_ADMITTED:
    case JINDU_NO_KEY:
        return subscriber_refused(subscriber, status, now);
    case JINDU_OK:
    case JINDU_NO_MEMORY:
    case JINDU_MALFORMED:
    case JINDU_INVALID_REQUEST:
    case JINDU_UNKNOWN_METHOD:
    case JINDU_INVALID:
    case JINDU_DENIED:
    case JINDU_NOT_FOUND:
    case JINDU_CONFLICT:
    case JINDU_REFUSED:
    case JINDU_BUSY:
    case JINDU_UNREACHABLE:
    case JINDU_QUEUED:
    case JINDU_INTERNAL:
        break;
    }
    return subscriber_tell(subscriber, status, NULL);
}

enum step
subscriber_ask(struct jindu_subscriber *subscriber, int64_t now)
{
    struct exchange *exchange = &subscriber->exchange;
    enum jindu_status status;

    if (!exchange->waiting) {
        if (now < subscriber->rest_until) {
            return STEP_IDLE;
        }
        status = start_request(subscriber, now);
        if (status != JINDU_OK) {
            return subscriber_tell(subscriber, status, NULL);
        }
    }
    if (!exchange_step(exchange, now)) {
        if (subscriber->phase == PHASE_READ && exchange->silences > 0) {
            /* A new daemon may publish elsewhere. */
            exchange_cancel(exchange);
            subscriber->phase = PHASE_HELLO;
            return STEP_AGAIN;
        }
        return STEP_IDLE;
    }
    if (exchange->status != JINDU_OK) {
        subscriber->rest_until = now + SUBSCRIBER_RETRY_MS;
        return take_refusal(subscriber, exchange->status, now);
    }
    subscriber->refused = JINDU_OK;
    if (subscriber->phase != PHASE_HELLO) {
        subscriber->restarted = false;
    }
    return subscriber->phase == PHASE_HELLO ? enter(subscriber, now)
                                            : take_page(subscriber);
}
