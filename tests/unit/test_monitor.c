/* SPDX-License-Identifier: MIT */
/* What is told about connections that come and go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "monitor.h"

/* The first few met it; and all of them are less than a context can hold. */
#define TRIES 100

static void
a_new_monitor_does_not_meet_what_is_left_of_the_last_one(void **state)
{
    void *context = zmq_ctx_new();
    struct monitor monitor;

    (void)state;
    assert_non_null(context);
    for (int i = 0; i < TRIES; i++) {
        void *socket = zmq_socket(context, ZMQ_DEALER);

        assert_non_null(socket);
        assert_true(monitor_open(&monitor, context, socket, false));
        monitor_close(&monitor);
        assert_int_equal(zmq_close(socket), 0);
    }
    zmq_ctx_term(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_new_monitor_does_not_meet_what_is_left_of_the_last_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
