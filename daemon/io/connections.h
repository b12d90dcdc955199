/* SPDX-License-Identifier: MIT */
/*
 * connections: how many peers a bound socket has, and an end to them all
 * before there are too many.
 *
 * libzmq 4.3.4 ends the process when accept() on a local socket finds no
 * descriptor left.  So connections are counted, whoever they are (the ZAP
 * handler never hears of one that does not speak), and at the limit the socket
 * is unbound, which closes every one of them.  After CONNECTIONS_PAUSE_MS it is
 * bound again: honest clients are back at once and repeat what was not
 * answered.
 *
 * Ownership  The socket and the endpoint are borrowed until
 *            connections_close(), which comes before the close of the socket.
 * Threading  Loop thread only.
 * Wake-ups   When a peer comes or goes.
 * Bounds     Half of the descriptors, shared evenly by the sockets that are
 *            bound, and at most CONNECTIONS_MAX: the other half is for those
 *            who come before the loop hears of it, and for the store.
 * Errors     A socket that cannot be bound again is logged and tried again.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stdint.h>

struct connections;
struct zwatch;

struct connections_counters {
    uint64_t open;   /* now */
    uint64_t floods; /* how often all were cut for being too many */
    uint64_t handshakes_failed;
};

struct connections_options {
    void *context;
    void *socket;
    const char *endpoint;
    unsigned sockets; /* that are bound, this one among them */
    /* Before the socket is bound again; false: not yet.  May be NULL. */
    bool (*ready)(void *cookie);
    void *cookie;
};

JINDU_CHECK enum jindu_status connections_open(struct connections **connections,
    const struct connections_options *options);

JINDU_CHECK enum jindu_status connections_watch(
    struct connections *connections, struct zwatch *zwatch);

/* Ends them all; who may, comes back. */
void connections_cut(struct connections *connections);

struct connections_counters connections_counters(
    const struct connections *connections);

/* NULL is allowed. */
void connections_close(struct connections *connections);

#endif
