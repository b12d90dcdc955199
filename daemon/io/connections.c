/* SPDX-License-Identifier: MIT */
#include "connections.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <zmq.h>

#include "clock.h"
#include "endpoint.h"
#include "limit.h"
#include "log.h"
#include "zwatch.h"

#define CONNECTIONS_NAME_SIZE 48
/* Taken at once: peers come faster than the loop turns. */
#define CONNECTIONS_EVENTS 64
#define CONNECTIONS_HEARD                          \
    (ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | \
        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |     \
        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)

struct connections {
    struct connections_options options;
    void *monitor; /* what libzmq tells of the socket */
    struct zwatch *zwatch;
    struct clock_timer *pause; /* runs while the socket is unbound */
    uint64_t limit;
    struct connections_counters counters;
};

static uint64_t
limit_of(unsigned sockets)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) {
        files.rlim_cur = 1024; /* what Linux gives a process */
    }
    uint64_t share = (uint64_t)files.rlim_cur / CONNECTIONS_SHARE / sockets;
    return share < CONNECTIONS_MAX ? share : CONNECTIONS_MAX;
}

/* 0: nothing was there. */
static int
take_event(struct connections *connections)
{
    unsigned char head[6] = { 0 }; /* event and value, as the host has them */
    uint16_t event = 0;
    int length;
    while ((length = zmq_recv(
                connections->monitor, head, sizeof(head), ZMQ_DONTWAIT)) < 0) {
        if (errno != EINTR) {
            return 0;
        }
    }
    char address[ENDPOINT_SIZE];
    while (zmq_recv(connections->monitor, address, sizeof(address), 0) < 0) {
        if (errno != EINTR) {
            return 0;
        }
    }
    memcpy(&event, head, sizeof(event));
    return event;
}

void
connections_cut(struct connections *connections)
{
    if (clock_timer_is_running(connections->pause)) {
        return;
    }
    if (zmq_unbind(
            connections->options.socket, connections->options.endpoint) != 0) {
        log_error("cannot unbind '%s': %s", connections->options.endpoint,
            zmq_strerror(errno));
        return;
    }
    clock_timer_start(
        connections->pause, CONNECTIONS_PAUSE_MS, CONNECTIONS_PAUSE_MS);
}

static void
count(struct connections *connections, int event)
{
    struct connections_counters *counters = &connections->counters;
    if (event == ZMQ_EVENT_ACCEPTED) {
        counters->open++;
    } else if (event != ZMQ_EVENT_DISCONNECTED) {
        counters->handshakes_failed++; /* its end is told, too */
    } else if (counters->open > 0) {
        counters->open--;
    }
    if (counters->open >= connections->limit &&
        !clock_timer_is_running(connections->pause)) {
        counters->floods++;
        log_warning("%llu connections at '%s': all are cut",
            (unsigned long long)counters->open, connections->options.endpoint);
        connections_cut(connections);
    }
}

static bool
receive(void *cookie)
{
    struct connections *connections = cookie;
    for (int i = 0; i < CONNECTIONS_EVENTS; i++) {
        int event = take_event(connections);
        if (event == 0) {
            return false;
        }
        count(connections, event);
    }
    return true;
}

/* What was heard until now is of connections that are gone: an unbound socket
 * tells of those who left by themselves, not of those it cut. */
static void
on_pause(void *cookie)
{
    struct connections *connections = cookie;
    while (take_event(connections) != 0) {
    }
    connections->counters.open = 0;
    const struct connections_options *options = &connections->options;
    if (options->ready != NULL && !options->ready(options->cookie)) {
        return; /* the timer repeats */
    }
    if (zmq_bind(options->socket, options->endpoint) != 0) {
        log_error("cannot bind '%s' again: %s", options->endpoint,
            zmq_strerror(errno));
        return;
    }
    clock_timer_stop(connections->pause);
    if (endpoint_share(options->endpoint) != JINDU_OK) {
        connections_cut(connections);
    }
}

enum jindu_status
connections_open(
    struct connections **connections, const struct connections_options *options)
{
    struct connections *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->options = *options;
    made->limit = limit_of(options->sockets);
    made->monitor = zmq_socket(options->context, ZMQ_PAIR);
    if (made->monitor == NULL) {
        goto err_free;
    }
    char name[CONNECTIONS_NAME_SIZE];
    (void)snprintf(
        name, sizeof(name), "inproc://connections-%p", options->socket);
    /* Without a bound on this way no thread of libzmq ever waits for us. */
    const int no = 0;
    if (zmq_setsockopt(made->monitor, ZMQ_RCVHWM, &no, sizeof(no)) != 0 ||
        zmq_setsockopt(made->monitor, ZMQ_LINGER, &no, sizeof(no)) != 0 ||
        zmq_socket_monitor(options->socket, name, CONNECTIONS_HEARD) != 0 ||
        zmq_connect(made->monitor, name) != 0) {
        goto err_monitor;
    }
    *connections = made;
    return JINDU_OK;

err_monitor:
    zmq_close(made->monitor);
err_free:
    log_error("cannot watch the connections of '%s': %s", options->endpoint,
        zmq_strerror(errno));
    free(made);
    return JINDU_INTERNAL;
}

enum jindu_status
connections_watch(struct connections *connections, struct zwatch *zwatch)
{
    enum jindu_status status = clock_timer_new(
        &connections->pause, zwatch_loop(zwatch), on_pause, connections);
    if (status == JINDU_OK) {
        status = zwatch_add(zwatch, connections->monitor, receive, connections);
    }
    if (status == JINDU_OK) {
        connections->zwatch = zwatch;
    }
    return status;
}

struct connections_counters
connections_counters(const struct connections *connections)
{
    return connections->counters;
}

void
connections_close(struct connections *connections)
{
    if (connections == NULL) {
        return;
    }
    if (connections->zwatch != NULL) {
        zwatch_remove(connections->zwatch, connections->monitor);
    }
    (void)zmq_socket_monitor(connections->options.socket, NULL, 0);
    zmq_close(connections->monitor);
    clock_timer_free(connections->pause);
    free(connections);
}
