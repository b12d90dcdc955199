/* SPDX-License-Identifier: MIT */
#include "upkeep.h"

#include <stddef.h>
#include <stdlib.h>

#include "call.h"
#include "query_upkeep.h"
#include "worker.h"

struct upkeep {
    struct calls *calls;
    struct worker *worker;
    struct query_upkeep *query;
    struct worker_job job;
    struct part *part; /* under way, or NULL */
};

static struct upkeep *
upkeep_of(struct worker_job *job)
{
    return (
        struct upkeep *)(void *)((char *)job - offsetof(struct upkeep, job));
}

static void
run(struct worker_job *job)
{
    struct upkeep *upkeep = upkeep_of(job);
    struct part *part = upkeep->part;
    part->status = query_upkeep_run(
        upkeep->query, &part->request, &part->result, &part->fault);
}

static void
done(struct worker_job *job)
{
    struct upkeep *upkeep = upkeep_of(job);
    struct part *part = upkeep->part;
    upkeep->part = NULL;
    if (part->status == JINDU_OK) {
        calls_result(
            upkeep->calls, part, part->result.bytes, part->result.length);
    } else {
        calls_refuse(upkeep->calls, part, part->status, &part->fault);
    }
}

enum jindu_status
upkeep_new(struct upkeep **upkeep, const struct upkeep_options *options)
{
    struct upkeep *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->calls = options->calls;
    made->job.run = run;
    made->job.done = done;
    enum jindu_status status =
        query_upkeep_new(&made->query, options->directory);
    if (status == JINDU_OK) {
        status = worker_new(&made->worker, options->loop, NULL, NULL);
    }
    if (status != JINDU_OK) {
        upkeep_free(made);
        return status;
    }
    *upkeep = made;
    return JINDU_OK;
}

enum jindu_status
upkeep_submit(struct upkeep *upkeep, struct part *part)
{
    if (upkeep->part != NULL) {
        return JINDU_BUSY;
    }
    upkeep->part = part;
    worker_submit(upkeep->worker, &upkeep->job);
    return JINDU_OK;
}

void
upkeep_stop(struct upkeep *upkeep)
{
    query_upkeep_stop(upkeep->query);
}

void
upkeep_free(struct upkeep *upkeep)
{
    if (upkeep == NULL) {
        return;
    }
    if (upkeep->query != NULL) {
        query_upkeep_stop(upkeep->query);
    }
    worker_free(upkeep->worker);
    query_upkeep_free(upkeep->query);
    free(upkeep);
}
