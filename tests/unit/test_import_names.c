/* SPDX-License-Identifier: MIT */
#include "import/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "name.h"

#define NAMES_ROOM 256

static char joined[NAMES_ROOM];
static char odd[NAMES_ROOM];
static char twice[NAMES_ROOM];

typedef enum jindu_status split_call(struct import_list *, const char *,
    struct import_arena *, struct import_oddity *);

static void
keep(char *room, const char *word)
{
    room[0] = '\0';
    if (word) {
        (void)strncat(room, word, NAMES_ROOM - 1);
    }
}

/* The names of cell with "|" between them. */
static const char *
split(split_call *call, const char *cell)
{
    struct import_arena arena = { 0 };
    struct import_list list = { 0 };
    struct import_oddity oddity = { 0 };
    size_t i = 0;

    assert_int_equal(call(&list, cell, &arena, &oddity), JINDU_OK);
    joined[0] = '\0';
    for (i = 0; i < list.count; i++) {
        if (i > 0) {
            (void)strncat(joined, "|", NAMES_ROOM - strlen(joined) - 1);
        }
        (void)strncat(joined, list.names[i], NAMES_ROOM - strlen(joined) - 1);
    }
    keep(odd, oddity.single);
    keep(twice, oddity.twice);
    import_arena_free(&arena);
    return joined;
}

static const char *
people(const char *cell)
{
    return split(import_names_people, cell);
}

static void
padding_inside_a_short_name_is_left_out(void **state)
{
    (void)state;
    assert_string_equal(people("张  衡"), "张衡");
    assert_string_equal(people("李  蓉 "), "李蓉");
    assert_string_equal(people("欧阳  明"), "欧阳明");
    assert_string_equal(people("李\xE3\x80\x80蓉"), "李蓉");
    assert_string_equal(people("李\xC2\xA0蓉"), "李蓉");
    assert_string_equal(people(" 何远舟 "), "何远舟");
    assert_string_equal(odd, "");
}

static void
three_blanks_or_more_part_two_names(void **state)
{
    (void)state;
    assert_string_equal(people("赵  宁    杨树声"), "赵宁|杨树声");
    assert_string_equal(people("杨树声   赵  宁"), "杨树声|赵宁");
    assert_string_equal(people("欧阳  明   张  衡"), "欧阳明|张衡");
    assert_string_equal(odd, "");
}

static void
names_are_split_at_signs_and_line_breaks(void **state)
{
    (void)state;
    assert_string_equal(people("秦朗、沈知行"), "秦朗|沈知行");
    assert_string_equal(people("甲乙，丙丁,戊己;庚辛；壬癸/子丑／寅卯"),
        "甲乙|丙丁|戊己|庚辛|壬癸|子丑|寅卯");
    assert_string_equal(people("李  蓉 \n张  衡"), "李蓉|张衡");
    assert_string_equal(people("、张衡、\n、"), "张衡");
}

static void
single_characters_join_in_pairs(void **state)
{
    (void)state;
    assert_string_equal(people("李  蓉  张  衡"), "李蓉|张衡");
    assert_string_equal(people("张  衡  赵守田"), "张衡|赵守田");
    assert_string_equal(people("赵守田 张衡"), "赵守田|张衡");
    assert_string_equal(odd, "");
}

static void
a_single_character_left_alone_is_odd(void **state)
{
    (void)state;
    assert_string_equal(people("李"), "李");
    assert_string_equal(odd, "李");
    assert_string_equal(people("李 小 明"), "李小|明");
    assert_string_equal(odd, "明");
    assert_string_equal(people("赵守田 李"), "赵守田|李");
    assert_string_equal(odd, "李");
}

static void
a_name_without_han_characters_keeps_its_blanks(void **state)
{
    (void)state;
    assert_string_equal(people("Ada  Byron、王 五"), "Ada  Byron|王五");
}

static void
a_name_that_stands_twice_is_taken_once(void **state)
{
    (void)state;
    assert_string_equal(people("张衡、李桐、张  衡"), "张衡|李桐");
    assert_string_equal(twice, "张衡");
}

static void
units_are_split_and_trimmed_and_keep_their_blanks(void **state)
{
    (void)state;
    assert_string_equal(
        split(import_names_units, "党政办、综治办"), "党政办|综治办");
    assert_string_equal(
        split(import_names_units, " 民政办\n\n产业办 "), "民政办|产业办");
    assert_string_equal(
        split(import_names_units, "综合 服务  中心"), "综合 服务  中心");
    assert_string_equal(split(import_names_units, " \xE3\x80\x80"), "");
}

/* What jindud.conf may call a person is what the import can make of a cell. */
static void
the_daemon_takes_the_names_that_a_cell_can_hold(void **state)
{
    static const char *const cells[] = { "张骏", "张 骏", "张  骏",
        "张\u3000骏", "张\u00a0骏", "张\u200b骏", "张\u2060骏", "欧阳 明",
        "王小明 李乙", " 张骏", "张骏\u3000", "Anna Li", "Anna  Maria Li",
        " Anna", "Anna ", "\u2003Anna", "Anna 李", "张骏、李乙", "张骏，李乙",
        "张骏,李乙", "Li; Wang", "Li；Wang", "Li／Wang", "买买提·艾山", "䶮安",
        "\U00020000 \U000323AF", "〇 一", "\uf900 一", "\ufeff张骏", "é è",
        "\u205fA", "\u202fA", "\u1680A", "\u2000A", "\u200aA" };
    size_t i = 0;

    (void)state;
    for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        bool same = strcmp(people(cells[i]), cells[i]) == 0;

        if (jp_name_is_person(cells[i]) != same) {
            fail_msg("'%s' gives '%s'", cells[i], joined);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(padding_inside_a_short_name_is_left_out),
        cmocka_unit_test(three_blanks_or_more_part_two_names),
        cmocka_unit_test(names_are_split_at_signs_and_line_breaks),
        cmocka_unit_test(single_characters_join_in_pairs),
        cmocka_unit_test(a_single_character_left_alone_is_odd),
        cmocka_unit_test(a_name_without_han_characters_keeps_its_blanks),
        cmocka_unit_test(a_name_that_stands_twice_is_taken_once),
        cmocka_unit_test(the_daemon_takes_the_names_that_a_cell_can_hold),
        cmocka_unit_test(units_are_split_and_trimmed_and_keep_their_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
