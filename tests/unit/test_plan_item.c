/* SPDX-License-Identifier: MIT */
/* What is refused is in proto/vectors/request.vec. */
#include "plan_item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ITEM                                                       \
    "\"category\":\"\",\"deadline\":null,\"leaders\":[],\"name\":" \
    "\"a\",\"persons\":[],\"target\":\"b\",\"units\":[]"

static enum jindu_status
decode_item(struct jindu_json **document, struct jp_plan_item *item,
    struct jp_fault *fault, const char *text)
{
    assert_int_equal(jindu_json_parse(document, text, strlen(text)), JINDU_OK);
    return jp_plan_item_decode(item, *document, fault);
}

static void
an_item_has_what_was_sent(void **state)
{
    struct jindu_json *document;
    struct jp_plan_item item;
    struct jp_fault fault;

    (void)state;
    assert_int_equal(
        decode_item(&document, &item, &fault,
            "{\"category\":\"c\",\"deadline\":\"1970-01-03\",\"leaders\":[],"
            "\"name\":\"n\",\"no\":9,\"persons\":[\"p\",\"q\"],\"target\":"
            "\"t\",\"units\":[\"u\"],\"deadline_from\":4,\"deadline_source\":"
            "\"carried\",\"unconfirmed\":[\"deadline\"],\"raw\":{}}"),
        JINDU_OK);
    assert_true(item.no == 9);
    assert_string_equal(item.category, "c");
    assert_string_equal(item.name, "n");
    assert_string_equal(item.target, "t");
    assert_int_equal(item.deadline, 2);
    assert_int_equal(item.deadline_source, JP_SOURCE_CARRIED);
    assert_true(item.deadline_from == 4);
    assert_null(item.deadline_words);
    assert_false(item.deadline_confirmed);
    assert_true(item.unit_confirmed);
    assert_int_equal(jindu_json_count(item.persons), 2);
    assert_int_equal(jindu_json_count(item.leaders), 0);
    assert_null(item.inherited);
    assert_non_null(item.raw);
    jindu_json_free(document);
    assert_int_equal(
        decode_item(&document, &item, &fault, "{" ITEM ",\"no\":1}"), JINDU_OK);
    assert_int_equal(item.deadline, JINDU_DATE_NONE);
    assert_int_equal(item.deadline_source, JP_SOURCE_EXPLICIT);
    assert_true(item.deadline_confirmed);
    jindu_json_free(document);
}

static void
a_refused_item_is_left_alone_and_its_field_named(void **state)
{
    struct jindu_json *document;
    struct jp_plan_item item = { .no = 77 };
    struct jp_fault fault;

    (void)state;
    assert_int_equal(
        decode_item(&document, &item, &fault, "{" ITEM ",\"no\":0}"),
        JINDU_INVALID);
    assert_string_equal(fault.field, "no");
    assert_string_equal(fault.rule, "range");
    assert_true(item.no == 77);
    jindu_json_free(document);
}

static void
every_source_has_its_token(void **state)
{
    static const enum jp_source sources[] = { JP_SOURCE_EXPLICIT,
        JP_SOURCE_CARRIED, JP_SOURCE_ASSUMED, JP_SOURCE_SET };
    enum jp_source source = JP_SOURCE_SET;
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        assert_true(jp_source_from_token(jp_source_token(sources[i]), &source));
        assert_int_equal(source, sources[i]);
    }
    assert_false(jp_source_from_token("guessed", &source));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_has_what_was_sent),
        cmocka_unit_test(a_refused_item_is_left_alone_and_its_field_named),
        cmocka_unit_test(every_source_has_its_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
