/* SPDX-License-Identifier: MIT */
#include "import/headings.h"
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

#define TITLE "清河镇2026年重点工作计划\n"
#define ROW "1,甲类,甲一,目标,经济办,周正,方敏,12月31日\n"

static int
set_up(void **state)
{
    *state = calloc(1, sizeof(struct import_headings));
    return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
    import_headings_free(*state);
    free(*state);
    return 0;
}

static enum jindu_status
add(struct import_headings *headings, const char *text,
    struct import_error *error)
{
    return import_headings_read(headings, text, strlen(text), error);
}

static void
assert_adds(struct import_headings *headings, const char *text)
{
    struct import_error error;

    assert_int_equal(add(headings, text, &error), JINDU_OK);
}

static void
words_have_the_meaning_of_their_line(void **state)
{
    struct import_headings *headings = *state;

    assert_adds(headings,
        "# units 不算\n\n  units 主办科室\t协办\r\nnone 备注\nproject 项目\n");
    assert_int_equal(import_headings_find(headings, "主办科室"), IMPORT_UNITS);
    assert_int_equal(import_headings_find(headings, "协办"), IMPORT_UNITS);
    assert_int_equal(
        import_headings_find(headings, "备注"), IMPORT_HEADING_NONE);
    assert_int_equal(
        import_headings_find(headings, "项目"), IMPORT_HEADING_PROJECT);
    assert_int_equal(
        import_headings_find(headings, "不算"), IMPORT_HEADING_UNKNOWN);
    assert_int_equal(
        import_headings_find(headings, ""), IMPORT_HEADING_UNKNOWN);
}

static void
blanks_and_ornaments_of_a_cell_do_not_count(void **state)
{
    struct import_headings *headings = *state;

    assert_adds(headings, "deadline 办理期限\n");
    assert_int_equal(
        import_headings_find(headings, "办 理\n期　限"), IMPORT_DEADLINE);
    assert_int_equal(
        import_headings_find(headings, "*办理期限："), IMPORT_DEADLINE);
    assert_int_equal(
        import_headings_find(headings, "办理期限（年月日）"), IMPORT_DEADLINE);
    assert_int_equal(
        import_headings_find(headings, "办理期"), IMPORT_HEADING_UNKNOWN);
}

static void
a_later_word_goes_before_an_earlier_one(void **state)
{
    struct import_headings *headings = *state;

    assert_adds(headings, "units 协办 单位\n");
    assert_adds(headings, "persons 协办\n");
    assert_int_equal(import_headings_find(headings, "协办"), IMPORT_PERSONS);
    assert_int_equal(import_headings_find(headings, "单位"), IMPORT_UNITS);
    assert_int_equal(headings->count, 2);
}

static void
a_file_of_any_encoding_is_read(void **state)
{
    struct import_headings *headings = *state;

    assert_adds(headings, "units \xB5\xA5\xCE\xBB\n"); /* 单位 in GBK */
    assert_int_equal(import_headings_find(headings, "单位"), IMPORT_UNITS);
}

static void
mistakes_are_told_with_their_line(void **state)
{
    struct import_headings *headings = *state;
    struct import_error error;
    char line[256];

    assert_int_equal(
        add(headings, "units 甲\nunit 乙\n", &error), JINDU_MALFORMED);
    assert_int_equal(error.code, IMPORT_CODE_HEADING_COLUMN);
    assert_int_equal(error.line, 2);
    assert_string_equal(error.subject, "unit");
    (void)snprintf(line, sizeof(line), "no %064d\n", 0);
    assert_int_equal(add(headings, line, &error), JINDU_MALFORMED);
    assert_int_equal(error.code, IMPORT_CODE_HEADING_WORD);
    assert_int_equal(add(headings, "no （甲）\n", &error), JINDU_MALFORMED);
    assert_int_equal(error.code, IMPORT_CODE_HEADING_WORD);
}

