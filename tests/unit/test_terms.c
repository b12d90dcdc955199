/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

static void
options_of_an_older_program_are_read_as_far_as_they_go(void **state)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct terms terms;

    (void)state;
    options.server = "/given";
    options.size = offsetof(struct jindu_options, certificate);
    options.certificate = (const char *)1; /* not its memory */
    options.server_certificate = (const char *)1;
    assert_int_equal(terms_read(&terms, &options), JINDU_OK);
    assert_string_equal(terms.server, "/given");
    assert_null(terms.certificate);
    assert_null(terms.server_certificate);
    terms_free(&terms);
    options.size = sizeof(options) + 8; /* and a newer one */
    options.certificate = "mine";
    options.server_certificate = NULL;
    assert_int_equal(terms_read(&terms, &options), JINDU_OK);
    assert_string_equal(terms.certificate, "mine");
    terms_free(&terms);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            options_of_an_older_program_are_read_as_far_as_they_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
