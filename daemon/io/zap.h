/* SPDX-License-Identifier: MIT */
/*
 * zap: who may connect, by the uid the kernel reports (ZAP, RFC 27).
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

/* Before the bind: peers of socket must pass. */
JINDU_CHECK enum jindu_status zap_guard(void *socket);

/* Handshakes that were refused; any thread. */
uint64_t zap_refused(const struct zap *zap);

/* NULL is allowed. */
void zap_stop(struct zap *zap);

#endif
