/* SPDX-License-Identifier: MIT */
#include "ticker.h"

#include <stdlib.h>

#include "change.h"
#include "clock.h"
#include "commit.h"
#include "log.h"

struct ticker {
    struct clock *clock;
    struct commit *commit;
    struct change change;
    bool under_way; /* the change is with commit */
    bool stepped;   /* meanwhile the clock was set */
    bool stopped;
    int64_t not_before; /* after a tick that got nowhere: no other */
    int64_t armed;      /* the clock is, for this instant; -1: it rang */
};

static void
arm(struct ticker *ticker, int64_t instant)
{
    if (instant == ticker->armed) {
        return; /* as after most batches */
    }
    ticker->armed = instant;
    if (clock_arm(ticker->clock, instant) != JINDU_OK) {
        log_error("the clock cannot be armed: notices may be late");
    }
}

static enum jindu_status
tick(struct ticker *ticker, enum change_kind kind)
{
    ticker->change = (struct change){
        .kind = kind, .received_at = clock_now(), .offset = clock_offset()
    };
    enum jindu_status status = commit_submit(ticker->commit, &ticker->change);
    if (status == JINDU_OK) {
        ticker->under_way = true;
        ticker->stepped = false;
        commit_kick(ticker->commit);
    }
    return status;
}

static void
ring(void *cookie, bool stepped)
{
    struct ticker *ticker = cookie;
    ticker->armed = -1;
    if (stepped) {
        log_notice("the clock was set");
    }
    if (ticker->stopped) {
        return;
    }
    if (ticker->under_way) {
        ticker->stepped |= stepped;
        return;
    }
    if (tick(ticker, stepped ? CHANGE_CLOCK : CHANGE_TICK) != JINDU_OK) {
        arm(ticker, clock_now() + TICKER_PAUSE_MS);
    }
}

enum jindu_status
ticker_new(
    struct ticker **ticker, struct uv_loop_s *loop, struct commit *commit)
{
    struct ticker *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->commit = commit;
    enum jindu_status status = clock_new(&made->clock, loop, ring, made);
    if (status != JINDU_OK) {
        free(made);
        return status;
    }
    *ticker = made;
    return JINDU_OK;
}

enum jindu_status
ticker_start(struct ticker *ticker)
{
    /* From here on a step of the clock is seen. */
    enum jindu_status status = clock_arm(ticker->clock, INT64_MAX);
    if (status != JINDU_OK) {
        return status;
    }
    ticker->armed = INT64_MAX;
    return tick(ticker, CHANGE_CLOCK);
}

void
ticker_released(struct ticker *ticker, const struct batch *batch)
{
    bool ours = ticker->under_way && batch_holds(batch, &ticker->change);
    if (ours) {
        ticker->under_way = false;
    }
    if (ticker->stopped || ticker->under_way ||
        (batch->status != JINDU_OK && !ours)) {
        return;
    }
    int64_t now = clock_now();
    int64_t due = batch->next_due;
    bool stuck = ours && (ticker->change.status != JINDU_OK ||
                             (due <= now && !batch->ticked));
    if (stuck) {
        ticker->not_before = now + TICKER_PAUSE_MS;
    } else if (ours) {
        ticker->not_before = 0;
    }
    if (due < ticker->not_before) {
        due = ticker->not_before;
    }
    bool at_once = ticker->stepped || due <= now;
    if (!at_once || tick(ticker, ticker->stepped ? CHANGE_CLOCK
                                                 : CHANGE_TICK) != JINDU_OK) {
        arm(ticker, at_once ? now + TICKER_PAUSE_MS : due);
    }
}

void
ticker_stop(struct ticker *ticker)
{
    ticker->stopped = true;
}

void
ticker_free(struct ticker *ticker)
{
    if (ticker != NULL) {
        clock_free(ticker->clock);
        free(ticker);
    }
}
