/* SPDX-License-Identifier: MIT */
/*
 * fuzz_certificate: any bytes as a certificate.
 *
 * What is taken is written so that it reads the same again; a refusal gives a
 * line and its reason, and leaves the certificate of the caller alone.
 */
#include "certificate.h"
#include "fuzz_target.h"

#include <stdint.h>
#include <string.h>

static void
check_taken(const struct jp_certificate *certificate)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jp_certificate again;
    struct jp_certificate_fault fault;

    check(jp_curve_key_is_valid(certificate->public_key));
    check(certificate->secret_key[0] == '\0' ||
          jp_curve_key_is_valid(certificate->secret_key));
    jp_certificate_write(&text, certificate);
    if (!text.failed) {
        check(jp_certificate_parse(&again, text.bytes, text.length, &fault) ==
              JINDU_OK);
        check(memcmp(&again, certificate, sizeof(again)) == 0);
    }
    jindu_text_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct jp_certificate certificate;
    struct jp_certificate untouched;
    struct jp_certificate_fault fault = { .why = NULL };

    memset(&certificate, 0x5a, sizeof(certificate));
    memset(&untouched, 0x5a, sizeof(untouched));
    if (jp_certificate_parse(&certificate, (const char *)data, size, &fault) ==
        JINDU_OK) {
        check_taken(&certificate);
    } else {
        check(fault.why != NULL);
        check(memchr(fault.name, '\0', sizeof(fault.name)) != NULL);
        check(memcmp(&certificate, &untouched, sizeof(certificate)) == 0);
    }
    return 0;
}
