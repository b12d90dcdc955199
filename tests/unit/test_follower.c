/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "follower.h"

static struct jindu_json *
parse(const char *text)
{
    struct jindu_json *document = NULL;
    assert_int_equal(jindu_json_parse(&document, text, strlen(text)), JINDU_OK);
    return document;
}

static enum jindu_status
page(struct follower *follower, const char *text)
{
    struct jindu_json *result = parse(text);
    enum jindu_status status = follower_page(follower, result);
    jindu_json_free(result);
    return status;
}

static enum jindu_status
restart(struct follower *follower, enum jindu_status status, const char *text)
{
    struct jindu_json *data = parse(text);
    status = follower_restart(follower, status, data);
    jindu_json_free(data);
    return status;
}

static void
assert_asks(const struct follower *follower, const char *wanted)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    follower_ask(follower, &params);
    assert_string_equal(params.bytes, wanted);
    jindu_text_free(&params);
}

static void
a_name_goes_on_where_the_daemon_says(void **state)
{
    struct follower follower;
    struct jindu_text params = JINDU_TEXT_INIT;
    (void)state;
    assert_int_equal(follower_begin_at(&follower, "all", "mail"), JINDU_OK);
    assert_asks(
        &follower, "{\"cursor\":\"mail\",\"limit\":200,\"stream\":\"all\"}");
    assert_int_equal(page(&follower, "{\"after\":7,\"epoch\":\"e1\",\"events\":"
                                     "[{\"sequence\":\"8\"}],\"head\":8}"),
        JINDU_OK);
    assert_int_equal(follower.position, 7);
    follower.position = 8;
    assert_asks(&follower, "{\"after\":8,\"epoch\":\"e1\",\"limit\":200,"
                           "\"stream\":\"all\"}");
    follower_commit(&follower, &params);
    assert_string_equal(params.bytes,
        "{\"after\":8,\"cursor\":\"mail\",\"epoch\":\"e1\","
        "\"stream\":\"all\"}");
    jindu_text_free(&params);
}

static void
a_page_without_its_position_is_no_page(void **state)
{
    struct follower follower;
    (void)state;
    assert_int_equal(follower_begin_at(&follower, "all", "mail"), JINDU_OK);
    assert_int_equal(page(&follower, "{\"epoch\":\"e1\",\"events\":[],"
                                     "\"head\":0}"),
        JINDU_INTERNAL);
    assert_int_equal(page(&follower, "{\"after\":7,\"epoch\":\"e1\",\"events\":"
                                     "[{\"sequence\":\"9\"}],\"head\":9}"),
        JINDU_INTERNAL);
    assert_int_equal(follower.position, FOLLOWER_AT_CURSOR);
}

static void
after_a_reset_the_name_counts_and_without_one_the_floor(void **state)
{
    static const char data[] = "{\"epoch\":\"e2\",\"floor\":3,\"head\":9}";
    struct follower named;
    struct follower plain;
    (void)state;
    assert_int_equal(follower_begin_at(&named, "all", "mail"), JINDU_OK);
    assert_int_equal(follower_begin(&plain, "all", 20, "e1"), JINDU_OK);
    named.position = 20;
    assert_int_equal(restart(&named, JINDU_RESET, data), JINDU_OK);
    assert_int_equal(restart(&plain, JINDU_RESET, data), JINDU_OK);
    assert_int_equal(named.position, FOLLOWER_AT_CURSOR);
    assert_int_equal(plain.position, 2);
    assert_asks(
        &named, "{\"cursor\":\"mail\",\"limit\":200,\"stream\":\"all\"}");
    assert_int_equal(page(&named, "{\"after\":5,\"epoch\":\"e2\",\"events\":["
                                  "{\"sequence\":\"6\"}],\"head\":9}"),
        JINDU_OK);
    assert_int_equal(named.position, 5);
}

static void
what_is_gone_is_passed_over_under_a_name_too(void **state)
{
    struct follower follower;
    (void)state;
    assert_int_equal(follower_begin_at(&follower, "all", "mail"), JINDU_OK);
    assert_int_equal(restart(&follower, JINDU_TRUNCATED,
                         "{\"epoch\":\"e1\",\"floor\":31,\"head\":40}"),
        JINDU_OK);
    assert_int_equal(follower.position, 30);
}

/* Programs make names of files of it. */
static void
an_epoch_is_letters_digits_and_hyphens(void **state)
{
    static const char *const wrong[] = { "/../../home/x", "a b", "a\\u001bb",
        "\\u4e00", "$(x)" };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct follower follower;
        char text[128];
        assert_int_equal(follower_begin(&follower, "all", 0, NULL), JINDU_OK);
        (void)snprintf(text, sizeof(text),
            "{\"epoch\":\"%s\",\"events\":[],\"floor\":1,\"head\":0}",
            wrong[i]);
        assert_int_equal(page(&follower, text), JINDU_INTERNAL);
        assert_int_equal(restart(&follower, JINDU_RESET, text), JINDU_INTERNAL);
        assert_int_equal(follower.epoch[0], '\0');
    }
}

static void
a_name_is_an_id(void **state)
{
    static const char *const wrong[] = { "", "a/b", "line\nbreak" };
    char length[JP_NAME_MAX + 2];
    struct follower follower;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(
            follower_begin_at(&follower, "all", wrong[i]), JINDU_INVALID);
    }
    memset(length, 'x', sizeof(length) - 1);
    length[JP_NAME_MAX + 1] = '\0';
    assert_int_equal(
        follower_begin_at(&follower, "all", length), JINDU_INVALID);
    length[JP_NAME_MAX] = '\0';
    assert_int_equal(follower_begin_at(&follower, "all", length), JINDU_OK);
    assert_int_equal(
        follower_begin_at(&follower, "nobody", "mail"), JINDU_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_goes_on_where_the_daemon_says),
        cmocka_unit_test(a_page_without_its_position_is_no_page),
        cmocka_unit_test(
            after_a_reset_the_name_counts_and_without_one_the_floor),
        cmocka_unit_test(what_is_gone_is_passed_over_under_a_name_too),
        cmocka_unit_test(an_epoch_is_letters_digits_and_hyphens),
        cmocka_unit_test(a_name_is_an_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
