/* SPDX-License-Identifier: MIT */
/* The ledger in the database: planned, issued once, cancelled. */
#include "writer_office.h"

/* Of Li and Wu; from O+1wd on of Fang, too. */
#define DIGESTS 2
#define DIGESTS_LATE 3

#define LEDGER                                                                \
    "SELECT stage, occurrence, phase, late, coalesce(reason, '') FROM notice" \
    " ORDER BY id"
#define EVENTS                                                                 \
    "SELECT type, coalesce(event ->> '$.data.stage', '') FROM"                 \
    " journal WHERE type LIKE 'jindu.notice.%' OR type = 'jindu.item.overdue'" \
    " ORDER BY sequence"

/* Item 3 until Friday 2021-12-31, confirmed on Monday 2021-12-20 at 9:00. */
static void
plan_at(const char *instant, const char *deadline, const char *more)
{
    char items[1024];

    writer.now = office_local(instant);
    (void)snprintf(items, sizeof(items),
        "[{\"category\":\"roads\",\"deadline\":\"%s\",\"leaders\":[\"Fang\","
        "\"Li\"],\"name\":\"work\",\"no\":3,\"persons\":[\"Li\",\"Wu\"],"
        "\"target\":\"all\",\"units\":[\"office\",\"post\"]%s}]",
        deadline, more);
    writer_plan(&writer, "2021", items);
}

static void
every_stage_leaves_once_at_its_time(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    assert_int_equal(writer_advance(&writer, office_local("2022-01-17T08:29")),
        7 + 3 * DIGESTS + 3 * DIGESTS_LATE);
    writer_expect(&writer, EVENTS,
        "jindu.notice.soon|T-3wd\njindu.notice.soon|T-1wd\n"
        "jindu.notice.today|T\njindu.item.overdue|\n"
        "jindu.notice.overdue|O+1wd\njindu.notice.overdue|O+3wd\n"
        "jindu.notice.overdue|O+5wd");
    writer_expect(&writer, LEDGER,
        "0|1|1|0|\n1|1|1|0|\n2|1|1|0|\n3|1|1|0|\n4|1|1|0|\n5|1|1|0|\n6|1|1|0|\n"
        "6|2|0|0|");
    writer_expect(&writer,
        "SELECT datetime(at / 1000, 'unixepoch', '+8 hours') FROM journal"
        " WHERE type LIKE 'jindu.notice.%' OR type = 'jindu.item.overdue'",
        "2021-12-28 08:30:00\n2021-12-30 08:30:00\n2021-12-31 08:30:00\n"
        "2022-01-01 00:00:00\n2022-01-04 08:30:00\n2022-01-06 08:30:00\n"
        "2022-01-10 08:30:00");
    assert_int_equal(writer.batch.next_due, office_local("2022-01-17T08:30"));
}

static void
a_notice_is_on_every_stream_it_is_for_and_once(void **state)
{
    static const char *const streams[] = { "all", "plan/2021", "unit/office",
        "unit/post", "person/Li", "person/Wu", "person/Fang" };

    (void)state;
    plan_at("2021-12-31T16:00", "2021-12-31", "");
    (void)writer_tick(&writer, writer.now);
    (void)writer_tick(&writer, office_local("2022-01-01T00:00"));
    /* Leaders have not been told: persons alone. */
    writer_expect(&writer, "SELECT name, head FROM stream ORDER BY id",
        "plan/2021|3\nunit/office|2\nunit/post|2\nperson/Li|2\nperson/Wu|2");
    writer.now = office_local("2022-01-04T08:30");
    (void)writer_add_tick(&writer, CHANGE_TICK);
    writer_apply(&writer);
    /* A digest is on "all" and on its person's. */
    assert_int_equal(writer.batch.emission_count, 7 + 2 * DIGESTS_LATE);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(writer.batch.emissions[i].stream, streams[i]);
    }
    assert_int_equal(writer.batch.emissions[4].sequence, 3);
    assert_int_equal(writer.batch.emissions[6].sequence, 1);
    writer_expect(&writer,
        "SELECT event -> '$.data.to', event -> '$.data.basis',"
        " event -> '$.data.days_left', event -> '$.data.working_days_left'"
        " FROM journal WHERE type LIKE 'jindu.notice.%'"
        " ORDER BY sequence DESC LIMIT 1",
        "{\"leaders\":[\"Fang\",\"Li\"],\"persons\":[\"Li\",\"Wu\"],"
        "\"units\":[\"office\",\"post\"]}|{\"date\":\"2021-12-31\",\"item\":3,"
        "\"plan\":\"2021\",\"source\":\"explicit\"}|-4|-1");
}

