/* SPDX-License-Identifier: MIT */
/*
 * front: the ROUTER socket; requests in, replies out.
 *
 *     [routing id][empty, from REQ][body]  -->  struct front_message
 *
 * Trust      A routing id only says where a reply goes.  Who asks is the
 *            User-Id that the ZAP handler gave the connection, read from the
 *            body's frame (libzmq 4.3.4 may lose it on the first), and so is
 *            from where.  A message without both is dropped.
 * Ownership  A message is borrowed for the call of receive.
 * Threading  Loop thread only.
 * Errors     A reply to a peer that is gone or full is dropped and counted:
 *            the client asks again.
 */
#ifndef FRONT_H
#define FRONT_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "connections.h"

#define FRONT_ID_MAX 255 /* of a routing id: libzmq's bound */

struct front;
struct zwatch;

struct front_address {
    struct front *front; /* where it came in */
    unsigned char size;
    bool delimiter; /* came with an empty frame and gets one back */
    unsigned char id[FRONT_ID_MAX];
};

struct front_message {
    const struct front_address *address;
    const char *user;
    const char *events; /* where this peer hears them */
    const char *origin; /* origin.h */
    const char *body;
    size_t length;
    bool extra; /* more frames came than a request has; they are gone */
};

struct front_counters {
    struct connections_counters connections;
    uint64_t messages_dropped;
    uint64_t replies_dropped;
};

struct front_sink {
    void (*receive)(void *cookie, const struct front_message *message);
    void *cookie;
};

struct front_options {
    void *context; /* of the ZAP handler */
    const char *endpoint;
    const char *secret_key; /* NULL: a local socket */
    unsigned sockets;       /* that are bound, this one among them */
    const char *events;     /* where its peers are told to hear; borrowed */
    struct front_sink sink;
};

JINDU_CHECK enum jindu_status front_open(
    struct front **front, const struct front_options *options);

JINDU_CHECK enum jindu_status front_watch(
    struct front *front, struct zwatch *zwatch);

void front_reply(
    const struct front_address *address, const char *bytes, size_t length);

struct front_counters front_counters(const struct front *front);

/* What was sent may linger this long.  NULL is allowed. */
void front_close(struct front *front, int linger_ms);

#endif
