/* SPDX-License-Identifier: MIT */
#include "origin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
expect(const char *address, const char *expected)
{
    char origin[CHANGE_ORIGIN_SIZE];
    assert_true(origin_read(origin, address));
    assert_string_equal(origin, expected);
}

static void
a_local_peer_is_its_uid(void **state)
{
    (void)state;
    expect("localhost:1000:1000:4711", "uid:1000");
    expect("localhost:0:0:1", "uid:0");
    expect("localhost:4294967294:4294967294:4194304", "uid:4294967294");
}

static void
a_remote_peer_is_its_address(void **state)
{
    (void)state;
    expect("192.0.2.7", "192.0.2.7");
    expect("2001:db8::7", "2001:db8::7");
    expect("fe80::1%enp0s31f6", "fe80::1%enp0s31f6");
}

static void
ipv4_over_a_socket_of_ipv6_is_written_as_ipv4(void **state)
{
    (void)state;
    expect("::ffff:192.0.2.7", "192.0.2.7");
    expect("::ffff:c000:207", "::ffff:c000:207");
}

static void
what_is_no_address_has_no_origin(void **state)
{
    char origin[CHANGE_ORIGIN_SIZE];
    char longest[CHANGE_ORIGIN_SIZE + 1];
    (void)state;
    assert_false(origin_read(origin, NULL));
    assert_false(origin_read(origin, ""));
    assert_false(origin_read(origin, "localhost:"));
    assert_false(origin_read(origin, "localhost:root:0:1"));
    memset(longest, '1', CHANGE_ORIGIN_SIZE);
    longest[CHANGE_ORIGIN_SIZE] = '\0';
    assert_false(origin_read(origin, longest));
    assert_true(origin_read(origin, longest + 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_local_peer_is_its_uid),
        cmocka_unit_test(a_remote_peer_is_its_address),
        cmocka_unit_test(ipv4_over_a_socket_of_ipv6_is_written_as_ipv4),
        cmocka_unit_test(what_is_no_address_has_no_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
