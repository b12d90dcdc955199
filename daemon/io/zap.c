/* SPDX-License-Identifier: MIT */
#include "zap.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "clock.h"
#include "log.h"
#include "roster.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_DOMAIN "local"
#define ZAP_FRAMES_MAX 16 /* NULL has 6, CURVE 7, PLAIN 8 */
#define ZAP_FRAME_MAX 255
/* A refused client tries again many times a second. */
#define ZAP_LOG_MS 60000
/* Not in zmq.h without the draft API, but in the library since 4.3.0. */
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif

enum zap_field {
    ZAP_VERSION,
    ZAP_REQUEST,
    ZAP_DOMAIN_NAME,
    ZAP_ADDRESS,
    ZAP_IDENTITY,
    ZAP_MECHANISM,
};
#define ZAP_FIELDS 6 /* of the NULL mechanism */

struct zap_ask {
    char text[ZAP_FIELDS][ZAP_FRAME_MAX + 1];
    size_t length[ZAP_FIELDS];
    int frames;
    bool too_long;
};

struct zap {
    void *context;
    void *socket;
    pthread_mutex_t mutex; /* guards the roster against its swap */
    struct roster *roster;
    pthread_t thread;
    uint32_t refused;   /* the last uid that was told of in the log, */
    int64_t refused_at; /* and when; 0: none */
    atomic_uint_fast64_t turned_away;
};

/* False when the context ends. */
static bool
receive(void *socket, struct zap_ask *ask)
{
    *ask = (struct zap_ask){ .frames = 0 };
    int more = 1;
    while (more) {
        char spare[ZAP_FRAME_MAX + 1];
        bool kept = ask->frames < ZAP_FIELDS;
        char *place = kept ? ask->text[ask->frames] : spare;
        int length = zmq_recv(socket, place, ZAP_FRAME_MAX, 0);
        if (length < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        ask->too_long |= length > ZAP_FRAME_MAX;
        if (kept && length <= ZAP_FRAME_MAX) {
            ask->length[ask->frames] = (size_t)length;
            place[length] = '\0';
        }
        if (ask->frames < ZAP_FRAMES_MAX) {
            ask->frames++;
        }
        size_t size = sizeof(more);
        if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size) != 0) {
            return false;
        }
    }
    return true;
}

static bool
is_text(const struct zap_ask *ask, enum zap_field field, const char *text)
{
    return ask->length[field] == strlen(text) &&
           memcmp(ask->text[field], text, ask->length[field]) == 0;
}

/* "localhost:UID:GID:PID", which libzmq makes of SO_PEERCRED; nothing else is
 * a local peer. */
static bool
parse_address(const char *address, uint32_t *uid)
{
    const char prefix[] = "localhost:";
    if (strncmp(address, prefix, sizeof(prefix) - 1) != 0) {
        return false;
    }
    const char *part = address + sizeof(prefix) - 1;
    uint32_t numbers[3];
    for (int i = 0; i < 3; i++) {
        size_t length = strcspn(part, ":");
        if (!roster_parse_uid(part, length, &numbers[i]) ||
            part[length] != (i < 2 ? ':' : '\0')) {
            return false;
        }
        part += length + (i < 2 ? 1 : 0);
    }
    *uid = numbers[0];
    return true;
}

static void
tell_refused(struct zap *zap, uint32_t uid)
{
    int64_t now = clock_monotonic();
    if (zap->refused_at == 0 || zap->refused != uid ||
        now - zap->refused_at >= ZAP_LOG_MS) {
        zap->refused = uid;
        zap->refused_at = now;
        log_notice("a peer with uid %lu refused: not in the configuration",
            (unsigned long)uid);
    }
}

/* The name of who asks, or "" for nobody. */
static void
find_user(struct zap *zap, uint32_t uid, char user[PRINCIPAL_NAME_SIZE])
{
    pthread_mutex_lock(&zap->mutex);
    const struct roster_entry *entry = roster_find(zap->roster, uid);
    (void)snprintf(user, PRINCIPAL_NAME_SIZE, "%s",
        entry == NULL ? "" : entry->principal.name);
    pthread_mutex_unlock(&zap->mutex);
}

