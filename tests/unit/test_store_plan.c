/* SPDX-License-Identifier: MIT */
/* plan.load: a draft nobody sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "writer.h"

#define DRAFT "0190cccc-0000-7000-8000-000000000001"
#define OTHER "0190cccc-0000-7000-8000-000000000002"
#define HEAD ",\"head\":{\"title\":\"t\",\"year\":2021}"

static struct writer writer;
static char one[1040]; /* room for both, and a comma */
static char two[512];

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    (void)writer_item(one, sizeof(one), 1, "2021-12-22");
    (void)writer_item(two, sizeof(two), 2, "2021-12-31");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

static enum jindu_status
load(const char *draft, int part, bool last, const char *items)
{
    static char params[4096];

    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"2021\",\"draft\":\"%s\",\"part\":%d,\"last\":%s%s,"
        "\"items\":[%s]}",
        draft, part, last ? "true" : "false", part == 1 ? HEAD : "", items);
    return writer_call(&writer, "office", "plan.load", params);
}

static enum jindu_status
confirm(const char *draft, const char *items)
{
    char hex[JP_DIGEST_HEX_SIZE];
    char text[4096];

    (void)snprintf(text, sizeof(text), "[%s]", items);
    writer_digest(text, hex);
    (void)snprintf(text, sizeof(text),
        "{\"plan\":\"2021\",\"draft\":\"%s\",\"digest\":\"%s\"}", draft, hex);
    return writer_call(&writer, "office", "plan.confirm", text);
}

static void
expect_fault(const char *field, const char *rule)
{
    const struct jp_fault *fault = &writer.calls[0].change.fault;

    assert_string_equal(fault->field, field);
    if (rule == NULL) {
        assert_null(fault->rule);
    } else {
        assert_string_equal(fault->rule, rule);
    }
}

static void
a_draft_is_seen_by_nobody_and_due_to_nobody(void **state)
{
    (void)state;
    writer_calendars(&writer, 2021, 2022);
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"draft\":\"" DRAFT "\",\"items\":1,\"part\":1}");
    assert_int_equal(writer.batch.emission_count, 0);
    assert_int_equal(writer_call(&writer, "office", "report.submit",
                         "{\"plan\":\"2021\",\"item\":1,\"percent\":1}"),
        JINDU_NOT_FOUND);
    assert_int_equal(writer_tick(&writer, writer.now + 86400000), 0);
    assert_true(writer.batch.next_due == STORE_NEVER);
}

static void
a_confirmed_draft_is_there_at_once_with_its_schedule(void **state)
{
    (void)state;
    writer_calendars(&writer, 2021, 2022);
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_OK);
    assert_int_equal(load(DRAFT, 2, true, two), JINDU_OK);
    (void)snprintf(one + strlen(one), sizeof(one) - strlen(one), ",%s", two);
    assert_int_equal(confirm(DRAFT, one), JINDU_OK);
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"plan\":{\"added\":2,\"changed\":0,\"code\":\"2021\","
        "\"confirmed\":0,\"items\":2,\"revision\":1,\"unchanged\":0,"
        "\"vanished\":0},\"sequence\":3}");
    assert_int_equal(writer.batch.emission_count, 2);
    assert_string_equal(writer.batch.emissions[1].stream, "plan/2021");
    assert_int_equal(writer.batch.emissions[1].sequence, 1);
    assert_true(writer.batch.next_due <= writer.now);
    writer_expect(&writer, "SELECT count(*) FROM notice WHERE phase = 0", "14");
    writer_expect(&writer,
        "SELECT code, title, year, revision, heads FROM plan",
        "2021|t|2021|1|[]");
    writer_expect(&writer,
        "SELECT role, name, count(*) FROM responsible GROUP BY 1, 2",
        "0|office|2\n1|Li|2\n2|Fang|2");
    writer_expect(&writer, "SELECT count(*) FROM draft", "0");
}

static void
parts_come_in_order(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 2, true, one), JINDU_NOT_FOUND);
    expect_fault("draft", "exists");
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_OK);
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_CONFLICT);
    expect_fault("part", "order");
    assert_int_equal(load(DRAFT, 3, false, two), JINDU_CONFLICT);
    expect_fault("part", "order");
    assert_int_equal(confirm(DRAFT, one), JINDU_CONFLICT);
    expect_fault("draft", "order");
    assert_int_equal(load(DRAFT, 2, true, two), JINDU_OK);
    assert_int_equal(load(DRAFT, 3, true, ""), JINDU_CONFLICT);
    expect_fault("part", "order");
}

static void
a_number_of_an_earlier_part_is_refused_with_its_place(void **state)
{
    char items[2048];

    (void)state;
    assert_int_equal(load(DRAFT, 1, false, two), JINDU_OK);
    (void)snprintf(items, sizeof(items), "%s,%s", one, two);
    assert_int_equal(load(DRAFT, 2, true, items), JINDU_INVALID);
    expect_fault("items[1].no", "double");
    assert_int_equal(load(DRAFT, 2, true, one), JINDU_OK);
}

