/* SPDX-License-Identifier: MIT */
/* Connections that are lost, and that seem to live. */
#include "follower_office.h"

#define QUIET_MS 90000 /* PROTOCOL.md, section 7 */
#define PROOF_MS 2000  /* ten times what a beat may take by the same */
#define RETRY_MS 500

static void
trap22_a_restart_loses_and_doubles_nothing(void **state)
{
    struct fake_office office;
    int turn;

    (void)state;
    follow(&office, 2, 0, NULL);
    expect(&office, 1, 2);
    for (turn = 0; turn < 5; turn++) {
        join(&office);
        office.publish = 1;
        expect(&office, office.head + 1, office.head + 1);
        fake_stop(&office.fake);
        office.head += 2; /* committed, and never published */
        fake_start(&office.fake);
        expect(&office, office.head - 1, office.head);
    }
    leave(&office);
}

/* After so long, no sooner; and a while later, for the next may be as bad. */
static void
pass_and_expect_new_sockets(
    struct fake_office *office, int64_t silence, int64_t next_event)
{
    the_time += silence - 1;
    hear_nothing(office);
    assert_int_equal(office->hellos, 1);
    the_time += 1;
    hear_nothing(office);
    the_time += RETRY_MS;
    expect(office, next_event, next_event);
    assert_int_equal(office->hellos, 2);
    leave(office);
}

static void
ninety_quiet_seconds_bring_new_sockets(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 1, 0, NULL);
    expect(&office, 1, 1);
    join(&office);
    office.publish = 1;
    expect(&office, 2, 2);
    office.no_beats = true;
    hear_nothing(&office);
    assert_int_equal(jindu_subscriber_wait_ms(office.subscriber), QUIET_MS);
    office.head = 3; /* neither published nor in a beat */
    pass_and_expect_new_sockets(&office, QUIET_MS, 3);
}

/* It was lost on its way, or the daemon heard another. */
static void
a_subscription_that_no_beat_answers_is_made_anew(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 1, 0, NULL);
    office.no_beats = true;
    expect(&office, 1, 1);
    join(&office);
    hear_nothing(&office);
    assert_int_equal(jindu_subscriber_wait_ms(office.subscriber), PROOF_MS);
    office.head = 2;
    pass_and_expect_new_sockets(&office, PROOF_MS, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap22_a_restart_loses_and_doubles_nothing),
        cmocka_unit_test(ninety_quiet_seconds_bring_new_sockets),
        cmocka_unit_test(a_subscription_that_no_beat_answers_is_made_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