static void
judge(
    struct zap *zap, const struct zap_ask *ask, char user[PRINCIPAL_NAME_SIZE])
{
    uint32_t uid;
    user[0] = '\0';
    if (ask->too_long || ask->frames != ZAP_FIELDS ||
        !is_text(ask, ZAP_VERSION, "1.0") ||
        !is_text(ask, ZAP_DOMAIN_NAME, ZAP_DOMAIN) ||
        !is_text(ask, ZAP_MECHANISM, "NULL") ||
        strlen(ask->text[ZAP_ADDRESS]) != ask->length[ZAP_ADDRESS] ||
        !parse_address(ask->text[ZAP_ADDRESS], &uid)) {
        log_warning(
            "a peer at '%s' refused: no local peer", ask->text[ZAP_ADDRESS]);
        return;
    }
    find_user(zap, uid, user);
    if (user[0] == '\0') {
        tell_refused(zap, uid);
    }
}

static bool
answer(void *socket, const struct zap_ask *ask, const char *user)
{
    bool known = user[0] != '\0';
    const struct {
        const char *bytes;
        size_t length;
    } frames[] = {
        { "1.0", 3 },
        { ask->text[ZAP_REQUEST], ask->length[ZAP_REQUEST] },
        { known ? "200" : "400", 3 },
        { known ? "OK" : "no access", known ? 2 : 9 },
        { user, strlen(user) },
        { "", 0 },
    };
    const size_t count = sizeof(frames) / sizeof(frames[0]);
    for (size_t i = 0; i < count; i++) {
        int flags = i + 1 < count ? ZMQ_SNDMORE : 0;
        while (zmq_send(socket, frames[i].bytes, frames[i].length, flags) < 0) {
            if (errno != EINTR) {
                return false;
            }
        }
    }
    return true;
}

static void *
handle(void *cookie)
{
    struct zap *zap = cookie;
    struct zap_ask ask;
    char user[PRINCIPAL_NAME_SIZE];
    while (receive(zap->socket, &ask)) {
        judge(zap, &ask, user);
        if (user[0] == '\0') {
            atomic_fetch_add(&zap->turned_away, 1);
        }
        if (!answer(zap->socket, &ask, user)) {
            break;
        }
    }
    zmq_close(zap->socket);
    return NULL;
}

enum jindu_status
zap_start(struct zap **zap, struct roster *roster)
{
    struct zap *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->roster = roster;
    pthread_mutex_init(&made->mutex, NULL);
    made->context = zmq_ctx_new();
    if (made->context == NULL) {
        goto err_free;
    }
    made->socket = zmq_socket(made->context, ZMQ_REP);
    if (made->socket == NULL) {
        goto err_context;
    }
    int linger = 0;
    if (zmq_setsockopt(made->socket, ZMQ_LINGER, &linger, sizeof(linger)) !=
            0 ||
        zmq_bind(made->socket, ZAP_ENDPOINT) != 0) {
        goto err_socket;
    }
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int error = pthread_create(&made->thread, NULL, handle, made);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        errno = error; /* pthreads leave it alone */
        goto err_socket;
    }
    *zap = made;
    return JINDU_OK;

err_socket:
    zmq_close(made->socket);
err_context:
    zmq_ctx_term(made->context);
err_free:
    log_error("cannot start the ZAP handler: %s", zmq_strerror(errno));
    pthread_mutex_destroy(&made->mutex);
    free(made);
    return JINDU_INTERNAL;
}

void
zap_swap_roster(struct zap *zap, struct roster *fresh)
{
    pthread_mutex_lock(&zap->mutex);
    struct roster before = *zap->roster;
    *zap->roster = *fresh;
    *fresh = before;
    pthread_mutex_unlock(&zap->mutex);
}

void *
zap_context(const struct zap *zap)
{
    return zap->context;
}

uint64_t
zap_refused(const struct zap *zap)
{
    return atomic_load(&zap->turned_away);
}

enum jindu_status
zap_guard(void *socket)
{
    const int on = 1;
    const size_t length = sizeof(ZAP_DOMAIN) - 1;
    if (zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, length) != 0 ||
        zmq_setsockopt(socket, ZMQ_ZAP_ENFORCE_DOMAIN, &on, sizeof(on)) != 0) {
        log_error("cannot guard a socket: %s", zmq_strerror(errno));
        return JINDU_INTERNAL;
    }
    return JINDU_OK;
}

void
zap_stop(struct zap *zap)
{
    if (zap == NULL) {
        return;
    }
    /* Ends the handler's wait; sockets that were closed go on lingering. */
    zmq_ctx_shutdown(zap->context);
    pthread_join(zap->thread, NULL);
    while (zmq_ctx_term(zap->context) != 0 && errno == EINTR) {
    }
    pthread_mutex_destroy(&zap->mutex);
    free(zap);
}
