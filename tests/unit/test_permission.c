/* SPDX-License-Identifier: MIT */
/* What holds of the table as a whole; test_permission_matrix.c has the cells,
 * and asks a daemon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "permission.h"

static bool
may(enum role role, enum jp_method method)
{
    return permission_of(role, method, false) != PERMISSION_NONE;
}

static void
an_observer_reads_and_writes_where_he_has_come_to(void **state)
{
    (void)state;
    for (int i = 0; i < JP_METHOD_COUNT; i++) {
        if (jp_method_is_write((enum jp_method)i)) {
            assert_int_equal(may(ROLE_OBSERVER, (enum jp_method)i),
                i == JP_METHOD_STREAM_COMMIT || i == JP_METHOD_STREAM_FORGET);
        }
    }
    assert_true(may(ROLE_OBSERVER, JP_METHOD_ITEM_LIST));
    assert_false(may(ROLE_OBSERVER, JP_METHOD_AUDIT_VERIFY));
}

static void
the_office_may_all_but_what_concerns_the_machine(void **state)
{
    (void)state;
    for (int i = 0; i < JP_METHOD_COUNT; i++) {
        assert_true(may(ROLE_ADMIN, (enum jp_method)i));
        assert_int_equal(may(ROLE_OFFICE, (enum jp_method)i),
            i != JP_METHOD_SERVER_CLOCK && i != JP_METHOD_SERVER_CHECK &&
                i != JP_METHOD_ADMIN_BACKUP && i != JP_METHOD_ADMIN_PRINCIPALS);
    }
}

static void
a_reporter_reports_and_a_leader_acknowledges(void **state)
{
    (void)state;
    assert_true(may(ROLE_REPORTER, JP_METHOD_REPORT_SUBMIT));
    assert_true(may(ROLE_REPORTER, JP_METHOD_ITEM_CLAIM));
    assert_true(may(ROLE_REPORTER, JP_METHOD_NOTICE_ACKNOWLEDGE));
    assert_false(may(ROLE_REPORTER, JP_METHOD_ITEM_VERIFY));
    assert_false(may(ROLE_REPORTER, JP_METHOD_PLAN_LOAD));
    assert_false(may(ROLE_LEADER, JP_METHOD_REPORT_SUBMIT));
    assert_true(may(ROLE_LEADER, JP_METHOD_NOTICE_ACKNOWLEDGE));
    assert_true(may(ROLE_LEADER, JP_METHOD_SERVER_STATUS));
}

static void
a_doorbell_shuts_out_reporters_from_what_others_are_told(void **state)
{
    (void)state;
    for (int i = 0; i < JP_METHOD_COUNT; i++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            enum permission full =
                permission_of((enum role)role, (enum jp_method)i, false);
            enum permission doorbell =
                permission_of((enum role)role, (enum jp_method)i, true);
            bool told = i == JP_METHOD_STREAM_READ ||
                        i == JP_METHOD_STREAM_LIST ||
                        i == JP_METHOD_NOTICE_LIST;

            assert_int_equal(full != doorbell, told && role == ROLE_REPORTER);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_observer_reads_and_writes_where_he_has_come_to),
        cmocka_unit_test(the_office_may_all_but_what_concerns_the_machine),
        cmocka_unit_test(a_reporter_reports_and_a_leader_acknowledges),
        cmocka_unit_test(
            a_doorbell_shuts_out_reporters_from_what_others_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
