/* SPDX-License-Identifier: MIT */
/* When the ticker ticks.  Clock and commit are this test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "change.h"
#include "clock.h"
#include "commit.h"
#include "ticker.h"

#define NOW 1000000

static struct {
    int64_t now;
    int64_t armed;
    void (*ring)(void *cookie, bool stepped);
    void *cookie;
    struct change *change; /* the last tick */
    int ticks;
} stage;

int64_t
clock_now(void)
{
    return stage.now;
}

int64_t
clock_offset(void)
{
    return 0;
}

enum jindu_status
clock_new(struct clock **clock, struct uv_loop_s *loop,
    void (*ring)(void *cookie, bool stepped), void *cookie)
{
    (void)clock;
    (void)loop;
    stage.ring = ring;
    stage.cookie = cookie;
    return JINDU_OK;
}

enum jindu_status
clock_arm(struct clock *clock, int64_t instant)
{
    (void)clock;
    stage.armed = instant;
    return JINDU_OK;
}

void
clock_free(struct clock *clock)
{
    (void)clock;
}

enum jindu_status
commit_submit(struct commit *commit, struct change *change)
{
    (void)commit;
    stage.change = change;
    stage.ticks++;
    return JINDU_OK;
}

void
commit_kick(struct commit *commit)
{
    (void)commit;
}

static int
setup(void **state)
{
    struct ticker *ticker = NULL;
    stage.now = NOW;
    stage.armed = 0;
    stage.ticks = 0;
    if (ticker_new(&ticker, NULL, NULL) != JINDU_OK ||
        ticker_start(ticker) != JINDU_OK) {
        return -1;
    }
    *state = ticker;
    return 0;
}

static int
teardown(void **state)
{
    ticker_free(*state);
    return 0;
}

/* A batch with the tick in it comes back, all well but perhaps the tick. */
static void
come_back(struct ticker *ticker, enum jindu_status status, int64_t next_due,
    bool ticked)
{
    struct batch batch = { .changes = { stage.change },
        .count = 1,
        .status = JINDU_OK,
        .next_due = next_due,
        .ticked = ticked };
    stage.change->status = status;
    ticker_released(ticker, &batch);
}

static void
others_come_back(struct ticker *ticker, int64_t next_due)
{
    struct change other = { .kind = CHANGE_REQUEST };
    struct batch batch = { .changes = { &other },
        .count = 1,
        .status = JINDU_OK,
        .next_due = next_due };
    ticker_released(ticker, &batch);
}

static void
the_first_tick_judges_the_clock(void **state)
{
    (void)state;
    assert_int_equal(stage.ticks, 1);
    assert_int_equal(stage.change->kind, CHANGE_CLOCK);
    assert_int_equal(stage.change->received_at, NOW);
}

static void
the_clock_is_armed_for_what_is_due_next(void **state)
{
    come_back(*state, JINDU_OK, NOW + 5, true);
    assert_int_equal(stage.ticks, 1);
    assert_int_equal(stage.armed, NOW + 5);
    others_come_back(*state, NOW + 3);
    assert_int_equal(stage.armed, NOW + 3);
    stage.now = NOW + 3;
    stage.ring(stage.cookie, false);
    assert_int_equal(stage.ticks, 2);
    assert_int_equal(stage.change->kind, CHANGE_TICK);
}

static void
a_tick_that_left_something_due_is_followed_by_another_at_once(void **state)
{
    come_back(*state, JINDU_OK, NOW, true);
    assert_int_equal(stage.ticks, 2);
}

static void
after_a_tick_that_got_nowhere_others_do_not_wake_it(void **state)
{
    come_back(*state, JINDU_INTERNAL, NOW - 1, false);
    for (int i = 0; i < 10; i++) {
        others_come_back(*state, NOW - 1);
    }
    assert_int_equal(stage.ticks, 1);
    assert_int_equal(stage.armed, NOW + TICKER_PAUSE_MS);
    stage.now = stage.armed;
    stage.ring(stage.cookie, false);
    assert_int_equal(stage.ticks, 2);
    come_back(*state, JINDU_OK, NOW + 5000, true);
    others_come_back(*state, stage.now);
    assert_int_equal(stage.ticks, 3);
}

static void
a_tick_that_changed_nothing_that_is_due_pauses(void **state)
{
    come_back(*state, JINDU_OK, NOW, false);
    assert_int_equal(stage.ticks, 1);
    assert_int_equal(stage.armed, NOW + TICKER_PAUSE_MS);
}

static void
a_step_of_the_clock_ends_the_pause(void **state)
{
    come_back(*state, JINDU_INTERNAL, NOW - 1, false);
    stage.ring(stage.cookie, true);
    assert_int_equal(stage.ticks, 2);
    assert_int_equal(stage.change->kind, CHANGE_CLOCK);
}

static void
a_step_during_a_tick_is_judged_after_it(void **state)
{
    stage.ring(stage.cookie, true);
    assert_int_equal(stage.ticks, 1);
    come_back(*state, JINDU_OK, NOW + 5000, true);
    assert_int_equal(stage.ticks, 2);
    assert_int_equal(stage.change->kind, CHANGE_CLOCK);
}

static void
who_was_stopped_ticks_no_more(void **state)
{
    ticker_stop(*state);
    come_back(*state, JINDU_OK, NOW, true);
    stage.ring(stage.cookie, true);
    assert_int_equal(stage.ticks, 1);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(the_first_tick_judges_the_clock),
        FRESH(the_clock_is_armed_for_what_is_due_next),
        FRESH(a_tick_that_left_something_due_is_followed_by_another_at_once),
        FRESH(after_a_tick_that_got_nowhere_others_do_not_wake_it),
        FRESH(a_tick_that_changed_nothing_that_is_due_pauses),
        FRESH(a_step_of_the_clock_ends_the_pause),
        FRESH(a_step_during_a_tick_is_judged_after_it),
        FRESH(who_was_stopped_ticks_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
