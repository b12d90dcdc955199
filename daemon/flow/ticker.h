/* SPDX-License-Identifier: MIT */
/*
 * ticker: makes a change of what is due.
 *
 * The ledger is the schedule: each batch says when the next planned row is
 * due, and the clock is armed for that.  Nothing is kept here, and an idle
 * daemon is woken by nothing else.  A step of the clock makes a CHANGE_CLOCK.
 *
 * Ownership  Owns its clock and its change.  The commit is borrowed.
 * Threading  Loop thread only.
 */
#ifndef TICKER_H
#define TICKER_H

#include <jindu/status.h>

struct batch;
struct commit;
struct ticker;
struct uv_loop_s;

/* After a tick that the store could not take, or that left everything as due
 * as it was: a full disk is not tried a thousand times a second. */
#define TICKER_PAUSE_MS 1000

JINDU_CHECK enum jindu_status ticker_new(
    struct ticker **ticker, struct uv_loop_s *loop, struct commit *commit);

/* The first: judges the clock, then what is due. */
JINDU_CHECK enum jindu_status ticker_start(struct ticker *ticker);

/* After each batch. */
void ticker_released(struct ticker *ticker, const struct batch *batch);

/* No more ticks; one that is under way still comes back. */
void ticker_stop(struct ticker *ticker);

/* NULL is allowed. */
void ticker_free(struct ticker *ticker);

#endif
