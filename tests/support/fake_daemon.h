/* SPDX-License-Identifier: MIT */
/*
 * fake_daemon: a ROUTER and an XPUB that say what a test tells them to; on tcp
 * by CURVE, and with a doorkeeper (ZAP) when the test wants one.
 *
 * Ownership  A request is freed by fake_request_free().
 * Threading  The thread that opened it.
 * Errors     Whatever goes wrong here fails the test.
 */
#ifndef FAKE_DAEMON_H
#define FAKE_DAEMON_H

#include <jindu/json.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_PATH_SIZE 64
#define FAKE_PEER_SIZE 64

struct fake_daemon {
    void *context;
    void *router;
    void *xpub;
    char directory[FAKE_PATH_SIZE];
    char requests[FAKE_PATH_SIZE + 32];
    char events[FAKE_PATH_SIZE + 32];
    bool remote;
    char public_key[41];
    char secret_key[41];
    void *door; /* NULL: everybody is let in */
    atomic_int zap_status;
    pthread_t doorkeeper;
};

struct fake_request {
    unsigned char peer[FAKE_PEER_SIZE];
    size_t peer_length;
    char *text;
    size_t length;
    struct jindu_json *document;
    const char *id;
    const char *method;
    const struct jindu_json *params;
};

void fake_open(struct fake_daemon *fake);

/* The same on tcp, CURVE only, or as before; handshakes are answered with the
 * ZAP status, which the test may change. */
void fake_open_guarded(struct fake_daemon *fake, bool remote, int zap_status);
void fake_close(struct fake_daemon *fake);

/* Closes the sockets and binds new ones at the same places: a restart. */
void fake_stop(struct fake_daemon *fake);
void fake_start(struct fake_daemon *fake);

/* False when no request came in time. */
bool fake_take(
    struct fake_daemon *fake, int timeout_ms, struct fake_request *request);
void fake_request_free(struct fake_request *request);

/* text is the whole answer. */
void fake_send(struct fake_daemon *fake, const struct fake_request *request,
    const char *text);
void fake_result(struct fake_daemon *fake, const struct fake_request *request,
    const char *result);
/* data: the members of error.data after status, such as ",\"field\":\"x\"". */
void fake_error(struct fake_daemon *fake, const struct fake_request *request,
    const char *token, const char *data);

/* The next subscription in topic, false when none waits.  topic "" is an
 * unsubscription. */
bool fake_subscription(struct fake_daemon *fake, char *topic, size_t size);
void fake_publish(
    struct fake_daemon *fake, const char *stream, const char *text);

#endif
