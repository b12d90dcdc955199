/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "socket.h"
#include "terms.h"
#include "tick.h"

/* Longer than a commit on a slow disk takes, short enough for a person. */
#define TRY_FIRST_MS 1000
/* A daemon that needs longer is not helped by more repeats. */
#define TRY_MAX_MS 8000
/* When a busy daemon does not say how long. */
#define BUSY_MS 100
/* A longer wait than this is no answer to "try again". */
#define BUSY_MAX_MS 60000
/* A patient question is in the way of another one like it, which may last for
 * hours: one that is about to end is waited for, then it is told. */
#define PATIENT_BUSY_MS 60000
/* Between two sockets whose connections are cut before anything was sent. */
#define LOST_PAUSE_MS 50
/* "-9223372036854775808" and NUL */
#define ID_SIZE 21

void
exchange_init(struct exchange *exchange, struct socket_hub *hub,
    const struct terms *terms)
{
    memset(exchange, 0, sizeof(*exchange));
    exchange->hub = hub;
    exchange->terms = terms;
    if (address_find(exchange->endpoint, terms->server) != JINDU_OK) {
        exchange->endpoint[0] = '\0'; /* the first step will say so */
    }
}

static void
forget_answer(struct exchange *exchange)
{
    jindu_json_free(exchange->document);
    exchange->document = NULL;
    exchange->result = NULL;
    exchange->error = NULL;
    exchange->detail[0] = '\0';
}

void
exchange_fini(struct exchange *exchange)
{
    exchange_cancel(exchange);
    forget_answer(exchange);
    jindu_text_free(&exchange->request);
    jindu_text_free(&exchange->reply);
}

void
exchange_cancel(struct exchange *exchange)
{
    exchange->waiting = false;
    socket_close(exchange->socket);
    exchange->socket = NULL;
}

static bool
over(struct exchange *exchange, enum jindu_status status)
{
    exchange->waiting = false;
    exchange->status = status;
    if (exchange->detail[0] == '\0' && status != JINDU_OK) {
        (void)snprintf(exchange->detail, sizeof(exchange->detail), "%s",
            _(jindu_status_text(status)));
    }
    return true;
}

/* These may take minutes; a repeat would only meet its own first try. */
static bool
is_long(const char *method)
{
    return strcmp(method, "admin.backup") == 0 ||
           strcmp(method, "server.check") == 0;
}

enum jindu_status
exchange_start(struct exchange *exchange, const char *method,
    const char *params, int64_t now)
{
    enum jindu_status status;

    assert(!exchange->waiting);
    forget_answer(exchange);
    exchange->id++;
    status = exchange_write(exchange, method, params == NULL ? "{}" : params);
    exchange->patient = is_long(method);
    if (status != JINDU_OK) {
        (void)over(exchange, status);
        return status;
    }
    exchange->waiting = true;
    exchange->sent = false;
    exchange->sent_ever = false;
    exchange->busy = false;
    exchange->silences = 0;
    exchange->not_before = 0;
    exchange->try_ms = TRY_FIRST_MS;
    exchange->try_until = now + exchange->try_ms;
    exchange->busy_until =
        exchange->patient ? now + PATIENT_BUSY_MS : TICK_NEVER;
    return JINDU_OK;
}

/* "'item': no such item" */
static void
explain_error(struct exchange *exchange)
{
    const struct jindu_json *data = jindu_json_member(exchange->error, "data");
    const char *field = jindu_json_string(jindu_json_member(data, "field"));
    const char *message =
        jindu_json_string(jindu_json_member(exchange->error, "message"));

    if (message == NULL) {
        message = _(jindu_status_text(exchange->status));
    }
    if (field == NULL || field[0] == '\0') {
        (void)snprintf(
            exchange->detail, sizeof(exchange->detail), "%s", message);
    } else {
        (void)snprintf(exchange->detail, sizeof(exchange->detail), "'%s': %s",
            field, message);
    }
}

/* True when it has been for too long. */
static bool
be_busy(struct exchange *exchange, int64_t now)
{
    const struct jindu_json *data = jindu_json_member(exchange->error, "data");
    int64_t wait =
        jindu_json_integer(jindu_json_member(data, "retry_after_ms"), BUSY_MS);

    if (wait < 1 || wait > BUSY_MAX_MS) {
        wait = BUSY_MS;
    }
    if (now + wait >= exchange->busy_until) {
        return over(exchange, JINDU_BUSY);
    }
    exchange->busy = true;
    exchange->sent = false;
    exchange->not_before = now + wait;
    exchange->try_until = exchange->not_before + exchange->try_ms;
    return false;
}

/* True when this is the answer to the request that waits.  An error without
 * id is ours as well: only our own messages travel on this socket. */
static bool
is_mine(const struct exchange *exchange, const struct jindu_json *document)
{
    const struct jindu_json *id = jindu_json_member(document, "id");
    const char *text = jindu_json_string(id);
    char mine[ID_SIZE];

    (void)snprintf(mine, sizeof(mine), "%" PRId64, exchange->id);
    if (text != NULL) {
        return strcmp(text, mine) == 0;
    }
    return jindu_json_kind(id) == JINDU_JSON_NULL &&
           jindu_json_member(document, "error") != NULL;
}

