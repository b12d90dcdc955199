/* SPDX-License-Identifier: MIT */
/*
 * quota: how much of each connection is unanswered, and of all.
 *
 * Ownership  A peer lives from the first quota_enter() until as much has left.
 * Threading  Loop thread only.
 * Bounds     JP_IN_FLIGHT_MAX a peer, JP_WAITING_MAX in all; an entry exists
 *            only while something of it is unanswered, so it is bounded too.
 */
#ifndef QUOTA_H
#define QUOTA_H

#include <jindu/status.h>

#include <stddef.h>
#include <stdint.h>

struct front_address;
struct quota;
struct quota_peer;

JINDU_CHECK enum jindu_status quota_new(struct quota **quota);
/* NULL is allowed; everything has left. */
void quota_free(struct quota *quota);

/* JINDU_BUSY over a bound, JINDU_NO_MEMORY.  A connection is its routing id at
 * its socket: at another one a peer may have the same. */
JINDU_CHECK enum jindu_status quota_enter(struct quota *quota,
    const struct front_address *address, size_t count,
    struct quota_peer **peer);
void quota_leave(struct quota *quota, struct quota_peer *peer, size_t count);

/* How often JINDU_BUSY was said, by the bound. */
struct quota_counters {
    uint64_t connection;
    uint64_t all;
};

size_t quota_total(const struct quota *quota);
struct quota_counters quota_counters(const struct quota *quota);

#endif
