/* SPDX-License-Identifier: MIT */
#include "socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <zmq.h>

#include "address.h"
#include "bounds.h"
#include "keyring.h"
#include "monitor.h"

/* A local handshake takes a millisecond; one that hangs is given up soon
 * enough for the next try to fit into a call. */
#define HANDSHAKE_MS 5000
/* A restarting daemon is found quickly, an absent one costs little. */
#define RECONNECT_MS 50
#define RECONNECT_MAX_MS 2000
/* Nothing that was not sent by then is of use: the caller has given up. */
#define LINGER_MS 0
struct socket_hub {
    void *context;
    int epoll;
};

struct socket {
    struct socket_hub *hub;
    void *zmq;
    struct monitor monitor;
    bool watched; /* a loss is of interest */
    enum socket_kind kind;
    int fd;
    int monitor_fd;
};

enum jindu_status
socket_hub_open(struct socket_hub **hub)
{
    struct socket_hub *made = calloc(1, sizeof(*made));
    enum jindu_status status = JINDU_INTERNAL;

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (made->epoll < 0) {
        status = errno == ENOMEM ? JINDU_NO_MEMORY : JINDU_INTERNAL;
        goto err_free;
    }
    made->context = zmq_ctx_new();
    if (made->context == NULL) {
        status = errno == ENOMEM ? JINDU_NO_MEMORY : JINDU_INTERNAL;
        goto err_close;
    }
    *hub = made;
    return JINDU_OK;

err_close:
    (void)close(made->epoll);
err_free:
    free(made);
    return status;
}

void
socket_hub_close(struct socket_hub *hub)
{
    if (hub == NULL) {
        return;
    }
    while (zmq_ctx_term(hub->context) != 0 && errno == EINTR) {
        /* A signal does not excuse us from waiting for ZeroMQ's thread. */
    }
    (void)close(hub->epoll);
    free(hub);
}

int
socket_hub_fd(const struct socket_hub *hub)
{
    return hub->epoll;
}

static bool
set_int(void *zmq, int option, int value)
{
    return zmq_setsockopt(zmq, option, &value, sizeof(value)) == 0;
}

static bool
set_up(void *zmq, enum socket_kind kind, const char *topic)
{
    int64_t message_max = JP_REPLY_MAX + JP_CURVE_BYTES;

    if (!set_int(zmq, ZMQ_LINGER, LINGER_MS) ||
        !set_int(zmq, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS) ||
        !set_int(zmq, ZMQ_RECONNECT_IVL, RECONNECT_MS) ||
        !set_int(zmq, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS) ||
        zmq_setsockopt(
            zmq, ZMQ_MAXMSGSIZE, &message_max, sizeof(message_max)) != 0) {
        return false;
    }
    if (kind == SOCKET_DEALER) {
        /* Sending to nobody must be told from sending. */
        return set_int(zmq, ZMQ_IMMEDIATE, 1) &&
               set_int(zmq, ZMQ_RCVHWM, SOCKET_DEALER_HIGH_WATER);
    }
    return set_int(zmq, ZMQ_RCVHWM, SOCKET_SUB_HIGH_WATER) &&
           zmq_setsockopt(zmq, ZMQ_SUBSCRIBE, topic, strlen(topic)) == 0;
}

/* CURVE, in the role of the client. */
static bool
lock(void *zmq, const char *endpoint, const struct keyring *keys)
{
    bool by_ipv6 = strchr(endpoint, '[') != NULL;

    return zmq_setsockopt(zmq, ZMQ_CURVE_SERVERKEY, keys->server_key,
               JP_CURVE_KEY_SIZE) == 0 &&
           zmq_setsockopt(zmq, ZMQ_CURVE_PUBLICKEY, keys->own.public_key,
               JP_CURVE_KEY_SIZE) == 0 &&
           zmq_setsockopt(zmq, ZMQ_CURVE_SECRETKEY, keys->own.secret_key,
               JP_CURVE_KEY_SIZE) == 0 &&
           (!by_ipv6 || set_int(zmq, ZMQ_IPV6, 1));
}

static bool
watch(const struct socket_hub *hub, void *zmq, int *fd)
{
    struct epoll_event event;
    size_t size = sizeof(*fd);

    memset(&event, 0, sizeof(event));
    event.events = EPOLLIN;
    return zmq_getsockopt(zmq, ZMQ_FD, fd, &size) == 0 &&
           epoll_ctl(hub->epoll, EPOLL_CTL_ADD, *fd, &event) == 0;
}

static void
unwatch(const struct socket_hub *hub, int fd)
{
    (void)epoll_ctl(hub->epoll, EPOLL_CTL_DEL, fd, NULL);
}

