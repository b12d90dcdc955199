/* SPDX-License-Identifier: MIT */
/* A subscriber on another computer. */
#include "follower_office.h"
#include "remote_desk.h"

#define REFUSED_MS 5000

static void
follow_from(struct desk *desk)
{
    struct jindu_options options = options_of(desk);

    assert_int_equal(
        jindu_subscriber_open(&desk->office.subscriber, &options), JINDU_OK);
    assert_int_equal(
        jindu_subscriber_follow(desk->office.subscriber, FAKE_STREAM, 0, NULL),
        JINDU_OK);
}

static void
expect_refused(struct desk *desk, enum jindu_status status, const char *detail)
{
    const struct jindu_event *event;

    assert_int_equal(next(&desk->office, &event), status);
    assert_non_null(
        strstr(jindu_subscriber_detail(desk->office.subscriber), detail));
    hear_nothing(&desk->office);
    assert_int_equal(
        jindu_subscriber_wait_ms(desk->office.subscriber), REFUSED_MS);
}

/* The next try, which comes to nothing and is not told. */
static void
pass_in_silence(struct desk *desk)
{
    the_time += REFUSED_MS;
    hear_nothing(&desk->office);
    while (jindu_subscriber_wait_ms(desk->office.subscriber) != REFUSED_MS) {
        fake_office_work(&desk->office);
        hear_nothing(&desk->office);
    }
}

static void
events_come_from_the_host_that_was_asked(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    desk.office.head = 1;
    follow_from(&desk);
    expect(&desk.office, 1, 1);
    join(&desk.office);
    desk.office.publish = 2;
    expect(&desk.office, 2, 3);
    assert_int_equal(desk.office.reads, 1);
    get_up(&desk);
}

static void
not_being_admitted_is_said_once_until_it_passes(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, REFUSED);
    desk.office.head = 1;
    follow_from(&desk);
    expect_refused(&desk, JINDU_NOT_ADMITTED, "not enrolled");
    pass_in_silence(&desk);
    atomic_store(&desk.office.fake.zap_status, ADMITTED);
    the_time += REFUSED_MS;
    expect(&desk.office, 1, 1);
    /* Another series. */
    join(&desk.office);
    atomic_store(&desk.office.fake.zap_status, REFUSED);
    fake_stop(&desk.office.fake);
    fake_start(&desk.office.fake);
    expect_refused(&desk, JINDU_NOT_ADMITTED, "not enrolled");
    get_up(&desk);
}

static void
the_right_key_of_the_server_is_taken_from_its_file_when_it_comes(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    write_server(&desk, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
    desk.office.head = 1;
    follow_from(&desk);
    expect_refused(&desk, JINDU_WRONG_SERVER, "server.key");
    pass_in_silence(&desk);
    write_server(&desk, desk.office.fake.public_key);
    the_time += REFUSED_MS;
    expect(&desk.office, 1, 1);
    get_up(&desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_from_the_host_that_was_asked),
        cmocka_unit_test(not_being_admitted_is_said_once_until_it_passes),
        cmocka_unit_test(
            the_right_key_of_the_server_is_taken_from_its_file_when_it_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
