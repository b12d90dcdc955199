/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codeset.h"
#include "columns.h"
#include "output.h"
#include "spoken.h"
#include "wording.h"

static const char *captured;

static struct output
plain_output(size_t width)
{
    struct output output;
    memset(&output, 0, sizeof(output));
    output.width = width;
    output.message_width = width;
    return output;
}

static void
print_two_rows(struct output *output)
{
    const struct column titles[] = { { .title = "no", .right = true },
        { .title = "负责人" }, { .title = "name" } };
    struct columns *columns = columns_new(titles, 3);
    columns_add_integer(columns, 3);
    columns_add(columns, TINT_RED, "甲乙");
    columns_add(columns, TINT_NONE, "农村公路建设");
    columns_add_integer(columns, 12);
    columns_add(columns, TINT_NONE, "ab");
    columns_add(columns, TINT_NONE, "a\nb");
    assert_int_equal(columns_rows(columns), 2);
    assert_true(columns_print(columns, output));
    columns_free(columns);
}

static void
columns_are_aligned_by_cells_not_bytes(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    (void)state;
    captured = spoken(print_two_rows, &output);
    assert_string_equal(captured, "no  负责人  name\n"
                                  " 3  甲乙    农村公路建设\n"
                                  "12  ab      a b\n");
}

static void
a_narrow_terminal_leaves_the_last_column_twelve_cells(void **state)
{
    struct output output = plain_output(20);
    (void)state;
    captured = spoken(print_two_rows, &output);
    assert_non_null(strstr(captured, "  农村公路建设\n"));
}

static void
print_five(struct output *output)
{
    const struct column titles[] = { { .title = "no", .right = true },
        { .title = "责任单位" }, { .title = "责任人" }, { .title = "名称" } };
    struct columns *columns = columns_new(titles, 4);
    columns_add_integer(columns, 3);
    columns_add(columns, TINT_NONE, "农业水利服务中心");
    columns_add(columns, TINT_NONE, "欧阳明月");
    columns_add(columns, TINT_NONE, "清淤");
    assert_true(columns_print(columns, output));
    columns_free(columns);
}

static void
what_no_line_holds_goes_on_below_uncut(void **state)
{
    struct output output = plain_output(34);
    (void)state;
    captured = spoken(print_five, &output);
    assert_string_equal(captured, "no  责任单位          责任人\n"
                                  "    名称\n"
                                  " 3  农业水利服务中心  欧阳明月\n"
                                  "    清淤\n");
    output.width = 26;
    captured = spoken(print_five, &output);
    assert_string_equal(captured, "no  责任单位\n"
                                  "    责任人    名称\n"
                                  " 3  农业水利服务中心\n"
                                  "    欧阳明月  清淤\n");
}

static void
print_long(struct output *output)
{
    const struct column titles[] = { { .title = "x", .most = 6 },
        { .title = "y" } };
    struct columns *columns = columns_new(titles, 2);
    columns_add(columns, TINT_NONE, "农村公路建设");
    columns_add(columns, TINT_NONE, "新建、拓宽镇内农村公路");
    assert_true(columns_print(columns, output));
    columns_free(columns);
}

static void
a_cut_text_ends_in_two_dots_at_a_whole_character(void **state)
{
    struct output output = plain_output(23);
    (void)state;
    captured = spoken(print_long, &output);
    assert_string_equal(captured, "x       y\n"
                                  "农村..  新建、拓宽镇..\n");
}

static void
color_stands_around_the_word_only_when_wanted(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    (void)state;
    output_choose_color(&output, OUTPUT_COLOR_ALWAYS);
    captured = spoken(print_two_rows, &output);
    assert_non_null(strstr(captured, "\033[31m甲乙\033[0m    农"));
    output_choose_color(&output, OUTPUT_COLOR_NEVER);
    captured = spoken(print_two_rows, &output);
    assert_null(strstr(captured, "\033"));
}

static void
print_mixed(struct output *output)
{
    output_print(output, "%s", "农■\xE2\x9C\x93");
}

