/* SPDX-License-Identifier: MIT */
/*
 * rate: how many requests a principal may make in a second, over all of its
 * connections.
 *
 * A full bucket holds RATE_BURST requests and fills by RATE_PER_SECOND.  What
 * is kept of a principal is the instant at which its bucket is full again; once
 * that has passed there is nothing to keep.
 *
 *     now                     full again
 *      |------- what it took -----|          |<------- RATE_BURST ------>|
 *
 * Threading  Loop thread only.
 * Bounds     RATE_PRINCIPALS_MAX are kept, each in one of RATE_WAYS places that
 *            its name gives it.  When others fill those, the bucket that is
 *            full first is forgotten.  Nobody chooses its name: the
 *            administrator does.
 * Errors     None: a refusal is an answer.
 */
#ifndef RATE_H
#define RATE_H

#include <jindu/status.h>

#include <stddef.h>
#include <stdint.h>

struct rate;

JINDU_CHECK enum jindu_status rate_new(struct rate **rate);
/* NULL is allowed. */
void rate_free(struct rate *rate);

/* 0: count requests are taken.  Else none is, and there is room for them after
 * so many milliseconds.  now is of a clock that nobody sets, in milliseconds;
 * count is at most RATE_BURST. */
JINDU_CHECK int64_t rate_take(
    struct rate *rate, const char *principal, size_t count, int64_t now);

#endif
