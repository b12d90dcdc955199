/* SPDX-License-Identifier: MIT */
/*
 * libjindu: ask jindud, and hear every event of a stream once and in order.
 *
 * Objects    A client sends requests; a subscriber follows one stream.  Both
 *            are opaque, and every _open is paired with a _close that accepts
 *            NULL.
 * Ownership  Arguments are borrowed for the call.  A pointer handed back lives
 *            until the next call on the same object.  Nothing is the caller's
 *            to free.
 * Threading  An object belongs to one thread at a time.  The library keeps no
 *            global state, starts no thread but ZeroMQ's own, installs no
 *            signal handler, prints nothing and never exits.
 * Errors     Fallible calls return enum jindu_status and touch their outputs
 *            only on JINDU_OK; the _detail calls say what went wrong, in the
 *            language and codeset that the program chose by setlocale(3).
 * Time       int64_t milliseconds since 1970-01-01T00:00:00Z.
 * Text       NUL-terminated; but for those details UTF-8.
 * Source     PROTOCOL.md.
 */
#ifndef JINDU_JINDU_H
#define JINDU_JINDU_H

#include <jindu/date.h>
#include <jindu/json.h>
#include <jindu/keyfile.h>
#include <jindu/status.h>
#include <jindu/version.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jindu_client;
struct jindu_subscriber;

/* Start from JINDU_OPTIONS_INIT: size lets the struct grow without breaking. */
struct jindu_options {
    size_t size;
    const char *server; /* request endpoint, ipc:// or tcp://; NULL:
                           $JINDU_SERVER, then $XDG_RUNTIME_DIR/jindu, then
                           /run/jindu */
    int timeout_ms;     /* for one call, retries included */
    /* Files (<jindu/keyfile.h>) that a tcp:// server is reached with, and none
     * without them.  The own secret certificate; NULL: $JINDU_CERTIFICATE,
     * then $XDG_CONFIG_HOME/jindu/client.key_secret. */
    const char *certificate;
    /* The server's public one; NULL: $JINDU_SERVER_CERTIFICATE, then
     * $XDG_CONFIG_HOME/jindu/server.key. */
    const char *server_certificate;
};
#define JINDU_OPTIONS_INIT                                   \
    {                                                        \
        sizeof(struct jindu_options), NULL, 5000, NULL, NULL \
    }

#define JINDU_KEY_SIZE 37 /* a UUID in text and NUL */

JINDU_API JINDU_CHECK enum jindu_status jindu_client_open(
    struct jindu_client **client, const struct jindu_options *options);
JINDU_API void jindu_client_close(struct jindu_client *client);

/* Sends method with params (one JSON object as text; NULL for none) and hands
 * back the result object as text.  A request is repeated with the same bytes
 * until it is answered or timeout_ms is over, so a write must carry its key;
 * server.check and admin.backup, which may take minutes, are sent once and end
 * with JINDU_TIMEOUT when the connection is cut.
 * JINDU_UNREACHABLE: nobody is there.  JINDU_WRONG_SERVER: somebody is, with
 * another key.  JINDU_NOT_ADMITTED: the key, or the local user, is not known
 * there.  JINDU_NO_KEY: a key file of this computer is missing, damaged or open
 * to others; nobody was asked.  JINDU_DENIED: the peer is known, and may not do
 * this.
 * JINDU_OK for a write means that it is on the daemon's disk.  On an error
 * answered by the daemon, jindu_client_error() has its data object. */
JINDU_API JINDU_CHECK enum jindu_status jindu_client_call(
    struct jindu_client *client, const char *method, const char *params,
    const char **result);

/* In words, for people; "" when the last call succeeded. */
JINDU_API const char *jindu_client_detail(const struct jindu_client *client);

/* The error object {code, message, data} of the last call as JSON text; NULL
 * when the daemon did not answer with one. */
JINDU_API const char *jindu_client_error(const struct jindu_client *client);

/* The endpoint in use. */
JINDU_API const char *jindu_client_server(const struct jindu_client *client);

/* A new key (UUIDv7, RFC 9562) for one intent of a person: made once, kept
 * for every repeat.  Returns key. */
