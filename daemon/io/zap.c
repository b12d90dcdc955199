/* SPDX-License-Identifier: MIT */
#include "zap.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
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
#define ZAP_LOCAL "local"
#define ZAP_REMOTE "remote"
#define ZAP_FRAMES_MAX 16 /* NULL has 6, CURVE 7, PLAIN 8 */
#define ZAP_FRAME_MAX 255
/* A refused client tries again many times a second: one line a reason. */
#define ZAP_LOG_MS 60000
#define ZAP_KEY_BYTES 32
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
    ZAP_CREDENTIALS, /* of CURVE: the public key */
    ZAP_FIELDS
};

enum zap_refusal {
    ZAP_REFUSED_UID,
    ZAP_REFUSED_KEY,
    ZAP_REFUSED_FORM,
    ZAP_REFUSALS
};

/* "uid:N" or a key; "" nobody. */
#define ZAP_USER_SIZE JP_CURVE_KEY_SIZE
static_assert(ZAP_USER_SIZE >= PRINCIPAL_NAME_SIZE, "either must fit");

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
    int64_t told_at[ZAP_REFUSALS]; /* in the log; 0: never */
    atomic_uint_fast64_t refused[ZAP_REFUSALS];
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

static void refuse(struct zap *zap, enum zap_refusal reason, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

static void
refuse(struct zap *zap, enum zap_refusal reason, const char *format, ...)
{
    int64_t now = clock_monotonic();
    atomic_fetch_add(&zap->refused[reason], 1);
    if (zap->told_at[reason] == 0 || now - zap->told_at[reason] >= ZAP_LOG_MS) {
        char text[ZAP_FRAME_MAX * 2];
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(text, sizeof(text), format, arguments);
        va_end(arguments);
        zap->told_at[reason] = now;
        log_notice("a peer was refused: %s", text);
    }
}

static void
name(char user[ZAP_USER_SIZE], const struct roster_entry *entry)
{
    (void)snprintf(
        user, ZAP_USER_SIZE, "%s", entry == NULL ? "" : roster_user(entry));
}

static bool
is_form(const struct zap_ask *ask, int fields, const char *domain,
    const char *mechanism)
{
    return !ask->too_long && ask->frames == fields &&
           is_text(ask, ZAP_VERSION, "1.0") &&
           is_text(ask, ZAP_DOMAIN_NAME, domain) &&
           is_text(ask, ZAP_MECHANISM, mechanism) &&
           strlen(ask->text[ZAP_ADDRESS]) == ask->length[ZAP_ADDRESS];
}

static void
judge_uid(struct zap *zap, uint32_t uid, char user[ZAP_USER_SIZE])
{
    pthread_mutex_lock(&zap->mutex);
    name(user, roster_find(zap->roster, uid));
    pthread_mutex_unlock(&zap->mutex);
    if (user[0] == '\0') {
        refuse(zap, ZAP_REFUSED_UID, "uid %lu is not in the configuration",
            (unsigned long)uid);
    }
}

static void
judge_key(struct zap *zap, const struct zap_ask *ask, char user[ZAP_USER_SIZE])
{
    char key[JP_CURVE_KEY_SIZE];
    (void)zmq_z85_encode(
        key, (const uint8_t *)ask->text[ZAP_CREDENTIALS], ZAP_KEY_BYTES);
    pthread_mutex_lock(&zap->mutex);
    name(user, roster_find_key(zap->roster, key));
    pthread_mutex_unlock(&zap->mutex);
    if (user[0] == '\0') {
        refuse(zap, ZAP_REFUSED_KEY,
            "the key %s, from %s, is not among the clients, or disabled", key,
            ask->text[ZAP_ADDRESS]);
    }
}

static void
judge(struct zap *zap, const struct zap_ask *ask, char user[ZAP_USER_SIZE])
{
    uint32_t uid;
    user[0] = '\0';
    if (is_form(ask, ZAP_CREDENTIALS, ZAP_LOCAL, "NULL") &&
        parse_address(ask->text[ZAP_ADDRESS], &uid)) {
        judge_uid(zap, uid, user);
    } else if (is_form(ask, ZAP_FIELDS, ZAP_REMOTE, "CURVE") &&
               ask->length[ZAP_CREDENTIALS] == ZAP_KEY_BYTES) {
        judge_key(zap, ask, user);
    } else {
        refuse(zap, ZAP_REFUSED_FORM,
            "at '%s' with mechanism '%s' there is nobody that this socket "
            "has for a peer",
            ask->text[ZAP_ADDRESS], ask->text[ZAP_MECHANISM]);
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
    char user[ZAP_USER_SIZE];
    while (receive(zap->socket, &ask)) {
        judge(zap, &ask, user);
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

struct zap_counters
zap_counters(const struct zap *zap)
{
    return (struct zap_counters){
        .uids = atomic_load(&zap->refused[ZAP_REFUSED_UID]),
        .keys = atomic_load(&zap->refused[ZAP_REFUSED_KEY]),
        .forms = atomic_load(&zap->refused[ZAP_REFUSED_FORM]),
    };
}

static bool
set_text(void *socket, int option, const char *text)
{
    return zmq_setsockopt(socket, option, text, strlen(text)) == 0;
}

enum jindu_status
zap_guard(void *socket, const char *secret_key)
{
    const int on = 1;
    bool remote = secret_key != NULL;
    if (!set_text(socket, ZMQ_ZAP_DOMAIN, remote ? ZAP_REMOTE : ZAP_LOCAL) ||
        zmq_setsockopt(socket, ZMQ_ZAP_ENFORCE_DOMAIN, &on, sizeof(on)) != 0 ||
        (remote &&
            (zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &on, sizeof(on)) != 0 ||
                !set_text(socket, ZMQ_CURVE_SECRETKEY, secret_key)))) {
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
