/* SPDX-License-Identifier: MIT */
#include "follower_office.h"

static void
what_was_missed_comes_first_page_by_page(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 450, 0, NULL);
    expect(&office, 1, 450);
    assert_int_equal(office.reads, 3);
    assert_string_equal(jindu_subscriber_epoch(office.subscriber), "epoch-1");
    leave(&office);
}

static void
the_next_event_is_taken_without_a_read(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 1, 0, NULL);
    expect(&office, 1, 1);
    join(&office);
    office.publish = 50;
    expect(&office, 2, 51);
    assert_int_equal(office.reads, 1);
    leave(&office);
}

static void
a_gap_is_read_and_a_double_dropped(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 3, 0, NULL);
    expect(&office, 1, 3);
    join(&office);
    fake_office_publish(&office, 2);
    fake_office_publish(&office, 3);
    office.head = 6;
    fake_office_publish(&office, 6); /* 4 and 5 are lost on the way */
    expect(&office, 4, 6);
    fake_office_publish(&office, 6);
    office.publish = 1;
    expect(&office, 7, 7);
    assert_int_equal(office.reads, 2);
    leave(&office);
}

static void
trap20_a_lost_tail_is_found_by_the_next_beat(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 3, 0, NULL);
    expect(&office, 1, 3);
    join(&office);
    office.head = 5; /* neither is ever published */
    fake_office_beat(&office);
    expect(&office, 4, 5);
    leave(&office);
}

static void
trap21_an_event_during_the_join_is_heard(void **state)
{
    struct fake_office office;
    unsigned seed = 1;
    int turn;

    (void)state;
    for (turn = 0; turn < 200; turn++) {
        seed = seed * 1103515245u + 12345u;
        follow(&office, 0, turn % 2 == 0 ? 0 : -1, NULL);
        if (turn % 2 != 0) { /* -1: the head must be known first */
            while (office.reads == 0) {
                hear_nothing(&office);
                fake_office_work(&office);
            }
        }
        office.publish = 1 + (seed >> 16) % 20;
        expect(&office, 1, office.publish);
        leave(&office);
    }
}

static void
only_what_is_new_is_heard_when_asked_so(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 450, -1, NULL);
    office.floor = 400;
    join(&office);
    office.publish = 2;
    expect(&office, 451, 452);
    leave(&office);
}

static void
another_epoch_is_said_once_and_then_heard_from_the_floor(void **state)
{
    const struct jindu_event *event = NULL;
    struct fake_office office;

    (void)state;
    follow(&office, 5, 0, NULL);
    expect(&office, 1, 5);
    join(&office);
    office.epoch = "epoch-2";
    office.head = 4;
    office.floor = 3;
    fake_office_beat(&office);
    assert_int_equal(next(&office, &event), JINDU_RESET);
    assert_string_equal(jindu_subscriber_detail(office.subscriber), "in words");
    expect(&office, 3, 4);
    assert_string_equal(jindu_subscriber_epoch(office.subscriber), "epoch-2");
    leave(&office);
}

static void
a_position_of_another_epoch_is_a_reset(void **state)
{
    const struct jindu_event *event = NULL;
    struct fake_office office;

    (void)state;
    follow(&office, 5, 2, "epoch-0");
    assert_int_equal(next(&office, &event), JINDU_RESET);
    expect(&office, 1, 5);
    leave(&office);
}

static void
one_reset_is_followed_at_once_and_the_next_in_no_hurry(void **state)
{
    const struct jindu_event *event = NULL;
    struct fake_office office;

    (void)state;
    follow(&office, 5, 2, "epoch-0");
    assert_int_equal(next(&office, &event), JINDU_RESET);
    office.epoch = "epoch-2";
    assert_int_equal(next(&office, &event), JINDU_RESET);
    office.epoch = "epoch-3";
    hear_nothing(&office);
    /* It rests for half a second; a request under way would be waited for
     * twice as long. */
    assert_in_range(jindu_subscriber_wait_ms(office.subscriber), 1, 500);
    leave(&office);
}

static void
a_position_before_the_floor_is_truncated(void **state)
{
    const struct jindu_event *event = NULL;
    struct fake_office office;

    (void)state;
    follow(&office, 9, 2, "epoch-1");
    office.floor = 7;
    assert_int_equal(next(&office, &event), JINDU_TRUNCATED);
    expect(&office, 7, 9);
    leave(&office);
}

static void
a_silent_daemon_is_asked_again_and_greeted_anew(void **state)
{
    struct fake_office office;

    (void)state;
    follow(&office, 3, 0, NULL);
    office.silent = 1; /* hello */
    expect(&office, 1, 3);
    assert_int_equal(office.hellos, 1);
    join(&office);
    office.silent = 1; /* stream.read */
    office.head = 4;
    fake_office_beat(&office);
    expect(&office, 4, 4);
    assert_int_equal(office.hellos, 2);
    leave(&office);
}

static void
an_impossible_stream_or_a_second_one_is_refused(void **state)
{
    struct jindu_subscriber *subscriber = NULL;
    const struct jindu_event *event = NULL;

    (void)state;
    assert_int_equal(jindu_subscriber_open(&subscriber, NULL), JINDU_OK);
    assert_int_equal(
        jindu_subscriber_next(subscriber, 0, &event), JINDU_INVALID);
    assert_int_equal(
        jindu_subscriber_follow(subscriber, "plan", 0, NULL), JINDU_INVALID);
    assert_int_equal(
        jindu_subscriber_follow(subscriber, "all", -2, NULL), JINDU_INVALID);
    assert_int_equal(
        jindu_subscriber_follow(subscriber, "all", 0, NULL), JINDU_OK);
    assert_int_equal(
        jindu_subscriber_follow(subscriber, "all", 0, NULL), JINDU_INVALID);
    jindu_subscriber_close(subscriber);
    jindu_subscriber_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_missed_comes_first_page_by_page),
        cmocka_unit_test(the_next_event_is_taken_without_a_read),
        cmocka_unit_test(a_gap_is_read_and_a_double_dropped),
        cmocka_unit_test(trap20_a_lost_tail_is_found_by_the_next_beat),
        cmocka_unit_test(trap21_an_event_during_the_join_is_heard),
        cmocka_unit_test(only_what_is_new_is_heard_when_asked_so),
        cmocka_unit_test(
            another_epoch_is_said_once_and_then_heard_from_the_floor),
        cmocka_unit_test(a_position_of_another_epoch_is_a_reset),
        cmocka_unit_test(
            one_reset_is_followed_at_once_and_the_next_in_no_hurry),
        cmocka_unit_test(a_position_before_the_floor_is_truncated),
        cmocka_unit_test(a_silent_daemon_is_asked_again_and_greeted_anew),
        cmocka_unit_test(an_impossible_stream_or_a_second_one_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
