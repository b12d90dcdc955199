/* SPDX-License-Identifier: MIT */
/* What single requests mean is in proto/vectors/request.vec; here is what
 * takes more than one, or too much room for a vector. */
#include "request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KEY "\"key\":\"0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c05\""
#define ITEM                                                       \
    "\"category\":\"\",\"deadline\":null,\"leaders\":[],\"name\":" \
    "\"a\",\"persons\":[],\"target\":\"b\",\"units\":[]"

/* A request of method with params (its inside), decoded into request; the
 * document is the caller's. */
static enum jindu_status
decode(struct jindu_json **document, struct jp_request *request,
    struct jp_fault *fault, const char *method, const char *params)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    jindu_text_append_string(
        &text, "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"");
    jindu_text_append_string(&text, method);
    jindu_text_append_string(&text, "\",\"params\":{");
    jindu_text_append_string(&text, params);
    jindu_text_append_string(&text, "}}");
    assert_false(text.failed);
    assert_int_equal(
        jindu_json_parse(document, text.bytes, text.length), JINDU_OK);
    jindu_text_free(&text);
    return jp_request_decode(request, *document, fault);
}

static void
a_report_has_what_was_sent_and_nothing_else(void **state)
{
    struct jindu_json *document;
    struct jp_request request;
    struct jp_fault fault;

    (void)state;
    assert_int_equal(decode(&document, &request, &fault, "report.submit",
                         KEY ",\"plan\":\"2026\",\"item\":3,\"percent\":40,"
                             "\"note\":\"n\",\"as_of\":\"1970-01-02\","
                             "\"client_time\":7,\"deadline_ms\":9"),
        JINDU_OK);
    assert_int_equal(request.method, JP_METHOD_REPORT_SUBMIT);
    assert_true(jindu_json_integer(request.id, 0) == 5);
    assert_int_equal(request.key[0], 0x01);
    assert_int_equal(request.key[15], 0x05);
    assert_string_equal(request.plan, "2026");
    assert_true(request.item == 3);
    assert_int_equal(request.percent, 40);
    assert_string_equal(request.note, "n");
    assert_int_equal(request.as_of, 1);
    assert_true(request.client_time == 7);
    assert_true(request.deadline_ms == 9);
    assert_false(request.done);
    assert_false(request.no_change);
    assert_null(request.blocked);
    assert_null(request.reason);
    assert_null(request.person);
    assert_false(request.has_deadline);
    assert_int_equal(request.deadline, JINDU_DATE_NONE);
    assert_true(request.corrects == 0);
    jindu_json_free(document);
}

static void
what_is_not_sent_has_its_mark(void **state)
{
    struct jindu_json *document;
    struct jp_request request;
    struct jp_fault fault;

    (void)state;
    assert_int_equal(
        decode(&document, &request, &fault, "item.list", ""), JINDU_OK);
    assert_int_equal(request.percent, -1);
    assert_true(request.due_within == -1);
    assert_int_equal(request.as_of, JINDU_DATE_NONE);
    assert_int_equal(request.effective, JINDU_DATE_NONE);
    assert_true(request.limit == 0);
    assert_null(request.cursor);
    assert_null(request.category);
    jindu_json_free(document);
}

static void
a_member_with_two_shapes_goes_where_its_method_has_it(void **state)
{
    struct jindu_json *document;
    struct jp_request request;
    struct jp_fault fault;

    (void)state;
    assert_int_equal(
        decode(&document, &request, &fault, "stream.list", "\"after\":\"all\""),
        JINDU_OK);
    assert_string_equal(request.cursor, "all");
    assert_true(request.after == 0);
    jindu_json_free(document);
    assert_int_equal(
        decode(&document, &request, &fault, "audit.verify", "\"after\":17"),
        JINDU_OK);
    assert_null(request.cursor);
    assert_true(request.after == 17);
    jindu_json_free(document);
    assert_int_equal(decode(&document, &request, &fault, "item.update",
                         KEY ",\"plan\":\"p\",\"item\":1,\"reason\":\"r\","
                             "\"deadline\":null,\"confirm\":\"unit\""),
        JINDU_OK);
    assert_true(request.has_deadline);
    assert_int_equal(request.deadline, JINDU_DATE_NONE);
    assert_string_equal(request.confirm, "unit");
    jindu_json_free(document);
}

