/* SPDX-License-Identifier: MIT */
/* The cases that are one text each are in proto/vectors/json.vec. */
#include <jindu/json.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <time.h>

/* Many times what a linear reader needs under the sanitizers, and a tenth of
 * what one takes that walks the array from its start for each element. */
#define LINEAR_CPU_SECONDS 5

static enum jindu_status
status_of(const char *bytes, size_t length)
{
    struct jindu_json *document = NULL;
    enum jindu_status status = jindu_json_parse(&document, bytes, length);

    assert_int_equal(document != NULL, status == JINDU_OK);
    jindu_json_free(document);
    return status;
}

static struct jindu_json *
parse(const char *text)
{
    struct jindu_json *document = NULL;

    assert_int_equal(jindu_json_parse(&document, text, strlen(text)), JINDU_OK);
    return document;
}

static void
refuses(const char *text)
{
    assert_int_equal(status_of(text, strlen(text)), JINDU_MALFORMED);
}

static void
takes(const char *text)
{
    assert_int_equal(status_of(text, strlen(text)), JINDU_OK);
}

static void
trap29_nothing_may_follow_the_value(void **state)
{
    (void)state;
    takes("{} \t\r\n");
    refuses("{} {}");
    refuses("{}x");
    assert_int_equal(status_of("{}\0", 3), JINDU_MALFORMED);
    assert_int_equal(status_of("{}\v", 3), JINDU_MALFORMED);
}

static void
trap29_a_member_is_there_once(void **state)
{
    (void)state;
    takes("{\"a\":1,\"A\":1}");
    refuses("{\"a\":1,\"a\":1}");
    refuses("{\"a\":1,\"\\u0061\":1}");
    refuses("[0,{\"x\":[{\"b\":1,\"c\":1,\"b\":1}]}]");
}

static void
trap29_nul_is_refused_raw_and_escaped(void **state)
{
    (void)state;
    refuses("\"x\\u0000y\"");
    assert_int_equal(status_of("\"x\0y\"", 5), JINDU_MALFORMED);
    assert_int_equal(status_of("\0", 1), JINDU_MALFORMED);
}

static void
trap29_only_utf8_is_text(void **state)
{
    (void)state;
    takes("\"\xe4\xb8\xad\"");
    refuses("\"\xff\"");
    refuses("\"\xc0\x80\"");
    refuses("\"\xed\xa0\x80\"");
    refuses("\"\\ud800\"");
    refuses("\"\xe4\xb8\"");
}

static void
trap29_an_integer_out_of_the_safe_range_is_refused(void **state)
{
    struct jindu_json *document;

    (void)state;
    refuses("9007199254740993");
    refuses("9007199254740992");
    refuses("-9007199254740992");
    refuses("99999999999999999999999999999999999999999999999999999999999");
    document = parse("[9007199254740991,-9007199254740991]");
    assert_true(jindu_json_integer(jindu_json_first(document), 0) ==
                INT64_C(9007199254740991));
    assert_true(jindu_json_integer(jindu_json_next(jindu_json_first(document)),
                    0) == INT64_C(-9007199254740991));
    jindu_json_free(document);
}

static void
trap29_a_number_is_an_integer_in_its_plain_form(void **state)
{
    (void)state;
    refuses("1e400");
    refuses("1e2");
    refuses("1.0");
    refuses("1.");
    refuses("007");
    refuses("-0");
    refuses("[-]");
    takes("[0,-1,10]");
}

static void
nested(char *text, size_t depth)
{
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
}

static void
trap29_depth_has_a_bound(void **state)
{
    static char deep[200001];

    (void)state;
    nested(deep, 16);
    takes(deep);
    nested(deep, 17);
    refuses(deep);
    nested(deep, 100000);
    refuses(deep);
    memset(deep, '[', 200000);
    refuses(deep);
}

