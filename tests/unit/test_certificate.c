/* SPDX-License-Identifier: MIT */
/* The keys are those of zmq_curve(7). */
#include "certificate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PUBLIC "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define SECRET "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
#define OTHER "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define CURVE "curve\n    public-key = \"" PUBLIC "\"\n"

static enum jindu_status
parse(struct jp_certificate *certificate, const char *text,
    struct jp_certificate_fault *fault)
{
    return jp_certificate_parse(certificate, text, strlen(text), fault);
}

static void
assert_said(const struct jp_certificate_fault *fault, const char *why)
{
    char said[160];

    (void)snprintf(said, sizeof(said), "line %d: %s%s", fault->line,
        fault->name, fault->why);
    assert_string_equal(said, why);
    assert_null(strstr(said, SECRET));
}

static void
assert_refused(const char *text, const char *why)
{
    struct jp_certificate certificate = { .role = "before" };
    struct jp_certificate_fault fault;

    assert_int_equal(parse(&certificate, text, &fault), JINDU_INVALID);
    assert_said(&fault, why);
    assert_string_equal(certificate.role, "before");
}

static void
a_certificate_of_czmq_is_read(void **state)
{
    struct jp_certificate certificate;
    struct jp_certificate_fault fault;

    (void)state;
    assert_int_equal(parse(&certificate,
                         "#   ****  Generated on 2026-03-02  ****\r\n"
                         "#   Mind the secret\n"
                         "\n"
                         "metadata\n"
                         "    name = \"reception\"   # the old one\n"
                         "    email = 'reception@example.org'\n"
                         "    role = \"reporter\"\n"
                         "    person = \"王小明\"\n"
                         "    disabled = \"yes\"\n"
                         "curve\n"
                         "    public-key = \"" PUBLIC "\"\n"
                         "    secret-key = \"" SECRET "\"",
                         &fault),
        JINDU_OK);
    assert_string_equal(certificate.public_key, PUBLIC);
    assert_string_equal(certificate.secret_key, SECRET);
    assert_string_equal(certificate.role, "reporter");
    assert_string_equal(certificate.person, "王小明");
    assert_true(certificate.disabled);
}

static void
a_public_certificate_needs_its_key_alone(void **state)
{
    struct jp_certificate certificate = { .disabled = true };
    struct jp_certificate_fault fault;

    (void)state;
    assert_int_equal(parse(&certificate, CURVE, &fault), JINDU_OK);
    assert_string_equal(certificate.secret_key, "");
    assert_string_equal(certificate.role, "");
    assert_string_equal(certificate.person, "");
    assert_false(certificate.disabled);
}

static void
what_is_unknown_or_twice_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("", "line 0: it ends without a public-key");
    assert_refused("metadata\n", "line 1: it ends without a public-key");
    assert_refused("curve\n    secret-key = \"" SECRET "\"\n",
        "line 2: it ends without a public-key");
    assert_refused(CURVE "    public-key = \"" PUBLIC "\"\n",
        "line 3: public-key is there twice");
    assert_refused(CURVE "curve\n", "line 3: curve is there twice");
    assert_refused(
        "metadata\n    key = \"a\"\n" CURVE, "line 2: key is not known here");
    assert_refused(
        CURVE "    role = \"admin\"\n", "line 3: role is not known here");
    assert_refused(
        "    role = \"admin\"\n" CURVE, "line 1: role is not known here");
    assert_refused("certificate\n" CURVE,
        "line 1: a section is 'metadata' or 'curve', and what is in it is "
        "indented by 4 spaces");
}

static void
a_line_that_is_no_name_and_value_is_refused(void **state)
{
    (void)state;
    assert_refused("metadata\n  role = \"admin\"\n" CURVE,
        "line 2: it is not indented by 4 spaces");
    assert_refused("metadata\n\trole = \"admin\"\n" CURVE,
        "line 2: it is not indented by 4 spaces");
    assert_refused(
        "metadata\n    role\n" CURVE, "line 2: it is no name = \"value\"");
    assert_refused("metadata\n    = \"admin\"\n" CURVE,
        "line 2: it is no name = \"value\"");
    assert_refused("metadata\n    role = admin\n" CURVE,
        "line 2: role has no value in quotes");
    assert_refused(
        "metadata\n    role =\n" CURVE, "line 2: role has no value in quotes");
    assert_refused("metadata\n    role = \"admin'\n" CURVE,
        "line 2: role has a value without its closing quote");
    assert_refused("metadata\n    role = \"admin\" \"x\"\n" CURVE,
        "line 2: role has something after its value");
    assert_refused("metadata\n    name = \"a\tb\"\n" CURVE,
        "line 2: name has a value with characters that are not printed");
    assert_refused("metadata\n    name = \"\xff\"\n" CURVE,
        "line 2: name has a value with characters that are not printed");
}

