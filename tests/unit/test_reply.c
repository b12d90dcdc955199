/* SPDX-License-Identifier: MIT */
/* The bytes of answers are in proto/vectors/reply.vec. */
#include "reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
answers_of_a_batch_are_one_array(void **state)
{
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;
    struct jp_fault fault;

    (void)state;
    jindu_json_put_array(&out, NULL);
    jp_reply_result(&out, NULL, "{}", 2);
    jp_reply_error(&out, NULL, jp_refuse(&fault, JINDU_INVALID, "a\"b", "type"),
        &fault, NULL, 0);
    jp_reply_error(&out, NULL, JINDU_BUSY, NULL, NULL, 50);
    jindu_json_end_array(&out);
    assert_int_equal(
        jindu_json_parse(&document, out.bytes, out.length), JINDU_OK);
    assert_int_equal(jindu_json_count(document), 3);
    jindu_json_free(document);
    jindu_text_free(&out);
}

static void
a_fault_may_bring_its_own_sentence(void **state)
{
    const struct jp_fault fault = { .message = "no such item" };
    struct jindu_text out = JINDU_TEXT_INIT;

    (void)state;
    jp_reply_error(&out, NULL, JINDU_NOT_FOUND, &fault, NULL, 0);
    assert_string_equal(out.bytes,
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32011,"
        "\"message\":\"no such item\",\"data\":{\"status\":\"not_found\"}}}");
    jindu_text_free(&out);
}

static void
a_refusal_forgets_the_one_before(void **state)
{
    struct jp_fault fault = {
        .field = "a longer field", .state = "done", .count = 4
    };

    (void)state;
    assert_int_equal(
        jp_refuse(&fault, JINDU_DENIED, NULL, "role"), JINDU_DENIED);
    assert_string_equal(fault.field, "");
    assert_string_equal(fault.rule, "role");
    assert_null(fault.state);
    assert_true(fault.count == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_of_a_batch_are_one_array),
        cmocka_unit_test(a_fault_may_bring_its_own_sentence),
        cmocka_unit_test(a_refusal_forgets_the_one_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
