/* SPDX-License-Identifier: MIT */
/*
 * zap: who may connect: on a local socket by the uid the kernel reports, on a
 * remote one by the CURVE key it proved to have (ZAP, RFC 27).
 *
 * libzmq lets everybody in while no handler is bound, so the ZeroMQ context
 * begins and ends with it: no socket can be made without a bound handler, and
 * all must be closed before it stops.  ZMQ_ZAP_ENFORCE_DOMAIN, set by
 * zap_guard(), refuses handshakes even if the thread were gone.
 *
 * Ownership  zap_stop() ends the context; it waits for what lingers.  The
 *            roster is borrowed until then, and changed by zap_swap_roster()
 *            alone.
 * Threading  A thread of its own answers; it sleeps between handshakes.
 */
#ifndef ZAP_H
#define ZAP_H

#include <jindu/status.h>

#include <stdint.h>

struct roster;
struct zap;

JINDU_CHECK enum jindu_status zap_start(
    struct zap **zap, struct roster *roster);

/* From now on the roster that was given holds what fresh does, and fresh what
 * it did.  The handler is in neither when this returns. */
void zap_swap_roster(struct zap *zap, struct roster *fresh);

/* The context to make sockets in. */
void *zap_context(const struct zap *zap);

/* Before the bind: peers of socket must pass.  NULL: a local socket; else a
 * remote one with this secret key, in Z85. */
JINDU_CHECK enum jindu_status zap_guard(void *socket, const char *secret_key);

/* Handshakes that were refused, by reason. */
struct zap_counters {
    uint64_t uids;  /* not in the configuration */
    uint64_t keys;  /* not among the clients, or disabled */
    uint64_t forms; /* no peer that such a socket has */
};

/* Any thread. */
struct zap_counters zap_counters(const struct zap *zap);

/* NULL is allowed. */
void zap_stop(struct zap *zap);

#endif
