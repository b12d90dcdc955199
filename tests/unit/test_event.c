/* SPDX-License-Identifier: MIT */
/* The bytes of events are in proto/vectors/event.vec. */
#include "event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct jindu_json *
parse(const char *text)
{
    struct jindu_json *document = NULL;

    assert_int_equal(jindu_json_parse(&document, text, strlen(text)), JINDU_OK);
    return document;
}

static void
kinds_are_types_or_beginnings_that_end_in_a_dot(void **state)
{
    struct jindu_json *kinds =
        parse("[\"jindu.notice.\",\"jindu.item.claimed\",\"jindu.plan\"]");
    struct jindu_json *none = parse("[]");

    (void)state;
    assert_true(jp_event_is_of(NULL, "jindu.plan.confirmed"));
    assert_false(jp_event_is_of(none, "jindu.plan.confirmed"));
    assert_true(jp_event_is_of(kinds, "jindu.notice.soon"));
    assert_true(jp_event_is_of(kinds, "jindu.item.claimed"));
    assert_false(jp_event_is_of(kinds, "jindu.item.claimed_again"));
    assert_false(jp_event_is_of(kinds, "jindu.item"));
    assert_false(jp_event_is_of(kinds, "jindu.plan.confirmed"));
    assert_false(jp_event_is_of(kinds, "jindu.notice"));
    jindu_json_free(kinds);
    jindu_json_free(none);
}

static void
refuses(const char *stored, size_t length)
{
    struct jindu_text out = JINDU_TEXT_INIT;

    jindu_json_put_array(&out, NULL);
    assert_int_equal(jp_event_result(&out, stored, length, 1), JINDU_INTERNAL);
    assert_string_equal(out.bytes, "[");
    assert_int_equal(out.length, 1);
    jindu_text_free(&out);
}

static void
a_row_that_is_no_event_has_no_result(void **state)
{
    static const char whole[] =
        "{\"data\":{\"item\":{\"no\":1,\"a\":\"x\\\"\"},\"z\":[1]}";
    size_t length;

    (void)state;
    refuses("", 0);
    refuses("{}", 2);
    refuses("{\"date\":{\"item\":1}}", 19);
    /* Cut anywhere before the end of data. */
    for (length = 0; length < sizeof(whole) - 1; length++) {
        char *copy = malloc(length + 1); /* no byte more to read */

        assert_non_null(copy);
        memcpy(copy, whole, length);
        refuses(copy, length);
        free(copy);
    }
}

static void
a_result_takes_members_by_their_whole_name(void **state)
{
    static const char stored[] =
        "{\"data\":{\"item\":{\"plan\":\"a,b}\"},\"items\":[{\"x\":1}],"
        "\"notice\":7,\"planner\":\"plan\",\"to\":{\"plan\":1}},\"plan\":2}";
    struct jindu_text out = JINDU_TEXT_INIT;

    (void)state;
    assert_int_equal(
        jp_event_result(&out, stored, sizeof(stored) - 1, 12), JINDU_OK);
    assert_string_equal(out.bytes,
        "{\"item\":{\"plan\":\"a,b}\"},\"notice\":7,\"sequence\":12}");
    jindu_text_free(&out);
}

static void
events_of_a_page_are_one_array(void **state)
{
    const struct jp_event event = { .type = "t", .epoch = "e", .sequence = 1 };
    struct jindu_text stored = JINDU_TEXT_INIT;
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *document;

    (void)state;
    jp_event_begin(&stored);
    jp_event_end(&stored, &event);
    jindu_json_put_array(&out, NULL);
    jp_event_publish(&out, stored.bytes, stored.length, "all", 1, "e");
    jp_event_publish(&out, stored.bytes, stored.length, "all", 2, "e");
    jindu_json_end_array(&out);
    document = parse(out.bytes);
    assert_int_equal(jindu_json_count(document), 2);
    assert_string_equal(
        jindu_json_string(jindu_json_member(
            jindu_json_next(jindu_json_first(document)), "sequence")),
        "2");
    jindu_json_free(document);
    jindu_text_free(&out);
    jindu_text_free(&stored);
}

static void
a_beat_names_stream_epoch_head_and_floor(void **state)
{
    struct jindu_text out = JINDU_TEXT_INIT;

    (void)state;
    jp_beat_encode(&out, "beat", "plan/2026", "e", 17, 3);
    assert_string_equal(out.bytes,
        "{\"beat\":{\"epoch\":\"e\",\"floor\":3,\"head\":17,"
        "\"stream\":\"plan/2026\"}}");
    jindu_text_clear(&out);
    jp_beat_encode(&out, "bye", "all", "e", 0, 1);
    assert_string_equal(out.bytes,
        "{\"bye\":{\"epoch\":\"e\",\"floor\":1,\"head\":0,"
        "\"stream\":\"all\"}}");
    jindu_text_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_types_or_beginnings_that_end_in_a_dot),
        cmocka_unit_test(a_row_that_is_no_event_has_no_result),
        cmocka_unit_test(a_result_takes_members_by_their_whole_name),
        cmocka_unit_test(events_of_a_page_are_one_array),
        cmocka_unit_test(a_beat_names_stream_epoch_head_and_floor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
