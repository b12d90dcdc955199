/* SPDX-License-Identifier: MIT */
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

#define TITLE "清河镇2026年重点工作计划\n"
#define HEADER \
    "序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限\n"
#define FIRST "1,甲类,甲一,目标,经济办,周正,方敏,12月31日\n"

struct fixture {
    struct import_plan plan;
    struct import_error error;
};

static int
set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    import_plan_free(&fixture->plan);
    free(fixture);
    return 0;
}

static const struct import_plan *
read_plan(struct fixture *fixture, const char *text)
{
    import_plan_free(&fixture->plan);
    assert_int_equal(office_read(&fixture->plan, text, strlen(text), NULL, 0,
                         &fixture->error),
        JINDU_OK);
    return &fixture->plan;
}

/* The first finding with this code; an empty one when there is none. */
static struct import_finding
finding_of(const struct import_plan *plan, enum import_code code)
{
    const struct import_finding none = { .code = IMPORT_CODE_COUNT,
        .subject = "no such finding",
        .second = "no such finding" };
    size_t i = 0;

    for (i = 0; i < plan->finding_count; i++) {
        if (plan->findings[i].code == code) {
            return plan->findings[i];
        }
    }
    return none;
}

static void
assert_finding(const struct import_plan *plan, enum import_code code,
    size_t line, enum import_column column)
{
    const struct import_finding finding = finding_of(plan, code);

    assert_int_equal(finding.code, code);
    assert_int_equal(finding.line, line);
    assert_int_equal(finding.column, column);
}

static void
an_item_without_blanks_is_taken_as_it_stands(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE HEADER "7,甲类,\" 甲\n一 \",\"做完\n  第二步 \",经济办、水利办,"
                     "周  正,方敏,2026年6月30日\n");
    const struct import_item *item = &plan->items[0];
    char date[JINDU_DATE_SIZE];

    assert_int_equal(plan->finding_count, 0);
    assert_int_equal(item->no, 7);
    assert_int_equal(item->line, 3);
    assert_string_equal(item->name, "甲一");
    assert_string_equal(item->target, "做完\n第二步");
    assert_string_equal(item->raw[IMPORT_NAME], " 甲\n一 ");
    assert_int_equal(item->units.count, 2);
    assert_string_equal(item->persons.names[0], "周正");
    assert_string_equal(item->raw[IMPORT_PERSONS], "周  正");
    assert_string_equal(jindu_date_format(item->deadline, date), "2026-06-30");
    assert_int_equal(item->source, IMPORT_EXPLICIT);
}

static void
numbers_of_spreadsheets_and_of_full_width_are_numbers(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE HEADER "７,甲,一,目标,办,周正,方敏,12月31日\n"
                     "8.0,甲,一,目标,办,周正,方敏,12月31日\n"
                     "9、,甲,一,目标,办,周正,方敏,12月31日\n"
                     "2147483647,甲,一,目标,办,周正,方敏,12月31日\n");

    assert_int_equal(plan->levels[IMPORT_ERROR], 0);
    assert_int_equal(plan->items[0].no, 7);
    assert_int_equal(plan->items[1].no, 8);
    assert_int_equal(plan->items[2].no, 9);
    assert_int_equal(plan->items[3].no, 2147483647);
}

static void
the_head_is_read_and_the_year_is_that_of_the_title(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE "总负责人：秦岭、江  河        时间：2025年11月3日\n" HEADER FIRST
              "备注：另有说明。\n");

    assert_string_equal(plan->title, "清河镇2026年重点工作计划");
    assert_string_equal(plan->org, "清河镇");
    assert_string_equal(plan->made, "2025-11-03");
    assert_string_equal(plan->remark, "备注：另有说明。");
    assert_int_equal(plan->year, 2026);
    assert_int_equal(plan->heads.count, 2);
    assert_string_equal(plan->heads.names[0], "秦岭");
    assert_string_equal(plan->heads.names[1], "江河");
    assert_int_equal(plan->count, 1);
}

