/* SPDX-License-Identifier: MIT */
#include "import/decode.h"
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

/* 序号,完成 of a file in each encoding. */
#define WORDS_UTF8 "\xE5\xBA\x8F\xE5\x8F\xB7,\xE5\xAE\x8C\xE6\x88\x90\n"
#define WORDS_UTF16LE "\x8F\x5E\xF7\x53,\0\x8C\x5B\x10\x62\n\0"
#define WORDS_UTF16BE "\x5E\x8F\x53\xF7\0,\x5B\x8C\x62\x10\0\n"
#define WORDS_GB18030 "\xD0\xF2\xBA\xC5,\xCD\xEA\xB3\xC9\n"

#define DECODE(text, decoded) decode((text), sizeof(text) - 1, (decoded))
#define REFUSE(text) refuse((text), sizeof(text) - 1)

static void
decode(const char *bytes, size_t length, struct import_decoded *decoded)
{
    struct import_error error;

    assert_int_equal(import_decode(decoded, bytes, length, &error), JINDU_OK);
}

/* The bytes are a copy of their own, so that a read beyond them is seen. */
static struct import_error
refuse(const char *bytes, size_t length)
{
    struct import_decoded decoded = { 0 };
    struct import_error error = { 0 };
    char *copy = malloc(length);

    assert_non_null(copy);
    memcpy(copy, bytes, length);
    assert_int_equal(
        import_decode(&decoded, copy, length, &error), JINDU_MALFORMED);
    assert_null(decoded.own);
    free(copy);
    return error;
}

static void
assert_words(
    struct import_decoded *decoded, const char *text, enum import_encoding form)
{
    assert_int_equal(decoded->encoding, form);
    assert_int_equal(decoded->length, strlen(text));
    assert_memory_equal(decoded->text, text, decoded->length);
    import_decoded_free(decoded);
}

static void
the_same_words_come_out_of_every_encoding(void **state)
{
    struct import_decoded decoded;

    (void)state;
    DECODE(WORDS_UTF8, &decoded);
    assert_words(&decoded, WORDS_UTF8, IMPORT_UTF8);
    DECODE("\xEF\xBB\xBF" WORDS_UTF8, &decoded);
    assert_words(&decoded, WORDS_UTF8, IMPORT_UTF8);
    DECODE("\xFF\xFE" WORDS_UTF16LE, &decoded);
    assert_words(&decoded, WORDS_UTF8, IMPORT_UTF16LE);
    DECODE("\xFE\xFF" WORDS_UTF16BE, &decoded);
    assert_words(&decoded, WORDS_UTF8, IMPORT_UTF16BE);
    DECODE(WORDS_GB18030, &decoded);
    assert_int_equal(decoded.not_utf8, 0);
    assert_words(&decoded, WORDS_UTF8, IMPORT_GB18030);
    DECODE("", &decoded);
    assert_words(&decoded, "", IMPORT_UTF8);
}

static void
gbk_that_begins_like_utf8_is_gb18030(void **state)
{
    struct import_decoded decoded;

    (void)state;
    /* Two characters whose bytes look like overlong UTF-8. */
    DECODE("id\xC1\xAA\xCD\xA8", &decoded);
    assert_int_equal(decoded.not_utf8, 2);
    assert_words(&decoded, "id\xE8\x81\x94\xE9\x80\x9A", IMPORT_GB18030);
}

static void
four_bytes_and_surrogates_are_one_character(void **state)
{
    static const char wide[] = "\xF0\xAC\xB1\x96"; /* U+2CC56 */
    struct import_decoded decoded;

    (void)state;
    DECODE("\xFF\xFE\x73\xD8\x56\xDC", &decoded);
    assert_words(&decoded, wide, IMPORT_UTF16LE);
    DECODE("\x99\x30\xB4\x30", &decoded);
    assert_int_equal(decoded.encoding, IMPORT_GB18030);
    assert_int_equal(decoded.length, 4);
    import_decoded_free(&decoded);
    DECODE("\xFE\x9F", &decoded);
    assert_words(&decoded, "\xE4\xB6\xAE", IMPORT_GB18030); /* U+4DAE */
}

static void
characters_of_the_private_area_have_their_standard_places(void **state)
{
    struct import_decoded decoded;

    (void)state;
    /* U+9FB4 and U+20087, as three programs write them. */
    DECODE("\xFE\x59\xFE\x51", &decoded);
    assert_words(&decoded, "\xE9\xBE\xB4\xF0\xA0\x82\x87", IMPORT_GB18030);
    DECODE("\xEE\xA0\x9E-\xEE\xA0\x96", &decoded);
    assert_words(&decoded, "\xE9\xBE\xB4-\xF0\xA0\x82\x87", IMPORT_UTF8);
    DECODE("\xFF\xFE\x1E\xE8\x16\xE8", &decoded);
    assert_words(&decoded, "\xE9\xBE\xB4\xF0\xA0\x82\x87", IMPORT_UTF16LE);
    /* The first and the last of the list, and a neighbour that stays. */
    DECODE("\xEE\x9E\x8D\xEE\xA1\xA4\xEE\x9E\x8C", &decoded);
    assert_words(&decoded, "\xEF\xB8\x90\xE9\xBE\xBB\xEE\x9E\x8C", IMPORT_UTF8);
}

