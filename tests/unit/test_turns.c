/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "turns.h"

static const char a[] = "a";
static const char b[] = "b";
static const char c[] = "c";

static void
nobody_waits_in_an_empty_ring(void **state)
{
    struct turns turns = { NULL, NULL };
    (void)state;
    assert_null(turns_take(&turns));
}

static void
one_peer_is_served_in_order(void **state)
{
    struct turns turns = { NULL, NULL };
    struct turn turn[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        turns_add(&turns, &turn[i], a);
    }
    for (int i = 0; i < 3; i++) {
        assert_ptr_equal(turns_take(&turns), &turn[i]);
    }
    assert_null(turns_take(&turns));
}

/* Trap 3: a client that floods makes nobody wait but itself. */
static void
trap3_a_flooding_peer_waits_for_itself(void **state)
{
    struct turns turns = { NULL, NULL };
    struct turn flood[5];
    struct turn one;
    struct turn two[2];
    (void)state;
    for (int i = 0; i < 5; i++) {
        turns_add(&turns, &flood[i], a);
    }
    assert_ptr_equal(turns_take(&turns), &flood[0]);
    turns_add(&turns, &one, b);
    turns_add(&turns, &two[0], c);
    turns_add(&turns, &two[1], c);
    assert_ptr_equal(turns_take(&turns), &flood[1]);
    assert_ptr_equal(turns_take(&turns), &one);
    assert_ptr_equal(turns_take(&turns), &two[0]);
    assert_ptr_equal(turns_take(&turns), &flood[2]);
    assert_ptr_equal(turns_take(&turns), &two[1]);
    assert_ptr_equal(turns_take(&turns), &flood[3]);
    assert_ptr_equal(turns_take(&turns), &flood[4]);
    assert_null(turns_take(&turns));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_waits_in_an_empty_ring),
        cmocka_unit_test(one_peer_is_served_in_order),
        cmocka_unit_test(trap3_a_flooding_peer_waits_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
