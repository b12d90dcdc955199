/* SPDX-License-Identifier: MIT */
#include "import/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PLAN_YEAR 2021

static const char *
read_date(const char *text, int year)
{
    static char date[JINDU_DATE_SIZE];
    struct import_words words = import_words_read(text, year);

    assert_int_equal(words.kind, IMPORT_WORDS_DATE);
    return jindu_date_format(words.date, date);
}

static void
assert_kind(const char *text, enum import_words_kind kind)
{
    struct import_words words = import_words_read(text, PLAN_YEAR);

    if (words.kind != kind) {
        print_error("'%s'\n", text);
    }
    assert_int_equal(words.kind, kind);
    assert_int_equal(words.date, JINDU_DATE_NONE);
}

static void
a_day_is_read_in_every_spelling_of_the_rules(void **state)
{
    static const char *const spellings[] = { "2021年12月31日", "2021-12-31",
        "2021.12.31", "2021/12/31", "12月31日", "12月31号",
        "2021 年 12 月 31 日", "２０２１年１２月３１日", "２０２１．１２．３１",
        "2021年12月31日前", "2021年12月31日之前完成", "于12月31日前完成",
        "2021-12-31 00:00:00", "　2021-12-31 " };
    size_t i = 0;

    (void)state;
    for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        assert_string_equal(read_date(spellings[i], PLAN_YEAR), "2021-12-31");
        assert_false(import_words_read(spellings[i], PLAN_YEAR).assumed);
        assert_string_equal(
            import_words_read(spellings[i], PLAN_YEAR).rule, "day");
    }
}

static void
a_month_means_its_last_day(void **state)
{
    (void)state;
    assert_string_equal(read_date("2021年9月", PLAN_YEAR), "2021-09-30");
    assert_string_equal(read_date("2021年12月底", PLAN_YEAR), "2021-12-31");
    assert_string_equal(read_date("12月底前", PLAN_YEAR), "2021-12-31");
    assert_string_equal(read_date("6月底", PLAN_YEAR), "2021-06-30");
    assert_string_equal(read_date("2月底", 2024), "2024-02-29");
    assert_string_equal(read_date("2月", 2021), "2021-02-28");
    assert_string_equal(
        import_words_read("6月底", PLAN_YEAR).rule, "month_end");
    assert_false(import_words_read("6月底", PLAN_YEAR).assumed);
}

static void
words_for_the_year_are_assumed_to_mean_its_last_day(void **state)
{
    static const char *const spellings[] = { "年底", "年底前", "年末", "年内",
        "全年", "今年年底", "今年底", "2021年底", "2021年年底前", "2021年内",
        "力争年底完成" };
    size_t i = 0;

    (void)state;
    for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        assert_string_equal(read_date(spellings[i], PLAN_YEAR), "2021-12-31");
        assert_true(import_words_read(spellings[i], PLAN_YEAR).assumed);
    }
    assert_string_equal(read_date("2022年底", PLAN_YEAR), "2022-12-31");
    assert_string_equal(read_date("上半年", PLAN_YEAR), "2021-06-30");
    assert_string_equal(read_date("2022年上半年", PLAN_YEAR), "2022-06-30");
}

static void
a_day_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    assert_kind("2月30日", IMPORT_WORDS_INVALID);
    assert_kind("2021年2月29日", IMPORT_WORDS_INVALID);
    assert_kind("2021-02-30", IMPORT_WORDS_INVALID);
    assert_kind("13月", IMPORT_WORDS_INVALID);
    assert_kind("13月1日", IMPORT_WORDS_INVALID);
    assert_kind("2021年0月", IMPORT_WORDS_INVALID);
    assert_kind("2021.13.01", IMPORT_WORDS_INVALID);
    assert_string_equal(read_date("2024年2月29日", PLAN_YEAR), "2024-02-29");
}

static void
two_dates_in_one_cell_are_refused(void **state)
{
    (void)state;
    assert_kind("2021年6月30日、2021年12月31日", IMPORT_WORDS_TWO);
    assert_kind("2021-06-30\n2021-12-31", IMPORT_WORDS_TWO);
    assert_kind("6月至12月", IMPORT_WORDS_TWO);
    assert_kind("6月30日，其余年底", IMPORT_WORDS_TWO);
}

static void
a_count_from_a_start_nobody_gave_is_refused(void **state)
{
    (void)state;
    assert_kind("百日", IMPORT_WORDS_START);
    assert_kind("百日攻坚", IMPORT_WORDS_START);
    assert_kind("100天", IMPORT_WORDS_START);
    assert_kind("15个工作日", IMPORT_WORDS_START);
    assert_kind("3月1日起100天内", IMPORT_WORDS_START);
}

static void
words_without_a_date_are_kept_and_not_read(void **state)
{
    (void)state;
    assert_kind("长期坚持", IMPORT_WORDS_NONE);
    assert_kind("全年持续", IMPORT_WORDS_NONE);
    assert_kind("常态化", IMPORT_WORDS_NONE);
    assert_kind("每月", IMPORT_WORDS_NONE);
    assert_kind("待定", IMPORT_WORDS_NONE);
}

static void
what_only_looks_like_a_date_is_not_guessed(void **state)
{
    static const char *const spellings[] = { "20211231", "44561", "2021",
        "2021年", "2021.12", "31日", "第三季度", "9月上旬", "12/31",
        "2021-12-31左右", "十二月底", "12月31日（一期）", "2021-12.31" };
    size_t i = 0;

    (void)state;
    for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        assert_kind(spellings[i], IMPORT_WORDS_UNREADABLE);
    }
}

static void
a_date_without_year_needs_that_of_the_plan(void **state)
{
    (void)state;
    assert_int_equal(import_words_read("12月31日", 0).kind, IMPORT_WORDS_YEAR);
    assert_int_equal(import_words_read("年底", 0).kind, IMPORT_WORDS_YEAR);
    assert_int_equal(import_words_read("上半年", 0).kind, IMPORT_WORDS_YEAR);
    assert_string_equal(read_date("2021年底", 0), "2021-12-31");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_read_in_every_spelling_of_the_rules),
        cmocka_unit_test(a_month_means_its_last_day),
        cmocka_unit_test(words_for_the_year_are_assumed_to_mean_its_last_day),
        cmocka_unit_test(a_day_that_does_not_exist_is_refused),
        cmocka_unit_test(two_dates_in_one_cell_are_refused),
        cmocka_unit_test(a_count_from_a_start_nobody_gave_is_refused),
        cmocka_unit_test(words_without_a_date_are_kept_and_not_read),
        cmocka_unit_test(what_only_looks_like_a_date_is_not_guessed),
        cmocka_unit_test(a_date_without_year_needs_that_of_the_plan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