enum jindu_status
socket_open(struct socket **socket, struct socket_hub *hub,
    enum socket_kind kind, const char *endpoint, const struct keyring *keys,
    const char *topic)
{
    struct socket *made;
    enum jindu_status status = JINDU_INTERNAL;

    if (address_is_remote(endpoint) != (keys != NULL)) {
        return JINDU_INTERNAL;
    }
    made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->hub = hub;
    made->kind = kind;
    made->watched = kind == SOCKET_SUB;
    made->zmq =
        zmq_socket(hub->context, kind == SOCKET_DEALER ? ZMQ_DEALER : ZMQ_SUB);
    if (made->zmq == NULL) {
        goto err_free;
    }
    if (!set_up(made->zmq, kind, topic) ||
        (keys != NULL && !lock(made->zmq, endpoint, keys)) ||
        !monitor_open(&made->monitor, hub->context, made->zmq, keys != NULL)) {
        goto err_close;
    }
    if (!watch(hub, made->zmq, &made->fd)) {
        goto err_monitor;
    }
    if (!watch(hub, made->monitor.pair, &made->monitor_fd)) {
        goto err_unwatch;
    }
    if (zmq_connect(made->zmq, endpoint) != 0) {
        status = JINDU_INVALID;
        goto err_unwatch_both;
    }
    *socket = made;
    return JINDU_OK;

err_unwatch_both:
    unwatch(hub, made->monitor_fd);
err_unwatch:
    unwatch(hub, made->fd);
err_monitor:
    monitor_close(&made->monitor);
err_close:
    (void)zmq_close(made->zmq);
err_free:
    free(made);
    return status;
}

void
socket_close(struct socket *socket)
{
    if (socket == NULL) {
        return;
    }
    /* Before the close: ZeroMQ's thread closes the descriptor when it likes,
     * and its number may be another's by then. */
    unwatch(socket->hub, socket->fd);
    unwatch(socket->hub, socket->monitor_fd);
    monitor_close(&socket->monitor);
    (void)zmq_close(socket->zmq);
    free(socket);
}

void
socket_watch_loss(struct socket *socket)
{
    if (!socket->watched) {
        monitor_note(&socket->monitor);
        socket->monitor.lost = false; /* that was before */
        socket->watched = true;
    }
}

bool
socket_is_lost(struct socket *socket)
{
    monitor_note(&socket->monitor);
    return socket->watched && socket->monitor.lost;
}

enum jindu_status
socket_refusal(struct socket *socket)
{
    monitor_note(&socket->monitor);
    return socket->monitor.refusal;
}

enum jindu_status
socket_send(struct socket *socket, const char *bytes, size_t length)
{
    if (zmq_send(socket->zmq, bytes, length, ZMQ_DONTWAIT) >= 0) {
        return JINDU_OK;
    }
    return errno == EAGAIN || errno == EINTR ? JINDU_TIMEOUT : JINDU_INTERNAL;
}

/* Frames that follow the one just read are read away; true when there were
 * none. */
static bool
is_last(struct socket *socket, zmq_msg_t *frame)
{
    bool last = true;

    while (zmq_msg_more(frame)) {
        last = false;
        if (zmq_msg_recv(frame, socket->zmq, ZMQ_DONTWAIT) < 0) {
            break;
        }
    }
    return last;
}

/* The frame before the body: a topic, or a REQ's delimiter. */
static bool
is_head(const struct socket *socket, zmq_msg_t *frame)
{
    return zmq_msg_more(frame) &&
           (socket->kind == SOCKET_SUB || zmq_msg_size(frame) == 0);
}

enum jindu_status
socket_receive(struct socket *socket, struct jindu_text *body)
{
    enum jindu_status status = JINDU_OK;
    zmq_msg_t frame;
    bool head;

    jindu_text_clear(body);
    (void)zmq_msg_init(&frame);
    if (zmq_msg_recv(&frame, socket->zmq, ZMQ_DONTWAIT) < 0) {
        status =
            errno == EAGAIN || errno == EINTR ? JINDU_TIMEOUT : JINDU_INTERNAL;
        goto out_close;
    }
    /* The frames of a message arrive together. */
    head = is_head(socket, &frame);
    if (head && zmq_msg_recv(&frame, socket->zmq, ZMQ_DONTWAIT) < 0) {
        status = JINDU_MALFORMED;
        goto out_close;
    }
    jindu_text_append(body, zmq_msg_data(&frame), zmq_msg_size(&frame));
    status = body->failed ? JINDU_NO_MEMORY : JINDU_OK;
    if (!is_last(socket, &frame) || (socket->kind == SOCKET_SUB && !head)) {
        status = JINDU_MALFORMED;
    }

out_close:
    (void)zmq_msg_close(&frame);
    return status;
}

void
socket_quiet(struct socket *socket)
{
    int events = 0;
    size_t size = sizeof(events);

    while (zmq_getsockopt(socket->zmq, ZMQ_EVENTS, &events, &size) != 0 &&
           errno == EINTR) {
        /* Only a signal; the answer itself is of no interest. */
    }
    monitor_note(&socket->monitor);
}

bool
socket_wait(
    struct socket *first, bool output, struct socket *second, int timeout_ms)
{
    zmq_pollitem_t items[4];
    int count = 0;

    memset(items, 0, sizeof(items));
    if (first != NULL) {
        items[count].socket = first->zmq;
        items[count].events = (short)(ZMQ_POLLIN | (output ? ZMQ_POLLOUT : 0));
        items[count + 1].socket = first->monitor.pair;
        items[count + 1].events = ZMQ_POLLIN;
        count += 2;
    }
    if (second != NULL) {
        items[count].socket = second->zmq;
        items[count].events = ZMQ_POLLIN;
        items[count + 1].socket = second->monitor.pair;
        items[count + 1].events = ZMQ_POLLIN;
        count += 2;
    }
    return zmq_poll(items, count, timeout_ms) >= 0 || errno != EINTR;
}
