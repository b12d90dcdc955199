/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bounds.h"
#include "front.h"
#include "quota.h"

#define PEERS (JP_WAITING_MAX / JP_IN_FLIGHT_MAX)

static enum jindu_status
enter(struct quota *quota, unsigned number, size_t count,
    struct quota_peer **peer)
{
    struct front_address address = { .size = 5 };
    memcpy(address.id + 1, &number, sizeof number);
    return quota_enter(quota, &address, count, peer);
}

static void
a_connection_may_have_so_much_unanswered(void **state)
{
    (void)state;
    struct quota *quota;
    struct quota_peer *peer;
    struct quota_peer *again;
    assert_int_equal(quota_new(&quota), JINDU_OK);
    assert_int_equal(enter(quota, 1, JP_IN_FLIGHT_MAX + 1, &peer), JINDU_BUSY);
    assert_int_equal(quota_total(quota), 0);
    assert_int_equal(enter(quota, 1, JP_IN_FLIGHT_MAX - 1, &peer), JINDU_OK);
    assert_int_equal(enter(quota, 1, 2, &again), JINDU_BUSY);
    assert_int_equal(enter(quota, 1, 1, &again), JINDU_OK);
    assert_ptr_equal(peer, again);
    assert_int_equal(enter(quota, 1, 1, &again), JINDU_BUSY);
    assert_int_equal(enter(quota, 2, 1, &again), JINDU_OK);
    quota_leave(quota, again, 1);
    quota_leave(quota, peer, 1);
    assert_int_equal(enter(quota, 1, 1, &peer), JINDU_OK);
    quota_leave(quota, peer, JP_IN_FLIGHT_MAX);
    assert_int_equal(quota_total(quota), 0);
    quota_free(quota);
}

static void
all_together_may_have_so_much_unanswered(void **state)
{
    (void)state;
    struct quota *quota;
    struct quota_peer *peers[PEERS];
    struct quota_peer *one_more;
    assert_int_equal(quota_new(&quota), JINDU_OK);
    for (unsigned i = 0; i < PEERS; i++) {
        assert_int_equal(
            enter(quota, i, JP_IN_FLIGHT_MAX, &peers[i]), JINDU_OK);
    }
    assert_int_equal(enter(quota, PEERS, 1, &one_more), JINDU_BUSY);
    quota_leave(quota, peers[0], 1);
    assert_int_equal(enter(quota, PEERS, 1, &one_more), JINDU_OK);
    quota_leave(quota, one_more, 1);
    quota_leave(quota, peers[0], JP_IN_FLIGHT_MAX - 1);
    for (unsigned i = 1; i < PEERS; i++) {
        quota_leave(quota, peers[i], JP_IN_FLIGHT_MAX);
    }
    assert_int_equal(quota_total(quota), 0);
    quota_free(quota);
}

static void
ids_of_all_lengths_and_of_both_sockets_are_told_apart(void **state)
{
    (void)state;
    struct quota *quota;
    struct quota_peer *peers[3];
    char sockets[2]; /* only their addresses count */
    struct front_address address = { .size = 1 };
    assert_int_equal(quota_new(&quota), JINDU_OK);
    address.front = (struct front *)(void *)&sockets[0];
    assert_int_equal(quota_enter(quota, &address, 1, &peers[0]), JINDU_OK);
    address.size = 255;
    assert_int_equal(quota_enter(quota, &address, 1, &peers[1]), JINDU_OK);
    address.front = (struct front *)(void *)&sockets[1];
    assert_int_equal(quota_enter(quota, &address, 1, &peers[2]), JINDU_OK);
    assert_ptr_not_equal(peers[0], peers[1]);
    assert_ptr_not_equal(peers[1], peers[2]);
    for (int i = 0; i < 3; i++) {
        quota_leave(quota, peers[i], 1);
    }
    quota_free(quota);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_may_have_so_much_unanswered),
        cmocka_unit_test(all_together_may_have_so_much_unanswered),
        cmocka_unit_test(ids_of_all_lengths_and_of_both_sockets_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
