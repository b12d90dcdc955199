/* SPDX-License-Identifier: MIT */
#include "zwatch.h"

#include <errno.h>
#include <stdlib.h>

#include <uv.h>
#include <zmq.h>

#include "limit.h"
#include "log.h"

#define ZWATCH_NS_PER_MS 1000000

struct zwatch_entry {
    void *socket;
    bool (*receive)(void *cookie);
    void *cookie;
    uv_poll_t *poll; /* apart: its closing outlives the entry */
};

struct zwatch {
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;
    int closing; /* of these three */
    struct zwatch_entry entries[ZWATCH_SOCKETS];
    size_t count;
    size_t first; /* who is served first in this turn */
    void (*turned)(void *cookie);
    void *cookie;
};

static bool
is_readable(void *socket)
{
    int events = 0;
    size_t size = sizeof(events);
    while (zmq_getsockopt(socket, ZMQ_EVENTS, &events, &size) != 0) {
        if (errno != EINTR) {
            return false; /* the context ends */
        }
    }
    return (events & ZMQ_POLLIN) != 0;
}

static void
on_idle(uv_idle_t *idle)
{
    (void)idle;
}

static void
on_prepare(uv_prepare_t *prepare)
{
    struct zwatch *zwatch = prepare->data;
    for (size_t i = 0; i < zwatch->count; i++) {
        if (is_readable(zwatch->entries[i].socket)) {
            uv_idle_start(&zwatch->idle, on_idle);
            return;
        }
    }
    uv_idle_stop(&zwatch->idle);
}

static void
serve(struct zwatch_entry *entry)
{
    uint64_t start = uv_hrtime();
    for (int i = 0; i < ZWATCH_MESSAGES; i++) {
        if (!entry->receive(entry->cookie) ||
            uv_hrtime() - start > ZWATCH_MS * ZWATCH_NS_PER_MS) {
            return;
        }
    }
}

static void
on_check(uv_check_t *check)
{
    struct zwatch *zwatch = check->data;
    uv_idle_stop(&zwatch->idle);
    zwatch->first++;
    /* A receiver may remove its socket, so the count is asked each time. */
    for (size_t i = 0; i < zwatch->count; i++) {
        serve(&zwatch->entries[(zwatch->first + i) % zwatch->count]);
    }
    if (zwatch->turned != NULL) {
        zwatch->turned(zwatch->cookie);
    }
}

static void
on_poll(uv_poll_t *poll, int status, int events)
{
    (void)poll;
    (void)status;
    (void)events;
}

enum jindu_status
zwatch_new(struct zwatch **zwatch, struct uv_loop_s *loop,
    void (*turned)(void *cookie), void *cookie)
{
    struct zwatch *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->turned = turned;
    made->cookie = cookie;
    uv_prepare_init(loop, &made->prepare);
    uv_check_init(loop, &made->check);
    uv_idle_init(loop, &made->idle);
    made->prepare.data = made;
    made->check.data = made;
    made->idle.data = made;
    uv_prepare_start(&made->prepare, on_prepare);
    uv_check_start(&made->check, on_check);
    *zwatch = made;
    return JINDU_OK;
}

enum jindu_status
zwatch_add(struct zwatch *zwatch, void *socket, bool (*receive)(void *cookie),
    void *cookie)
{
    if (zwatch->count == ZWATCH_SOCKETS) {
        log_error("cannot watch more than %d sockets", ZWATCH_SOCKETS);
        return JINDU_INTERNAL;
    }
    int descriptor = -1;
    size_t size = sizeof(descriptor);
    if (zmq_getsockopt(socket, ZMQ_FD, &descriptor, &size) != 0) {
        log_error("cannot watch a socket: %s", zmq_strerror(errno));
        return JINDU_INTERNAL;
    }
    uv_poll_t *poll = calloc(1, sizeof(*poll));
    if (poll == NULL) {
        return JINDU_NO_MEMORY;
    }
    if (uv_poll_init(zwatch->prepare.loop, poll, descriptor) != 0) {
        log_error("cannot watch a socket");
        free(poll);
        return JINDU_INTERNAL;
    }
    uv_poll_start(poll, UV_READABLE, on_poll);
    zwatch->entries[zwatch->count++] = (struct zwatch_entry){
        .socket = socket, .receive = receive, .cookie = cookie, .poll = poll
    };
    return JINDU_OK;
}

struct uv_loop_s *
zwatch_loop(const struct zwatch *zwatch)
{
    return zwatch->prepare.loop;
}

static void
free_poll(uv_handle_t *handle)
{
    free(handle);
}

void
zwatch_remove(struct zwatch *zwatch, void *socket)
{
    for (size_t i = 0; i < zwatch->count; i++) {
        if (zwatch->entries[i].socket == socket) {
            uv_close((uv_handle_t *)zwatch->entries[i].poll, free_poll);
            zwatch->entries[i] = zwatch->entries[--zwatch->count];
            return;
        }
    }
}

static void
on_closed(uv_handle_t *handle)
{
    struct zwatch *zwatch = handle->data;
    if (--zwatch->closing == 0) {
        free(zwatch);
    }
}

void
zwatch_free(struct zwatch *zwatch)
{
    if (zwatch == NULL) {
        return;
    }
    while (zwatch->count > 0) {
        zwatch_remove(zwatch, zwatch->entries[0].socket);
    }
    zwatch->closing = 3;
    uv_close((uv_handle_t *)&zwatch->prepare, on_closed);
    uv_close((uv_handle_t *)&zwatch->check, on_closed);
    uv_close((uv_handle_t *)&zwatch->idle, on_closed);
}
