/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "codeset.h"

/* Returns the first character that was lost. */
static uint32_t
shown(const char *name, bool json, const char *text, const char *bytes)
{
    struct codeset *codeset = codeset_new(name);
    struct jindu_text out = JINDU_TEXT_INIT;
    assert_non_null(codeset);
    if (json) {
        codeset_put_json(codeset, &out, text, strlen(text));
    } else {
        codeset_put(
            codeset, &out, text, strlen(text), strncmp(name, "GB", 2) == 0);
    }
    assert_string_equal(out.bytes != NULL ? out.bytes : "", bytes);
    uint32_t lost = codeset_lost(codeset);
    jindu_text_free(&out);
    codeset_free(codeset);
    return lost;
}

static void
what_the_codeset_has_is_that(void **state)
{
    (void)state;
    assert_int_equal(shown("ASCII", false, "3 items\n", "3 items\n"), 0);
    assert_int_equal(
        shown("GBK", false, "农■“”", "\xC5\xA9\xA1\xF6\xA1\xB0\xA1\xB1"), 0);
    assert_int_equal(shown("GB18030", false, "\xE4\xB6\xAE", "\xFE\x9F"), 0);
}

static void
what_it_lacks_keeps_its_cells_and_is_told(void **state)
{
    (void)state;
    assert_int_equal(shown("ASCII", false, "赵 1", "?? 1"), 0x8D75);
    assert_int_equal(
        shown("GBK", false, "\xE4\xB6\xAE农", "??\xC5\xA9"), 0x4DAE);
    assert_int_equal(shown("ASCII", false, "…", "?"), 0x2026);
}

static void
something_like_it_is_taken_where_it_is_as_wide(void **state)
{
    (void)state;
    assert_int_equal(shown("ASCII", false, "“a”", "\"a\""), 0);
    assert_int_equal(shown("ASCII", false, "（a）", "( a) "), 0);
}

static void
json_loses_nothing(void **state)
{
    (void)state;
    assert_int_equal(
        shown("ASCII", true, "{\"a\":\"赵\"}", "{\"a\":\"\\u8d75\"}"), 0);
    assert_int_equal(
        shown("GBK", true, "\xF0\xA0\xAE\xB7农", "\\ud842\\udfb7\xC5\xA9"), 0);
}

/* Whether all bytes are in the codeset, and then read as this text. */
static bool
is_read(struct codeset *codeset, const char *bytes, const char *text)
{
    struct jindu_text out = JINDU_TEXT_INIT;
    bool good = codeset_read(codeset, &out, bytes);
    if (good) {
        assert_string_equal(out.bytes != NULL ? out.bytes : "", text);
    }
    jindu_text_free(&out);
    return good;
}

static void
what_is_typed_is_read_in_the_codeset_strictly(void **state)
{
    struct codeset *codeset = codeset_new("GBK");
    char long_bytes[4001] = "";
    char long_text[6001] = "";
    (void)state;
    assert_true(codeset_reads(codeset));
    assert_true(is_read(codeset, "", ""));
    assert_true(is_read(codeset, "-m \xC5\xA9 45%", "-m 农 45%"));
    /* Valid UTF-8 as well, but it was typed here. */
    assert_true(is_read(codeset, "\xC4\xA3\xCA\xBD", "模式"));
    assert_false(is_read(codeset, "\xC5\xA9\xC5", NULL));
    assert_false(is_read(codeset, "\xA9", NULL));
    assert_true(is_read(codeset, "\xC5\xA9", "农"));
    assert_false(is_read(codeset, "a\xFF", NULL));
    assert_false(is_read(codeset, "农", NULL));
    for (size_t i = 0; i < 2000; i++) {
        memcpy(long_bytes + 2 * i, "\xC5\xA9", 3);
        memcpy(long_text + 3 * i, "农", 4);
    }
    assert_true(is_read(codeset, long_bytes, long_text));
    codeset_free(codeset);
}

static void
in_ascii_and_utf_8_bytes_are_typed_as_they_are(void **state)
{
    struct codeset *codeset = codeset_new("ASCII");
    (void)state;
    assert_non_null(codeset);
    assert_false(codeset_reads(codeset));
    assert_false(codeset_reads(NULL));
    codeset_free(codeset);
}

static void
an_unknown_codeset_is_none(void **state)
{
    (void)state;
    assert_null(codeset_new("no-such-codeset"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_codeset_has_is_that),
        cmocka_unit_test(what_it_lacks_keeps_its_cells_and_is_told),
        cmocka_unit_test(something_like_it_is_taken_where_it_is_as_wide),
        cmocka_unit_test(json_loses_nothing),
        cmocka_unit_test(what_is_typed_is_read_in_the_codeset_strictly),
        cmocka_unit_test(in_ascii_and_utf_8_bytes_are_typed_as_they_are),
        cmocka_unit_test(an_unknown_codeset_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
