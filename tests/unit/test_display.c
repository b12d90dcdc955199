/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "display.h"
#include "textdistance.h"

static void
assert_clean(const char *foreign, const char *clean)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    display_clean(&text, foreign);
    assert_string_equal(display_or_empty(text.bytes), clean);
    jindu_text_free(&text);
}

static void
a_han_character_takes_two_cells(void **state)
{
    (void)state;
    assert_int_equal(display_width("abc", false), 3);
    assert_int_equal(display_width("农村公路", false), 8);
    assert_int_equal(display_width("〇㎡，", false), 6);
    assert_int_equal(display_width("", false), 0);
}

static void
a_quote_takes_one_cell_or_two_as_the_terminal_says(void **state)
{
    (void)state;
    assert_int_equal(display_width("“白改黑”", false), 8);
    assert_int_equal(display_width("“白改黑”", true), 10);
    assert_int_equal(display_width("■□", false), 2);
    assert_int_equal(display_width("■□", true), 4);
}

static void
a_text_is_cut_between_whole_characters(void **state)
{
    size_t used = 0;
    (void)state;
    assert_int_equal(display_fit("农村公路", 5, false, &used), 6);
    assert_int_equal(used, 4);
    assert_int_equal(display_fit("abc", 10, false, &used), 3);
    assert_int_equal(used, 3);
    /* e and its accent are one character for a person. */
    assert_int_equal(display_fit("e\xCC\x81x", 1, false, &used), 3);
    assert_int_equal(used, 1);
    assert_int_equal(display_fit("农", 1, false, &used), 0);
    assert_int_equal(used, 0);
}

static void
what_could_control_the_terminal_is_stripped(void **state)
{
    (void)state;
    assert_clean("红\033[31m灯", "红[31m灯");
    assert_clean("a\nb\tc", "a b c");
    assert_clean("a\r\bb", "ab");
    assert_clean("a\xC2\x9B"
                 "31mb",
        "a31mb");
    assert_clean("x\xE2\x80\xAEy\xE2\x81\xA6z", "xyz");
    assert_clean("a\xE2\x80\xA8"
                 "b",
        "ab");
    assert_clean("\xEF\xBB\xBFno", "no");
    assert_clean(NULL, "");
}

static void
a_text_of_lines_keeps_its_breaks_and_nothing_else(void **state)
{
    static const char foreign[] = "a\033[2J\n\tb\r\xE2\x81\xA6\xFF";
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    display_clean_lines(&text, foreign, strlen(foreign));
    assert_string_equal(text.bytes, "a[2J\n\tb?");
    jindu_text_free(&text);
}

static void
json_says_with_escapes_what_could_control_the_terminal(void **state)
{
    static const char foreign[] = "{\"a\":\"农\xC2\x9B"
                                  "31m\xE2\x80\xAE\\u001b\"}\n";
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    display_clean_json(&text, foreign, strlen(foreign));
    assert_string_equal(text.bytes, "{\"a\":\"农\\u009b31m\\u202e\\u001b\"}\n");
    jindu_text_free(&text);
}

static void
bytes_that_are_no_text_become_question_marks(void **state)
{
    (void)state;
    assert_clean("a\xFF"
                 "b",
        "a?b");
    assert_clean("\xE5\x86", "??");
}

static void
a_slip_of_the_finger_is_near_and_another_word_is_far(void **state)
{
    (void)state;
    assert_int_equal(textdistance("list", "list"), 0);
    assert_int_equal(textdistance("lsit", "list"), 1);
    assert_int_equal(textdistance("repotr", "report"), 1);
    assert_int_equal(textdistance("deadlin", "deadline"), 1);
    assert_int_equal(textdistance("xyz", "list"), TEXTDISTANCE_FAR);
    assert_int_equal(
        textdistance("012345678901234567890123456789012345678901", "list"),
        TEXTDISTANCE_FAR);
}

static void
of_two_words_the_nearer_is_meant_and_of_two_as_near_the_first(void **state)
{
    (void)state;
    assert_null(textdistance_nearer("xyz", NULL, "list"));
    assert_string_equal(textdistance_nearer("lsit", NULL, "list"), "list");
    assert_string_equal(textdistance_nearer("lists", "lint", "list"), "list");
    assert_string_equal(textdistance_nearer("lists", "list", "lint"), "list");
    assert_string_equal(textdistance_nearer("lift", "list", "lint"), "list");
    assert_string_equal(textdistance_nearer("lift", "list", "xyz"), "list");
}

static void
assert_wrapped(const char *text, size_t width, size_t hang, const char *lines)
{
    struct jindu_text out = JINDU_TEXT_INIT;
    display_wrap(&out, text, width, false, hang);
    assert_string_equal(display_or_empty(out.bytes), lines);
    jindu_text_free(&out);
}

static void
a_line_breaks_between_words_and_goes_on_below(void **state)
{
    (void)state;
    assert_wrapped("say --reason WHY", 16, 2, "say --reason WHY");
    assert_wrapped("say --reason WHY\n", 15, 2, "say --reason\n  WHY\n");
    assert_wrapped("a b\n\nc d e\n", 3, 1, "a b\n\nc d\n e\n");
    assert_wrapped("完成路面硬化和改造", 10, 2, "完成路面硬\n  化和改造");
}

static void
a_line_never_breaks_in_a_word_or_before_a_stop(void **state)
{
    (void)state;
    assert_wrapped("in ipc:///run/jindu/requests", 12, 2,
        "in\n  ipc:///run/jindu/requests");
    assert_wrapped("use --accept-guesses", 10, 0, "use\n--accept-guesses");
    assert_wrapped("通车至年底，验收", 10, 0, "通车至年\n底，验收");
}

static void
a_line_breaks_between_two_names_rather_than_in_one(void **state)
{
    (void)state;
    assert_wrapped(
        "致：赵益、马小川、欧阳明月", 22, 2, "致：赵益、马小川、\n  欧阳明月");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_han_character_takes_two_cells),
        cmocka_unit_test(a_quote_takes_one_cell_or_two_as_the_terminal_says),
        cmocka_unit_test(a_text_is_cut_between_whole_characters),
        cmocka_unit_test(what_could_control_the_terminal_is_stripped),
        cmocka_unit_test(a_text_of_lines_keeps_its_breaks_and_nothing_else),
        cmocka_unit_test(
            json_says_with_escapes_what_could_control_the_terminal),
        cmocka_unit_test(bytes_that_are_no_text_become_question_marks),
        cmocka_unit_test(a_line_breaks_between_words_and_goes_on_below),
        cmocka_unit_test(a_line_never_breaks_in_a_word_or_before_a_stop),
        cmocka_unit_test(a_line_breaks_between_two_names_rather_than_in_one),
        cmocka_unit_test(a_slip_of_the_finger_is_near_and_another_word_is_far),
        cmocka_unit_test(
            of_two_words_the_nearer_is_meant_and_of_two_as_near_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
