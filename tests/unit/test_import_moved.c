/* SPDX-License-Identifier: MIT */
#include "import/moved.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MOVED(before, now) \
    moved_numbers((before), COUNT(before), (now), COUNT(now))

/* "5>6 6>7 " for the numbers that moved. */
static const char *
moved_numbers(const struct import_words_of *before, size_t before_count,
    const struct import_words_of *now, size_t now_count)
{
    static char drawn[256];
    struct import_moved moved[16];
    size_t count = 0;
    size_t used = 0;
    size_t i = 0;

    drawn[0] = '\0';
    assert_int_equal(
        import_moved_find(before, before_count, now, now_count, moved, &count),
        JINDU_OK);
    for (i = 0; i < count; i++) {
        used += (size_t)snprintf(drawn + used, sizeof(drawn) - used, "%d>%d ",
            (int)before[moved[i].from].no, (int)now[moved[i].to].no);
    }
    return drawn;
}

static void
an_item_put_in_front_moves_those_behind_it(void **state)
{
    static const struct import_words_of before[] = {
        { 2, "修桥", "完成青石桥加固" },
        { 3, "清淤", "清理河道三公里" },
    };
    static const struct import_words_of now[] = {
        { 2, "绿化", "种树五百棵" },
        { 3, "修桥", "完成青石桥加固" },
        { 4, "清淤", "清理河道三公里" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "2>3 3>4 ");
}

static void
a_name_that_stays_and_a_target_alike_have_moved(void **state)
{
    static const struct import_words_of before[] = {
        { 7, "农贸市场搬迁", "新市场主体完工，120个摊位全部迁入" },
    };
    static const struct import_words_of now[] = {
        { 9, "农贸市场搬迁", "新市场主体完工，150个摊位迁入" },
    };
    static const struct import_words_of other[] = {
        { 9, "农贸市场搬迁", "确定选址并立项" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "7>9 ");
    assert_string_equal(MOVED(before, other), "");
}

static void
what_is_reworded_under_its_number_has_not_moved(void **state)
{
    static const struct import_words_of before[] = {
        { 1, "修路", "环镇公路拓宽三公里" },
    };
    static const struct import_words_of now[] = {
        { 1, "修大路", "环镇公路拓宽五公里" },
        { 2, "修路", "环镇公路拓宽四公里" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "");
}

static void
the_same_words_elsewhere_count_before_reworded_ones(void **state)
{
    static const struct import_words_of before[] = {
        { 1, "一组道路硬化", "完成一组道路硬化" },
        { 2, "二组道路硬化", "完成二组道路硬化" },
    };
    static const struct import_words_of now[] = {
        { 1, "三组道路硬化", "完成三组道路硬化" },
        { 2, "一组道路硬化", "完成一组道路硬化" },
        { 3, "二组道路硬化", "完成二组道路硬化" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "1>2 2>3 ");
}

static void
items_that_only_look_alike_have_not_moved(void **state)
{
    static const struct import_words_of before[] = {
        { 5, "三组道路硬化", "完成三组道路硬化" },
    };
    static const struct import_words_of now[] = {
        { 8, "九组道路硬化", "完成九组道路硬化" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "");
}

static void
each_number_is_used_once(void **state)
{
    static const struct import_words_of before[] = {
        { 1, "河长制", "巡河" },
        { 2, "河长制", "巡河" },
    };
    static const struct import_words_of now[] = {
        { 3, "河长制", "巡河" },
        { 4, "河长制", "巡河" },
    };

    (void)state;
    assert_string_equal(MOVED(before, now), "1>3 2>4 ");
}

static void
many_items_of_one_name_are_compared_within_the_bound(void **state)
{
    enum {
        ITEMS = 20000
    };
    struct import_words_of *before = calloc(ITEMS, sizeof(*before));
    struct import_words_of *now = calloc(ITEMS, sizeof(*now));
    struct import_moved *moved = calloc(ITEMS, sizeof(*moved));
    size_t count = 0;
    size_t i = 0;

    (void)state;
    assert_non_null(before);
    assert_non_null(now);
    assert_non_null(moved);
    for (i = 0; i < ITEMS; i++) {
        before[i] = (struct import_words_of){ (int64_t)i + 1, "同", "甲乙丙" };
        now[i] = (struct import_words_of){ (int64_t)(i + ITEMS + 1), "同",
            "丁戊己" };
    }
    assert_int_equal(
        import_moved_find(before, ITEMS, now, ITEMS, moved, &count), JINDU_OK);
    assert_int_equal(count, 0);
    free(moved);
    free(now);
    free(before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_put_in_front_moves_those_behind_it),
        cmocka_unit_test(a_name_that_stays_and_a_target_alike_have_moved),
        cmocka_unit_test(what_is_reworded_under_its_number_has_not_moved),
        cmocka_unit_test(the_same_words_elsewhere_count_before_reworded_ones),
        cmocka_unit_test(items_that_only_look_alike_have_not_moved),
        cmocka_unit_test(each_number_is_used_once),
        cmocka_unit_test(many_items_of_one_name_are_compared_within_the_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
