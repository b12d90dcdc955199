/* SPDX-License-Identifier: MIT */
/*
 * limit: every bound of the daemon that is not on the wire, once, each with
 * its reason.  What is on the wire is in proto/bounds.h.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include "bounds.h"

/* Connections. */

/* With fewer descriptors a flood of local connections can use up the half that
 * is kept free before the loop hears of it, and libzmq 4.3.4 ends the process.
 * Seen under a flood from four processes while subscribers kept the loop busy:
 * 512 to 2,048 ended it in one run of four, or two; 4,096 and more in none. */
#define DESCRIPTORS_FEW 8192
/* Of the descriptors, the part that all connections together may have: one in
 * so many.  The rest is for those who come before the loop hears of it. */
#define CONNECTIONS_SHARE 2
/* Of one socket, however many descriptors there are: each costs some 40 KiB
 * once it is admitted, so three pairs of sockets stay below MemoryMax= of the
 * unit. */
#define CONNECTIONS_MAX 10240
/* What was cut is closed by then, and a flood gets no more than its limit of
 * connections in this time; a client waits as long between two attempts. */
#define CONNECTIONS_PAUSE_MS 100

/* Many times what one needs over a slow network; a peer that says nothing has a
 * descriptor so long. */
#define HANDSHAKE_MS 5000
#define BACKLOG 256 /* an office that logs in at eight */

/* Messages. */

/* A turn of the loop serves a socket this much, so that timers, answers and the
 * other sockets wait for a flood no longer than a few milliseconds. */
#define ZWATCH_MESSAGES 64
#define ZWATCH_MS 2
/* Of requests or answers in a connection's pipe: four times what it may have
 * unanswered.  Never the limit of an honest peer, and small for a dead one. */
#define FRONT_HIGH_WATER (4 * JP_IN_FLIGHT_MAX)
/* What a slow subscriber may cost: 1000 events of some KiB, a few MiB. */
#define PUBLISH_HIGH_WATER 1000
/* A subscription is a topic and one byte; libzmq's own commands need room. */
#define PUBLISH_MESSAGE_MAX 1024

/* Subscriptions. */

/* What is kept of topics.  Every stream of a township a few times over; 4 MiB
 * when full. */
#define TOPICS_MAX 16384
/* What all peers of an events socket together may ask it for since it was
 * bound: messages (cancels, and what is no subscription, among them), and bytes
 * of topics that nobody had asked for before.  A follower of the whole office
 * asks for a few hundred streams, most ask for one, and ten thousand may.
 * libzmq keeps some 30 bytes for each byte of a topic and walks all of them
 * whenever a peer goes, while nobody else is served: some ms with so many. */
#define SUBSCRIPTION_MESSAGES_MAX 32768
#define SUBSCRIPTION_BYTES_MAX 131072
/* ZMQ_RCVHWM of an events socket.  Before XPUB hands over one message it takes
 * all that every peer has in its pipe, up to this, into its own table and
 * queue: with the 1,000 of libzmq it is far beyond the bound above before the
 * first message is counted.  With 1, libzmq 4.3.4 hands over none at all. */
#define SUBSCRIPTIONS_AT_ONCE 2

/* Requests. */

/* Changes that wait for their batch: every request that may be unanswered, the
 * clock's own two, a reload.  How large a batch is, change.h says. */
#define COMMIT_WAITING_MAX (JP_WAITING_MAX + 3)
/* How long a client is told to wait when too much is unanswered: about what it
 * takes to write JP_WAITING_MAX reports. */
#define QUOTA_RETRY_MS 100
/* Requests of one principal in a second, and at once.  People make one now and
 * then and an import of 10,000 items some 15 messages; a program that follows
 * every stream of a township asks for a few hundred pages when it begins.  It
 * is a small part of what the daemon serves on two cores, so whoever spends it
 * all leaves the others theirs.  A local admin is exempt: root and the daemon's
 * own user can do worse without asking. */
#define RATE_PER_SECOND 2000
#define RATE_BURST 2000
#define RATE_PRINCIPALS_MAX 4096 /* as ROSTER_MAX */

#endif
