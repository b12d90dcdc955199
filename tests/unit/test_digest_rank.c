/* SPDX-License-Identifier: MIT */
#include "digest_rank.h"

#include "office.h"

static struct digest_line
line_of(enum light light, int32_t overdue_days, const char *plan, int64_t no)
{
    struct digest_line line = {
        .light = light, .overdue_days = overdue_days, .no = no
    };

    (void)snprintf(line.plan, sizeof(line.plan), "%s", plan);
    return line;
}

static void
add(struct digest_rank *rank, enum light light, int32_t overdue_days,
    const char *plan, int64_t no)
{
    struct digest_line line = line_of(light, overdue_days, plan, no);

    digest_rank_add(rank, &line);
}

/* Items by number, as "3 1 2". */
static void
expect_order(const struct digest_rank *rank, const char *wanted)
{
    char text[256] = "";
    size_t length = 0;

    for (size_t i = 0; i < digest_rank_shown(rank); i++) {
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%d",
            i > 0 ? " " : "", (int)rank->lines[i].no);
    }
    assert_string_equal(text, wanted);
}

static void
what_stands_and_is_not_late_is_blue(void **state)
{
    (void)state;
    assert_int_equal(digest_light(LIGHT_RED), LIGHT_RED);
    assert_int_equal(digest_light(LIGHT_YELLOW), LIGHT_YELLOW);
    assert_int_equal(digest_light(LIGHT_BLUE), LIGHT_BLUE);
    assert_int_equal(digest_light(LIGHT_GREEN), LIGHT_BLUE);
    assert_int_equal(digest_light(LIGHT_GREY), LIGHT_BLUE);
}

static void
red_comes_before_yellow_and_yellow_before_blue(void **state)
{
    struct digest_rank rank = { .total = 0 };

    (void)state;
    add(&rank, LIGHT_BLUE, 0, "2021", 1);
    add(&rank, LIGHT_RED, 1, "2021", 2);
    add(&rank, LIGHT_YELLOW, 9, "2021", 3);
    expect_order(&rank, "2 3 1");
    assert_int_equal(rank.total, 3);
    assert_int_equal(rank.counts[LIGHT_RED], 1);
    assert_int_equal(rank.counts[LIGHT_YELLOW], 1);
    assert_int_equal(rank.counts[LIGHT_BLUE], 1);
}

static void
within_a_light_the_longest_overdue_comes_first_then_plan_and_number(
    void **state)
{
    struct digest_rank rank = { .total = 0 };

    (void)state;
    add(&rank, LIGHT_RED, 3, "2022", 1);
    add(&rank, LIGHT_RED, 3, "2021", 8);
    add(&rank, LIGHT_RED, 3, "2021", 7);
    add(&rank, LIGHT_RED, 4, "2022", 9);
    expect_order(&rank, "9 7 8 1");
}

static void
twenty_lines_are_shown_whole(void **state)
{
    struct digest_rank rank = { .total = 0 };

    (void)state;
    for (int no = DIGEST_LINES; no >= 1; no--) {
        add(&rank, LIGHT_BLUE, 0, "2021", no);
    }
    assert_int_equal(digest_rank_shown(&rank), DIGEST_LINES);
    expect_order(&rank, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");
}

static void
of_more_lines_the_first_ten_reds_are_shown(void **state)
{
    struct digest_rank rank = { .total = 0 };

    (void)state;
    for (int no = 40; no >= 1; no--) {
        add(&rank, no > 28 ? LIGHT_YELLOW : LIGHT_RED, no, "2021", no);
    }
    assert_int_equal(rank.total, 40);
    assert_int_equal(rank.counts[LIGHT_RED], 28);
    assert_int_equal(rank.counts[LIGHT_YELLOW], 12);
    expect_order(&rank, "28 27 26 25 24 23 22 21 20 19");
}

static void
of_more_lines_with_few_reds_those_alone_are_shown(void **state)
{
    struct digest_rank rank = { .total = 0 };

    (void)state;
    for (int no = 1; no <= DIGEST_LINES; no++) {
        add(&rank, LIGHT_BLUE, 0, "2021", no);
    }
    add(&rank, LIGHT_RED, 1, "2021", 21);
    expect_order(&rank, "21");
    add(&rank, LIGHT_YELLOW, 1, "2021", 22);
    expect_order(&rank, "21");
}

static void
whatever_the_order_they_come_in_the_same_lines_are_kept(void **state)
{
    (void)state;
    for (int step = 1; step < 101; step++) {
        struct digest_rank rank = { .total = 0 };

        for (int i = 0; i < 101; i++) {
            int no = i * step % 101; /* 101 is a prime: each number once */

            add(&rank, LIGHT_RED, no, "2021", no);
        }
        expect_order(&rank, "100 99 98 97 96 95 94 93 92 91");
        for (int i = 0; i < DIGEST_LINES; i++) {
            assert_int_equal(rank.lines[i].no, 100 - i);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_and_is_not_late_is_blue),
        cmocka_unit_test(red_comes_before_yellow_and_yellow_before_blue),
        cmocka_unit_test(
            within_a_light_the_longest_overdue_comes_first_then_plan_and_number),
        cmocka_unit_test(twenty_lines_are_shown_whole),
        cmocka_unit_test(of_more_lines_the_first_ten_reds_are_shown),
        cmocka_unit_test(of_more_lines_with_few_reds_those_alone_are_shown),
        cmocka_unit_test(
            whatever_the_order_they_come_in_the_same_lines_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
