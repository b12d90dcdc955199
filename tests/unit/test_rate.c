/* SPDX-License-Identifier: MIT */
#include "rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bounds.h"
#include "limit.h"

#define NOW 1000000 /* since boot, in ms */

static struct rate *rate;

static int
set_up(void **state)
{
    (void)state;
    return rate_new(&rate) == JINDU_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    rate_free(rate);
    return 0;
}

static void
a_burst_is_taken_and_no_request_more(void **state)
{
    (void)state;
    for (int i = 0; i < RATE_BURST; i++) {
        assert_int_equal(rate_take(rate, "uid:1001", 1, NOW), 0);
    }
    assert_int_equal(rate_take(rate, "uid:1001", 1, NOW), 1);
    assert_int_equal(rate_take(rate, "uid:1001", 1, NOW), 1);
}

static void
the_wait_that_is_told_is_long_enough_and_no_longer(void **state)
{
    (void)state;
    assert_int_equal(rate_take(rate, "uid:1001", RATE_BURST, NOW), 0);
    int64_t wait = rate_take(rate, "uid:1001", JP_BATCH_MAX, NOW);
    assert_int_equal(
        wait, (JP_BATCH_MAX * 1000 + RATE_PER_SECOND - 1) / RATE_PER_SECOND);
    assert_int_equal(
        rate_take(rate, "uid:1001", JP_BATCH_MAX, NOW + wait - 1), 1);
    assert_int_equal(rate_take(rate, "uid:1001", JP_BATCH_MAX, NOW + wait), 0);
}

static void
a_batch_counts_as_its_requests(void **state)
{
    (void)state;
    int taken = 0;
    while (rate_take(rate, "uid:1001", JP_BATCH_MAX, NOW) == 0) {
        taken += JP_BATCH_MAX;
    }
    assert_in_range(taken, RATE_BURST - JP_BATCH_MAX + 1, RATE_BURST);
    assert_int_equal(rate_take(rate, "uid:1001", 1, NOW), 0);
}

static void
over_a_minute_no_more_than_the_rate_is_taken(void **state)
{
    (void)state;
    int64_t taken = 0;
    for (int64_t now = NOW; now < NOW + 60000; now++) {
        while (rate_take(rate, "uid:1001", 1, now) == 0) {
            taken++;
        }
    }
    assert_in_range(
        taken, 60 * RATE_PER_SECOND, 60 * RATE_PER_SECOND + RATE_BURST);
}

static void
idle_time_saves_one_burst_and_no_more(void **state)
{
    (void)state;
    assert_int_equal(rate_take(rate, "uid:1001", RATE_BURST, NOW), 0);
    int64_t later = NOW + 86400000;
    assert_int_equal(rate_take(rate, "uid:1001", RATE_BURST, later), 0);
    assert_int_not_equal(rate_take(rate, "uid:1001", 1, later), 0);
}

static void
each_principal_has_a_bucket_of_its_own(void **state)
{
    (void)state;
    char name[32];
    assert_int_equal(rate_take(rate, "uid:1001", RATE_BURST, NOW), 0);
    for (int i = 2000; i < 2200; i++) {
        (void)snprintf(name, sizeof(name), "uid:%d", i);
        assert_int_equal(rate_take(rate, name, 1, NOW), 0);
    }
    assert_int_equal(rate_take(rate, "key:wang", RATE_BURST, NOW), 0);
    assert_int_not_equal(rate_take(rate, "uid:1001", 1, NOW), 0);
}

static void
any_number_of_principals_is_kept_in_the_same_memory(void **state)
{
    (void)state;
    char name[32];
    for (int i = 0; i < 20 * RATE_PRINCIPALS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "uid:%d", i);
        assert_int_equal(rate_take(rate, name, RATE_BURST, NOW + i), 0);
    }
    /* Who came last is still known. */
    assert_int_not_equal(
        rate_take(rate, name, 1, NOW + 20 * RATE_PRINCIPALS_MAX - 1), 0);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_burst_is_taken_and_no_request_more),
        CASE(the_wait_that_is_told_is_long_enough_and_no_longer),
        CASE(a_batch_counts_as_its_requests),
        CASE(over_a_minute_no_more_than_the_rate_is_taken),
        CASE(idle_time_saves_one_burst_and_no_more),
        CASE(each_principal_has_a_bucket_of_its_own),
        CASE(any_number_of_principals_is_kept_in_the_same_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
