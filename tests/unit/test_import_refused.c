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
#define REST ",甲类,甲一,目标,经济办,周正,方敏,12月31日\n"

static struct import_error
refuse(const char *bytes, size_t length, const char *format)
{
    struct import_plan plan = { 0 };
    struct import_error error = { 0 };

    assert_int_equal(
        office_read(&plan, bytes, length, format, 0, &error), JINDU_MALFORMED);
    assert_null(plan.items);
    return error;
}

static struct import_error
refuse_text(const char *text)
{
    return refuse(text, strlen(text), NULL);
}

/* The file gives a plan with exactly one error, which is said so. */
static void
assert_row_error(const char *text, const char *sentence)
{
    struct import_plan plan = { 0 };
    struct import_error error = { 0 };
    struct jindu_text said = JINDU_TEXT_INIT;
    size_t i = 0;

    assert_int_equal(
        office_read(&plan, text, strlen(text), NULL, 0, &error), JINDU_OK);
    assert_int_equal(plan.levels[IMPORT_ERROR], 1);
    for (i = 0; i < plan.finding_count; i++) {
        if (import_code_level(plan.findings[i].code) == IMPORT_ERROR) {
            import_finding_put(&said, &plan.findings[i]);
        }
    }
    assert_non_null(said.bytes);
    assert_string_equal(said.bytes, sentence);
    jindu_text_free(&said);
    import_plan_free(&plan);
}

static void
an_empty_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refuse("", 0, NULL).code, IMPORT_CODE_EMPTY);
    assert_int_equal(refuse_text(" \n\t\n").code, IMPORT_CODE_EMPTY);
    assert_int_equal(refuse_text("\xEF\xBB\xBF").code, IMPORT_CODE_EMPTY);
}

static void
a_file_without_table_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refuse_text("工作总结\n\n一、\"认真, 落实。\n").code,
        IMPORT_CODE_NO_TABLE);
    assert_int_equal(refuse_text("\ta\n\tb\n").code, IMPORT_CODE_NO_TABLE);
}

static void
a_table_without_rows_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refuse_text(TITLE HEADER).code, IMPORT_CODE_NO_ITEMS);
}

static void
office_documents_are_named(void **state)
{
    (void)state;
    assert_int_equal(
        refuse("PK\x03\x04\x14\0", 6, NULL).code, IMPORT_CODE_NOT_TEXT);
    assert_int_equal(
        refuse("\xD0\xCF\x11\xE0\xA1\xB1", 6, NULL).code, IMPORT_CODE_NOT_TEXT);
}

static void
a_file_beyond_64_mib_is_refused_unread(void **state)
{
    char *bytes = calloc(1, IMPORT_FILE_MAX + 1);

    (void)state;
    assert_non_null(bytes);
    assert_int_equal(
        refuse(bytes, IMPORT_FILE_MAX + 1, NULL).code, IMPORT_CODE_TOO_LARGE);
    free(bytes);
}

static void
an_unknown_format_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refuse("a", 1, "docx").code, IMPORT_CODE_FORMAT);
}

static void
a_quote_that_never_ends_is_refused_with_its_line(void **state)
{
    struct import_error error =
        refuse_text(TITLE HEADER "1" REST "2,\"甲" REST "3" REST);

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_OPEN_QUOTE);
    assert_int_equal(error.line, 4);
}

static void
columns_that_lack_or_stand_twice_are_refused(void **state)
{
    struct import_error error =
        refuse_text("序号,项目名称,项目内容,目标任务,责任单位,责任人,"
                    "责任领导\n1,a,b,c,d,e,f\n");

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_COLUMN_MISSING);
    assert_string_equal(error.subject, "deadline");
    error = refuse_text("序号,类别,项目名称,目标任务,责任单位,牵头单位,责任人,"
                        "责任领导,完成时限\n");
    assert_int_equal(error.code, IMPORT_CODE_COLUMN_DOUBLE);
    assert_string_equal(error.subject, "牵头单位");
}

static void
a_number_that_stands_twice_is_an_error(void **state)
{
    (void)state;
    assert_row_error(TITLE HEADER "1" REST "2" REST "01" REST,
        "line 5, no: number 1 stands on line 3 already");
}

static void
a_number_that_is_none_is_an_error(void **state)
{
    (void)state;
    assert_row_error(
        TITLE HEADER "1" REST REST, "line 4, no: the row has no number");
    assert_row_error(
        TITLE HEADER "1a" REST, "line 3, no: '1a' is not an item number");
    assert_row_error(
        TITLE HEADER "0" REST, "line 3, no: '0' is not an item number");
    assert_row_error(TITLE HEADER "2147483648" REST,
        "line 3, no: '2147483648' is not an item number");
    assert_row_error(
        TITLE HEADER "2.5" REST, "line 3, no: '2.5' is not an item number");
}

