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
 * Bounds     A quarter of the descriptors for each socket: the peers of both
 *            together leave half of them for those who come before the loop
 *            hears of it, and for the store.
 * Errors     A socket that cannot be bound again is logged and tried again.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include <jindu/status.h>

#include <stdint.h>

/* What was cut is closed by then, and a flood gets no more than its limit of
 * connections in this time; a client waits as long between two attempts. */
#define CONNECTIONS_PAUSE_MS 100
#define CONNECTIONS_SHARE 4

struct connections;
struct zwatch;

struct connections_counters {
    uint64_t open;   /* now */
    uint64_t floods; /* how often all were cut for being too many */
};

JINDU_CHECK enum jindu_status connections_open(struct connections **connections,
    void *context, void *socket, const char *endpoint);

JINDU_CHECK enum jindu_status connections_watch(
    struct connections *connections, struct zwatch *zwatch);

/* Ends them all; who may, comes back. */
void connections_cut(struct connections *connections);

struct connections_counters connections_counters(
    const struct connections *connections);

/* NULL is allowed. */
void connections_close(struct connections *connections);

#endif
