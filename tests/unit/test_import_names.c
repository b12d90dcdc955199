/* SPDX-License-Identifier: MIT */
#include "import/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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
    assert_string_equal(people("张  骏"), "张骏");
    assert_string_equal(people("李  颖 "), "李颖");
    assert_string_equal(people("欧阳  明"), "欧阳明");
    assert_string_equal(people("李\xE3\x80\x80颖"), "李颖");
    assert_string_equal(people("李\xC2\xA0颖"), "李颖");
    assert_string_equal(people(" 皮青山 "), "皮青山");
    assert_string_equal(odd, "");
}

static void
three_blanks_or_more_part_two_names(void **state)
{
    (void)state;
    assert_string_equal(people("赵  益    杨文波"), "赵益|杨文波");
    assert_string_equal(people("杨文波   赵  益"), "杨文波|赵益");
    assert_string_equal(people("欧阳  明   张  骏"), "欧阳明|张骏");
    assert_string_equal(odd, "");
}

static void
names_are_split_at_signs_and_line_breaks(void **state)
{
    (void)state;
    assert_string_equal(people("尹平、卢永德"), "尹平|卢永德");
    assert_string_equal(people("甲乙，丙丁,戊己;庚辛；壬癸/子丑／寅卯"),
        "甲乙|丙丁|戊己|庚辛|壬癸|子丑|寅卯");
    assert_string_equal(people("李  颖 \n张  骏"), "李颖|张骏");
    assert_string_equal(people("、张骏、\n、"), "张骏");
}

static void
single_characters_join_in_pairs(void **state)
{
    (void)state;
    assert_string_equal(people("李  颖  张  骏"), "李颖|张骏");
    assert_string_equal(people("张  骏  赵天武"), "张骏|赵天武");
    assert_string_equal(people("赵天武 张骏"), "赵天武|张骏");
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
    assert_string_equal(people("赵天武 李"), "赵天武|李");
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
    assert_string_equal(people("张骏、李娟、张  骏"), "张骏|李娟");
    assert_string_equal(twice, "张骏");
}

static void
units_are_split_and_trimmed_and_keep_their_blanks(void **state)
{
    (void)state;
    assert_string_equal(
        split(import_names_units, "党政办、镇纪委"), "党政办|镇纪委");
    assert_string_equal(split(import_names_units, " 社会事务办\n\n经济发展办 "),
        "社会事务办|经济发展办");
    assert_string_equal(
        split(import_names_units, "综合 服务  中心"), "综合 服务  中心");
    assert_string_equal(split(import_names_units, " \xE3\x80\x80"), "");
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
        cmocka_unit_test(units_are_split_and_trimmed_and_keep_their_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
