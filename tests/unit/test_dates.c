/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "dates.h"

#define NEW_YEAR_S 1767196800 /* 2026-01-01 00:00 in Shanghai */

/* The words of a language; Chinese ones lie beside the build. */
static void
speak(const char *language)
{
    char folder[4096];
    const char *build = getenv("JINDU_BUILD");
    assert_non_null(build);
    (void)snprintf(folder, sizeof(folder), "%s/client/locale", build);
    assert_int_equal(setenv("LANGUAGE", language, 1), 0);
    assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
    tzset();
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    assert_non_null(bindtextdomain("jindu", folder));
    assert_non_null(bind_textdomain_codeset("jindu", "UTF-8"));
    assert_non_null(textdomain("jindu"));
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
assert_moment(int64_t seconds, const char *wanted)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    dates_put_moment(&text, seconds * 1000);
    assert_string_equal(text.bytes, wanted);
    jindu_text_free(&text);
}

static void
a_chinese_date_leaves_out_the_year_of_the_plan(void **state)
{
    (void)state;
    speak("zh_CN");
    dates_use_year(2025);
    assert_true(dates_know_year());
    assert_day("2025-12-31", "12月31日");
    assert_day("2025-03-05", "3月5日");
    assert_day("2026-01-15", "2026年1月15日");
    assert_moment(NEW_YEAR_S - 60, "12月31日 23:59");
    assert_moment(NEW_YEAR_S, "2026年1月1日 00:00");
}

static void
words_in_place_of_a_date_are_as_they_were(void **state)
{
    (void)state;
    speak("zh_CN");
    dates_use_year(2025);
    assert_day("长期坚持", "长期坚持");
    assert_day("2025-02-30", "2025-02-30");
    assert_day("", "");
}

static void
no_year_told_is_iso(void **state)
{
    (void)state;
    speak("zh_CN");
    dates_use_year(0);
    assert_false(dates_know_year());
    assert_day("2025-12-31", "2025-12-31");
    assert_moment(NEW_YEAR_S, "2026-01-01 00:00");
}

static void
english_is_iso(void **state)
{
    (void)state;
    speak("en");
    dates_use_year(2025);
    assert_true(dates_know_year());
    assert_day("2025-12-31", "2025-12-31");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chinese_date_leaves_out_the_year_of_the_plan),
        cmocka_unit_test(words_in_place_of_a_date_are_as_they_were),
        cmocka_unit_test(no_year_told_is_iso),
        cmocka_unit_test(english_is_iso),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
