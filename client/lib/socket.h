/* SPDX-License-Identifier: MIT */
/*
 * socket: ZeroMQ, as much of it as a client needs.
 *
 * A tcp:// socket speaks CURVE and none other does: without its keys it is not
 * opened.
 *
 * ZeroMQ's own file descriptors are edges that any call on their socket may
 * take away.  The hub gathers those of all its sockets in one descriptor; its
 * user must ask every socket (receive, or socket_quiet) before sleeping on it.
 *
 * Ownership  A socket is closed before its hub.  Both _close accept NULL.
 * Threading  A hub and its sockets belong to one thread at a time.
 * Errors     JINDU_TIMEOUT: not now (no peer, nothing waiting).
 *            JINDU_INVALID: ZeroMQ does not take the endpoint.
 *            JINDU_INTERNAL: no descriptors left, or a defect.
 */
#ifndef SOCKET_H
#define SOCKET_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

/* Answers that nobody asked for, beyond those of a few repeats: each may be as
 * large as a reply. */
#define SOCKET_DEALER_HIGH_WATER 16

/* What a subscriber holds while its tool is busy: the events of a page and
 * those of the meantime.  What is lost beyond it is read again. */
#define SOCKET_SUB_HIGH_WATER 512

struct keyring;
struct socket;
struct socket_hub;

enum socket_kind {
    SOCKET_DEALER,
    SOCKET_SUB
};

JINDU_CHECK enum jindu_status socket_hub_open(struct socket_hub **hub);
void socket_hub_close(struct socket_hub *hub);
int socket_hub_fd(const struct socket_hub *hub);

/* keys: of a tcp:// endpoint; NULL for any other.  topic: what a SUB
 * subscribes to; NULL for a DEALER. */
JINDU_CHECK enum jindu_status socket_open(struct socket **socket,
    struct socket_hub *hub, enum socket_kind kind, const char *endpoint,
    const struct keyring *keys, const char *topic);
void socket_close(struct socket *socket);

JINDU_CHECK enum jindu_status socket_send(
    struct socket *socket, const char *bytes, size_t length);

/* One message: the last frame into body.  JINDU_MALFORMED: it had not the
 * frames that such a socket is sent (DEALER one, or two with an empty first;
 * SUB two); it is gone. */
JINDU_CHECK enum jindu_status socket_receive(
    struct socket *socket, struct jindu_text *body);

/* From here on, socket_is_lost() tells when a connection was cut, or could not
 * be made: what was sent on it is answered no more.  socket_wait() ends then,
 * too.  A SUB is watched from the start: it would not notice by itself. */
void socket_watch_loss(struct socket *socket);
bool socket_is_lost(struct socket *socket);

/* JINDU_WRONG_SERVER or JINDU_NOT_ADMITTED once the handshake was refused, on
 * either side; JINDU_OK while it was not. */
enum jindu_status socket_refusal(struct socket *socket);

/* Takes note of what ZeroMQ has to say without reading a message. */
void socket_quiet(struct socket *socket);

/* Waits until input arrives on either (each may be NULL), or, with output,
 * until the first can send.  False when a signal ended it early. */
bool socket_wait(
    struct socket *first, bool output, struct socket *second, int timeout_ms);

#endif