static void
a_terminal_of_another_codeset_gets_its_own_bytes(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    (void)state;
    output.codeset = codeset_new("GBK");
    assert_non_null(output.codeset);
    output.convert_results = true;
    captured = spoken(print_mixed, &output);
    assert_string_equal(captured, "\xC5\xA9\xA1\xF6?");
    output.json = true;
    captured = spoken(print_mixed, &output);
    assert_string_equal(captured, "\xC5\xA9\xA1\xF6\\u2713");
    assert_int_equal(output_finish(&output), JINDU_OK);
    output_close(&output);
}

static void
print_foreign(struct output *output)
{
    static const char foreign[] = "a\033]0;b\007\xC2\x9B"
                                  "c\xE2\x80\xAE\n\td";
    output_print(output, "%s", foreign);
    output_tinted(output, TINT_RED, foreign);
}

static void
no_words_of_others_control_the_terminal(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    (void)state;
    output.color = true;
    captured = spoken(print_foreign, &output);
    assert_string_equal(captured, "a]0;bc\n\td"
                                  "\033[31ma]0;bc\n\td\033[0m");
}

static void
print_foreign_json(struct output *output)
{
    output_print(output, "%s", "{\"a\":\"\xC2\x9B\xE2\x80\xAE\"}\n");
}

static void
nor_do_they_as_json(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    (void)state;
    output.json = true;
    captured = spoken(print_foreign_json, &output);
    assert_string_equal(captured, "{\"a\":\"\\u009b\\u202e\"}\n");
}

static void
a_table_that_could_not_be_made_is_not_an_empty_one(void **state)
{
    const struct column titles[] = { { .title = "x" } };
    struct columns *columns = columns_new(titles, 1);
    (void)state;
    assert_true(columns_empty(columns));
    columns_add_integer(columns, 1);
    assert_false(columns_empty(columns));
    columns_free(columns);
    assert_false(columns_empty(NULL));
}

static void
a_text_that_lost_something_is_told_at_the_end(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    struct jindu_text text = { .failed = true };
    (void)state;
    assert_int_equal(output_finish(&output), JINDU_OK);
    output_append(&text, "%s", "a");
    jindu_text_free(&text);
    assert_int_equal(output_finish(&output), JINDU_NO_MEMORY);
    output.failed = true;
    assert_int_equal(output_finish(&output), JINDU_STORAGE);
}

static void
a_bar_fills_only_for_what_is_really_done(void **state)
{
    struct output output = plain_output(OUTPUT_NO_LIMIT);
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    wording_bar(&text, &output, 40, 5);
    assert_string_equal(text.bytes, "■■□□□");
    jindu_text_clear(&text);
    wording_bar(&text, &output, 39, 5);
    assert_string_equal(text.bytes, "■□□□□");
    output.plain = true;
    jindu_text_clear(&text);
    wording_bar(&text, &output, 100, 4);
    assert_string_equal(text.bytes, "####");
    jindu_text_clear(&text);
    wording_bar(&text, &output, 0, 4);
    assert_string_equal(text.bytes, "----");
    jindu_text_free(&text);
}

static void
an_rfc_3339_time_is_an_instant(void **state)
{
    (void)state;
    assert_true(wording_instant("2021-12-28T00:30:00.000Z") == 1640651400000);
    assert_true(wording_instant("1970-01-01T00:00:01Z") == 1000);
    assert_true(wording_instant("2021-02-30T00:00:00Z") == 0);
    assert_true(wording_instant("") == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_cells_not_bytes),
        cmocka_unit_test(a_narrow_terminal_leaves_the_last_column_twelve_cells),
        cmocka_unit_test(what_no_line_holds_goes_on_below_uncut),
        cmocka_unit_test(a_cut_text_ends_in_two_dots_at_a_whole_character),
        cmocka_unit_test(color_stands_around_the_word_only_when_wanted),
        cmocka_unit_test(a_terminal_of_another_codeset_gets_its_own_bytes),
        cmocka_unit_test(no_words_of_others_control_the_terminal),
        cmocka_unit_test(nor_do_they_as_json),
        cmocka_unit_test(a_table_that_could_not_be_made_is_not_an_empty_one),
        cmocka_unit_test(a_text_that_lost_something_is_told_at_the_end),
        cmocka_unit_test(a_bar_fills_only_for_what_is_really_done),
        cmocka_unit_test(an_rfc_3339_time_is_an_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
