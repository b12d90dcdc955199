/* SPDX-License-Identifier: MIT */
/*
 * commit: gathers changes into one transaction, and lets their effects out
 * only when that transaction is on disk.
 *
 *     intake --+                              +--> reply
 *              +--> commit --> store ------> release --> publish
 *     ticker --+       (the writer's thread)  +--> ticker
 *
 * There is no commit timer and nothing to tune: an idle writer takes what is
 * there at once, and what arrives while it writes is the next batch.
 *
 * Ownership  commit_submit() takes the change on JINDU_OK, until the sink is
 *            called with its batch; a batch is borrowed for that call.
 * Threading  Loop thread; a batch is lent to the writer, one at a time.
 * Errors     JINDU_BUSY when COMMIT_WAITING_MAX changes wait, JINDU_STORAGE
 *            after a fatal batch.
 */
#ifndef COMMIT_H
#define COMMIT_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stdint.h>

#include "bounds.h"

/* Every request that may be unanswered, the clock's own two, a reload. */
#define COMMIT_WAITING_MAX (JP_WAITING_MAX + 3)

struct batch;
struct change;
struct commit;
struct store;
struct worker;

struct commit_sink {
    /* Also called with changes that were not tried, after a fatal batch. */
    void (*release)(void *cookie, struct batch *batch);
    void *cookie;
};

struct commit_counters {
    uint64_t batches;
    uint64_t changes;
};

JINDU_CHECK enum jindu_status commit_new(struct commit **commit,
    struct worker *worker, struct store *store, struct commit_sink sink);

JINDU_CHECK enum jindu_status commit_submit(
    struct commit *commit, struct change *change);

/* Starts a batch of what waits, unless one is in flight. */
void commit_kick(struct commit *commit);

bool commit_is_idle(const struct commit *commit);
struct commit_counters commit_counters(const struct commit *commit);

/* Only when idle, or the worker has ended.  NULL is allowed. */
void commit_free(struct commit *commit);

#endif
