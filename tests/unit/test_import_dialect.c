/* SPDX-License-Identifier: MIT */
/* What spreadsheets and the people who use them put around a table. */
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

#define TITLE "清河镇2026年重点工作计划\n"
#define HEADER \
    "序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限\n"

static void
read_plan(struct import_plan *plan, const char *text)
{
    struct import_error error;

    assert_int_equal(
        office_read(plan, text, strlen(text), NULL, 0, &error), JINDU_OK);
}

/* The line of the first finding with this code; 0: there is none. */
static size_t
line_of(const struct import_plan *plan, enum import_code code)
{
    size_t i = 0;

    while (i < plan->finding_count && plan->findings[i].code != code) {
        i++;
    }
    return i < plan->finding_count ? plan->findings[i].line : 0;
}

static void
what_spreadsheets_write_around_a_table_is_no_item(void **state)
{
    struct import_plan plan;

    (void)state;
    read_plan(&plan,
        "清河镇2026年重点工作计划,,,,,,,\n填报单位：党政办,,,,,,单位：个,\n" HEADER
        "1,甲,一,目标,办,周正,方敏,12月31日\n"
        "２,甲,二,\"目标，\n分两行\",办,周正,方敏,12月31日\n"
        "合　计,,2,,,,,\n"
        ",,,,,,,\n"
        "填表人：何田,,,,审核人：吴桐,,,\n"
        ",,,,,,,\n");

    assert_int_equal(plan.count, 2);
    assert_int_equal(plan.levels[IMPORT_ERROR], 0);
    assert_int_equal(plan.levels[IMPORT_ASK], 0);
    assert_int_equal(line_of(&plan, IMPORT_CODE_TOTAL_LEFT_OUT), 7);
    assert_string_equal(plan.items[1].target, "目标，\n分两行");
    assert_string_equal(plan.remark, "填表人：何田   审核人：吴桐");
    import_plan_free(&plan);
}

static void
a_row_that_has_a_target_is_an_item_whatever_its_number(void **state)
{
    struct import_plan plan;

    (void)state;
    read_plan(&plan, TITLE HEADER "1,甲,一,目标,办,周正,方敏,12月31日\n"
                                  "二,甲,二,目标,办,周正,方敏,12月31日\n");

    assert_int_equal(plan.count, 2);
    assert_int_equal(line_of(&plan, IMPORT_CODE_NUMBER_INVALID), 4);
    import_plan_free(&plan);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_spreadsheets_write_around_a_table_is_no_item),
        cmocka_unit_test(
            a_row_that_has_a_target_is_an_item_whatever_its_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