static void
expect_no_rows(void)
{
    writer_expect(&writer,
        "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM content),"
        " (SELECT count(*) FROM responsible), (SELECT count(*) FROM deadline),"
        " (SELECT count(*) FROM notice), (SELECT count(*) FROM draft),"
        " (SELECT count(*) FROM batch)",
        "0|0|0|0|0|1|2");
}

static void
a_new_draft_drops_the_older_one_whole(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_OK);
    assert_int_equal(load(OTHER, 1, false, ""), JINDU_OK);
    expect_no_rows();
    assert_int_equal(load(DRAFT, 2, true, two), JINDU_NOT_FOUND);
    assert_int_equal(load(OTHER, 2, true, two), JINDU_OK);
    assert_int_equal(confirm(DRAFT, two), JINDU_NOT_FOUND);
    assert_int_equal(confirm(OTHER, two), JINDU_OK);
}

static void
a_draft_is_dropped_after_a_day(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_OK);
    writer.now += (int64_t)24 * 3600 * 1000 + 1;
    (void)writer_ok(&writer, "office", "plan.load",
        "{\"plan\":\"other\",\"draft\":\"" OTHER
        "\",\"part\":1,\"last\":true" HEAD ",\"items\":[]}");
    expect_no_rows();
    assert_int_equal(load(DRAFT, 2, true, two), JINDU_NOT_FOUND);
}

static void
expect_nothing(void)
{
    writer_expect(&writer,
        "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM content),"
        " (SELECT count(*) FROM notice), (SELECT count(*) FROM draft),"
        " (SELECT count(*) FROM batch)",
        "0|0|0|0|1");
}

static void
start(void)
{
    writer_restart(&writer);
    (void)writer_add_tick(&writer, CHANGE_CLOCK);
    writer_apply(&writer);
}

static void
an_old_draft_is_dropped_at_a_start_too(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    writer.now += (int64_t)24 * 3600 * 1000;
    start();
    writer_expect(&writer, "SELECT count(*) FROM draft", "1");
    writer.now++;
    start();
    expect_nothing();
}

static void
an_old_draft_is_dropped_by_any_tick(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    start();
    (void)writer_tick(&writer, writer.now + (int64_t)24 * 3600 * 1000 + 1);
    expect_nothing();
}

static void
a_start_with_a_doubtful_clock_drops_no_draft(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    writer.now += (int64_t)130 * 366 * 24 * 3600 * 1000;
    start();
    assert_true(writer.batch.held);
    writer_expect(&writer, "SELECT count(*) FROM draft", "1");
}

static void
an_old_draft_is_not_confirmed(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    writer.now += (int64_t)24 * 3600 * 1000 + 1;
    assert_int_equal(confirm(DRAFT, one), JINDU_NOT_FOUND);
    expect_fault("draft", "exists");
    expect_nothing();
}

static void
another_digest_is_a_conflict_and_the_draft_stays(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    assert_int_equal(confirm(DRAFT, two), JINDU_CONFLICT);
    expect_fault("digest", NULL);
    assert_int_equal(confirm(DRAFT, one), JINDU_OK);
}

static void
a_plan_that_was_never_loaded_cannot_be_confirmed(void **state)
{
    (void)state;
    assert_int_equal(confirm(DRAFT, one), JINDU_NOT_FOUND);
    expect_fault("plan", "exists");
    assert_int_equal(load(DRAFT, 1, true, one), JINDU_OK);
    assert_int_equal(writer_call(&writer, "office", "plan.confirm",
                         "{\"plan\":\"2021\",\"guesses\":true}"),
        JINDU_NOT_FOUND);
    expect_fault("plan", "exists");
}

static void
a_draft_survives_a_restart(void **state)
{
    (void)state;
    assert_int_equal(load(DRAFT, 1, false, one), JINDU_OK);
    writer_restart(&writer);
    assert_int_equal(load(DRAFT, 2, true, two), JINDU_OK);
    (void)snprintf(one + strlen(one), sizeof(one) - strlen(one), ",%s", two);
    assert_int_equal(confirm(DRAFT, one), JINDU_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_draft_is_seen_by_nobody_and_due_to_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_confirmed_draft_is_there_at_once_with_its_schedule, setup,
            teardown),
        cmocka_unit_test_setup_teardown(parts_come_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_number_of_an_earlier_part_is_refused_with_its_place, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_new_draft_drops_the_older_one_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_draft_is_dropped_after_a_day, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_old_draft_is_dropped_by_any_tick, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_old_draft_is_dropped_at_a_start_too, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_start_with_a_doubtful_clock_drops_no_draft, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_old_draft_is_not_confirmed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            another_digest_is_a_conflict_and_the_draft_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_plan_that_was_never_loaded_cannot_be_confirmed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_draft_survives_a_restart, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
