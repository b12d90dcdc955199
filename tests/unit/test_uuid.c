/* SPDX-License-Identifier: MIT */
#include "uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
a_uuid_survives_reading_and_writing_in_either_case(void **state)
{
    const char *text = "0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c05";
    unsigned char uuid[JP_UUID_SIZE];
    unsigned char upper[JP_UUID_SIZE];
    char again[JP_UUID_TEXT_SIZE];

    (void)state;
    assert_true(jp_uuid_parse(text, uuid));
    assert_string_equal(jp_uuid_format(uuid, again), text);
    assert_true(jp_uuid_parse("0190C8F2-5A00-7C3E-8F21-9B6D4E7A1C05", upper));
    assert_memory_equal(uuid, upper, sizeof(uuid));
    assert_int_equal(uuid[0], 0x01);
    assert_int_equal(uuid[15], 0x05);
}

static void
what_is_no_uuid_leaves_it_alone(void **state)
{
    static const char *const texts[] = {
        "",
        "0190c8f2",
        "0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c0",
        "0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c055",
        "0190c8f25a007c3e8f219b6d4e7a1c05",
        "0190c8f2-5a00-7c3e-8f21-9b6d4e7a1cg5",
        "0190c8f2-5a007-c3e-8f21-9b6d4e7a1c05",
        "{190c8f2-5a00-7c3e-8f21-9b6d4e7a1c05}",
        "0190c8f2-5a00-7c3e-8f21-9b6d4e7a1c0 ",
    };
    unsigned char uuid[JP_UUID_SIZE] = { 1, 2, 3 };
    const unsigned char before[JP_UUID_SIZE] = { 1, 2, 3 };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(jp_uuid_parse(texts[i], uuid));
    }
    assert_memory_equal(uuid, before, sizeof(uuid));
}

static void
a_made_uuid_is_version_7_and_sorts_by_time(void **state)
{
    unsigned char uuid[JP_UUID_SIZE];
    unsigned char later[JP_UUID_SIZE];
    const int64_t now = INT64_C(0x0190c8f25a00);
    char text[JP_UUID_TEXT_SIZE];
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        jp_uuid_make(uuid, now + i);
        jp_uuid_make(later, now + i + 1);
        assert_true(memcmp(uuid, later, sizeof(uuid)) < 0);
        (void)jp_uuid_format(uuid, text);
        assert_true(text[14] == '7');
        assert_non_null(strchr("89ab", text[19]));
    }
    jp_uuid_make(uuid, now);
    assert_memory_equal(jp_uuid_format(uuid, text), "0190c8f2-5a00-7", 15);
}

static void
no_two_made_uuids_are_alike(void **state)
{
    unsigned char made[1000][JP_UUID_SIZE];
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < 1000; i++) {
        jp_uuid_make(made[i], 1);
        for (j = 0; j < i; j++) {
            assert_memory_not_equal(made[i], made[j], JP_UUID_SIZE);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_uuid_survives_reading_and_writing_in_either_case),
        cmocka_unit_test(what_is_no_uuid_leaves_it_alone),
        cmocka_unit_test(a_made_uuid_is_version_7_and_sorts_by_time),
        cmocka_unit_test(no_two_made_uuids_are_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