static void
a_value_that_breaks_its_rule_is_refused(void **state)
{
    (void)state;
    assert_refused(
        "metadata\n    role = \"\"\n" CURVE, "line 2: role is no role");
    assert_refused("metadata\n    role = \"abcdefghijklmnop\"\n" CURVE,
        "line 2: role is no role");
    assert_refused("metadata\n    disabled = \"true\"\n" CURVE,
        "line 2: disabled is neither yes nor no");
    assert_refused("metadata\n    person = \"a/b\"\n" CURVE,
        "line 2: person is no person's id: at most 120 bytes without '/'");
    assert_refused("curve\n    public-key = \"" PUBLIC "0\"\n",
        "line 2: public-key is no key: 40 characters of Z85 are one");
}

static void
keys_that_do_not_belong_together_are_refused(void **state)
{
    (void)state;
    assert_refused("curve\n    public-key = \"" OTHER "\"\n"
                   "    secret-key = \"" SECRET "\"\n",
        "line 3: it ends, and its public-key does not belong to its "
        "secret-key");
}

static void
a_key_is_40_characters_whose_groups_fit_into_32_bits(void **state)
{
    (void)state;
    assert_true(jp_curve_key_is_valid(PUBLIC));
    assert_true(jp_curve_key_is_valid(SECRET));
    assert_true(jp_curve_key_is_valid(
        "%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0")); /* all ones */
    assert_false(jp_curve_key_is_valid(
        "%nSc1%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0")); /* and one more */
    assert_false(
        jp_curve_key_is_valid("00000000000000000000000000000000000#####"));
    assert_false(
        jp_curve_key_is_valid("0000000000000000000000000000000000000,00"));
    assert_false(
        jp_curve_key_is_valid("000000000000000000000000000000000000000"));
    assert_false(
        jp_curve_key_is_valid("00000000000000000000000000000000000000000"));
    assert_false(jp_curve_key_is_valid(""));
}

static void
more_than_4096_bytes_are_no_certificate(void **state)
{
    static const char curve[] = CURVE;
    char text[JP_CERTIFICATE_BYTES_MAX + 1];
    struct jp_certificate_fault fault;
    struct jp_certificate certificate;

    (void)state;
    memset(text, '\n', sizeof(text));
    memcpy(text, curve, sizeof(curve) - 1);
    assert_int_equal(jp_certificate_parse(
                         &certificate, text, JP_CERTIFICATE_BYTES_MAX, &fault),
        JINDU_OK);
    assert_int_equal(
        jp_certificate_parse(&certificate, text, sizeof(text), &fault),
        JINDU_INVALID);
    assert_said(&fault, "line 0: a certificate has at most 4096 bytes");
}

static void
what_is_written_is_read_again(void **state)
{
    struct jp_certificate certificate = {
        .public_key = PUBLIC,
        .secret_key = SECRET,
        .role = "leader",
        .person = "Wang \"the\" 2nd",
        .disabled = true,
    };
    struct jp_certificate again;
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jp_certificate_fault fault;

    (void)state;
    jp_certificate_write(&text, &certificate);
    assert_false(text.failed);
    assert_string_equal(text.bytes, "metadata\n"
                                    "    role = \"leader\"\n"
                                    "    person = 'Wang \"the\" 2nd'\n"
                                    "    disabled = \"yes\"\n"
                                    "curve\n"
                                    "    public-key = \"" PUBLIC "\"\n"
                                    "    secret-key = \"" SECRET "\"\n");
    assert_int_equal(parse(&again, text.bytes, &fault), JINDU_OK);
    assert_string_equal(again.public_key, PUBLIC);
    assert_string_equal(again.secret_key, SECRET);
    assert_string_equal(again.role, "leader");
    assert_string_equal(again.person, certificate.person);
    assert_true(again.disabled);
    jindu_text_free(&text);
    jp_certificate_wipe(&again);
    assert_string_equal(again.secret_key, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_of_czmq_is_read),
        cmocka_unit_test(a_public_certificate_needs_its_key_alone),
        cmocka_unit_test(what_is_unknown_or_twice_is_refused_with_its_line),
        cmocka_unit_test(a_line_that_is_no_name_and_value_is_refused),
        cmocka_unit_test(a_value_that_breaks_its_rule_is_refused),
        cmocka_unit_test(keys_that_do_not_belong_together_are_refused),
        cmocka_unit_test(a_key_is_40_characters_whose_groups_fit_into_32_bits),
        cmocka_unit_test(more_than_4096_bytes_are_no_certificate),
        cmocka_unit_test(what_is_written_is_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