JINDU_API const char *jindu_key(char key[JINDU_KEY_SIZE]);

#define JINDU_DIGEST_SIZE 65 /* 64 hex digits and NUL */

/* BLAKE2b-256 of bytes, in lower-case hex. */
JINDU_API void jindu_digest(
    const void *bytes, size_t length, char hex[JINDU_DIGEST_SIZE]);

/* The running digest of plan.confirm: hex becomes that of its 32 bytes and
 * then bytes.  Start from 64 zeros; what is no hex counts as zeros. */
JINDU_API void jindu_digest_next(
    char hex[JINDU_DIGEST_SIZE], const void *bytes, size_t length);

/* One event of a stream.  json is the whole CloudEvents object as text, event
 * the same parsed; the others are members of it. */
struct jindu_event {
    const char *json;
    const struct jindu_json *event;
    const char *type;
    const char *subject; /* NULL when the event has none */
    int64_t sequence;    /* in the followed stream: 1, 2, 3 ... */
};

JINDU_API JINDU_CHECK enum jindu_status jindu_subscriber_open(
    struct jindu_subscriber **subscriber, const struct jindu_options *options);
JINDU_API void jindu_subscriber_close(struct jindu_subscriber *subscriber);

/* Follows stream ("all", "plan/<code>", "unit/<id>", "person/<id>") after
 * sequence; 0 hears everything still kept, -1 only what is new.  epoch is the
 * one that belongs to the position, NULL when unknown.  What was missed comes
 * first, then what is new, each once and in order.  Once per subscriber. */
JINDU_API JINDU_CHECK enum jindu_status jindu_subscriber_follow(
    struct jindu_subscriber *subscriber, const char *stream, int64_t after,
    const char *epoch);

/* Follows stream under a name (as ids: 1 to 120 bytes, no '/'): the daemon
 * keeps the position, and tells who has not heard what.  Goes on after the last
 * jindu_subscriber_commit() under this name; a new name hears everything still
 * kept.  An event whose commit was lost comes again: (stream, epoch, sequence)
 * lets the tool know it. */
JINDU_API JINDU_CHECK enum jindu_status jindu_subscriber_follow_as(
    struct jindu_subscriber *subscriber, const char *stream, const char *name);

/* Every event handed out so far has had its effect: it does not come again
 * under this name.  JINDU_OK means that the daemon has it on disk.  After
 * JINDU_RESET jindu_subscriber_next() says so too, and goes on from where the
 * name stands now; after an error that passes, commit again. */
JINDU_API JINDU_CHECK enum jindu_status jindu_subscriber_commit(
    struct jindu_subscriber *subscriber, int timeout_ms);

/* The next event, or JINDU_TIMEOUT.  timeout_ms 0 polls, -1 waits; a signal
 * ends the wait early.  An absent daemon is waited for as well, the detail says
 * so.  JINDU_RESET and JINDU_TRUNCATED are said once; the following call goes
 * on from the start of what there is.  JINDU_WRONG_SERVER,
 * JINDU_NOT_ADMITTED and JINDU_NO_KEY are said once until they pass.
 * JINDU_DENIED: the stream is not for this peer, or no longer. */
JINDU_API JINDU_CHECK enum jindu_status jindu_subscriber_next(
    struct jindu_subscriber *subscriber, int timeout_ms,
    const struct jindu_event **event);

/* For an event loop: when fd turns readable, and after any other call on the
 * subscriber, call jindu_subscriber_next(s, 0, &e) until JINDU_TIMEOUT. Call
 * it also once in jindu_subscriber_wait_ms(), which is what keeps the promise
 * when the network loses messages. */
JINDU_API int jindu_subscriber_fd(const struct jindu_subscriber *subscriber);
JINDU_API int jindu_subscriber_wait_ms(
    const struct jindu_subscriber *subscriber);

/* The epoch of the events handed out; store it with the sequence. */
JINDU_API const char *jindu_subscriber_epoch(
    const struct jindu_subscriber *subscriber);
JINDU_API const char *jindu_subscriber_detail(
    const struct jindu_subscriber *subscriber);

#ifdef __cplusplus
}
#endif

#endif
