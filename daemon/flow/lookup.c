/* SPDX-License-Identifier: MIT */
#include "lookup.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "call.h"
#include "clock.h"
#include "query.h"
#include "turns.h"
#include "worker.h"

struct lookup {
    struct lookup_options options;
    struct turns turns;
    int64_t next_due;  /* as the last batch said */
    int64_t caught_up; /* when nothing keeps notices back: before next_due */
    bool held;
    bool busy; /* one read is with the reader: whose is next is decided late */
};

struct lookup_ask {
    struct worker_job job; /* first: a job is its ask */
    struct lookup *lookup;
    enum jindu_status status;
    int64_t head;
    int64_t floor;
    char stream[JP_STREAM_MAX + 1];
};

enum jindu_status
lookup_new(struct lookup **lookup, const struct lookup_options *options)
{
    struct lookup *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->options = *options;
    *lookup = made;
    return JINDU_OK;
}

void
lookup_free(struct lookup *lookup)
{
    free(lookup);
}

static struct part *
part_of(struct worker_job *job)
{
    return (struct part *)(void *)((char *)job - offsetof(struct part, job));
}

static void
run(struct worker_job *job)
{
    struct part *part = part_of(job);
    const struct lookup_options *options = &part->lookup->options;
    const struct query_facts facts = {
        .principal = &part->change.principal,
        .now = part->change.received_at,
        .caught_up = part->caught_up,
        .started_at = options->started_at,
        .zone = options->zone,
        .doorbell = options->doorbell,
        .counters = part->counters.length > 0 ? part->counters.bytes : "{}",
    };
    part->status = query_run(
        options->query, &part->request, &facts, &part->result, &part->fault);
}

static void
kick(struct lookup *lookup)
{
    struct turn *turn = lookup->busy ? NULL : turns_take(&lookup->turns);
    if (turn == NULL) {
        return;
    }
    struct part *part =
        (struct part *)(void *)((char *)turn - offsetof(struct part, turn));
    lookup->busy = true;
    worker_submit(lookup->options.worker, &part->job);
}

static void
done(struct worker_job *job)
{
    struct part *part = part_of(job);
    struct calls *calls = part->lookup->options.calls;
    part->lookup->busy = false;
    kick(part->lookup);
    if (part->status == JINDU_OK && part->result.failed) {
        part->status = JINDU_NO_MEMORY;
    }
    if (part->status == JINDU_OK) {
        calls_result(calls, part, part->result.bytes, part->result.length);
    } else {
        calls_refuse(calls, part, part->status, &part->fault);
    }
}

/* What is due at next_due is not judged yet; all before it is. */
static int64_t
caught_up(struct lookup *lookup, int64_t now)
{
    if (!lookup->held) {
        lookup->caught_up = now < lookup->next_due ? now : lookup->next_due - 1;
    }
    return lookup->caught_up;
}

void
lookup_released(struct lookup *lookup, const struct batch *batch)
{
    lookup->held = batch->held;
    lookup->next_due = batch->next_due;
    (void)caught_up(lookup, clock_now());
}

void
lookup_submit(struct lookup *lookup, struct part *part)
{
    if (part->request.method == JP_METHOD_SERVER_STATUS) {
        part->caught_up = caught_up(lookup, part->change.received_at);
        lookup->options.count(lookup->options.cookie, &part->counters);
        if (part->counters.failed) {
            jindu_text_clear(&part->counters);
        }
    }
    part->lookup = lookup;
    part->job.run = run;
    part->job.done = done;
    turns_add(&lookup->turns, &part->turn, part->peer);
    kick(lookup);
}

static void
run_ask(struct worker_job *job)
{
    struct lookup_ask *ask = (struct lookup_ask *)job;
    ask->status = query_head(
        ask->lookup->options.query, ask->stream, &ask->head, &ask->floor);
}

static void
done_ask(struct worker_job *job)
{
    struct lookup_ask *ask = (struct lookup_ask *)job;
    const struct lookup_options *options = &ask->lookup->options;
    options->head(
        options->cookie, ask->stream, ask->status, ask->head, ask->floor);
    free(ask);
}

void
lookup_head(struct lookup *lookup, const char *stream)
{
    struct lookup_ask *ask = calloc(1, sizeof(*ask));
    if (ask == NULL) {
        lookup->options.head(
            lookup->options.cookie, stream, JINDU_NO_MEMORY, 0, 0);
        return;
    }
    ask->job.run = run_ask;
    ask->job.done = done_ask;
    ask->lookup = lookup;
    (void)snprintf(ask->stream, sizeof(ask->stream), "%s", stream);
    worker_submit(lookup->options.worker, &ask->job);
}
