/* SPDX-License-Identifier: MIT */
/* Lists as a peer asks for them: filtered, page by page, to the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "asker.h"
#include "writer.h"

#define ITEM(no, category, deadline)                                       \
    "{\"category\":\"" category "\",\"deadline\":" deadline ",\"leaders\"" \
    ":[\"Fang\"],\"name\":\"work\",\"no\":" no ",\"persons\":[\"Li\"],"    \
    "\"target\":\"all of it\",\"units\":[\"office\"]}"
#define PAGES_MAX 10

static struct writer writer;
static struct asker asker;

/* Seen from Monday 2021-12-20: 2 is overdue, 1 is due in a week, 5 much later,
 * 4 is done, 13 has no date. */
static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    writer_plan(&writer, "2021",
        "[" ITEM("1", "roads", "\"2021-12-27\"") "," ITEM("2", "water",
            "\"2021-12-15\"") "," ITEM("13", "roads", "null") "," ITEM("4",
            "roads",
            "\"2021-12-10\"") "," ITEM("5", "water", "\"2022-06-30\"") "]");
    (void)writer_ok(&writer, "office", "item.claim",
        "{\"plan\":\"2021\",\"item\":4,\"note\":\"built\"}");
    (void)writer_ok(
        &writer, "office", "item.verify", "{\"plan\":\"2021\",\"item\":4}");
    asker_open(&asker, writer.directory);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    asker_close(&asker);
    writer_close(&writer);
    return 0;
}

static void
ask(const char *method, const char *params)
{
    assert_int_equal(asker_ask(&asker, "office", method, params), JINDU_OK);
}

/* Appends the numbers of this page's items: "2 1 ". */
static void
collect(char *numbers, size_t size)
{
    const struct jindu_json *item =
        jindu_json_first(jindu_json_member(asker.document, "items"));

    for (; item != NULL; item = jindu_json_next(item)) {
        size_t length = strlen(numbers);

        (void)snprintf(numbers + length, size - length, "%lld ",
            (long long)jindu_json_integer(jindu_json_member(item, "no"), -1));
    }
}

static void
expect_items(const char *filter, const char *expected)
{
    char params[256];
    char numbers[64] = "";

    (void)snprintf(params, sizeof(params), "{\"plan\":\"2021\"%s}", filter);
    ask("item.list", params);
    collect(numbers, sizeof(numbers));
    assert_string_equal(numbers, expected);
}

static void
items_come_most_urgent_first_and_done_last(void **state)
{
    (void)state;
    expect_items("", "2 1 5 13 4 ");
    assert_int_equal(asker_integer(&asker, "now"), WRITER_START);
}

static void
a_filter_lets_pass_what_it_names(void **state)
{
    (void)state;
    expect_items(",\"category\":\"roads\"", "1 13 4 ");
    expect_items(",\"category\":\"none\"", "");
    expect_items(",\"state\":\"done\"", "4 ");
    expect_items(",\"state\":\"active\"", "2 1 5 13 ");
    expect_items(",\"unit\":\"office\",\"category\":\"water\"", "2 5 ");
    expect_items(",\"person\":\"Wu\"", "");
    expect_items(",\"leader\":\"Fang\",\"state\":\"done\"", "4 ");
}

static void
overdue_is_open_and_past_its_date(void **state)
{
    (void)state;
    expect_items(",\"overdue\":true", "2 ");
}

/* The last day counts, an overdue item does not, and a done one neither. */
static void
due_within_counts_days_from_today(void **state)
{
    (void)state;
    expect_items(",\"due_within\":6", "");
    expect_items(",\"due_within\":7", "1 ");
    expect_items(",\"due_within\":3660", "1 5 ");
}

static void
pages_join_without_gap_or_double(void **state)
{
    char numbers[64] = "";
    char params[256] = "{\"plan\":\"2021\",\"limit\":1}";
    const char *next;
    int pages = 0;

    (void)state;
    do {
        ask("item.list", params);
        assert_true(asker_count(&asker, "items") <= 1);
        collect(numbers, sizeof(numbers));
        next = asker_string(&asker, "next");
        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"limit\":1,\"after\":\"%s\"}",
            next == NULL ? "" : next);
        assert_true(++pages < PAGES_MAX);
    } while (next != NULL);
    assert_string_equal(numbers, "2 1 5 13 4 ");
}

