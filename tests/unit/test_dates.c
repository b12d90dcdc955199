/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <time.h>

#include "dates.h"
#include "spoken.h"

/* A day of the present year, in Shanghai, moved by so many years. */
static void
put_date(char date[16], int years, const char *day)
{
    time_t now = time(NULL);
    struct tm local;
    assert_non_null(localtime_r(&now, &local));
    (void)snprintf(date, 16, "%d-%s", local.tm_year + 1900 + years, day);
}

static void
assert_day(const char *date, const char *wanted)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    dates_put_day(&text, date);
    assert_string_equal(text.bytes != NULL ? text.bytes : "", wanted);
    jindu_text_free(&text);
}

static void
a_chinese_date_leaves_out_the_present_year_and_no_other(void **state)
{
    char date[16];
    char wanted[64];
    (void)state;
    spoken_choose("zh_CN");
    put_date(date, 0, "12-31");
    assert_day(date, "12月31日");
    put_date(date, 0, "03-05");
    assert_day(date, "3月5日");
    put_date(date, 1, "01-15");
    (void)snprintf(wanted, sizeof(wanted), "%.4s年1月15日", date);
    assert_day(date, wanted);
    put_date(date, -1, "12-31");
    (void)snprintf(wanted, sizeof(wanted), "%.4s年12月31日", date);
    assert_day(date, wanted);
}

static void
a_moment_is_told_in_the_zone(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    spoken_choose("zh_CN");
    dates_put_moment(&text, 1577808000000 - 60000);
    assert_string_equal(text.bytes, "2019年12月31日 23:59");
    jindu_text_free(&text);
}

static void
words_in_place_of_a_date_are_as_they_were(void **state)
{
    (void)state;
    spoken_choose("zh_CN");
    assert_day("长期坚持", "长期坚持");
    assert_day("2025-02-30", "2025-02-30");
    assert_day("", "");
}

static void
english_is_iso(void **state)
{
    (void)state;
    spoken_choose("en");
    assert_day("2025-12-31", "2025-12-31");
}

/* The last one: nothing takes it back. */
static void
a_tool_gets_iso_in_chinese_too(void **state)
{
    (void)state;
    spoken_choose("zh_CN");
    dates_for_tools();
    assert_day("2019-12-31", "2019-12-31");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_chinese_date_leaves_out_the_present_year_and_no_other),
        cmocka_unit_test(a_moment_is_told_in_the_zone),
        cmocka_unit_test(words_in_place_of_a_date_are_as_they_were),
        cmocka_unit_test(english_is_iso),
        cmocka_unit_test(a_tool_gets_iso_in_chinese_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