static void
a_given_year_goes_before_that_of_the_title(void **state)
{
    static const char text[] = TITLE HEADER FIRST;
    struct fixture *fixture = *state;

    assert_int_equal(office_read(&fixture->plan, text, strlen(text), "csv",
                         2027, &fixture->error),
        JINDU_OK);
    assert_int_equal(fixture->plan.year, 2027);
    assert_int_equal(finding_of(&fixture->plan, IMPORT_CODE_YEAR_DIFFERS).code,
        IMPORT_CODE_YEAR_DIFFERS);
}

static void
a_plan_without_year_is_an_error_and_so_is_its_short_date(void **state)
{
    const struct import_plan *plan =
        read_plan(*state, "工作计划\n" HEADER FIRST);

    assert_finding(plan, IMPORT_CODE_YEAR_MISSING, 1, IMPORT_COLUMN_COUNT);
    assert_finding(plan, IMPORT_CODE_DATE_YEAR, 3, IMPORT_DEADLINE);
}

static void
a_blank_category_is_carried_and_noted(void **state)
{
    const struct import_plan *plan = read_plan(
        *state, TITLE HEADER FIRST "2,,甲二,目标,农业办,何田,吴桐,12月31日\n");
    const struct import_item *item = &plan->items[1];

    assert_string_equal(item->category, "甲类");
    assert_true(item->inherited[IMPORT_CATEGORY]);
    assert_int_equal(item->from[IMPORT_CATEGORY], 1);
    assert_null(item->raw[IMPORT_CATEGORY]);
    assert_finding(plan, IMPORT_CODE_CATEGORY_CARRIED, 4, IMPORT_COLUMN_COUNT);
    assert_int_equal(
        finding_of(plan, IMPORT_CODE_CARRIED).code, IMPORT_CODE_COUNT);
    assert_false(item->deadline_unconfirmed);
}

static void
three_blanks_beside_a_date_are_carried_without_it(void **state)
{
    const struct import_plan *plan =
        read_plan(*state, TITLE HEADER FIRST "2,,甲二,目标,,,,6月30日\n");
    const struct import_item *item = &plan->items[1];

    assert_string_equal(item->units.names[0], "经济办");
    assert_string_equal(item->persons.names[0], "周正");
    assert_string_equal(item->leaders.names[0], "方敏");
    assert_true(item->inherited[IMPORT_UNITS]);
    assert_true(item->inherited[IMPORT_PERSONS]);
    assert_true(item->inherited[IMPORT_LEADERS]);
    assert_false(item->inherited[IMPORT_DEADLINE]);
    assert_int_equal(item->source, IMPORT_EXPLICIT);
    assert_false(item->deadline_unconfirmed);
    assert_string_equal(finding_of(plan, IMPORT_CODE_CARRIED).subject,
        "units, persons, leaders");
    assert_string_equal(finding_of(plan, IMPORT_CODE_CARRIED).second, "1");
}

static void
four_blanks_are_carried_and_the_deadline_is_unconfirmed(void **state)
{
    const struct import_plan *plan = read_plan(
        *state, TITLE HEADER FIRST "2,,,目标,,,,\n3,,甲三,目标,,,,\n");
    const struct import_item *item = &plan->items[1];

    assert_string_equal(item->name, "甲一");
    assert_true(item->inherited[IMPORT_NAME]);
    assert_int_equal(item->deadline, plan->items[0].deadline);
    assert_int_equal(item->source, IMPORT_CARRIED);
    assert_int_equal(item->from[IMPORT_DEADLINE], 1);
    assert_true(item->deadline_unconfirmed);
    assert_int_equal(plan->items[2].from[IMPORT_DEADLINE], 1);
    assert_string_equal(plan->items[2].name, "甲三");
    assert_int_equal(plan->totals.inherited[IMPORT_DEADLINE], 2);
    assert_int_equal(plan->totals.inherited[IMPORT_NAME], 1);
}

