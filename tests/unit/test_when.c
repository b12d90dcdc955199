/* SPDX-License-Identifier: MIT */
/* Single instants are in proto/vectors/when.vec. */
#include "when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
instants_survive_writing_and_reading(void **state)
{
    /* A prime, so that all digits change, over some hundred years. */
    const int64_t step = INT64_C(982451653) * 7;
    char text[JP_WHEN_SIZE];
    int64_t instant;
    int64_t read;

    (void)state;
    for (instant = INT64_C(-2000000000000); instant < INT64_C(8000000000000);
         instant += step) {
        assert_true(jp_when_parse(jp_when_format(instant, text), &read));
        assert_true(read == instant);
    }
}

static void
an_instant_beyond_four_digits_of_a_year_is_written_as_the_last(void **state)
{
    char text[JP_WHEN_SIZE];

    (void)state;
    assert_string_equal(
        jp_when_format(INT64_MAX, text), "9999-12-31T23:59:59.999Z");
    assert_string_equal(
        jp_when_format(INT64_MIN, text), "0001-01-01T00:00:00.000Z");
}

static void
a_text_that_is_none_leaves_the_instant_alone(void **state)
{
    int64_t instant = 5;

    (void)state;
    assert_false(jp_when_parse("2021-02-30T00:00:00.000Z", &instant));
    assert_false(jp_when_parse("2021-12-28T00:30:00.00:Z", &instant));
    assert_true(instant == 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_survive_writing_and_reading),
        cmocka_unit_test(
            an_instant_beyond_four_digits_of_a_year_is_written_as_the_last),
        cmocka_unit_test(a_text_that_is_none_leaves_the_instant_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