static void
the_digest_of_a_plan_is_read(void **state)
{
    struct jindu_json *document;
    struct jp_request request;
    struct jp_fault fault;

    (void)state;
    assert_int_equal(
        decode(&document, &request, &fault, "plan.confirm",
            KEY ",\"plan\":\"p\",\"vanished\":\"keep\","
                "\"draft\":\"0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c05\","
                "\"digest\":\"00000000000000000000000000000000"
                "000000000000000000000000000000af\""),
        JINDU_OK);
    assert_true(request.has_digest);
    assert_int_equal(request.digest[0], 0);
    assert_int_equal(request.digest[31], 0xaf);
    assert_string_equal(request.vanished, "keep");
    jindu_json_free(document);
}

static void
the_id_is_known_whatever_else_is_wrong(void **state)
{
    static const char *const texts[] = {
        "{\"id\":5}",
        "{\"id\":5,\"jsonrpc\":\"2.0\",\"method\":\"none\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"plan.show\",\"id\":5}",
        "{\"colour\":1,\"id\":5}",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct jindu_json *document;
        struct jp_request request;
        struct jp_fault fault;

        assert_int_equal(
            jindu_json_parse(&document, texts[i], strlen(texts[i])), JINDU_OK);
        assert_int_not_equal(
            jp_request_decode(&request, document, &fault), JINDU_OK);
        assert_true(jindu_json_integer(request.id, 0) == 5);
        jindu_json_free(document);
    }
}

static void
content_is_the_same_in_any_order_and_differs_by_any_member(void **state)
{
    static const char *const same[] = {
        KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"a\"",
        "\"note\":\"\\u0061\",\"item\":1," KEY ",\"plan\":\"p\"",
        KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"a\",\"deadline_ms\":1",
    };
    static const char *const other[] = {
        KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"b\"",
        KEY ",\"plan\":\"p\",\"item\":2,\"note\":\"a\"",
        KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"a\",\"client_time\":1",
        KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"a\",\"percent\":0",
    };
    struct jindu_json *document;
    struct jp_request first;
    struct jp_request request;
    struct jp_fault fault;
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++) {
        assert_int_equal(
            decode(&document, &request, &fault, "report.submit", same[i]),
            JINDU_OK);
        if (i == 0) {
            first = request;
        }
        assert_memory_equal(first.content, request.content, JP_DIGEST_SIZE);
        jindu_json_free(document);
    }
    for (i = 0; i < 4; i++) {
        assert_int_equal(
            decode(&document, &request, &fault, "report.submit", other[i]),
            JINDU_OK);
        assert_memory_not_equal(first.content, request.content, JP_DIGEST_SIZE);
        jindu_json_free(document);
    }
    assert_int_equal(
        decode(&document, &request, &fault, "item.claim", same[0]), JINDU_OK);
    assert_memory_not_equal(first.content, request.content, JP_DIGEST_SIZE);
    jindu_json_free(document);
}

static void
a_message_has_at_most_64_kib(void **state)
{
    static char bytes[JP_MESSAGE_MAX + 1];
    struct jp_message message;

    (void)state;
    memset(bytes, ' ', sizeof(bytes));
    bytes[0] = '{';
    bytes[1] = '}';
    assert_int_equal(
        jp_message_parse(&message, bytes, JP_MESSAGE_MAX), JINDU_OK);
    assert_false(message.batch);
    assert_int_equal(message.count, 1);
    jp_message_free(&message);
    assert_int_equal(
        jp_message_parse(&message, bytes, sizeof(bytes)), JINDU_MALFORMED);
}

static void
a_note_has_at_most_4000_characters(void **state)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    int extra;

    (void)state;
    for (extra = 0; extra <= 1; extra++) {
        struct jindu_json *document;
        struct jp_request request;
        struct jp_fault fault;
        enum jindu_status status;
        int i;

        jindu_text_clear(&params);
        jindu_text_append_string(
            &params, KEY ",\"plan\":\"p\",\"item\":1,\"note\":\"");
        for (i = 0; i < JP_TEXT_MAX + extra; i++) {
            jindu_text_append_string(&params, "记");
        }
        jindu_text_append_string(&params, "\"");
        status =
            decode(&document, &request, &fault, "report.submit", params.bytes);
        assert_int_equal(status, extra == 0 ? JINDU_OK : JINDU_INVALID);
        if (extra == 1) {
            assert_string_equal(fault.field, "note");
            assert_string_equal(fault.rule, "length");
        }
        jindu_json_free(document);
    }
    jindu_text_free(&params);
}

