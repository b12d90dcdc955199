/* SPDX-License-Identifier: MIT */
/*
 * worker: a thread that takes jobs in order and gives them back to the loop.
 *
 *     loop: worker_submit(job) --> thread: job->run --> loop: job->done
 *
 * Ownership  A job belongs to the worker from worker_submit() until done is
 *            called; what it points to goes with it.  No state is shared.
 * Threading  All calls on the loop thread; run and rest on the worker's.
 * Bounds     Jobs are the caller's memory: whoever makes them bounds them.
 */
#ifndef WORKER_H
#define WORKER_H

#include <jindu/status.h>

struct uv_loop_s;
struct worker;

struct worker_job {
    void (*run)(struct worker_job *job);
    void (*done)(struct worker_job *job);
    struct worker_job *next; /* worker::waiting, worker::finished */
};

/* rest may be NULL: called on the worker's thread after a job was given back,
 * so that nobody waits for it. */
JINDU_CHECK enum jindu_status worker_new(struct worker **worker,
    struct uv_loop_s *loop, void (*rest)(void *cookie), void *cookie);

void worker_submit(struct worker *worker, struct worker_job *job);

/* Runs what waits, calls every done, ends the thread; the memory goes in a
 * later turn of the loop.  NULL is allowed. */
void worker_free(struct worker *worker);

#endif
