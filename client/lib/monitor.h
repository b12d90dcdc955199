/* SPDX-License-Identifier: MIT */
/*
 * monitor: what ZeroMQ tells about the connections of a socket, and what it
 * means.  libzmq 4.3.4 says of a handshake that came to nothing:
 *
 *     the peer refused          FAILED_AUTH, its ZAP status    tries no more
 *     no CURVE at the other end FAILED_PROTOCOL, mechanism     tries no more
 *     another server key        FAILED_NO_DETAIL, EPIPE        tries again
 *     the peer went away        FAILED_NO_DETAIL, EPIPE, ...   tries again
 *     nobody is there           no handshake                   tries again
 *
 * One EPIPE may be a daemon that stops just now; MONITOR_BROKEN_MAX in a row
 * are taken for another key.
 *
 * Ownership  Embedded in its user; closed before the monitored socket.
 * Threading  That of the socket; other sockets have their own.
 */
#ifndef MONITOR_H
#define MONITOR_H

#include <jindu/status.h>

#include <stdbool.h>

#define MONITOR_BROKEN_MAX 3

struct monitor {
    void *monitored;
    void *pair; /* NULL: closed */
    bool curve;
    int broken; /* handshakes in a row */
    bool lost;  /* a connection was cut, or could not be made; stays */
    enum jindu_status refusal; /* WRONG_SERVER or NOT_ADMITTED; stays */
};

JINDU_CHECK bool monitor_open(
    struct monitor *monitor, void *context, void *monitored, bool curve);
void monitor_close(struct monitor *monitor);

/* Takes note of what was told meanwhile. */
void monitor_note(struct monitor *monitor);

#endif