static void
bytes_of_no_encoding_are_refused_with_their_offsets(void **state)
{
    struct import_error error = REFUSE("ab\r\nc\xC1\xAA\x80 d");
    struct jindu_text said = JINDU_TEXT_INIT;

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_NO_ENCODING);
    assert_int_equal(error.offset, 5);
    assert_int_equal(error.line, 2);
    import_error_put(&said, &error);
    assert_string_equal(said.bytes,
        "line 2: neither UTF-8 (wrong at byte 5) nor GB18030 "
        "(wrong at byte 7)");
    jindu_text_free(&said);
    /* Of two lines the one that fits an encoding longer. */
    error = REFUSE("\xB5\xA5\n\xCE\xBB\n1,\x80 5\n");
    assert_int_equal(error.offset, 0);
    assert_int_equal(error.line, 3);
    /* One byte of two at the end, and alone. */
    assert_string_equal(REFUSE("\xB0\xA1\xB0").second, "2");
    assert_int_equal(REFUSE("\xB0").code, IMPORT_CODE_NO_ENCODING);
}

static void
a_mark_binds_the_bytes_behind_it(void **state)
{
    struct import_error error = REFUSE("\xEF\xBB\xBF\xD0\xF2");

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_NOT_UTF8);
    assert_int_equal(error.offset, 3);
}

static void
half_characters_of_utf16_are_refused(void **state)
{
    struct import_error error = REFUSE("\xFF\xFE\n\0\x8F\x5E\x00\xDC,\0");

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_SURROGATE);
    assert_int_equal(error.offset, 6);
    assert_int_equal(error.line, 2);
    error = REFUSE("\xFE\xFF\xD8\x00");
    assert_int_equal(error.code, IMPORT_CODE_SURROGATE);
    assert_int_equal(error.offset, 2);
    error = REFUSE("\xFF\xFE\x8F\x5E\x8F");
    assert_int_equal(error.code, IMPORT_CODE_ODD);
    assert_int_equal(error.offset, 4);
}

static void
nul_and_control_characters_are_refused_at_their_byte(void **state)
{
    struct import_error error = REFUSE("a\nb\0c");

    (void)state;
    assert_int_equal(error.code, IMPORT_CODE_NUL);
    assert_int_equal(error.offset, 3);
    assert_int_equal(error.line, 2);
    error = REFUSE("\xFF\xFE\x8F\x5E\n\0\0\0");
    assert_int_equal(error.code, IMPORT_CODE_NUL);
    assert_int_equal(error.offset, 6);
    assert_int_equal(error.line, 2);
    error = REFUSE(WORDS_GB18030 "\xD0\xF2\x1B[31m");
    assert_int_equal(error.code, IMPORT_CODE_CONTROL);
    assert_int_equal(error.offset, sizeof(WORDS_GB18030) - 1 + 2);
    assert_int_equal(error.line, 2);
    /* UTF-16 without its mark holds a NUL beside each letter. */
    assert_int_equal(REFUSE("n\0o\0").code, IMPORT_CODE_NUL);
}

static void
a_plan_knows_how_it_was_read(void **state)
{
    struct import_plan plan = { 0 };
    struct import_error error = { 0 };
    static const char words[] = "\xD0\xF2\xBA\xC5 x\n";

    (void)state;
    assert_int_equal(
        office_read(&plan, words, sizeof(words) - 1, NULL, 0, &error),
        JINDU_MALFORMED);
    assert_int_equal(error.code, IMPORT_CODE_NO_TABLE);
    assert_true(error.gb18030);
    assert_int_equal(error.not_utf8, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_come_out_of_every_encoding),
        cmocka_unit_test(gbk_that_begins_like_utf8_is_gb18030),
        cmocka_unit_test(four_bytes_and_surrogates_are_one_character),
        cmocka_unit_test(
            characters_of_the_private_area_have_their_standard_places),
        cmocka_unit_test(bytes_of_no_encoding_are_refused_with_their_offsets),
        cmocka_unit_test(a_mark_binds_the_bytes_behind_it),
        cmocka_unit_test(half_characters_of_utf16_are_refused),
        cmocka_unit_test(nul_and_control_characters_are_refused_at_their_byte),
        cmocka_unit_test(a_plan_knows_how_it_was_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
