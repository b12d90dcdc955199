/* SPDX-License-Identifier: MIT */
#include "office_calendar.h"

static int
setup(void **state)
{
    office_zone(NULL);
    *state = office_calendar();
    return 0;
}

static int
teardown(void **state)
{
    calendar_free(*state);
    return 0;
}

static void
it_is_open_from_the_opening_until_just_before_the_closing(void **state)
{
    int64_t opening = office_local("2021-12-31T08:30");
    int64_t closing = office_local("2021-12-31T17:30");

    assert_false(window_is_open(&office_window, *state, opening - 1));
    assert_true(window_is_open(&office_window, *state, opening));
    assert_true(window_is_open(&office_window, *state, closing - 1));
    assert_false(window_is_open(&office_window, *state, closing));
}

static void
it_is_shut_on_days_off_and_open_on_make_up_days(void **state)
{
    assert_false(window_is_open(
        &office_window, *state, office_local("2022-01-03T10:00")));
    assert_true(window_is_open(
        &office_window, *state, office_local("2021-09-18T10:00")));
}

static void
the_next_instant_is_an_opening_or_a_digest_and_after_now(void **state)
{
    static const struct {
        const char *now;
        const char *next;
    } vectors[] = {
        { "2022-01-04T08:10", "2022-01-04T08:30" },
        { "2022-01-04T08:30", "2022-01-04T14:00" },
        { "2022-01-04T10:00", "2022-01-04T14:00" },
        { "2022-01-04T14:00", "2022-01-05T08:30" },
        { "2022-01-04T17:30", "2022-01-05T08:30" },
        { "2021-12-31T13:59", "2021-12-31T14:00" },
        { "2021-12-31T18:00", "2022-01-04T08:30" },
        { "2022-01-01T00:00", "2022-01-04T08:30" },
        { "2021-09-17T20:00", "2021-09-18T08:30" },
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        assert_int_equal(
            window_next(&office_window, *state, office_local(vectors[i].now)),
            office_local(vectors[i].next));
    }
    assert_int_equal(window_next(&office_window, *state,
                         office_local("2022-01-04T08:30") - 1),
        office_local("2022-01-04T08:30"));
}

static void
expect_reached(const struct window *window, const struct calendar *calendar,
    int64_t now, const char *wanted)
{
    int64_t instant = -1;
    bool reached =
        window_reached(&instant, window, calendar, now, OFFICE_MINUTE_MS);

    assert_int_equal(reached, wanted != NULL);
    assert_int_equal(instant, wanted == NULL ? -1 : office_local(wanted));
}

static void
an_instant_is_reached_until_the_leeway_is_over(void **state)
{
    int64_t opening = office_local("2022-01-04T08:30");
    int64_t digest = office_local("2022-01-04T14:00");

    expect_reached(&office_window, *state, opening - 1, NULL);
    expect_reached(&office_window, *state, opening, "2022-01-04T08:30");
    expect_reached(
        &office_window, *state, opening + OFFICE_MINUTE_MS, "2022-01-04T08:30");
    expect_reached(
        &office_window, *state, opening + OFFICE_MINUTE_MS + 1, NULL);
    expect_reached(&office_window, *state, digest - 1, NULL);
    expect_reached(&office_window, *state, digest, "2022-01-04T14:00");
    /* 2022-01-03 is a holiday. */
    expect_reached(&office_window, *state, opening - OFFICE_DAY_MS, NULL);
}

static void
the_last_of_two_near_instants_is_the_one_reached(void **state)
{
    const struct window window = { .open = 8 * 60,
        .close = 18 * 60,
        .digest_count = 2,
        .digests = { 8 * 60 + 1, 9 * 60 } };

    expect_reached(&window, *state, office_local("2022-01-04T08:01") - 1,
        "2022-01-04T08:00");
    expect_reached(
        &window, *state, office_local("2022-01-04T08:01"), "2022-01-04T08:01");
    expect_reached(
        &window, *state, office_local("2022-01-04T09:00"), "2022-01-04T09:00");
}

static void
an_instant_before_midnight_is_still_reached_after_it(void **state)
{
    const struct window window = { .open = 8 * 60,
        .close = 24 * 60,
        .digest_count = 1,
        .digests = { 23 * 60 + 59 } };

    expect_reached(
        &window, *state, office_local("2022-01-05T00:00"), "2022-01-04T23:59");
    expect_reached(&window, *state, office_local("2022-01-05T00:00") + 1, NULL);
    /* Friday's, on Saturday; and a Saturday has none of its own. */
    expect_reached(
        &window, *state, office_local("2022-01-08T00:00"), "2022-01-07T23:59");
    expect_reached(&window, *state, office_local("2022-01-09T00:00"), NULL);
}

