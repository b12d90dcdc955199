/* SPDX-License-Identifier: MIT */
/*
 * exchange: one request at a time, repeated until jindud answers it.
 *
 *     start --> step ... step --> over: status, and result or error
 *                 |
 *                 +-- silent for try_ms: a new socket, the same bytes
 *                 +-- busy: the same bytes once retry_after_ms has passed
 *                 +-- patient: waits as long as the connection lasts, and is
 *                 |   over (JINDU_TIMEOUT) with it; busy for a minute only
 *                 +-- refused in the handshake, by either side: over
 *
 * A new socket, because one whose handshake failed never recovers.  Nothing
 * here waits: step does what can be done at now, and wake says when to call
 * again at the latest.
 *
 * Ownership  Embedded in its user.  hub and terms are borrowed for life;
 *            document, result and error live until the next start.
 * Threading  One thread at a time.
 * Errors     detail says in words why status is not JINDU_OK, and after a
 *            silence why nobody answers so far.
 * Source     PROTOCOL.md, sections 1 to 3.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <jindu/json.h>
#include <jindu/keyfile.h>

#include <stdbool.h>
#include <stdint.h>

#include "address.h"

/* A path, an endpoint or a field, and two sentences. */
#define EXCHANGE_DETAIL_SIZE JINDU_KEYFILE_DETAIL_SIZE

struct socket;
struct socket_hub;
struct terms;

struct exchange {
    struct socket_hub *hub;
    const struct terms *terms;   /* no server: looked for at each new socket */
    char endpoint[ADDRESS_SIZE]; /* the one in use; "" before the first */
    struct socket *socket;       /* NULL: to be opened */
    struct jindu_text request;
    struct jindu_text reply;
    int64_t id;
    bool waiting;       /* for an answer */
    bool sent;          /* in this try */
    bool sent_ever;     /* since start */
    bool busy;          /* was the last answer since start */
    bool patient;       /* sent once only, while its connection lasts */
    int silences;       /* tries without an answer since start */
    int64_t try_until;  /* then this try is a silence */
    int64_t not_before; /* nothing is sent before; 0: at once */
    int64_t busy_until; /* then busy is the answer */
    int try_ms;
    enum jindu_status status;
    struct jindu_json *document;
    const struct jindu_json *result; /* NULL unless status is JINDU_OK */
    const struct jindu_json *error;  /* {code, message, data}, or NULL */
    char detail[EXCHANGE_DETAIL_SIZE];
};

void exchange_init(struct exchange *exchange, struct socket_hub *hub,
    const struct terms *terms);
void exchange_fini(struct exchange *exchange);

/* params: one JSON object as text; NULL for {}.  JINDU_MALFORMED or
 * JINDU_INVALID: it is none, or too long; nothing was sent. */
JINDU_CHECK enum jindu_status exchange_start(struct exchange *exchange,
    const char *method, const char *params, int64_t now);

/* The first half of start: writes the request. */
JINDU_CHECK enum jindu_status exchange_write(
    struct exchange *exchange, const char *method, const char *params);

/* True when the exchange is over. */
bool exchange_step(struct exchange *exchange, int64_t now);

/* The instant of the next step, if no input comes before. */
int64_t exchange_wake(const struct exchange *exchange, int64_t now);

/* True while there is something to send and jindud cannot take it yet. */
bool exchange_has_output(const struct exchange *exchange, int64_t now);

/* Ends it for lack of time: JINDU_UNREACHABLE when nothing could be sent,
 * JINDU_TIMEOUT when no answer came, JINDU_BUSY when that was the answer. */
enum jindu_status exchange_give_up(struct exchange *exchange);

/* A new socket to where the server is now. */
JINDU_CHECK enum jindu_status exchange_connect(struct exchange *exchange);

/* In words, as far as it can be seen from here. */
void exchange_explain_silence(struct exchange *exchange);
void exchange_explain_refusal(
    struct exchange *exchange, enum jindu_status refusal);

/* From start to end: steps until there is an answer or the time is over. */
JINDU_CHECK enum jindu_status exchange_call(struct exchange *exchange,
    const char *method, const char *params, int timeout_ms);

/* Ends it, and the socket with it; a late answer finds nobody. */
void exchange_cancel(struct exchange *exchange);

#endif
