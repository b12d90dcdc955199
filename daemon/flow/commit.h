/* SPDX-License-Identifier: MIT */
/*
 * commit: gathers changes into one transaction, and lets their effects out
 * only when that transaction is on disk.
 *
 *     intake --+                              +--> reply
 *              +--> commit --> store ------> release --> publish
 *     ticker --+       (the writer's thread)  +--> ticker
 *
 * There is nothing to tune: an idle writer takes what is there at once, and
 * what arrives while it writes is the next batch.  On a slow disk a few clients
 * that each wait for an answer would fall into two halves that take turns, each
 * paying its own sync; so after a slow batch the next waits a moment for those
 * who were just answered.  Who is alone waits for nobody.
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

#include "limit.h"

/* A batch that took this long was slow: it waited for a disk, and not for
 * SQLite, which needs less for a thousand changes. */
#define COMMIT_SLOW_MS 2

/* How long the next batch waits then: at most as long again. */
#define COMMIT_GATHER_MS 2

/* More than these share a sync well enough without waiting. */
#define COMMIT_GATHER_MAX 64

struct batch;
struct change;
struct commit;
struct store;
struct uv_loop_s;
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
    struct uv_loop_s *loop, struct worker *worker, struct store *store,
    struct commit_sink sink);

JINDU_CHECK enum jindu_status commit_submit(
    struct commit *commit, struct change *change);

/* Starts a batch of what waits, unless one is in flight or gathers. */
void commit_kick(struct commit *commit);

bool commit_is_idle(const struct commit *commit);
struct commit_counters commit_counters(const struct commit *commit);

/* Only when idle, or the worker has ended.  NULL is allowed. */
void commit_free(struct commit *commit);

#endif
