/* SPDX-License-Identifier: MIT */
/*
 * worker, clock and log with the same names as the daemon's, which the linker
 * then leaves in their library: no thread, no loop, no time but the caller's.
 */
#include <jindu/status.h>

#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "session.h"
#include "worker.h"

struct worker {
    struct worker_job *first;
    struct worker_job **end;
    void (*rest)(void *cookie);
    void *cookie;
};

struct clock {
    void (*ring)(void *cookie, bool stepped);
    void *cookie;
    int64_t instant;
};

/* Time since boot, and what the wall clock is off it. */
static int64_t monotonic;
static int64_t offset;
static struct clock *only_clock;
static struct worker *last_worker;

void
fakes_start(void)
{
    monotonic = 0;
    offset = SESSION_START;
    only_clock = NULL;
}

enum jindu_status
worker_new(struct worker **worker, struct uv_loop_s *loop,
    void (*rest)(void *cookie), void *cookie)
{
    struct worker *made = calloc(1, sizeof(*made));

    (void)loop;
    if (made == NULL) {
        abort();
    }
    made->end = &made->first;
    made->rest = rest;
    made->cookie = cookie;
    last_worker = made;
    *worker = made;
    return JINDU_OK;
}

struct worker *
fake_worker_last(void)
{
    return last_worker;
}

void
worker_submit(struct worker *worker, struct worker_job *job)
{
    job->next = NULL;
    *worker->end = job;
    worker->end = &job->next;
}

bool
fake_worker_run(struct worker *worker)
{
    struct worker_job *job = worker->first;

    if (job == NULL) {
        return false;
    }
    worker->first = job->next;
    if (job->next == NULL) {
        worker->end = &worker->first;
    }
    job->run(job);
    if (worker->rest != NULL) {
        worker->rest(worker->cookie);
    }
    job->done(job);
    return true;
}

void
worker_free(struct worker *worker)
{
    if (worker != NULL && worker->first != NULL) {
        abort();
    }
    free(worker);
}

int64_t
clock_now(void)
{
    return monotonic + offset;
}

int64_t
clock_monotonic(void)
{
    return monotonic;
}

int64_t
clock_offset(void)
{
    return offset;
}

enum jindu_status
clock_new(struct clock **clock, struct uv_loop_s *loop,
    void (*ring)(void *cookie, bool stepped), void *cookie)
{
    struct clock *made = calloc(1, sizeof(*made));

    (void)loop;
    if (made == NULL) {
        abort();
    }
    made->ring = ring;
    made->cookie = cookie;
    made->instant = INT64_MAX;
    only_clock = made;
    *clock = made;
    return JINDU_OK;
}

enum jindu_status
clock_arm(struct clock *clock, int64_t instant)
{
    clock->instant = instant;
    return JINDU_OK;
}

void
clock_free(struct clock *clock)
{
    only_clock = NULL;
    free(clock);
}

static void
ring(bool stepped)
{
    struct clock *clock = only_clock;

    if (clock != NULL && (stepped || clock->instant <= clock_now())) {
        clock->instant = INT64_MAX;
        clock->ring(clock->cookie, stepped);
    }
}

void
session_pass(int64_t ms)
{
    monotonic += ms;
    ring(false);
}

void
session_set_clock(int64_t by_ms)
{
    offset += by_ms;
    ring(true);
}

/* Of commit alone, which starts it after a slow batch; here a batch takes no
 * time. */
enum jindu_status
clock_timer_new(struct clock_timer **timer, struct uv_loop_s *loop,
    void (*expire)(void *cookie), void *cookie)
{
    (void)loop;
    (void)expire;
    (void)cookie;
    *timer = NULL;
    return JINDU_OK;
}

void
clock_timer_start(
    struct clock_timer *timer, int64_t delay_ms, int64_t repeat_ms)
{
    (void)timer;
    (void)delay_ms;
    (void)repeat_ms;
    abort();
}

void
clock_timer_stop(struct clock_timer *timer)
{
    (void)timer;
}

bool
clock_timer_is_running(const struct clock_timer *timer)
{
    (void)timer;
    return false;
}

void
clock_timer_free(struct clock_timer *timer)
{
    (void)timer;
}

/* A refusal a microsecond is no news. */
void
log_error(const char *format, ...)
{
    (void)format;
}

void
log_warning(const char *format, ...)
{
    (void)format;
}

void
log_notice(const char *format, ...)
{
    (void)format;
}

void
log_info(const char *format, ...)
{
    (void)format;
}