static void
a_date_nobody_confirmed_is_not_told_to_leaders(void **state)
{
    (void)state;
    plan_at("2021-12-31T16:00", "2021-12-31",
        ",\"unconfirmed\":[\"deadline\"],\"deadline_source\":\"carried\","
        "\"deadline_from\":2");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer,
        "SELECT event -> '$.data.to.leaders', event -> '$.data.leaders',"
        " event -> '$.data.basis.item', event -> '$.data.basis.source'"
        " FROM journal WHERE type LIKE 'jindu.notice.%'"
        " ORDER BY sequence DESC LIMIT 1",
        "[]|[\"Fang\",\"Li\"]|2|\"carried\"");
}

static void
events_of_an_item_name_the_one_before(void **state)
{
    (void)state;
    plan_at("2021-12-31T16:00", "2021-12-31", "");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    (void)writer_ok(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":1}");
    writer_expect(&writer,
        "SELECT sequence - previous, type FROM journal WHERE previous > 0",
        "1|jindu.item.overdue\n1|jindu.notice.overdue\n"
        "4|jindu.report.submitted");
}

static void
after_an_outage_only_the_most_severe_stage_leaves(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    (void)writer_tick(&writer, writer.now);
    assert_int_equal(writer_tick(&writer, office_local("2022-01-06T07:00")), 1);
    assert_int_equal(writer.batch.next_due, office_local("2022-01-06T08:30"));
    assert_int_equal(writer_tick(&writer, office_local("2022-01-06T08:30")),
        1 + DIGESTS_LATE);
    writer_expect(&writer, LEDGER,
        "0|1|2|0|O+3wd\n1|1|2|0|O+3wd\n2|1|2|0|O+3wd\n3|1|1|1|\n4|1|2|0|O+3wd\n"
        "5|1|1|0|\n6|1|0|0|");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, writer.now), 0);
}

static void
an_occurrence_that_was_never_planned_leaves_as_an_extra(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    (void)writer_tick(&writer, writer.now);
    /* 2022-01-25 is working day 16 after: occurrence 3. */
    assert_int_equal(writer_tick(&writer, office_local("2022-01-25T14:00")),
        2 + DIGESTS_LATE);
    writer_expect(&writer,
        "SELECT stage, occurrence, phase, late FROM notice WHERE stage = 6"
        " ORDER BY occurrence",
        "6|1|2|0\n6|3|1|1\n6|4|0|0");
    writer_expect(&writer, "SELECT DISTINCT reason FROM notice WHERE phase = 2",
        "O+5wd#3");
}

static void
a_plan_confirmed_late_issues_only_what_stands_now(void **state)
{
    (void)state;
    plan_at("2022-01-05T18:00", "2021-12-31", "");
    assert_int_equal(writer_tick(&writer, writer.now), 1);
    assert_int_equal(writer_tick(&writer, office_local("2022-01-06T08:30")),
        1 + DIGESTS_LATE);
    writer_expect(&writer, LEDGER,
        "0|1|3|0|before_plan\n1|1|3|0|before_plan\n2|1|3|0|before_plan\n"
        "3|1|1|1|\n4|1|3|0|before_plan\n5|1|1|0|\n6|1|0|0|");
}

