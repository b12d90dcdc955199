/* SPDX-License-Identifier: MIT */
/* Applied once: keys, and the answers that are given again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "writer.h"

#define KEY "0190aaaa-0000-7000-8000-000000000001"
#define REPORT "{\"plan\":\"2021\",\"item\":3,\"percent\":40}"

static struct writer writer;

static int
setup(void **state)
{
    (void)state;
    writer_open_plan(&writer);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

/* Applies it twice with one key, and once more after a restart. */
static void
expect_repeat(const char *who, const char *method, const char *params)
{
    static int64_t number;
    char key[64];
    char *first;
    int64_t sequence;
    struct writer_call *call;

    (void)snprintf(key, sizeof(key), "0190bbbb-0000-7000-8000-%012llx",
        (long long)++number);
    call = writer_add(&writer, who, method, params, key);
    writer_apply(&writer);
    if (call->change.status != JINDU_OK) {
        fail_msg("%s: %s", method, jindu_status_token(call->change.status));
    }
    first = strdup(writer_result(&writer, call));
    sequence = store_sequence(writer.store);
    for (int round = 0; round < 2; round++) {
        writer.now += 1000;
        call = writer_add(&writer, who, method, params, key);
        writer_apply(&writer);
        assert_int_equal(call->change.status, JINDU_OK);
        assert_string_equal(writer_result(&writer, call), first);
        assert_int_equal(writer.batch.emission_count, 0);
        assert_int_equal(store_sequence(writer.store), sequence);
        writer_restart(&writer);
    }
    free(first);
}

static void
a_repeat_of_any_write_gets_the_first_answer_byte_for_byte(void **state)
{
    (void)state;
    expect_repeat("reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":40,\"note\":\"a\\n\\\"b\"}");
    expect_repeat("reporter Li", "item.claim",
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"done\"}");
    expect_repeat("office", "item.return",
        "{\"plan\":\"2021\",\"item\":3,\"reason\":\"no proof\"}");
    expect_repeat("office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-22\","
        "\"reason\":\"sooner\"}");
    expect_repeat("reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":100,\"done\":true}");
    expect_repeat("office", "item.verify", "{\"plan\":\"2021\",\"item\":3}");
    expect_repeat("office", "item.withdraw",
        "{\"plan\":\"2021\",\"item\":4,\"reason\":\"not ours\"}");
    expect_repeat("office", "calendar.load",
        "{\"calendar\":{\"year\":2030,\"papers\":[\"no. 1\"],\"days\":["
        "{\"name\":\"New Year\",\"date\":\"2030-01-01\",\"isOffDay\":true}]}}");
    expect_repeat("office", "plan.load",
        "{\"plan\":\"next\",\"draft\":\"0190cccc-0000-7000-8000-000000000001\","
        "\"part\":1,\"last\":true,\"head\":{\"title\":\"t\",\"year\":2022},"
        "\"items\":[]}");
    expect_repeat("office", "plan.confirm",
        "{\"plan\":\"next\",\"draft\":\"0190cccc-0000-7000-8000-000000000001\","
        "\"digest\":\"00000000000000000000000000000000000000000000000000000000"
        "00000000\"}");
    expect_repeat(
        "office", "plan.confirm", "{\"plan\":\"2021\",\"guesses\":true}");
}

static void
the_same_key_with_other_content_is_a_conflict(void **state)
{
    struct writer_call *call;

    (void)state;
    (void)writer_add(&writer, "reporter Li", "report.submit", REPORT, KEY);
    writer_apply(&writer);
    call = writer_add(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":41}", KEY);
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_CONFLICT);
    assert_string_equal(call->change.fault.field, "key");
    assert_int_equal(store_sequence(writer.store), 2);
}

static void
one_key_twice_in_a_batch_is_applied_once(void **state)
{
    struct writer_call *first;
    struct writer_call *second;
    char *result;

    (void)state;
    first = writer_add(&writer, "reporter Li", "report.submit", REPORT, KEY);
    second = writer_add(&writer, "reporter Li", "report.submit", REPORT, KEY);
    writer_apply(&writer);
    result = strdup(writer_result(&writer, first));
    assert_string_equal(writer_result(&writer, second), result);
    assert_int_equal(writer.batch.emission_count, 1);
    free(result);
}

static void
two_people_may_make_the_same_key(void **state)
{
    struct writer_call *second;

    (void)state;
    (void)writer_add(&writer, "reporter Li", "report.submit", REPORT, KEY);
    second = writer_add(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":60}", KEY);
    writer_apply(&writer);
    assert_int_equal(second->change.status, JINDU_OK);
    assert_int_equal(store_sequence(writer.store), 3);
}

static void
a_refusal_is_not_remembered_and_is_judged_again(void **state)
{
    struct writer_call *call;

    (void)state;
    call = writer_add(&writer, "office", "item.verify",
        "{\"plan\":\"2021\",\"item\":3}", KEY);
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_REFUSED);
    assert_string_equal(call->change.fault.state, "active");
    (void)writer_ok(
        &writer, "reporter Li", "item.claim", "{\"plan\":\"2021\",\"item\":3}");
    call = writer_add(&writer, "office", "item.verify",
        "{\"plan\":\"2021\",\"item\":3}", KEY);
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_repeat_of_any_write_gets_the_first_answer_byte_for_byte, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            the_same_key_with_other_content_is_a_conflict, setup, teardown),
        cmocka_unit_test_setup_teardown(
            one_key_twice_in_a_batch_is_applied_once, setup, teardown),
        cmocka_unit_test_setup_teardown(
            two_people_may_make_the_same_key, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_refusal_is_not_remembered_and_is_judged_again, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