/* {"m0":0,"m1":1 ...} */
static void
put_members(struct jindu_text *text, int count)
{
    char name[16];
    int i;

    jindu_json_put_object(text, NULL);
    for (i = 0; i < count; i++) {
        (void)snprintf(name, sizeof(name), "m%d", i);
        jindu_json_put_integer(text, name, i);
    }
    jindu_json_end_object(text);
}

static void
trap29_an_object_has_at_most_256_members(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    (void)state;
    put_members(&text, 256);
    takes(text.bytes);
    jindu_text_clear(&text);
    put_members(&text, 257);
    refuses(text.bytes);
    jindu_text_free(&text);
}

static void
trap29_a_large_array_is_read_and_written_in_linear_time(void **state)
{
    const int count = 200000;
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_text copy = JINDU_TEXT_INIT;
    const struct jindu_json *value;
    struct jindu_json *document;
    clock_t start = clock();
    int64_t sum = 0;
    int i;

    (void)state;
    jindu_json_put_array(&text, NULL);
    for (i = 0; i < count; i++) {
        jindu_json_put_integer(&text, NULL, i);
    }
    jindu_json_end_array(&text);
    document = parse(text.bytes);
    for (value = jindu_json_first(document); value != NULL;
         value = jindu_json_next(value)) {
        sum += jindu_json_integer(value, -1);
    }
    jindu_json_put_value(&copy, NULL, document);
    assert_true(sum == (int64_t)count * (count - 1) / 2);
    assert_int_equal(jindu_json_count(document), count);
    assert_string_equal(copy.bytes, text.bytes);
    assert_true(clock() - start < LINEAR_CPU_SECONDS * CLOCKS_PER_SEC);
    jindu_json_free(document);
    jindu_text_free(&copy);
    jindu_text_free(&text);
}

static void
trap29_names_of_another_case_are_other_members(void **state)
{
    struct jindu_json *document = parse("{\"Percent\":1,\"plan\":2}");

    (void)state;
    assert_null(jindu_json_member(document, "percent"));
    assert_null(jindu_json_member(document, "Plan"));
    assert_non_null(jindu_json_member(document, "Percent"));
    jindu_json_free(document);
}

static void
what_is_absent_reads_as_absent(void **state)
{
    struct jindu_json *document = parse("[\"a\",1,true,null,{\"b\":[]}]");
    const struct jindu_json *object;

    (void)state;
    assert_int_equal(jindu_json_kind(NULL), JINDU_JSON_ABSENT);
    assert_null(jindu_json_member(NULL, "a"));
    assert_null(jindu_json_member(document, "a")); /* an array */
    assert_null(jindu_json_first(NULL));
    assert_null(jindu_json_next(NULL));
    assert_null(jindu_json_name(NULL));
    assert_null(jindu_json_name(jindu_json_first(document)));
    assert_null(jindu_json_string(NULL));
    assert_null(jindu_json_string(document));
    assert_true(jindu_json_integer(jindu_json_first(document), -5) == -5);
    assert_true(jindu_json_boolean(NULL, true));
    assert_false(jindu_json_boolean(jindu_json_first(document), false));
    assert_int_equal(jindu_json_count(NULL), 0);
    object = jindu_json_first(document);
    while (jindu_json_kind(object) != JINDU_JSON_OBJECT) {
        object = jindu_json_next(object);
    }
    assert_null(jindu_json_next(object));
    assert_string_equal(jindu_json_name(jindu_json_first(object)), "b");
    jindu_json_free(document);
    jindu_json_free(NULL);
}

static void
each_kind_is_told(void **state)
{
    static const enum jindu_json_kind kinds[] = { JINDU_JSON_NULL,
        JINDU_JSON_BOOLEAN, JINDU_JSON_BOOLEAN, JINDU_JSON_INTEGER,
        JINDU_JSON_STRING, JINDU_JSON_ARRAY, JINDU_JSON_OBJECT };
    struct jindu_json *document = parse("[null,true,false,1,\"\",[],{}]");
    const struct jindu_json *value = jindu_json_first(document);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assert_int_equal(jindu_json_kind(value), kinds[i]);
        value = jindu_json_next(value);
    }
    assert_null(value);
    jindu_json_free(document);
}

