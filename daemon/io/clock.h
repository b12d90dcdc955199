/* SPDX-License-Identifier: MIT */
/*
 * clock: what time it is, and a call when it is later.
 *
 *     clock        one instant of the wall clock; also tells when the clock
 *                  was set, even with no instant armed.  Armed or not, it
 *                  makes no wake-up until there is something to tell.
 *     clock_timer  a delay that the setting of the clock does not touch.
 *
 * Ownership  Freed by clock_free(), clock_timer_free() (NULL is allowed); the
 *            memory goes in a later turn of the loop.
 * Threading  Loop thread; clock_now(), clock_monotonic() and clock_offset()
 *            any thread.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stdint.h>

struct clock;
struct clock_timer;
struct uv_loop_s;

int64_t clock_now(void); /* UTC milliseconds */
int64_t clock_monotonic(void);
/* clock_now() less the time since boot, suspends included: it stays what it is
 * until somebody sets the clock. */
int64_t clock_offset(void);

/* ring: the instant has come, or the clock was stepped and all that depends on
 * it is to be judged again.  It rings once; arm it again. */
JINDU_CHECK enum jindu_status clock_new(struct clock **clock,
    struct uv_loop_s *loop, void (*ring)(void *cookie, bool stepped),
    void *cookie);
/* INT64_MAX: never, but steps are still told. */
JINDU_CHECK enum jindu_status clock_arm(struct clock *clock, int64_t instant);
void clock_free(struct clock *clock);

JINDU_CHECK enum jindu_status clock_timer_new(struct clock_timer **timer,
    struct uv_loop_s *loop, void (*expire)(void *cookie), void *cookie);
/* repeat_ms 0: once. */
void clock_timer_start(
    struct clock_timer *timer, int64_t delay_ms, int64_t repeat_ms);
void clock_timer_stop(struct clock_timer *timer);
bool clock_timer_is_running(const struct clock_timer *timer);
void clock_timer_free(struct clock_timer *timer);

#endif
