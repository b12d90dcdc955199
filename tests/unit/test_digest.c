/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
the_digest_is_blake2b_of_256_bits(void **state)
{
    unsigned char digest[JP_DIGEST_SIZE];
    char hex[JP_DIGEST_HEX_SIZE];

    (void)state;
    jp_digest(digest, NULL, 0, NULL, 0);
    assert_string_equal(jp_digest_hex(digest, hex),
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    jp_digest(digest, "abc", 3, NULL, 0);
    assert_string_equal(jp_digest_hex(digest, hex),
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void
head_and_tail_are_one_text(void **state)
{
    unsigned char whole[JP_DIGEST_SIZE];
    unsigned char parts[JP_DIGEST_SIZE];
    char text[300];
    size_t cut;

    (void)state;
    memset(text, 'x', sizeof(text));
    jp_digest(whole, text, sizeof(text), NULL, 0);
    for (cut = 0; cut <= sizeof(text); cut++) {
        jp_digest(parts, text, cut, text + cut, sizeof(text) - cut);
        assert_memory_equal(whole, parts, sizeof(whole));
    }
}

static void
a_link_depends_on_previous_sequence_and_event(void **state)
{
    unsigned char zero[JP_DIGEST_SIZE] = { 0 };
    unsigned char first[JP_DIGEST_SIZE];
    unsigned char other[JP_DIGEST_SIZE];
    unsigned char chained[JP_DIGEST_SIZE] = { 0 };

    (void)state;
    jp_digest_chain(first, zero, 1, "{}", 2);
    jp_digest_chain(other, zero, 2, "{}", 2);
    assert_memory_not_equal(first, other, sizeof(first));
    jp_digest_chain(other, zero, 1, "[]", 2);
    assert_memory_not_equal(first, other, sizeof(first));
    jp_digest_chain(other, first, 1, "{}", 2);
    assert_memory_not_equal(first, other, sizeof(first));
    jp_digest_chain(chained, chained, 1, "{}", 2);
    assert_memory_equal(first, chained, sizeof(first));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_blake2b_of_256_bits),
        cmocka_unit_test(head_and_tail_are_one_text),
        cmocka_unit_test(a_link_depends_on_previous_sequence_and_event),
    };

    if (jp_digest_start() != JINDU_OK) {
        return EXIT_FAILURE;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
