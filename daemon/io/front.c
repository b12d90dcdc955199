/* SPDX-License-Identifier: MIT */
#include "front.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "bounds.h"
#include "limit.h"
#include "log.h"
#include "origin.h"
#include "zsocket.h"
#include "zwatch.h"

struct front {
    void *socket;
    char endpoint[ENDPOINT_SIZE]; /* as bound */
    const char *events;
    struct connections *connections;
    struct zwatch *zwatch;
    struct front_sink sink;
    struct front_counters counters;
    zmq_msg_t frame;
    zmq_msg_t body;
};

static const struct zsocket_option options[] = {
    { ZMQ_ROUTER_MANDATORY, 1 },
    { ZMQ_ROUTER_HANDOVER, 0 },
    { ZMQ_MAXMSGSIZE, JP_MESSAGE_MAX },
    { ZMQ_SNDHWM, FRONT_HIGH_WATER },
    { ZMQ_RCVHWM, FRONT_HIGH_WATER },
    { ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS },
    { ZMQ_BACKLOG, BACKLOG },
    { ZMQ_LINGER, 0 },
};

enum jindu_status
front_open(struct front **front, const struct front_options *terms)
{
    struct front *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    const struct zsocket_terms socket = { .context = terms->context,
        .type = ZMQ_ROUTER,
        .endpoint = terms->endpoint,
        .secret_key = terms->secret_key,
        .options = options,
        .count = sizeof(options) / sizeof(options[0]) };
    made->sink = terms->sink;
    made->events = terms->events;
    made->socket = zsocket_bind(&socket, made->endpoint);
    if (made->socket == NULL) {
        free(made);
        return JINDU_INTERNAL;
    }
    const struct connections_options watched = { .context = terms->context,
        .socket = made->socket,
        .endpoint = made->endpoint,
        .sockets = terms->sockets };
    enum jindu_status status = connections_open(&made->connections, &watched);
    if (status != JINDU_OK) {
        zmq_close(made->socket);
        free(made);
        return status;
    }
    zmq_msg_init(&made->frame);
    zmq_msg_init(&made->body);
    *front = made;
    return JINDU_OK;
}

static bool
receive_frame(struct front *front, zmq_msg_t *frame)
{
    while (zmq_msg_recv(frame, front->socket, ZMQ_DONTWAIT) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* The parts of a message arrive together, so this ends. */
static bool
discard_rest(struct front *front, const zmq_msg_t *last)
{
    bool extra = false;
    bool more = zmq_msg_more(last) != 0;
    while (more) {
        extra = true;
        more = receive_frame(front, &front->frame) &&
               zmq_msg_more(&front->frame) != 0;
    }
    return extra;
}

static bool
receive(void *cookie)
{
    struct front *front = cookie;
    struct front_address address;
    if (!receive_frame(front, &front->frame)) {
        return false;
    }
    size_t size = zmq_msg_size(&front->frame);
    if (size > FRONT_ID_MAX || zmq_msg_more(&front->frame) == 0) {
        (void)discard_rest(front, &front->frame);
        front->counters.messages_dropped++;
        return true;
    }
    address.front = front;
    address.size = (unsigned char)size;
    address.delimiter = false;
    memcpy(address.id, zmq_msg_data(&front->frame), size);
    if (!receive_frame(front, &front->body)) {
        return false;
    }
    if (zmq_msg_size(&front->body) == 0 && zmq_msg_more(&front->body) != 0) {
        address.delimiter = true;
        if (!receive_frame(front, &front->body)) {
            return false;
        }
    }
    const char *user = zmq_msg_gets(&front->body, "User-Id");
    char origin[CHANGE_ORIGIN_SIZE];
    bool known =
        origin_read(origin, zmq_msg_gets(&front->body, "Peer-Address"));
    struct front_message message = {
        .address = &address,
        .user = user,
        .events = front->events,
        .origin = origin,
        .body = zmq_msg_data(&front->body),
        .length = zmq_msg_size(&front->body),
        .extra = discard_rest(front, &front->body),
    };
    if (user == NULL || user[0] == '\0' || !known) {
        front->counters.messages_dropped++;
        return true;
    }
    front->sink.receive(front->sink.cookie, &message);
    return true;
}

enum jindu_status
front_watch(struct front *front, struct zwatch *zwatch)
{
    enum jindu_status status =
        zwatch_add(zwatch, front->socket, receive, front);
    if (status == JINDU_OK) {
        front->zwatch = zwatch;
        status = connections_watch(front->connections, zwatch);
    }
    return status;
}

static bool
send_part(struct front *front, const void *bytes, size_t length, int flags)
{
    while (zmq_send(front->socket, bytes, length, flags | ZMQ_DONTWAIT) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

void
front_reply(
    const struct front_address *address, const char *bytes, size_t length)
{
    struct front *front = address->front;
    /* Only the first part can be refused: EHOSTUNREACH when the peer is gone,
     * EAGAIN when it does not read. */
    if (!send_part(front, address->id, address->size, ZMQ_SNDMORE) ||
        (address->delimiter && !send_part(front, "", 0, ZMQ_SNDMORE)) ||
        !send_part(front, bytes, length, 0)) {
        front->counters.replies_dropped++;
    }
}

struct front_counters
front_counters(const struct front *front)
{
    struct front_counters counters = front->counters;
    counters.connections = connections_counters(front->connections);
    return counters;
}

void
front_close(struct front *front, int linger_ms)
{
    if (front == NULL) {
        return;
    }
    if (front->zwatch != NULL) {
        zwatch_remove(front->zwatch, front->socket);
    }
    connections_close(front->connections);
    (void)zsocket_set(front->socket, ZMQ_LINGER, linger_ms);
    zmq_msg_close(&front->frame);
    zmq_msg_close(&front->body);
    zmq_close(front->socket);
    free(front);
}
