/* SPDX-License-Identifier: MIT */
/* Single dates are in proto/vectors/date.vec. */
#include <jindu/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
every_day_from_1900_to_2400_follows_the_one_before(void **state)
{
    char text[JINDU_DATE_SIZE];
    int32_t expected = -25567; /* 1900-01-01, a Monday */
    int32_t date;
    int32_t parsed;
    int days = 0;
    int year;
    int month;
    int day;

    (void)state;
    for (year = 1900; year <= 2400; year++) {
        for (month = 1; month <= 12; month++) {
            for (day = 1; jindu_date_from_civil(year, month, day, &date);
                 day++, expected++, days++) {
                int civil[3];

                assert_int_equal(date, expected);
                assert_int_equal(jindu_date_weekday(date), days % 7 + 1);
                jindu_date_to_civil(date, &civil[0], &civil[1], &civil[2]);
                assert_int_equal(civil[0], year);
                assert_int_equal(civil[1], month);
                assert_int_equal(civil[2], day);
                assert_true(
                    jindu_date_parse(jindu_date_format(date, text), &parsed));
                assert_int_equal(parsed, date);
            }
            assert_true(day >= 29 && day <= 32);
        }
    }
    assert_int_equal(days, 501 * 365 + 122); /* leap days, 2400's too */
}

static void
a_day_that_is_none_leaves_the_date_alone(void **state)
{
    int32_t date = 77;

    (void)state;
    assert_false(jindu_date_from_civil(2021, 2, 30, &date));
    assert_false(jindu_date_from_civil(2021, 13, 1, &date));
    assert_false(jindu_date_from_civil(2021, 1, 0, &date));
    assert_false(jindu_date_from_civil(1899, 1, 1, &date));
    assert_false(jindu_date_from_civil(10000, 1, 1, &date));
    assert_false(jindu_date_from_civil(INT32_MAX, INT32_MIN, 1, &date));
    assert_false(jindu_date_parse("2021-02-30", &date));
    assert_int_equal(date, 77);
}

static void
no_date_is_written_as_nothing(void **state)
{
    char text[JINDU_DATE_SIZE];

    (void)state;
    assert_string_equal(jindu_date_format(JINDU_DATE_NONE, text), "");
    assert_string_equal(jindu_date_format(INT32_MAX, text), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1900_to_2400_follows_the_one_before),
        cmocka_unit_test(a_day_that_is_none_leaves_the_date_alone),
        cmocka_unit_test(no_date_is_written_as_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
