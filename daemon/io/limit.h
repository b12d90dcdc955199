/* SPDX-License-Identifier: MIT */
/*
 * limit: every bound of the daemon that is not on the wire, once, each with
 * its reason.  What is on the wire is in proto/bounds.h.
 */
#ifndef LIMIT_H
#define LIMIT_H

/* With fewer descriptors a flood of local connections can use up the half that
 * is kept free before the loop hears of it, and libzmq 4.3.4 ends the process.
 * Seen under a flood from four processes while subscribers kept the loop busy:
 * 512 to 2,048 ended it in one run of four, or two; 4,096 and more in none. */
#define DESCRIPTORS_FEW 8192
/* Of the descriptors, the part that all connections together may have: one in
 * so many.  The rest is for those who come before the loop hears of it. */
#define CONNECTIONS_SHARE 2
/* What was cut is closed by then, and a flood gets no more than its limit of
 * connections in this time; a client waits as long between two attempts. */
#define CONNECTIONS_PAUSE_MS 100

/* What all peers of an events socket together may ask it for since it was
 * bound: messages (cancels, and what is no subscription, among them), and bytes
 * of topics that nobody had asked for before.  A follower of the whole office
 * asks for a few hundred streams, most ask for one, and ten thousand may.
 * libzmq keeps some 100 bytes for each byte of a topic and walks all of them
 * whenever a peer goes, while nobody else is served: 5 ms with so many. */
#define SUBSCRIPTION_MESSAGES_MAX 32768
#define SUBSCRIPTION_BYTES_MAX 131072
/* ZMQ_RCVHWM of an events socket.  Before XPUB hands over one message it takes
 * all that every peer has in its pipe, up to this, into its own table and
 * queue: with the 1,000 of libzmq it is far beyond the bound above before the
 * first message is counted.  With 1, libzmq 4.3.4 hands over none at all. */
#define SUBSCRIPTIONS_AT_ONCE 2

/* Requests of one principal in a second, and at once.  People make one now and
 * then and an import of 10,000 items some 15 messages; a program that follows
 * every stream of a township asks for a few hundred pages when it begins.  It
 * is a fifth of what the daemon serves on two cores, so whoever spends it all
 * leaves the others theirs.  admin is exempt: root and the daemon's own user
 * can do worse without asking. */
#define RATE_PER_SECOND 2000
#define RATE_BURST 2000
#define RATE_PRINCIPALS_MAX 4096 /* as ROSTER_MAX */

#endif