static void
other_blanks_are_not_carried_and_asked_about(void **state)
{
    const struct import_plan *plan =
        read_plan(*state, TITLE HEADER FIRST "2,,甲二,目标,农业办,,吴桐,\n"
                                             "3,,甲三,目标,,,,\n");
    const struct import_item *item = &plan->items[1];

    assert_int_equal(item->persons.count, 0);
    assert_int_equal(item->deadline, JINDU_DATE_NONE);
    assert_false(item->inherited[IMPORT_PERSONS]);
    assert_false(item->inherited[IMPORT_DEADLINE]);
    assert_finding(plan, IMPORT_CODE_REALLY_BLANK, 4, IMPORT_COLUMN_COUNT);
    assert_string_equal(finding_of(plan, IMPORT_CODE_REALLY_BLANK).subject,
        "persons, deadline");
    /* The row below shares the block, with what it lacks. */
    assert_string_equal(plan->items[2].units.names[0], "农业办");
    assert_int_equal(plan->items[2].persons.count, 0);
    assert_int_equal(plan->items[2].deadline, JINDU_DATE_NONE);
}

static void
blanks_in_the_first_row_have_nothing_above_them(void **state)
{
    const struct import_plan *plan =
        read_plan(*state, TITLE HEADER "1,,,目标,,,,\n");

    assert_finding(plan, IMPORT_CODE_BLANK, 3, IMPORT_COLUMN_COUNT);
    assert_string_equal(finding_of(plan, IMPORT_CODE_REALLY_BLANK).subject,
        "category, units, persons, leaders, deadline");
}

static void
a_unit_is_in_doubt_when_the_name_speaks_for_another(void **state)
{
    static const char rows[] = "1,水,河道巡查,目标,河长办,何田,吴桐,12月31日\n"
                               "2,,沟渠,目标,农业办,何田,吴桐,12月31日\n"
                               "3,,河岸绿化,目标,,,,\n"
                               "4,,鱼塘改造,目标,,,,\n"
                               "5,,河岸照明,目标,,,,12月31日\n";
    char text[2048] = TITLE HEADER;
    const struct import_plan *plan = NULL;

    (void)strncat(text, rows, sizeof(text) - strlen(text) - 1);
    plan = read_plan(*state, text);
    assert_true(plan->items[2].unit_unconfirmed);
    assert_false(plan->items[3].unit_unconfirmed);
    assert_false(plan->items[4].unit_unconfirmed);
    assert_finding(plan, IMPORT_CODE_UNIT_DOUBT, 5, IMPORT_UNITS);
    assert_string_equal(
        finding_of(plan, IMPORT_CODE_UNIT_DOUBT).second, "河长办");
}

static void
an_assumed_deadline_is_unconfirmed_and_said(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE HEADER "1,甲,甲一,目标,办,周正,方敏,年底\n2,,甲二,目标,,,,\n");

    assert_int_equal(plan->items[0].source, IMPORT_ASSUMED);
    assert_true(plan->items[0].deadline_unconfirmed);
    assert_int_equal(plan->items[1].source, IMPORT_CARRIED);
    assert_string_equal(
        finding_of(plan, IMPORT_CODE_ASSUMED).second, "2026-12-31");
}

static void
words_without_a_date_are_kept_with_the_item(void **state)
{
    const struct import_plan *plan =
        read_plan(*state, TITLE HEADER "1,甲,甲一,目标,办,周正,方敏,长期坚持\n"
                                       "2,,甲二,目标,,,,\n");

    assert_string_equal(plan->items[0].deadline_words, "长期坚持");
    assert_int_equal(plan->items[0].deadline, JINDU_DATE_NONE);
    assert_string_equal(plan->items[1].deadline_words, "长期坚持");
    assert_false(plan->items[1].deadline_unconfirmed);
    assert_finding(plan, IMPORT_CODE_UNDATED, 3, IMPORT_DEADLINE);
    assert_int_equal(plan->levels[IMPORT_ERROR], 0);
}

