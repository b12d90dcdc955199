/* SPDX-License-Identifier: MIT */
#include "office_calendar.h"

#define YEARS 6
#define FAR_DAYS 400 /* a little more than a year */

static int
setup(void **state)
{
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
the_deadlines_of_the_rules_have_their_working_days(void **state)
{
    static const struct {
        const char *deadline;
        const char *before; /* wd(3, D) */
        const char *next;
    } vectors[] = {
        { "2021-12-31", "2021-12-28", "2022-01-04" },
        { "2021-10-09", "2021-09-29", "2021-10-11" },
        { "2021-10-03", "2021-09-28", "2021-10-08" },
        { "2021-02-20", "2021-02-10", "2021-02-22" },
        { "2021-05-08", "2021-04-30", "2021-05-10" },
        { "2021-09-30", "2021-09-27", "2021-10-08" },
        { "2026-02-24", "2026-02-12", "2026-02-25" },
        { "2026-09-30", "2026-09-24", "2026-10-08" },
        { "2026-10-08", "2026-09-28", "2026-10-09" },
        { "2026-12-31", "2026-12-28", "2027-01-01" },
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        int32_t date = office_date(vectors[i].deadline);

        assert_date(calendar_before(*state, 3, date), vectors[i].before);
        assert_date(calendar_after(*state, 1, date), vectors[i].next);
    }
}

static void
each_year_has_as_many_working_days_as_its_notice_says(void **state)
{
    static const int expected[YEARS] = { 250, 249, 249, 251, 248, 248 };

    for (int i = 0; i < YEARS; i++) {
        int32_t first = 0;
        int32_t last = 0;

        assert_true(jindu_date_from_civil(2021 + i, 1, 1, &first));
        assert_true(jindu_date_from_civil(2021 + i, 12, 31, &last));
        assert_int_equal(calendar_count(*state, first - 1, last), expected[i]);
    }
}

static void
the_days_that_are_easily_taken_for_others_are_right(void **state)
{
    static const struct {
        const char *date;
        bool working;
    } days[] = {
        { "2021-12-31", true },
        { "2021-09-18", true },
        { "2021-09-20", false },
        { "2022-12-31", false }, /* by the notice of 2023 */
        { "2023-12-31", false }, /* a Sunday, in no notice */
        { "2024-02-09", true },  /* New Year's Eve of the lunar year */
        { "2026-01-04", true },
    };

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        assert_int_equal(calendar_is_working(*state, office_date(days[i].date)),
            days[i].working);
    }
}

/* The 25th of a month, where it is off: the working day before and after. */
static void
a_monthly_day_that_is_off_has_its_working_neighbors(void **state)
{
    static const struct {
        const char *day;
        const char *before;
        const char *after;
    } vectors[] = {
        { "2021-07-25", "2021-07-23", "2021-07-26" },
        { "2021-09-25", "2021-09-24", "2021-09-26" },
        { "2021-12-25", "2021-12-24", "2021-12-27" },
        { "2026-01-25", "2026-01-23", "2026-01-26" },
        { "2026-04-25", "2026-04-24", "2026-04-27" },
        { "2026-07-25", "2026-07-24", "2026-07-27" },
        { "2026-09-25", "2026-09-24", "2026-09-28" },
        { "2026-10-25", "2026-10-23", "2026-10-26" },
    };

    assert_true(calendar_is_working(*state, office_date("2021-04-25")));
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        int32_t date = office_date(vectors[i].day);

        assert_false(calendar_is_working(*state, date));
        assert_date(calendar_before(*state, 1, date), vectors[i].before);
        assert_date(calendar_after(*state, 1, date), vectors[i].after);
    }
}

static void
a_count_is_what_counting_day_by_day_gives(void **state)
{
    int32_t from = office_date("2022-12-20");
    int32_t counted = 0;

    for (int32_t to = from; to < from + FAR_DAYS; to++) {
        if (to > from && calendar_is_working(*state, to)) {
            counted++;
        }
        assert_int_equal(calendar_count(*state, from, to), counted);
    }
    assert_int_equal(calendar_count(*state, from, from - 1), 0);
    assert_int_equal(calendar_count(*state, office_date("1900-01-01"),
                         office_date("1900-01-08")),
        5);
}

static void
a_count_ends_on_the_nth_day_after(void **state)
{
    int32_t from = office_date("2021-09-17");

    for (int n = 1; n <= 300; n++) {
        int32_t to = calendar_after(*state, n, from);

        assert_int_equal(calendar_count(*state, from, to), n);
        assert_int_equal(calendar_count(*state, from, to - 1), n - 1);
    }
}

static void
what_touches_a_year_not_announced_is_provisional(void **state)
{
    int32_t last = office_date("2026-12-31");

    assert_true(calendar_is_announced(*state, 2026));
    assert_false(calendar_is_announced(*state, 2027));
    assert_false(calendar_is_announced(*state, 2020));
    assert_false(
        calendar_is_provisional(*state, office_date("2026-12-28"), last));
    assert_true(
        calendar_is_provisional(*state, last, calendar_after(*state, 1, last)));
    assert_true(
        calendar_is_provisional(*state, calendar_after(*state, 1, last), last));
}

static void
the_last_row_wins_for_a_date_given_twice(void **state)
{
    struct calendar *calendar = NULL;
    int32_t monday = office_date("2024-03-04");
    int32_t sunday = office_date("2024-03-03");
    const struct calendar_day days[] = {
        { monday, true },
        { sunday, true },
        { monday, false },
        { sunday, false },
    };
    const struct calendar_year years[] = { { 2024, false }, { 2024, true } };

    (void)state;
    assert_int_equal(calendar_new(&calendar, days, 4, years, 2), JINDU_OK);
    assert_true(calendar_is_working(calendar, monday));
    assert_true(calendar_is_working(calendar, sunday));
    assert_int_equal(calendar_count(calendar, sunday - 1, monday), 2);
    assert_true(calendar_is_announced(calendar, 2024));
    calendar_free(calendar);
}

static void
an_empty_calendar_works_from_monday_to_friday(void **state)
{
    struct calendar *calendar = NULL;

    (void)state;
    assert_int_equal(calendar_new(&calendar, NULL, 0, NULL, 0), JINDU_OK);
    assert_date(
        calendar_after(calendar, 1, office_date("2021-12-31")), "2022-01-03");
    assert_int_equal(calendar_count(calendar, office_date("2020-12-31"),
                         office_date("2021-12-31")),
        261);
    calendar_free(calendar);
    calendar_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_deadlines_of_the_rules_have_their_working_days),
        cmocka_unit_test(each_year_has_as_many_working_days_as_its_notice_says),
        cmocka_unit_test(the_days_that_are_easily_taken_for_others_are_right),
        cmocka_unit_test(a_monthly_day_that_is_off_has_its_working_neighbors),
        cmocka_unit_test(a_count_is_what_counting_day_by_day_gives),
        cmocka_unit_test(a_count_ends_on_the_nth_day_after),
        cmocka_unit_test(what_touches_a_year_not_announced_is_provisional),
        cmocka_unit_test(the_last_row_wins_for_a_date_given_twice),
        cmocka_unit_test(an_empty_calendar_works_from_monday_to_friday),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
