/* SPDX-License-Identifier: MIT */
#include "commit.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "change.h"
#include "clock.h"
#include "store.h"
#include "worker.h"

/* Two: one is written while the other's effects are let out. */
#define COMMIT_SLOTS 2

struct commit_slot {
    struct worker_job job; /* first: a job is its slot */
    struct commit *commit;
    struct batch batch;
    int64_t now;
    int64_t took_ms; /* as the writer saw it */
    bool taken;
};

struct commit {
    struct worker *worker;
    struct store *store;
    struct commit_sink sink;
    struct commit_slot slots[COMMIT_SLOTS];
    struct commit_slot *flight;
    struct change *first; /* waiting */
    struct change **end;
    size_t waiting;
    size_t gather; /* so many are to wait before a batch starts; 0: one */
    struct clock_timer *patience; /* until it starts all the same */
    bool failed; /* a batch was fatal: nothing is tried any more */
    struct commit_counters counters;
};

static void
run(struct worker_job *job)
{
    struct commit_slot *slot = (struct commit_slot *)job;
    int64_t began = clock_monotonic();
    store_apply(slot->commit->store, &slot->batch, slot->now);
    slot->took_ms = clock_monotonic() - began;
}

/* What waits, up to the bounds of a batch; at least one change. */
static void
fill(struct commit *commit, struct batch *batch)
{
    size_t bytes = 0;
    while (commit->first != NULL && batch->count < BATCH_MAX) {
        struct change *change = commit->first;
        bytes += change->bytes;
        if (batch->count > 0 && bytes > BATCH_BYTES_MAX) {
            break;
        }
        batch->changes[batch->count++] = change;
        commit->first = change->next;
        commit->waiting--;
    }
    if (commit->first == NULL) {
        commit->end = &commit->first;
    }
}

static struct commit_slot *
take_slot(struct commit *commit)
{
    for (size_t i = 0; i < COMMIT_SLOTS; i++) {
        if (!commit->slots[i].taken) {
            commit->slots[i].taken = true;
            return &commit->slots[i];
        }
    }
    abort(); /* a slot is free whenever no batch is in flight */
}

void
commit_kick(struct commit *commit)
{
    if (commit->flight != NULL || commit->first == NULL || commit->failed ||
        commit->waiting < commit->gather) {
        return;
    }
    clock_timer_stop(commit->patience);
    commit->gather = 0;
    struct commit_slot *slot = take_slot(commit);
    fill(commit, &slot->batch);
    slot->now = clock_now();
    commit->flight = slot;
    worker_submit(commit->worker, &slot->job);
}

static void
on_patience(void *cookie)
{
    struct commit *commit = cookie;
    commit->gather = 0;
    commit_kick(commit);
}

static void
gather(struct commit *commit, const struct commit_slot *slot)
{
    size_t expected = commit->waiting + slot->batch.count;
    if (expected > 1 && expected <= COMMIT_GATHER_MAX &&
        slot->took_ms >= COMMIT_SLOW_MS) {
        commit->gather = expected;
        clock_timer_start(commit->patience, COMMIT_GATHER_MS, 0);
    }
}

/* Whether they would have been stored will never be known here. */
static void
give_up(struct commit *commit, struct batch *batch)
{
    while (commit->first != NULL) {
        batch_clear(batch);
        fill(commit, batch);
        batch->status = JINDU_STORAGE;
        for (size_t i = 0; i < batch->count; i++) {
            batch->changes[i]->status = JINDU_STORAGE;
        }
        commit->sink.release(commit->sink.cookie, batch);
    }
}

static void
done(struct worker_job *job)
{
    struct commit_slot *slot = (struct commit_slot *)job;
    struct commit *commit = slot->commit;
    assert(commit->flight == slot);
    commit->flight = NULL;
    commit->failed = slot->batch.fatal;
    commit->counters.batches++;
    commit->counters.changes += slot->batch.count;
    /* The writer goes on while the replies leave. */
    gather(commit, slot);
    commit_kick(commit);
    commit->sink.release(commit->sink.cookie, &slot->batch);
    if (commit->failed) {
        give_up(commit, &slot->batch);
    }
    batch_clear(&slot->batch);
    slot->taken = false;
}

enum jindu_status
commit_new(struct commit **commit, struct uv_loop_s *loop,
    struct worker *worker, struct store *store, struct commit_sink sink)
{
    struct commit *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    enum jindu_status status =
        clock_timer_new(&made->patience, loop, on_patience, made);
    if (status != JINDU_OK) {
        free(made);
        return status;
    }
    made->worker = worker;
    made->store = store;
    made->sink = sink;
    made->end = &made->first;
    for (size_t i = 0; i < COMMIT_SLOTS; i++) {
        made->slots[i].job.run = run;
        made->slots[i].job.done = done;
        made->slots[i].commit = made;
        batch_clear(&made->slots[i].batch);
    }
    *commit = made;
    return JINDU_OK;
}

enum jindu_status
commit_submit(struct commit *commit, struct change *change)
{
    if (commit->failed) {
        return JINDU_STORAGE;
    }
    if (commit->waiting == COMMIT_WAITING_MAX) {
        return JINDU_BUSY;
    }
    change->next = NULL;
    *commit->end = change;
    commit->end = &change->next;
    commit->waiting++;
    return JINDU_OK;
}

bool
commit_is_idle(const struct commit *commit)
{
    return commit->flight == NULL && commit->first == NULL;
}

struct commit_counters
commit_counters(const struct commit *commit)
{
    return commit->counters;
}

void
commit_free(struct commit *commit)
{
    if (commit == NULL) {
        return;
    }
    for (size_t i = 0; i < COMMIT_SLOTS; i++) {
        batch_fini(&commit->slots[i].batch);
    }
    clock_timer_free(commit->patience);
    free(commit);
}
