/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "principal.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_is_known_by_its_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