static void
more_words_than_the_bound_are_refused(void **state)
{
    struct import_headings *headings = *state;
    struct import_error error;
    char line[32];
    size_t i = 0;

    for (i = 0; i < IMPORT_HEADINGS_MAX; i++) {
        (void)snprintf(line, sizeof(line), "no w%zu\n", i);
        assert_adds(headings, line);
    }
    assert_adds(headings, "units w7\n");
    assert_int_equal(add(headings, "no w\n", &error), JINDU_MALFORMED);
    assert_int_equal(error.code, IMPORT_CODE_HEADINGS_FULL);
}

static void
a_word_is_mapped_to_a_column_or_to_a_known_word(void **state)
{
    struct import_headings *headings = *state;
    struct import_error error;

    assert_adds(headings, "units 责任单位\n");
    assert_int_equal(
        import_headings_map(headings, "科室=责任单位", &error), JINDU_OK);
    assert_int_equal(import_headings_find(headings, "科室"), IMPORT_UNITS);
    assert_int_equal(
        import_headings_map(headings, "a=b=persons", &error), JINDU_OK);
    assert_int_equal(import_headings_find(headings, "a=b"), IMPORT_PERSONS);
    assert_int_equal(
        import_headings_map(headings, "科室=unit", &error), JINDU_MALFORMED);
    assert_int_equal(
        import_headings_map(headings, "科室", &error), JINDU_MALFORMED);
    assert_int_equal(
        import_headings_map(headings, "=units", &error), JINDU_MALFORMED);
}

/* The error of a table with this header row. */
static struct import_error
refuse(const char *header)
{
    char text[1024];
    struct import_plan plan = { 0 };
    struct import_error error;

    (void)snprintf(text, sizeof(text), "%s%s\n%s", TITLE, header, ROW);
    assert_int_equal(office_read(&plan, text, strlen(text), NULL, 0, &error),
        JINDU_MALFORMED);
    return error;
}

static void
headings_nobody_knows_are_named(void **state)
{
    struct import_error error =
        refuse("序号,类别,任务名称,目标任务,责任单位,责任人,责任领导,何时,甲");

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_COLUMN_MISSING);
    assert_string_equal(error.subject, "deadline");
    assert_string_equal(error.second, "何时、甲");
    error = refuse("序号,大类,小类,要干啥,谁家,责任人,责任领导,何时");
    assert_int_equal(error.code, IMPORT_CODE_NO_HEADER);
    assert_int_equal(error.line, 2);
    assert_string_equal(error.subject, "大类、小类、要干啥、谁家、何时");
    assert_int_equal(refuse("序号,大类,小类,要干啥,谁家,人,责任领导,何时").code,
        IMPORT_CODE_NO_TABLE);
}

static void
every_shipped_word_is_read_as_one(void **state)
{
    const struct import_headings *headings = office_headings();
    bool found[IMPORT_HEADING_COUNT] = { false };
    size_t i = 0;

    (void)state;
    for (i = 0; i < headings->count; i++) {
        const struct import_heading *row = &headings->rows[i];

        assert_int_equal(
            import_headings_find(headings, row->word), row->meaning);
        found[row->meaning] = true;
    }
    for (i = 0; i < IMPORT_HEADING_COUNT; i++) {
        assert_true(found[i]);
    }
}

#define HEADINGS_TEST(name) \
    cmocka_unit_test_setup_teardown((name), set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        HEADINGS_TEST(words_have_the_meaning_of_their_line),
        HEADINGS_TEST(blanks_and_ornaments_of_a_cell_do_not_count),
        HEADINGS_TEST(a_later_word_goes_before_an_earlier_one),
        HEADINGS_TEST(a_file_of_any_encoding_is_read),
        HEADINGS_TEST(mistakes_are_told_with_their_line),
        HEADINGS_TEST(more_words_than_the_bound_are_refused),
        HEADINGS_TEST(a_word_is_mapped_to_a_column_or_to_a_known_word),
        cmocka_unit_test(headings_nobody_knows_are_named),
        cmocka_unit_test(every_shipped_word_is_read_as_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
