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
the_next_opening_is_on_a_working_day(void **state)
{
    static const struct {
        const char *now;
        const char *next;
    } vectors[] = {
        { "2022-01-04T08:10", "2022-01-04T08:30" },
        { "2022-01-04T10:00", "2022-01-04T10:00" },
        { "2022-01-04T17:30", "2022-01-05T08:30" },
        { "2021-12-31T18:00", "2022-01-04T08:30" },
        { "2022-01-01T00:00", "2022-01-04T08:30" },
        { "2021-09-17T20:00", "2021-09-18T08:30" },
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        assert_int_equal(
            window_next(&office_window, *state, office_local(vectors[i].now)),
            office_local(vectors[i].next));
    }
}

static void
a_window_of_every_day_opens_on_holidays(void **state)
{
    const struct window window = { 9 * 60, 21 * 60, true };

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
        assert_true(window_is_open(&office_always, *state, now));
        assert_int_equal(window_next(&office_always, *state, now), now);
    }
}

static void
trap28_an_hour_that_comes_twice_opens_the_window_once(void **state)
{
    const struct window window = { 2 * 60 + 30, 8 * 60, true };
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
    const struct window window = { 2 * 60, 3 * 60, true };

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
        cmocka_unit_test(the_next_opening_is_on_a_working_day),
        cmocka_unit_test(a_window_of_every_day_opens_on_holidays),
        cmocka_unit_test(a_window_that_never_shuts_is_open_at_every_instant),
        cmocka_unit_test(trap28_an_hour_that_comes_twice_opens_the_window_once),
        cmocka_unit_test(
            trap28_a_window_inside_a_missing_hour_opens_the_next_day),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
