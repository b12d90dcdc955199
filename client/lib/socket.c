/* SPDX-License-Identifier: MIT */
#include "socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <zmq.h>

#include "bounds.h"

/* A local handshake takes a millisecond; one that hangs is given up soon
 * enough for the next try to fit into a call. */
#define HANDSHAKE_MS 5000
/* A restarting daemon is found quickly, an absent one costs little. */
#define RECONNECT_MS 50
#define RECONNECT_MAX_MS 2000
/* Nothing that was not sent by then is of use: the caller has given up. */
#define LINGER_MS 0
/* "inproc://0x", the digits of a pointer, NUL */
#define LOSSES_SIZE 32
/* After a handshake that failed ZeroMQ does not try again, and says so here
 * only. */
#define LOSSES                                                  \
    (ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | \
        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |                   \
        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)

struct socket_hub {
    void *context;
    int epoll;
};

struct socket {
    struct socket_hub *hub;
    void *zmq;
    void *losses; /* what ZeroMQ tells about the connection; NULL: not asked */
    enum socket_kind kind;
    int fd;
    int losses_fd;
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
    int64_t message_max = JP_REPLY_MAX;

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
stop_watching(struct socket *socket)
{
    if (socket->losses != NULL) {
        (void)epoll_ctl(
            socket->hub->epoll, EPOLL_CTL_DEL, socket->losses_fd, NULL);
        (void)zmq_socket_monitor(socket->zmq, NULL, 0);
        (void)zmq_close(socket->losses);
        socket->losses = NULL;
    }
}

enum jindu_status
socket_watch_loss(struct socket *socket)
{
    char place[LOSSES_SIZE];

    if (socket->losses != NULL) {
        return JINDU_OK;
    }
    (void)snprintf(place, sizeof(place), "inproc://%p", (void *)socket);
    if (zmq_socket_monitor(socket->zmq, place, LOSSES) != 0) {
        return JINDU_INTERNAL;
    }
    socket->losses = zmq_socket(socket->hub->context, ZMQ_PAIR);
    if (socket->losses == NULL) {
        (void)zmq_socket_monitor(socket->zmq, NULL, 0);
        return JINDU_INTERNAL;
    }
    if (!set_int(socket->losses, ZMQ_LINGER, 0) ||
        zmq_connect(socket->losses, place) != 0 ||
        !watch(socket->hub, socket->losses, &socket->losses_fd)) {
        stop_watching(socket);
        return JINDU_INTERNAL;
    }
    return JINDU_OK;
}

enum jindu_status
socket_open(struct socket **socket, struct socket_hub *hub,
    enum socket_kind kind, const char *endpoint, const char *topic)
{
    struct socket *made = calloc(1, sizeof(*made));
    enum jindu_status status = JINDU_INTERNAL;

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->hub = hub;
    made->kind = kind;
    made->zmq =
        zmq_socket(hub->context, kind == SOCKET_DEALER ? ZMQ_DEALER : ZMQ_SUB);
    if (made->zmq == NULL) {
        goto err_free;
    }
    if (!set_up(made->zmq, kind, topic) || !watch(hub, made->zmq, &made->fd)) {
        goto err_close;
    }
    if (kind == SOCKET_SUB && socket_watch_loss(made) != JINDU_OK) {
        goto err_unwatch;
    }
    if (zmq_connect(made->zmq, endpoint) != 0) {
        status = JINDU_INVALID;
        goto err_unwatch;
    }
    *socket = made;
    return JINDU_OK;

err_unwatch:
    stop_watching(made);
    (void)epoll_ctl(hub->epoll, EPOLL_CTL_DEL, made->fd, NULL);
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
    (void)epoll_ctl(socket->hub->epoll, EPOLL_CTL_DEL, socket->fd, NULL);
    stop_watching(socket);
    (void)zmq_close(socket->zmq);
    free(socket);
}

bool
socket_is_lost(struct socket *socket)
{
    zmq_pollitem_t item = { .socket = socket->losses, .events = ZMQ_POLLIN };

    return socket->losses != NULL && zmq_poll(&item, 1, 0) > 0;
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
        count++;
    }
    if (first != NULL && first->losses != NULL) {
        items[count].socket = first->losses;
        items[count].events = ZMQ_POLLIN;
        count++;
    }
    if (second != NULL) {
        items[count].socket = second->zmq;
        items[count].events = ZMQ_POLLIN;
        count++;
    }
    if (second != NULL && second->losses != NULL) {
        items[count].socket = second->losses;
        items[count].events = ZMQ_POLLIN;
        count++;
    }
    return zmq_poll(items, count, timeout_ms) >= 0 || errno != EINTR;
}