static void
a_window_is_written_with_its_days_and_digests(void **state)
{
    char text[WINDOW_TEXT_SIZE];
    struct window window = { .open = 7 * 60 + 5,
        .close = 22 * 60,
        .every_day = true,
        .digest_count = WINDOW_DIGESTS_MAX,
        .digests = { 8 * 60, 9 * 60, 10 * 60, 21 * 60 + 59 } };

    (void)state;
    assert_string_equal(
        window_format(&office_window, text), "08:30-17:30 working 14:00");
    assert_string_equal(window_format(&office_always, text), "00:00-24:00 all");
    assert_string_equal(window_format(&window, text),
        "07:05-22:00 all 08:00 09:00 10:00 21:59");
}

static void
a_window_of_every_day_opens_on_holidays(void **state)
{
    const struct window window = {
        .open = 9 * 60, .close = 21 * 60, .every_day = true
    };

    assert_true(
        window_is_open(&window, *state, office_local("2022-01-02T20:59")));
    assert_int_equal(
        window_next(&window, *state, office_local("2022-01-01T21:00")),
        office_local("2022-01-02T09:00"));
}

static void
a_window_that_never_shuts_is_open_at_every_instant(void **state)
{
    int64_t midnight = office_local("2022-01-02T00:00");

    for (int64_t now = midnight - 1; now <= midnight + 1; now++) {
        int64_t instant = 0;

        assert_true(window_is_open(&office_always, *state, now));
        assert_true(window_reached(&instant, &office_always, *state, now, 0));
        assert_int_equal(instant, now);
        assert_int_equal(window_next(&office_always, *state, now), now + 1);
    }
}

/* Each of the three makes it one that does shut. */
static void
a_window_of_nearly_the_whole_day_has_instants(void **state)
{
    static const struct window windows[] = {
        { .open = 0, .close = 24 * 60 },
        { .open = 1, .close = 24 * 60, .every_day = true },
        { .open = 0, .close = 24 * 60 - 1, .every_day = true },
    };

    for (size_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
        expect_reached(
            &windows[i], *state, office_local("2022-01-04T12:00"), NULL);
    }
}

static void
trap28_an_hour_that_comes_twice_opens_the_window_once(void **state)
{
    const struct window window = {
        .open = 2 * 60 + 30, .close = 8 * 60, .every_day = true
    };
    int64_t opening;

    office_zone("Europe/Berlin");
    opening = window_opening(&window, office_date("2021-10-31"));
    assert_int_equal(opening, office_utc("2021-10-31T00:30"));
    assert_true(
        window_is_open(&window, *state, office_utc("2021-10-31T01:10")));
    office_zone(NULL);
}

static void
trap28_a_window_inside_a_missing_hour_opens_the_next_day(void **state)
{
    const struct window window = {
        .open = 2 * 60, .close = 3 * 60, .every_day = true
    };

    office_zone("Europe/Berlin");
    assert_int_equal(
        window_next(&window, *state, office_utc("2021-03-27T20:00")),
        office_utc("2021-03-29T00:00"));
    office_zone(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            it_is_open_from_the_opening_until_just_before_the_closing),
        cmocka_unit_test(it_is_shut_on_days_off_and_open_on_make_up_days),
        cmocka_unit_test(
            the_next_instant_is_an_opening_or_a_digest_and_after_now),
        cmocka_unit_test(an_instant_is_reached_until_the_leeway_is_over),
        cmocka_unit_test(the_last_of_two_near_instants_is_the_one_reached),
        cmocka_unit_test(an_instant_before_midnight_is_still_reached_after_it),
        cmocka_unit_test(a_window_is_written_with_its_days_and_digests),
        cmocka_unit_test(a_window_of_nearly_the_whole_day_has_instants),
        cmocka_unit_test(a_window_of_every_day_opens_on_holidays),
        cmocka_unit_test(a_window_that_never_shuts_is_open_at_every_instant),
        cmocka_unit_test(trap28_an_hour_that_comes_twice_opens_the_window_once),
        cmocka_unit_test(
            trap28_a_window_inside_a_missing_hour_opens_the_next_day),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
