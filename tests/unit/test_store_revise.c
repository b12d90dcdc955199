/* SPDX-License-Identifier: MIT */
/* plan.confirm over a live plan: what changes, what stays, what vanished. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "writer.h"

static struct writer writer;
static char items[4096];

static const char *
row(int no, const char *person, const char *deadline, const char *more)
{
    static char texts[4][512];
    static size_t next;
    char *text = texts[next++ % 4];

    (void)snprintf(text, sizeof(texts[0]),
        "{\"category\":\"roads\",\"deadline\":\"%s\",\"leaders\":[],"
        "\"name\":\"work\",\"no\":%d,\"persons\":[\"%s\"],"
        "\"target\":\"all\",\"units\":[\"office\"]%s}",
        deadline, no, person, more);
    return text;
}

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    writer_calendars(&writer, 2021, 2022);
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(1, "Li", "2021-12-29", ""), row(2, "Wu", "2021-12-31", ""));
    writer_plan(&writer, "2021", items);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

static void
expect_outcome(const char *counts)
{
    writer_expect(&writer,
        "SELECT event ->> '$.data.plan.added', event ->> '$.data.plan.changed',"
        " event ->> '$.data.plan.unchanged',"
        " event ->> '$.data.plan.vanished', event ->> '$.data.plan.revision'"
        " FROM journal ORDER BY sequence DESC LIMIT 1",
        counts);
}

static void
the_same_plan_again_changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    expect_outcome("0|0|2|0|1");
    writer_expect(&writer,
        "SELECT (SELECT revision FROM plan), max(born), max(seen),"
        " max(revision), (SELECT count(*) FROM draft),"
        " (SELECT count(*) FROM content), (SELECT count(*) FROM batch)"
        " FROM item",
        "1|1|1|1|0|2|2");
    assert_int_equal(writer.batch.emission_count, 2);
}

static void
a_changed_row_keeps_its_progress_and_tells_its_fields(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":1,\"percent\":30}");
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(1, "Qian", "2021-12-30", ""), row(2, "Wu", "2021-12-31", ""));
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    expect_outcome("0|1|1|0|2");
    writer_expect(&writer,
        "SELECT event -> '$.data.fields', event -> '$.data.deadline',"
        " event ->> '$.data.plan_revision', event -> '$.data.item.percent',"
        " event -> '$.data.previous' FROM journal"
        " WHERE type = 'jindu.item.revised'",
        "[\"deadline\",\"persons\"]|{\"after\":\"2021-12-30\","
        "\"before\":\"2021-12-29\",\"revision\":2}|2|30|4");
    writer_expect(&writer,
        "SELECT percent, deadline_revision, revision FROM item WHERE no = 1",
        "30|2|3");
    writer_expect(&writer,
        "SELECT revision, reason FROM deadline WHERE item = 1 ORDER BY 1",
        "1|-\n2|plan revision 2");
    writer_expect(&writer,
        "SELECT deadline_revision, phase, reason, count(*) FROM notice"
        " WHERE item = 1 GROUP BY 1, 2, 3",
        "1|3|redated|7\n2|0|-|7");
    assert_int_equal(writer_call(&writer, "reporter Li", "report.submit",
                         "{\"plan\":\"2021\",\"item\":1,\"percent\":31}"),
        JINDU_DENIED);
    (void)writer_ok(&writer, "reporter Qian", "report.submit",
        "{\"plan\":\"2021\",\"item\":1,\"percent\":31}");
}

static void
a_date_the_file_did_not_change_stays_as_the_office_set_it(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":1,\"deadline\":\"2022-03-31\","
        "\"reason\":\"frost\"}");
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(1, "Li", "2021-12-29", ",\"deadline_words\":\"year's end\""),
        row(2, "Wu", "2021-12-31", ""));
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    writer_expect(&writer,
        "SELECT event -> '$.data.fields', event -> '$.data.deadline'"
        " FROM journal WHERE type = 'jindu.item.revised'",
        "[\"deadline_words\"]|null");
    writer_expect(&writer,
        "SELECT date(86400 * deadline, 'unixepoch'), deadline_revision"
        " FROM item WHERE no = 1",
        "2022-03-31|2");
}

static void
a_done_item_takes_the_new_texts_and_keeps_its_date(void **state)
{
    (void)state;
    (void)writer_ok(
        &writer, "reporter Li", "item.claim", "{\"plan\":\"2021\",\"item\":1}");
    (void)writer_ok(
        &writer, "office", "item.verify", "{\"plan\":\"2021\",\"item\":1}");
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(1, "Qian", "2022-03-31", ""), row(2, "Wu", "2021-12-31", ""));
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    writer_expect(&writer,
        "SELECT event -> '$.data.fields', event -> '$.data.deadline',"
        " event -> '$.data.item.state' FROM journal"
        " WHERE type = 'jindu.item.revised'",
        "[\"deadline\",\"persons\"]|null|\"done\"");
    writer_expect(&writer,
        "SELECT date(86400 * deadline, 'unixepoch'), deadline_revision,"
        " revision FROM item WHERE no = 1",
        "2021-12-29|1|4");
}

static void
a_row_that_is_gone_has_to_be_asked_about(void **state)
{
    (void)state;
    (void)snprintf(
        items, sizeof(items), "[%s]", row(2, "Wu", "2021-12-31", ""));
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_REFUSED);
    assert_string_equal(writer.calls[0].change.fault.rule, "vanished");
    assert_int_equal(writer.calls[0].change.fault.count, 1);

    assert_int_equal(
        writer_revise(&writer, "2021", items, ",\"vanished\":\"withdraw\""),
        JINDU_OK);
    expect_outcome("0|0|1|1|2");
    writer_expect(&writer, "SELECT state, open FROM item WHERE no = 1", "4|0");
    writer_expect(&writer,
        "SELECT count(*), reason FROM notice WHERE item = 1 AND phase = 3",
        "7|withdrawn");
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    expect_outcome("0|0|1|0|2");
}

static void
a_row_that_is_kept_is_asked_about_again(void **state)
{
    (void)state;
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(2, "Wu", "2021-12-31", ""), row(3, "Wu", "2021-12-31", ""));
    assert_int_equal(
        writer_revise(&writer, "2021", items, ",\"vanished\":\"keep\""),
        JINDU_OK);
    expect_outcome("1|0|1|1|2");
    writer_expect(&writer, "SELECT state, seen FROM item WHERE no = 1", "0|2");
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_REFUSED);
}

static void
a_draft_that_is_dropped_leaves_the_live_items_alone(void **state)
{
    char changed[1024];

    (void)state;
    (void)snprintf(changed, sizeof(changed), "[%s,%s]",
        row(1, "Qian", "2021-12-30", ""), row(3, "Wu", "2021-12-31", ""));
    assert_int_equal(
        writer_revise(&writer, "2021", changed, ""), JINDU_REFUSED);
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_OK);
    expect_outcome("0|0|2|0|1");
    writer_expect(&writer,
        "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM content),"
        " (SELECT sum(pending) FROM content), (SELECT count(*) FROM notice),"
        " (SELECT count(*) FROM deadline), (SELECT count(*) FROM responsible)",
        "2|2|0|14|2|4");
}

static void
the_old_plan_is_live_until_the_new_one_is_confirmed(void **state)
{
    (void)state;
    (void)snprintf(
        items, sizeof(items), "[%s]", row(1, "Qian", "2021-12-30", ""));
    assert_int_equal(writer_revise(&writer, "2021", items, ""), JINDU_REFUSED);
    (void)writer_ok(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":1,\"percent\":31}");
}

static void
guesses_become_facts_with_one_event(void **state)
{
    (void)state;
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        row(1, "Li", "2021-12-29", ",\"unconfirmed\":[\"deadline\",\"unit\"]"),
        row(2, "Wu", "2021-12-31", ",\"unconfirmed\":[\"unit\"]"));
    writer_plan(&writer, "next", items);
    writer_expect(&writer,
        "SELECT sum(deadline_confirmed), sum(unit_confirmed) FROM item"
        " WHERE plan = 2",
        "1|0");
    (void)writer_ok(&writer, "office", "plan.confirm",
        "{\"plan\":\"next\",\"guesses\":true}");
    writer_expect(&writer,
        "SELECT event ->> '$.data.plan.confirmed',"
        " event ->> '$.data.plan.items' FROM journal"
        " ORDER BY sequence DESC LIMIT 1",
        "2|2");
    writer_expect(&writer,
        "SELECT sum(deadline_confirmed), sum(unit_confirmed), max(revision)"
        " FROM item WHERE plan = 2",
        "2|2|2");
}

/* More rows than one message holds: three plans made one behind its back. */
static void
a_revision_of_many_items_publishes_a_bounded_number(void **state)
{
    static char text[60000];

    (void)state;
    for (int part = 0; part < 3; part++) {
        char plan[16];
        size_t length = 1;

        text[0] = '[';
        for (int no = 1; no <= 400; no++) {
            length += (size_t)snprintf(text + length, sizeof(text) - length,
                "%s%s", no > 1 ? "," : "", row(no, "Li", "2021-12-29", ""));
        }
        (void)snprintf(text + length, sizeof(text) - length, "]");
        (void)snprintf(plan, sizeof(plan), "p%d", part);
        writer_plan(&writer, plan, text);
    }
    writer_run(&writer, "UPDATE item SET no = no + 1000 * (plan - 2),"
                        " plan = 2 WHERE plan > 2");
    writer_restart(&writer);
    assert_int_equal(
        writer_revise(&writer, "p0", "[]", ",\"vanished\":\"withdraw\""),
        JINDU_OK);
    expect_outcome("0|0|0|1200|2");
    assert_int_equal(writer.batch.emission_count, 1000 + 2);
    assert_string_equal(writer.batch.emissions[1001].stream, "plan/p0");
    writer_expect(&writer,
        "SELECT count(*) FROM journal WHERE type = 'jindu.item.withdrawn'",
        "1200");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_same_plan_again_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_changed_row_keeps_its_progress_and_tells_its_fields, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_date_the_file_did_not_change_stays_as_the_office_set_it, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_done_item_takes_the_new_texts_and_keeps_its_date, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_row_that_is_gone_has_to_be_asked_about, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_row_that_is_kept_is_asked_about_again, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_draft_that_is_dropped_leaves_the_live_items_alone, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            the_old_plan_is_live_until_the_new_one_is_confirmed, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            guesses_become_facts_with_one_event, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_revision_of_many_items_publishes_a_bounded_number, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