static void
sets_of_different_size_are_asked_about(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE HEADER "1,甲,一,目标,办,周正、何田,方敏、吴桐,12月31日\n"
                     "2,甲,二,目标,办,周正、何田,方敏,12月31日\n"
                     "3,甲,三,目标,办、厅,周正、何田,方敏、吴桐,12月31日\n");

    assert_finding(plan, IMPORT_CODE_UNEVEN, 3, IMPORT_PERSONS);
    assert_int_equal(plan->levels[IMPORT_ASK], 1);
}

static void
the_header_again_and_unknown_columns_are_noted(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE "备用,类 别,序号,任务名称,目标任务,责任单位（牵头）,责任人,"
              "分管领导,完成时间,\n"
              "x,甲,1,一,目标,办,周正,方敏,12月31日,\n"
              "备用,类别,序号,任务名称,目标任务,责任单位,责任人,分管领导,"
              "完成时间,\n"
              "x,,2,二,目标,办,周正,方敏,12月31日\n");

    assert_int_equal(plan->count, 2);
    assert_string_equal(plan->items[1].category, "甲");
    assert_finding(plan, IMPORT_CODE_HEADER_AGAIN, 4, IMPORT_COLUMN_COUNT);
    assert_finding(plan, IMPORT_CODE_COLUMN_IGNORED, 2, IMPORT_COLUMN_COUNT);
    assert_int_equal(plan->levels[IMPORT_ERROR], 0);
}

static void
words_between_two_rows_are_asked_about(void **state)
{
    const struct import_plan *plan = read_plan(*state,
        TITLE "\t序号\n\t类别\n\t项目名称\n\t目标任务\n\t责任单位\n\t责任人\n"
              "\t责任领导\n\t完成时限\n\n"
              "\t1\n\t甲\n\t一\n\t目标\n\t办\n\t周正\n\t方敏\n\t12月\n\n"
              "31日\n\n"
              "\t2\n\t甲\n\t二\n\t目标\n\t办\n\t周正\n\t方敏\n\t12月31日\n\n"
              "备注：无。\n");

    assert_finding(plan, IMPORT_CODE_LOOSE_LINE, 20, IMPORT_COLUMN_COUNT);
    assert_string_equal(plan->remark, "备注：无。");
    assert_int_equal(plan->count, 2);
}

#define PLAN_TEST(name) \
    cmocka_unit_test_setup_teardown((name), set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PLAN_TEST(an_item_without_blanks_is_taken_as_it_stands),
        PLAN_TEST(numbers_of_spreadsheets_and_of_full_width_are_numbers),
        PLAN_TEST(the_head_is_read_and_the_year_is_that_of_the_title),
        PLAN_TEST(a_given_year_goes_before_that_of_the_title),
        PLAN_TEST(a_plan_without_year_is_an_error_and_so_is_its_short_date),
        PLAN_TEST(a_blank_category_is_carried_and_noted),
        PLAN_TEST(three_blanks_beside_a_date_are_carried_without_it),
        PLAN_TEST(four_blanks_are_carried_and_the_deadline_is_unconfirmed),
        PLAN_TEST(other_blanks_are_not_carried_and_asked_about),
        PLAN_TEST(blanks_in_the_first_row_have_nothing_above_them),
        PLAN_TEST(a_unit_is_in_doubt_when_the_name_speaks_for_another),
        PLAN_TEST(an_assumed_deadline_is_unconfirmed_and_said),
        PLAN_TEST(words_without_a_date_are_kept_with_the_item),
        PLAN_TEST(sets_of_different_size_are_asked_about),
        PLAN_TEST(the_header_again_and_unknown_columns_are_noted),
        PLAN_TEST(words_between_two_rows_are_asked_about),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
