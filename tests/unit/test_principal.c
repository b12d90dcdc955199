/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "principal.h"

static bool
may(enum role role, enum jp_method method)
{
    const struct principal principal = { .role = role };

    return principal_may(&principal, method);
}

static void
every_role_is_known_by_its_token(void **state)
{
    enum role role = ROLE_ADMIN;

    (void)state;
    for (int i = ROLE_ADMIN; i <= ROLE_OBSERVER; i++) {
        assert_true(role_from_token(role_token((enum role)i), &role));
        assert_int_equal(role, i);
    }
    assert_false(role_from_token("root", &role));
    assert_int_equal(role, ROLE_OBSERVER);
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
                i != JP_METHOD_ADMIN_BACKUP);
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
only_clerks_speak_for_others(void **state)
{
    (void)state;
    for (int i = ROLE_ADMIN; i <= ROLE_OBSERVER; i++) {
        const struct principal principal = { .role = (enum role)i };

        assert_int_equal(
            principal_speaks_for_others(&principal), i <= ROLE_OFFICE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_is_known_by_its_token),
        cmocka_unit_test(an_observer_reads_and_writes_where_he_has_come_to),
        cmocka_unit_test(the_office_may_all_but_what_concerns_the_machine),
        cmocka_unit_test(a_reporter_reports_and_a_leader_acknowledges),
        cmocka_unit_test(only_clerks_speak_for_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