static void
a_claim_cancels_and_a_return_brings_back(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    (void)writer_advance(&writer, office_local("2021-12-30T08:30"));
    writer.now = office_local("2021-12-31T08:00");
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":3}");
    assert_true(writer.batch.next_due == STORE_NEVER);
    writer_expect(&writer, LEDGER,
        "0|1|1|0|\n1|1|1|0|\n2|1|3|0|claimed\n3|1|3|0|claimed\n"
        "4|1|3|0|claimed\n5|1|3|0|claimed\n6|1|3|0|claimed");
    assert_int_equal(writer_tick(&writer, office_local("2022-01-06T10:00")), 0);
    (void)writer_ok(&writer, "office", "item.return",
        "{\"plan\":\"2021\",\"item\":3,\"reason\":\"not done\"}");
    assert_int_equal(writer_tick(&writer, writer.now), 1);
    assert_int_equal(writer.batch.next_due, office_local("2022-01-06T14:00"));
    assert_int_equal(writer_tick(&writer, office_local("2022-01-06T14:00")),
        1 + DIGESTS_LATE);
    writer_expect(&writer, LEDGER,
        "0|1|1|0|\n1|1|1|0|\n2|1|3|0|claimed\n3|1|1|1|\n4|1|3|0|claimed\n"
        "5|1|1|1|\n6|1|0|0|");
    assert_int_equal(writer.batch.next_due, office_local("2022-01-10T08:30"));
}

static void
another_date_cancels_the_old_stages_and_plans_the_new(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2022-01-28\","
        "\"reason\":\"frost\"}");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2022-01-25T08:30"));
    writer_expect(&writer,
        "SELECT deadline_revision, phase, coalesce(reason, ''), count(*)"
        " FROM notice GROUP BY 1, 2, 3",
        "1|1||5\n1|3|redated|2\n2|0||7");
    writer_expect(&writer,
        "SELECT revision, source, reason, actor FROM deadline ORDER BY 1",
        "1|0|-|uid:office\n2|3|frost|uid:office");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2022-01-28\","
        "\"reason\":\"again\"}");
    writer_expect(&writer,
        "SELECT event -> '$.data.deadline', event -> '$.data.item.revision'"
        " FROM journal ORDER BY sequence DESC LIMIT 1",
        "null|2");
}

static void
a_date_taken_away_leaves_nothing_planned(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00", "2021-12-31", "");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":null,"
        "\"reason\":\"standing\"}");
    assert_true(writer.batch.next_due == STORE_NEVER);
    writer_expect(&writer, "SELECT count(*) FROM notice WHERE phase = 0", "0");
}

static void
a_burst_is_issued_in_several_ticks_and_none_twice(void **state)
{
    static char items[30000];
    char item[512];
    size_t length = 1;

    (void)state;
    writer.now = office_local("2021-12-20T09:00");
    items[0] = '[';
    for (int no = 1; no <= 150; no++) {
        length += (size_t)snprintf(items + length, sizeof(items) - length,
            "%s%s", no > 1 ? "," : "",
            writer_item(item, sizeof(item), no, "2021-12-31"));
    }
    (void)snprintf(items + length, sizeof(items) - length, "]");
    writer_plan(&writer, "2021", items);
    assert_int_equal(
        writer_tick(&writer, office_local("2022-01-04T08:30")), 302);
    writer_expect(&writer, "SELECT phase, count(*) FROM notice GROUP BY phase",
        "0|300\n1|300\n2|450");
    writer_expect(&writer,
        "SELECT head = (SELECT count(*) FROM stream_event WHERE stream ="
        " stream.id) FROM stream",
        "1\n1\n1\n1");
}

static void
expect_denied(const char *who, const char *params)
{
    assert_int_equal(
        writer_call(&writer, who, "notice.acknowledge", params), JINDU_DENIED);
    assert_string_equal(writer.calls[0].change.fault.field, "person");
    assert_string_equal(writer.calls[0].change.fault.rule, "addressed");
}