/* True when the exchange is over. */
static bool
take_answer(struct exchange *exchange, struct jindu_json *document, int64_t now)
{
    const struct jindu_json *data;
    const char *token;

    forget_answer(exchange);
    exchange->document = document;
    exchange->result = jindu_json_member(document, "result");
    exchange->error = jindu_json_member(document, "error");
    if (exchange->error == NULL) {
        return over(
            exchange, exchange->result == NULL ? JINDU_INTERNAL : JINDU_OK);
    }
    exchange->result = NULL;
    data = jindu_json_member(exchange->error, "data");
    token = jindu_json_string(jindu_json_member(data, "status"));
    exchange->status =
        token == NULL ? JINDU_INTERNAL : jindu_status_from_token(token);
    if (exchange->status == JINDU_OK) { /* an error cannot be a success */
        exchange->status = JINDU_INTERNAL;
    }
    explain_error(exchange);
    if (exchange->status == JINDU_BUSY) {
        return be_busy(exchange, now);
    }
    return over(exchange, exchange->status);
}

static bool
receive_all(struct exchange *exchange, int64_t now)
{
    struct jindu_json *document;
    enum jindu_status status;

    for (;;) {
        status = socket_receive(exchange->socket, &exchange->reply);
        if (status == JINDU_TIMEOUT) {
            return false;
        }
        if (status == JINDU_MALFORMED) {
            continue;
        }
        if (status != JINDU_OK) {
            return over(exchange, status);
        }
        status = jindu_json_parse(
            &document, exchange->reply.bytes, exchange->reply.length);
        if (status == JINDU_NO_MEMORY) {
            return over(exchange, status);
        }
        if (status != JINDU_OK) {
            continue;
        }
        if (!is_mine(exchange, document)) {
            jindu_json_free(document);
        } else if (take_answer(exchange, document, now)) {
            return true;
        }
    }
}

static void
be_silent(struct exchange *exchange, int64_t now)
{
    forget_answer(exchange);
    exchange_explain_silence(exchange);
    socket_close(exchange->socket);
    exchange->socket = NULL;
    exchange->sent = false;
    exchange->busy = false;
    exchange->silences++;
    if (exchange->try_ms < TRY_MAX_MS) {
        exchange->try_ms *= 2;
    }
    exchange->try_until = now + exchange->try_ms;
}

/* The connection is cut.  True when the exchange is over: a patient request
 * that was sent is answered no more.  Any other goes on a new socket, whose
 * loss alone is one of this request. */
static bool
be_cut(struct exchange *exchange, int64_t now)
{
    if (exchange->patient && exchange->sent) {
        exchange_cancel(exchange);
        exchange_explain_silence(exchange);
        return over(exchange, JINDU_TIMEOUT);
    }
    socket_close(exchange->socket);
    exchange->socket = NULL;
    exchange->sent = false;
    if (exchange->not_before < now + LOST_PAUSE_MS) {
        exchange->not_before = now + LOST_PAUSE_MS;
    }
    enum jindu_status status = exchange_connect(exchange);
    return status != JINDU_OK && over(exchange, status);
}

/* The other side has judged: asking again changes nothing for now. */
static bool
be_refused(struct exchange *exchange, enum jindu_status refusal)
{
    exchange_cancel(exchange);
    forget_answer(exchange);
    exchange_explain_refusal(exchange, refusal);
    return over(exchange, refusal);
}

/* True when the exchange is over. */
static bool
send_request(struct exchange *exchange)
{
    enum jindu_status status;

    if (exchange->patient) {
        socket_watch_loss(exchange->socket);
    }
    status = socket_send(
        exchange->socket, exchange->request.bytes, exchange->request.length);
    if (status == JINDU_OK) {
        exchange->sent = true;
        exchange->sent_ever = true;
        exchange->busy = false;
        if (exchange->patient) {
            exchange->try_until = TICK_NEVER;
        }
    } else if (status != JINDU_TIMEOUT) {
        return over(exchange, status);
    }
    return false;
}

bool
exchange_step(struct exchange *exchange, int64_t now)
{
    enum jindu_status status;

    assert(exchange->waiting);
    if (now >= exchange->try_until) {
        be_silent(exchange, now);
    }
    if (exchange->socket == NULL) {
        status = exchange_connect(exchange);
        if (status != JINDU_OK) {
            return over(exchange, status);
        }
    }
    /* Receiving comes first: it may take away ZeroMQ's word that sending has
     * become possible, and then the attempt below still finds out. */
    if (receive_all(exchange, now)) {
        return true;
    }
    status = socket_refusal(exchange->socket);
    if (status != JINDU_OK) {
        return be_refused(exchange, status);
    }
    if (socket_is_lost(exchange->socket) && be_cut(exchange, now)) {
        return true;
    }
    return !exchange->sent && now >= exchange->not_before &&
           send_request(exchange);
}

int64_t
exchange_wake(const struct exchange *exchange, int64_t now)
{
    return exchange->not_before > now ? exchange->not_before
                                      : exchange->try_until;
}

bool
exchange_has_output(const struct exchange *exchange, int64_t now)
{
    return exchange->waiting && !exchange->sent && now >= exchange->not_before;
}

enum jindu_status
exchange_give_up(struct exchange *exchange)
{
    exchange_cancel(exchange);
    if (exchange->busy) { /* its words stand */
        exchange->status = JINDU_BUSY;
        return JINDU_BUSY;
    }
    forget_answer(exchange);
    exchange_explain_silence(exchange);
    exchange->status = exchange->sent_ever ? JINDU_TIMEOUT : JINDU_UNREACHABLE;
    return exchange->status;
}