static void
a_cursor_that_no_page_named_is_refused(void **state)
{
    static const char *const wrong[] = { "7", ":7", "x:7", "7:", "7:x",
        "7:7x" };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char params[128];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"after\":\"%s\"}", wrong[i]);
        assert_int_equal(
            asker_ask(&asker, "office", "item.list", params), JINDU_INVALID);
        assert_string_equal(asker.fault.field, "after");
        assert_string_equal(asker.fault.rule, "format");
    }
    /* One beyond every item is the end. */
    expect_items(",\"after\":\"9223372036854775807:9\"", "");
    assert_null(asker_string(&asker, "next"));
}

static void
a_list_of_a_plan_that_is_not_there_is_refused(void **state)
{
    static const char *const methods[] = { "item.list", "plan.show" };

    (void)state;
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        assert_int_equal(
            asker_ask(&asker, "office", methods[i], "{\"plan\":\"1999\"}"),
            JINDU_NOT_FOUND);
        assert_string_equal(asker.fault.field, "plan");
    }
    assert_int_equal(asker_ask(&asker, "office", "item.show",
                         "{\"plan\":\"1999\",\"item\":1}"),
        JINDU_NOT_FOUND);
    assert_string_equal(asker.fault.field, "plan");
    assert_int_equal(asker_ask(&asker, "office", "item.show",
                         "{\"plan\":\"2021\",\"item\":99}"),
        JINDU_NOT_FOUND);
    assert_string_equal(asker.fault.field, "item");
}

/* Item 4 was claimed, then verified. */
static void
the_history_of_an_item_goes_back_page_by_page(void **state)
{
    char params[128];
    int64_t before;
    int events = 0;

    (void)state;
    ask("report.list", "{\"plan\":\"2021\",\"item\":4,\"limit\":1}");
    do {
        events += (int)asker_count(&asker, "events");
        before = asker_integer(&asker, "next");
        if (before > 0) {
            (void)snprintf(params, sizeof(params),
                "{\"plan\":\"2021\",\"item\":4,\"limit\":1,\"before\":%lld}",
                (long long)before);
            ask("report.list", params);
        }
    } while (before > 0 && events < PAGES_MAX);
    assert_int_equal(events, 2);
    assert_int_equal(asker_ask(&asker, "office", "report.list",
                         "{\"plan\":\"2021\",\"item\":4,\"before\":9999}"),
        JINDU_NOT_FOUND);
    assert_string_equal(asker.fault.field, "before");
}

static void
a_year_without_a_calendar_is_shown_as_not_announced(void **state)
{
    (void)state;
    ask("calendar.show", "{\"year\":2021}");
    assert_false(jindu_json_boolean(
        jindu_json_member(asker.document, "announced"), true));
    assert_int_equal(asker_count(&asker, "papers"), 0);
    assert_int_equal(asker_integer(&asker, "revision"), 0);
    /* Every Monday to Friday of that year. */
    assert_int_equal(asker_integer(&asker, "working_days"), 261);
}

static void
notices_are_listed_by_the_phase_they_are_in(void **state)
{
    (void)state;
    ask("notice.list", "{\"phase\":\"published\"}");
    assert_int_equal(asker_count(&asker, "notices"), 0);
    ask("notice.list", "{\"phase\":\"planned\",\"limit\":3}");
    assert_int_equal(asker_count(&asker, "notices"), 3);
    int64_t next = asker_integer(&asker, "next");
    assert_true(next > 0);
    char params[128];
    (void)snprintf(params, sizeof(params),
        "{\"phase\":\"planned\",\"before\":%lld}", (long long)next);
    ask("notice.list", params);
    assert_int_equal(3 + (int64_t)asker_count(&asker, "notices"),
        writer_integer(&writer, "SELECT count(*) FROM notice WHERE phase = 0"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_most_urgent_first_and_done_last),
        cmocka_unit_test(a_filter_lets_pass_what_it_names),
        cmocka_unit_test(overdue_is_open_and_past_its_date),
        cmocka_unit_test(due_within_counts_days_from_today),
        cmocka_unit_test(pages_join_without_gap_or_double),
        cmocka_unit_test(a_cursor_that_no_page_named_is_refused),
        cmocka_unit_test(a_list_of_a_plan_that_is_not_there_is_refused),
        cmocka_unit_test(the_history_of_an_item_goes_back_page_by_page),
        cmocka_unit_test(a_year_without_a_calendar_is_shown_as_not_announced),
        cmocka_unit_test(notices_are_listed_by_the_phase_they_are_in),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