static void
a_notice_is_acknowledged_once_by_each_for_himself(void **state)
{
    static const char notice[] = "{\"notice\":9}";

    (void)state;
    plan_at("2021-12-31T16:00", "2021-12-31", "");
    (void)writer_tick(&writer, writer.now);
    assert_int_equal(store_sequence(writer.store), 4);
    assert_int_equal(
        writer_call(&writer, "reporter Li", "notice.acknowledge", notice),
        JINDU_NOT_FOUND);
    assert_string_equal(writer_ok(&writer, "reporter Li", "notice.acknowledge",
                            "{\"notice\":4,\"note\":\"seen\"}"),
        "{\"item\":{\"no\":3,\"percent\":0,\"plan\":\"2021\",\"revision\":1,"
        "\"state\":\"active\"},\"notice\":{\"person\":\"Li\",\"sequence\":4},"
        "\"sequence\":5}");
    assert_int_equal(writer_call(&writer, "reporter Li", "notice.acknowledge",
                         "{\"notice\":4}"),
        JINDU_REFUSED);
    assert_string_equal(writer.calls[0].change.fault.rule, "state");
    assert_int_equal(writer_call(&writer, "leader Fang", "notice.acknowledge",
                         "{\"notice\":4,\"person\":\"Wu\"}"),
        JINDU_DENIED);
    (void)writer_ok(&writer, "office", "notice.acknowledge",
        "{\"notice\":4,\"person\":\"Wu\"}");
    assert_int_equal(
        writer_call(&writer, "admin", "notice.acknowledge", "{\"notice\":4}"),
        JINDU_INVALID);
    writer_expect(&writer,
        "SELECT notice, person FROM acknowledgement ORDER BY person",
        "4|Li\n4|Wu");
}

/* 4: the item is overdue, which leaders are not told; 5: the notice. */
static void
only_whom_a_notice_is_addressed_to_acknowledges_it(void **state)
{
    (void)state;
    plan_at("2021-12-31T09:00", "2021-12-30", "");
    (void)writer_tick(&writer, writer.now);
    writer_expect(&writer,
        "SELECT sequence, event -> '$.data.to.leaders' FROM journal"
        " WHERE sequence > 3",
        "4|-\n5|[\"Fang\",\"Li\"]");
    expect_denied("reporter Nobody", "{\"notice\":5}");
    expect_denied("leader Fang", "{\"notice\":4}");
    expect_denied("office", "{\"notice\":4,\"person\":\"Fang\"}");
    assert_int_equal(writer_call(&writer, "office", "notice.acknowledge",
                         "{\"notice\":5,\"person\":\"Nobody\"}"),
        JINDU_NOT_FOUND);
    assert_string_equal(writer.calls[0].change.fault.field, "person");
    assert_string_equal(writer.calls[0].change.fault.rule, "exists");
    (void)writer_ok(
        &writer, "leader Fang", "notice.acknowledge", "{\"notice\":5}");
    (void)writer_ok(&writer, "office", "notice.acknowledge",
        "{\"notice\":4,\"person\":\"Wu\"}");
    writer_expect(&writer,
        "SELECT notice, person FROM acknowledgement ORDER BY notice",
        "4|Wu\n5|Fang");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            every_stage_leaves_once_at_its_time, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_notice_is_on_every_stream_it_is_for_and_once, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_date_nobody_confirmed_is_not_told_to_leaders, setup, teardown),
        cmocka_unit_test_setup_teardown(
            events_of_an_item_name_the_one_before, setup, teardown),
        cmocka_unit_test_setup_teardown(
            after_an_outage_only_the_most_severe_stage_leaves, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_occurrence_that_was_never_planned_leaves_as_an_extra, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_plan_confirmed_late_issues_only_what_stands_now, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_claim_cancels_and_a_return_brings_back, setup, teardown),
        cmocka_unit_test_setup_teardown(
            another_date_cancels_the_old_stages_and_plans_the_new, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_date_taken_away_leaves_nothing_planned, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_burst_is_issued_in_several_ticks_and_none_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_notice_is_acknowledged_once_by_each_for_himself, setup, teardown),
        cmocka_unit_test_setup_teardown(
            only_whom_a_notice_is_addressed_to_acknowledges_it, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