static void
a_row_with_another_number_of_cells_is_an_error(void **state)
{
    (void)state;
    assert_row_error(
        TITLE HEADER "1" REST "2,甲,乙\n", "line 4: 3 cells instead of 8");
    assert_row_error(TITLE HEADER "1" REST
                                  "2,甲,乙,丙,丁,周正,方敏,12月31日,多\n",
        "line 4: 9 cells instead of 8");
}

static void
a_bad_date_is_an_error_with_line_and_cell(void **state)
{
    (void)state;
    assert_row_error(TITLE HEADER "1,甲,甲一,目标,办,周正,方敏,2月30日\n",
        "line 3, deadline: '2月30日' is no day of the calendar");
    assert_row_error(TITLE HEADER "1,甲,甲一,目标,办,周正,方敏,百日\n",
        "line 3, deadline: '百日' counts days from a start that is not given");
    assert_row_error(TITLE HEADER
        "1,甲,甲一,目标,办,周正,方敏,6月30日、12月31日\n",
        "line 3, deadline: '6月30日、12月31日' holds more than one date");
    assert_row_error(TITLE HEADER "1,甲,甲一,目标,办,周正,方敏,44561\n",
        "line 3, deadline: '44561' cannot be read as a date");
}

static void
a_blank_target_is_an_error(void **state)
{
    (void)state;
    assert_row_error(TITLE HEADER "1,甲,甲一, ,办,周正,方敏,12月31日\n",
        "line 3, target: 'target' must not be blank");
}

/* A plan of one row whose target is word, count times. */
static char *
long_plan(const char *word, size_t count)
{
    static const char before[] = TITLE HEADER "1,甲,甲一,";
    static const char after[] = ",办,周正,方敏,12月31日\n";
    char *text =
        calloc(1, sizeof(before) + sizeof(after) + count * strlen(word));
    size_t length = sizeof(before) - 1;
    size_t i = 0;

    assert_non_null(text);
    memcpy(text, before, length);
    for (i = 0; i < count; i++, length += strlen(word)) {
        memcpy(text + length, word, strlen(word));
    }
    memcpy(text + length, after, sizeof(after));
    return text;
}

static void
a_cell_beyond_4000_characters_is_an_error(void **state)
{
    char *text = long_plan("字", 4001);

    (void)state;
    assert_row_error(text, "line 3, target: more than 4000 characters");
    free(text);
}

static void
a_row_beyond_one_message_is_an_error(void **state)
{
    char *text = long_plan("\xF0\xA0\x80\x80", 4000);

    (void)state;
    assert_row_error(
        text, "line 3: the row is too long to be sent in one message");
    free(text);
}

static void
a_name_beyond_120_bytes_is_an_error(void **state)
{
    (void)state;
    assert_row_error(TITLE HEADER
        "1,甲,甲一,目标,办,Maximilian Alexander Bartholomew "
        "Christopher Dominic Emmanuel Ferdinand Geoffrey "
        "Hieronymus Ignatius Jeremiah Kasimir Leopold,方敏,12月31日\n",
        "line 3, persons: the name 'Maximilian Alexander Bartholomew "
        "Christopher Dominic Emmanuel Ferdinand Geoffrey Hieronymus Ignatius "
        "Jeremiah Kasimir Leopold' is longer than 120 bytes");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_is_refused),
        cmocka_unit_test(a_file_without_table_is_refused),
        cmocka_unit_test(a_table_without_rows_is_refused),
        cmocka_unit_test(office_documents_are_named),
        cmocka_unit_test(a_file_beyond_64_mib_is_refused_unread),
        cmocka_unit_test(an_unknown_format_is_refused),
        cmocka_unit_test(a_quote_that_never_ends_is_refused_with_its_line),
        cmocka_unit_test(columns_that_lack_or_stand_twice_are_refused),
        cmocka_unit_test(a_number_that_stands_twice_is_an_error),
        cmocka_unit_test(a_number_that_is_none_is_an_error),
        cmocka_unit_test(a_row_with_another_number_of_cells_is_an_error),
        cmocka_unit_test(a_bad_date_is_an_error_with_line_and_cell),
        cmocka_unit_test(a_blank_target_is_an_error),
        cmocka_unit_test(a_cell_beyond_4000_characters_is_an_error),
        cmocka_unit_test(a_row_beyond_one_message_is_an_error),
        cmocka_unit_test(a_name_beyond_120_bytes_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
