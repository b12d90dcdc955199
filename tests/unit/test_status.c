/* SPDX-License-Identifier: MIT */
#include <jindu/status.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct row {
    enum jindu_status status;
    const char *token;
    int code;
    int exit_status;
};

static const struct row rows[] = {
#define ROW(name, value, token, code, exit_status, text) \
    { JINDU_##name, token, code, exit_status },
    JINDU_STATUS_MAP(ROW)
#undef ROW
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static void
every_status_is_found_by_its_own_token(void **state)
{
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < ROW_COUNT; i++) {
        assert_int_equal(
            jindu_status_from_token(rows[i].token), rows[i].status);
        assert_string_equal(jindu_status_token(rows[i].status), rows[i].token);
        assert_int_equal(jindu_status_code(rows[i].status), rows[i].code);
        assert_int_equal(
            jindu_status_exit(rows[i].status), rows[i].exit_status);
        assert_true(strlen(jindu_status_text(rows[i].status)) > 0);
        for (j = 0; j < i; j++) {
            assert_int_not_equal(rows[i].code, rows[j].code);
            assert_int_not_equal(rows[i].status, rows[j].status);
        }
    }
}

static void
exits_follow_the_design(void **state)
{
    (void)state;
    assert_int_equal(jindu_status_exit(JINDU_OK), 0);
    assert_int_equal(jindu_status_exit(JINDU_INTERNAL), 1);
    assert_int_equal(jindu_status_exit(JINDU_INVALID), 65);
    assert_int_equal(jindu_status_exit(JINDU_NOT_FOUND), 66);
    assert_int_equal(jindu_status_exit(JINDU_CLOSED), 69);
    assert_int_equal(jindu_status_exit(JINDU_TRUNCATED), 70);
    assert_int_equal(jindu_status_exit(JINDU_NO_MEMORY), 71);
    assert_int_equal(jindu_status_exit(JINDU_REFUSED), 73);
    assert_int_equal(jindu_status_exit(JINDU_STORAGE), 74);
    assert_int_equal(jindu_status_exit(JINDU_UNREACHABLE), 75);
    assert_int_equal(jindu_status_exit(JINDU_DENIED), 77);
    assert_int_equal(jindu_status_exit(JINDU_WRONG_SERVER), 77);
    assert_int_equal(jindu_status_exit(JINDU_NOT_ADMITTED), 77);
    assert_int_equal(jindu_status_exit(JINDU_NO_KEY), 77);
}

static void
what_is_not_in_the_list_is_internal(void **state)
{
    (void)state;
    assert_int_equal(jindu_status_from_token("no such"), JINDU_INTERNAL);
    assert_int_equal(jindu_status_from_token(""), JINDU_INTERNAL);
    assert_string_equal(jindu_status_token((enum jindu_status)30), "internal");
    assert_int_equal(jindu_status_exit((enum jindu_status)30), 1);
    assert_int_equal(jindu_status_code((enum jindu_status)30), -32603);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_is_found_by_its_own_token),
        cmocka_unit_test(exits_follow_the_design),
        cmocka_unit_test(what_is_not_in_the_list_is_internal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