static void
a_part_has_at_most_1000_items(void **state)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    int extra;

    (void)state;
    for (extra = 0; extra <= 1; extra++) {
        struct jindu_json *document;
        struct jp_request request;
        struct jp_fault fault;
        char item[200];
        int i;

        jindu_text_clear(&params);
        jindu_text_append_string(&params,
            KEY ",\"plan\":\"p\",\"part\":2,\"last\":true,\"draft\":"
                "\"0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c05\",\"items\":[");
        for (i = 0; i < JP_PART_MAX + extra; i++) {
            (void)snprintf(item, sizeof(item), "{" ITEM ",\"no\":%d}", i + 1);
            jindu_json_put_raw(&params, NULL, item, strlen(item));
        }
        jindu_text_append_string(&params, "]");
        assert_int_equal(
            decode(&document, &request, &fault, "plan.load", params.bytes),
            extra == 0 ? JINDU_OK : JINDU_INVALID);
        if (extra == 1) {
            assert_string_equal(fault.field, "items");
            assert_string_equal(fault.rule, "length");
        }
        jindu_json_free(document);
    }
    jindu_text_free(&params);
}

static void
a_long_unknown_name_is_cut_between_characters(void **state)
{
    struct jindu_json *document;
    struct jp_request request;
    struct jp_fault fault;
    int i;

    (void)state;
    for (i = 0; i < 3; i++) {
        struct jindu_text params = JINDU_TEXT_INIT;
        int j;

        jindu_text_append(&params, "\"aa", (size_t)(1 + i));
        for (j = 0; j < 60; j++) {
            jindu_text_append_string(&params, "办");
        }
        jindu_text_append_string(&params, "\":1");
        assert_int_equal(
            decode(&document, &request, &fault, "plan.list", params.bytes),
            JINDU_INVALID);
        assert_string_equal(fault.rule, "unknown_member");
        assert_true(strlen(fault.field) > JP_FIELD_SIZE - 4);
        assert_int_equal((strlen(fault.field) - (size_t)i) % 3, 0);
        jindu_json_free(document);
        jindu_text_free(&params);
    }
}

static void
methods_tell_what_they_are(void **state)
{
    (void)state;
    assert_string_equal(
        jp_method_token(JP_METHOD_AUDIT_VERIFY), "audit.verify");
    assert_true(jp_method_is_write(JP_METHOD_PLAN_LOAD));
    assert_false(jp_method_is_write(JP_METHOD_STREAM_READ));
    assert_true(jp_method_has_key(JP_METHOD_PLAN_LOAD));
    assert_false(jp_method_has_key(JP_METHOD_STREAM_READ));
    assert_true(jp_method_is_write(JP_METHOD_STREAM_COMMIT));
    assert_false(jp_method_has_key(JP_METHOD_STREAM_COMMIT));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_has_what_was_sent_and_nothing_else),
        cmocka_unit_test(what_is_not_sent_has_its_mark),
        cmocka_unit_test(a_member_with_two_shapes_goes_where_its_method_has_it),
        cmocka_unit_test(the_digest_of_a_plan_is_read),
        cmocka_unit_test(the_id_is_known_whatever_else_is_wrong),
        cmocka_unit_test(
            content_is_the_same_in_any_order_and_differs_by_any_member),
        cmocka_unit_test(a_message_has_at_most_64_kib),
        cmocka_unit_test(a_note_has_at_most_4000_characters),
        cmocka_unit_test(a_part_has_at_most_1000_items),
        cmocka_unit_test(a_long_unknown_name_is_cut_between_characters),
        cmocka_unit_test(methods_tell_what_they_are),
    };

    if (jp_digest_start() != JINDU_OK) {
        return EXIT_FAILURE;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
