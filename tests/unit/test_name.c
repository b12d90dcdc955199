/* SPDX-License-Identifier: MIT */
/* Codes, ids, streams and topics are in proto/vectors/name.vec. */
#include "name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bounds.h"

/* As RFC 3629 writes it, also what it forbids. */
static size_t
encode(unsigned long code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xc0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (char)(0xe0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    bytes[0] = (char)(0xf0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3f));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

static void
every_character_but_surrogates_is_utf8(void **state)
{
    unsigned long code;

    (void)state;
    for (code = 0; code < 0x120000; code++) {
        char bytes[4];
        size_t length = encode(code, bytes);
        bool expected = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);

        assert_int_equal(jp_name_is_utf8(bytes, length), expected);
        if (length > 1) {
            assert_false(jp_name_is_utf8(bytes, length - 1));
        }
    }
}

static void
two_bytes_are_utf8_in_2048_ways_less_the_overlong(void **state)
{
    int count = 0;
    int first;
    int second;

    (void)state;
    for (first = 0x80; first < 0x100; first++) {
        for (second = 0; second < 0x100; second++) {
            const char bytes[2] = { (char)first, (char)second };

            count += jp_name_is_utf8(bytes, 2);
        }
    }
    assert_int_equal(count, 2048 - 128);
    assert_true(jp_name_is_utf8("", 0));
}

static void
a_text_is_counted_in_characters(void **state)
{
    (void)state;
    assert_true(jp_name_is_text("中文字", 3, false));
    assert_false(jp_name_is_text("中文字", 2, false));
    assert_true(jp_name_is_text("", 0, false));
}

static void
control_characters_are_no_text_but_lines_may_be(void **state)
{
    (void)state;
    assert_true(jp_name_is_text("a\n\tb", 9, true));
    assert_false(jp_name_is_text("a\nb", 9, false));
    assert_false(jp_name_is_text("a\tb", 9, false));
    assert_false(jp_name_is_text("a\rb", 9, true));
    assert_false(jp_name_is_text("a\x7f", 9, true));
    assert_false(jp_name_is_text("a\xc2\x9f", 9, true));
    assert_true(jp_name_is_text("a\xc2\xa0", 9, false));
}

static void
a_topic_gives_its_stream_or_leaves_it_alone(void **state)
{
    char stream[JP_STREAM_MAX + 1] = "before";

    (void)state;
    assert_false(jp_name_topic("plan/2026", 9, stream));
    assert_false(jp_name_topic("plan//", 6, stream));
    assert_string_equal(stream, "before");
    assert_true(jp_name_topic("plan/2026/ and what follows", 10, stream));
    assert_string_equal(stream, "plan/2026");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_but_surrogates_is_utf8),
        cmocka_unit_test(two_bytes_are_utf8_in_2048_ways_less_the_overlong),
        cmocka_unit_test(a_text_is_counted_in_characters),
        cmocka_unit_test(control_characters_are_no_text_but_lines_may_be),
        cmocka_unit_test(a_topic_gives_its_stream_or_leaves_it_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
