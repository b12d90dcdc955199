/* SPDX-License-Identifier: MIT */
/* Who there is, page by page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "access.h"
#include "call.h"
#include "permission.h"
#include "roster.h"

#define KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static struct roster roster = ROSTER_INIT;
static struct calls *calls;
static struct jindu_json *answer;

static void
on_reply(void *cookie, const struct front_address *address, const char *bytes,
    size_t length)
{
    (void)cookie;
    (void)address;
    jindu_json_free(answer);
    assert_int_equal(jindu_json_parse(&answer, bytes, length), JINDU_OK);
}

static void
add(struct roster_entry *entry, enum role role, const char *person)
{
    entry->has_role = true;
    entry->principal.role = role;
    (void)snprintf(
        entry->principal.person, sizeof(entry->principal.person), "%s", person);
}

static int
setup(void **state)
{
    const struct calls_options options = { .reply = on_reply, .epoch = "e" };
    struct roster_entry *entry = NULL;

    (void)state;
    assert_int_equal(calls_new(&calls, &options), JINDU_OK);
    assert_int_equal(roster_entry(&roster, 1000, &entry), JINDU_OK);
    add(entry, ROLE_OFFICE, "");
    assert_int_equal(roster_entry(&roster, 999, &entry), JINDU_OK);
    add(entry, ROLE_REPORTER, "王小明");
    assert_int_equal(roster_add_key(&roster, KEY, "pinglin", &entry), JINDU_OK);
    add(entry, ROLE_LEADER, "李四");
    entry->disabled = true;
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    jindu_json_free(answer);
    calls_free(calls);
    roster_fini(&roster);
    return 0;
}

/* Returns the page's principals. */
static const struct jindu_json *
ask(const char *params)
{
    const struct front_address address = { .size = 1, .id = { 1 } };
    struct jp_fault fault = { .rule = NULL };
    struct jp_message message;
    struct part *part;
    char text[256];
    int length = snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"admin.principals\","
        "\"params\":%s}",
        params);

    assert_int_equal(
        jp_message_parse(&message, text, (size_t)length), JINDU_OK);
    assert_int_equal(calls_begin(calls, &address, &message, &part), JINDU_OK);
    assert_int_equal(
        jp_request_decode(&part->request, message.document, &fault), JINDU_OK);
    access_answer(calls, &roster, false, part);
    return jindu_json_member(jindu_json_member(answer, "result"), "principals");
}

static const char *
next_page(void)
{
    return jindu_json_string(
        jindu_json_member(jindu_json_member(answer, "result"), "next"));
}

static const char *
name_of(const struct jindu_json *principal)
{
    return jindu_json_string(jindu_json_member(principal, "name"));
}

static void
principals_come_by_name_until_next_is_null(void **state)
{
    const struct jindu_json *page = ask("{\"limit\":2}");

    (void)state;
    assert_int_equal(jindu_json_count(page), 2);
    assert_string_equal(name_of(jindu_json_first(page)), "key:pinglin");
    assert_string_equal(
        name_of(jindu_json_next(jindu_json_first(page))), "uid:1000");
    assert_string_equal(next_page(), "uid:1000");
    page = ask("{\"limit\":2,\"after\":\"uid:1000\"}");
    assert_int_equal(jindu_json_count(page), 1);
    assert_string_equal(name_of(jindu_json_first(page)), "uid:999");
    assert_null(next_page());
    assert_int_equal(jindu_json_count(ask("{\"after\":\"uid:999\"}")), 0);
    assert_null(next_page());
    /* A page that is just full is the last. */
    assert_int_equal(jindu_json_count(ask("{\"limit\":3}")), 3);
    assert_null(next_page());
}

static void
a_principal_is_told_with_its_key_and_whether_it_is_let_in(void **state)
{
    const struct jindu_json *remote = jindu_json_first(ask("{}"));
    const struct jindu_json *office = jindu_json_next(remote);

    (void)state;
    assert_true(
        jindu_json_boolean(jindu_json_member(remote, "disabled"), false));
    assert_string_equal(
        jindu_json_string(jindu_json_member(remote, "key")), KEY);
    assert_string_equal(
        jindu_json_string(jindu_json_member(remote, "person")), "李四");
    assert_string_equal(
        jindu_json_string(jindu_json_member(remote, "role")), "leader");
    assert_false(
        jindu_json_boolean(jindu_json_member(office, "disabled"), true));
    assert_null(jindu_json_string(jindu_json_member(office, "key")));
    assert_null(jindu_json_string(jindu_json_member(office, "person")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(principals_come_by_name_until_next_is_null),
        cmocka_unit_test(
            a_principal_is_told_with_its_key_and_whether_it_is_let_in),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
