/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "import_changes.h"
#include "spoken.h"

#define FIELDS_MAX 4

/* One item of which so much has changed. */
static struct import_field fields[FIELDS_MAX];
static struct import_change change;
static struct import_diff diff;
static struct context context;

static int
begin(void **state)
{
    (void)state;
    spoken_choose("zh_CN");
    memset(&context, 0, sizeof(context));
    context.output.width = OUTPUT_NO_LIMIT;
    change = (struct import_change){
        .no = 7, .kind = IMPORT_CHANGED, .name = "河道清淤", .fields = fields
    };
    diff = (struct import_diff){ .changes = &change, .count = 1 };
    return 0;
}

static void
add(enum import_column column, const char *before, const char *now)
{
    fields[change.field_count++] = (struct import_field){ column, before, now };
}

static void
print(struct output *output)
{
    (void)output;
    import_changes_print(&context, &diff);
}

static void
a_deadline_that_changed_is_told_as_dates_are_written(void **state)
{
    (void)state;
    add(IMPORT_DEADLINE, "2018-12-31", "2019-06-30");
    assert_string_equal(spoken(print, &context.output),
        "\n"
        "~ 第 7 项：河道清淤\n"
        "    时限：2018年12月31日 → 2019年6月30日\n");
}

static void
a_name_that_reads_like_a_date_stays_as_it_is_written(void **state)
{
    (void)state;
    add(IMPORT_NAME, "2018-12-31", "2019-06-30");
    assert_string_equal(spoken(print, &context.output),
        "\n"
        "~ 第 7 项：河道清淤\n"
        "    名称：2018-12-31 → 2019-06-30\n");
}

static void
what_was_not_there_is_none(void **state)
{
    (void)state;
    add(IMPORT_PERSONS, "", "李乙");
    add(IMPORT_DEADLINE, "长期坚持", "");
    assert_string_equal(spoken(print, &context.output),
        "\n"
        "~ 第 7 项：河道清淤\n"
        "    责任人：无 → 李乙\n"
        "    时限：长期坚持 → 无\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            a_deadline_that_changed_is_told_as_dates_are_written, begin),
        cmocka_unit_test_setup(
            a_name_that_reads_like_a_date_stays_as_it_is_written, begin),
        cmocka_unit_test_setup(what_was_not_there_is_none, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
