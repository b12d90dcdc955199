/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "log.h"

/* What the call wrote to standard error, a pipe meanwhile. */
static void
capture(void (*call)(void), char *bytes, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    call();
    dup2(saved, STDERR_FILENO);
    close(saved);
    ssize_t length = read(ends[0], bytes, size - 1);
    bytes[length > 0 ? length : 0] = '\0';
    close(ends[0]);
}

static void
say_error(void)
{
    log_error("cannot open '%s': %s", "x", "no");
}

static void
say_forged(void)
{
    log_info("peer '%s'", "a\n<3>jindud: all is lost\x1b[31m");
}

static void
say_much(void)
{
    char much[8192];
    memset(much, 'x', sizeof much - 1);
    much[sizeof much - 1] = '\0';
    log_warning("%s", much);
}

static void
a_line_has_the_priority_of_the_journal(void **state)
{
    (void)state;
    char bytes[256];
    capture(say_error, bytes, sizeof bytes);
    assert_string_equal(bytes, "<3>jindud: cannot open 'x': no\n");
}

static void
what_a_peer_sent_begins_no_line(void **state)
{
    (void)state;
    char bytes[256];
    capture(say_forged, bytes, sizeof bytes);
    assert_string_equal(
        bytes, "<6>jindud: peer 'a <3>jindud: all is lost [31m'\n");
}

static void
a_long_message_is_cut_and_still_one_line(void **state)
{
    (void)state;
    char bytes[10000];
    capture(say_much, bytes, sizeof bytes);
    size_t length = strlen(bytes);
    assert_true(length > 1000 && length <= 2048);
    assert_ptr_equal(strchr(bytes, '\n'), bytes + length - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_the_priority_of_the_journal),
        cmocka_unit_test(what_a_peer_sent_begins_no_line),
        cmocka_unit_test(a_long_message_is_cut_and_still_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