static void
commas_are_put_where_they_are_due(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    (void)state;
    jindu_json_put_object(&text, NULL);
    jindu_json_put_string(&text, "a", "x{");
    jindu_json_put_array(&text, "b");
    jindu_json_put_integer(&text, NULL, INT64_MIN);
    jindu_json_put_boolean(&text, NULL, false);
    jindu_json_put_object(&text, NULL);
    jindu_json_end_object(&text);
    jindu_json_end_array(&text);
    jindu_json_put_null(&text, "c\"");
    jindu_json_put_string(&text, "d", NULL);
    jindu_json_put_raw(&text, "e", "[1]", 3);
    jindu_json_put_value(&text, "f", NULL);
    jindu_json_end_object(&text);
    assert_false(text.failed);
    assert_string_equal(text.bytes,
        "{\"a\":\"x{\",\"b\":[-9223372036854775808,false,{}],\"c\\\"\":null,"
        "\"d\":null,\"e\":[1],\"f\":null}");
    assert_int_equal(text.length, strlen(text.bytes));
    jindu_text_free(&text);
    assert_null(text.bytes);
}

static void
every_character_survives_writing_and_reading(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document;
    char all[128];
    size_t i;

    (void)state;
    for (i = 1; i < sizeof(all); i++) {
        all[i - 1] = (char)i;
    }
    all[sizeof(all) - 1] = '\0';
    jindu_json_put_string(&text, NULL, all);
    document = parse(text.bytes);
    assert_string_equal(jindu_json_string(document), all);
    jindu_json_free(document);
    jindu_text_free(&text);
}

static void
a_text_grows_and_is_used_again(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < 100000; i++) {
        jindu_text_append_string(&text, "0123456789");
    }
    assert_int_equal(text.length, 1000000);
    assert_true(text.bytes[text.length] == '\0');
    assert_true(text.bytes[999999] == '9');
    jindu_text_clear(&text);
    assert_string_equal(text.bytes, "");
    jindu_json_put_integer(&text, NULL, 7);
    assert_string_equal(text.bytes, "7");
    jindu_text_free(&text);
}

static void
a_text_that_failed_takes_nothing_more(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    (void)state;
    jindu_text_append_string(&text, "a");
    /* No room for so much: the length alone is looked at. */
    jindu_text_append(&text, "b", SIZE_MAX - 8);
    assert_true(text.failed);
    jindu_text_append_string(&text, "c");
    assert_string_equal(text.bytes, "a");
    jindu_text_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap29_nothing_may_follow_the_value),
        cmocka_unit_test(trap29_a_member_is_there_once),
        cmocka_unit_test(trap29_nul_is_refused_raw_and_escaped),
        cmocka_unit_test(trap29_only_utf8_is_text),
        cmocka_unit_test(trap29_an_integer_out_of_the_safe_range_is_refused),
        cmocka_unit_test(trap29_a_number_is_an_integer_in_its_plain_form),
        cmocka_unit_test(trap29_depth_has_a_bound),
        cmocka_unit_test(trap29_an_object_has_at_most_256_members),
        cmocka_unit_test(
            trap29_a_large_array_is_read_and_written_in_linear_time),
        cmocka_unit_test(trap29_names_of_another_case_are_other_members),
        cmocka_unit_test(what_is_absent_reads_as_absent),
        cmocka_unit_test(each_kind_is_told),
        cmocka_unit_test(commas_are_put_where_they_are_due),
        cmocka_unit_test(every_character_survives_writing_and_reading),
        cmocka_unit_test(a_text_grows_and_is_used_again),
        cmocka_unit_test(a_text_that_failed_takes_nothing_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
