/* SPDX-License-Identifier: MIT */
/* Requests that write: what they store, and how they are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "writer.h"

#define REPORT "{\"plan\":\"2021\",\"item\":3,\"percent\":40}"

static struct writer writer;

static int
setup(void **state)
{
    (void)state;
    writer_open_plan(&writer);
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
expect_refusal(const char *who, const char *method, const char *params,
    enum jindu_status status, const char *field, const char *rule)
{
    const struct jp_fault *fault;
    int64_t sequence = store_sequence(writer.store);

    assert_int_equal(writer_call(&writer, who, method, params), status);
    fault = &writer.calls[0].change.fault;
    assert_string_equal(fault->field, field);
    if (rule == NULL) {
        assert_null(fault->rule);
    } else {
        assert_non_null(fault->rule);
        assert_string_equal(fault->rule, rule);
    }
    assert_int_equal(store_sequence(writer.store), sequence);
    assert_int_equal(writer.batch.emission_count, 0);
}

static void
a_report_is_one_event_one_item_and_one_key(void **state)
{
    (void)state;
    assert_string_equal(
        writer_ok(&writer, "reporter Li", "report.submit",
            "{\"plan\":\"2021\",\"item\":3,\"percent\":40,\"note\":\"half\"}"),
        "{\"item\":{\"no\":3,\"percent\":40,\"plan\":\"2021\",\"revision\":2,"
        "\"state\":\"active\"},\"sequence\":2}");
    assert_int_equal(writer.batch.sequence, 2);
    assert_int_equal(writer.batch.emission_count, 1);
    assert_string_equal(writer.batch.emissions[0].stream, "all");
    assert_int_equal(writer.batch.emissions[0].sequence, 2);
    writer_expect(&writer,
        "SELECT percent, revision, last_event FROM item WHERE no = 3",
        "40|2|2");
    writer_expect(&writer,
        "SELECT event ->> '$.data.actor', event ->> '$.data.as_of',"
        " event ->> '$.data.percent_before', event ->> '$.data.previous',"
        " event ->> '$.subject', event ->> '$.type' FROM journal"
        " WHERE sequence = 2",
        "Li|2021-12-20|0|0|2021/3|jindu.report.submitted");
    writer_expect(
        &writer, "SELECT count(*), max(sequence) FROM request_key", "3|2");
}

static void
the_next_report_names_the_one_before(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "reporter Li", "report.submit", REPORT);
    (void)writer_ok(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"blocked\":\"no road\"}");
    writer_expect(&writer,
        "SELECT previous, event ->> '$.data.previous',"
        " event ->> '$.data.percent_before' FROM journal WHERE sequence = 3",
        "2|2|40");
    writer_expect(&writer, "SELECT blocked FROM item WHERE no = 3", "no road");
    (void)writer_ok(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"still\"}");
    writer_expect(&writer, "SELECT blocked FROM item WHERE no = 3", "no road");
    (void)writer_ok(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":50}");
    writer_expect(&writer, "SELECT blocked FROM item WHERE no = 3", "-");
}

static void
trap11_a_bad_request_in_a_batch_fails_alone(void **state)
{
    (void)state;
    for (int i = 0; i < 9; i++) {
        char params[64];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"item\":%d,\"percent\":%d}",
            i % 3 == 1 ? 99 : 3, 10 + i);
        (void)writer_add(&writer, "office", "report.submit", params, NULL);
    }
    writer_apply(&writer);
    for (size_t i = 0; i < 9; i++) {
        assert_int_equal(writer.calls[i].change.status,
            i % 3 == 1 ? JINDU_NOT_FOUND : JINDU_OK);
    }
    assert_int_equal(writer.batch.status, JINDU_OK);
    assert_int_equal(store_sequence(writer.store), 7);
    writer_expect(&writer, "SELECT percent FROM item WHERE no = 3", "18");
}

/* One that breaks no constraint: a draft whose digest is none. */
static void
a_damaged_item_harms_no_report_in_its_batch(void **state)
{
    static const char part[] =
        "{\"plan\":\"next\",\"draft\":\"0190cccc-0000-7000-8000-000000000001\","
        "\"part\":%d,\"last\":false%s,\"items\":[%s]}";
    char item[512];
    char params[1024];

    (void)state;
    (void)snprintf(params, sizeof(params), part, 1,
        ",\"head\":{\"title\":\"t\",\"year\":2021}",
        writer_item(item, sizeof(item), 1, NULL));
    (void)writer_ok(&writer, "office", "plan.load", params);
    writer_run(&writer, "UPDATE draft SET digest = x'00'");
    (void)snprintf(params, sizeof(params), part, 2, "",
        writer_item(item, sizeof(item), 2, NULL));
    (void)writer_add(&writer, "office", "report.submit", REPORT, NULL);
    (void)writer_add(&writer, "office", "plan.load", params, NULL);
    (void)writer_add(&writer, "office", "report.submit", REPORT, NULL);
    writer_apply(&writer);
    assert_int_equal(writer.batch.status, JINDU_OK);
    assert_int_equal(writer.calls[0].change.status, JINDU_OK);
    assert_int_equal(writer.calls[1].change.status, JINDU_INTERNAL);
    assert_int_equal(writer.calls[2].change.status, JINDU_OK);
    assert_int_equal(writer.batch.emission_count, 2);
}

static void
each_refusal_names_its_field_and_rule(void **state)
{
    (void)state;
    expect_refusal("office", "report.submit",
        "{\"plan\":\"none\",\"item\":3,\"percent\":4}", JINDU_NOT_FOUND, "plan",
        "exists");
    expect_refusal("office", "report.submit",
        "{\"plan\":\"2021\",\"item\":5,\"percent\":4}", JINDU_NOT_FOUND, "item",
        "exists");
    expect_refusal(
        "reporter Wu", "report.submit", REPORT, JINDU_DENIED, "item", "owner");
    expect_refusal("reporter", "item.claim", "{\"plan\":\"2021\",\"item\":3}",
        JINDU_DENIED, "item", "owner");
    expect_refusal("reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":4,\"person\":\"Wu\"}",
        JINDU_DENIED, "person", "role");
    expect_refusal("office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":4,\"person\":\"Lee\"}",
        JINDU_NOT_FOUND, "person", "exists");
    expect_refusal("office", "item.claim",
        "{\"plan\":\"2021\",\"item\":3,\"person\":\"office\"}", JINDU_NOT_FOUND,
        "person", "exists");
    expect_refusal("office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":4,\"corrects\":1,"
        "\"reason\":\"slip\"}",
        JINDU_NOT_FOUND, "corrects", "exists");
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    expect_refusal("office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":4}", JINDU_INVALID, "reason",
        "fall_needs_reason");
    expect_refusal("office", "report.submit",
        "{\"plan\":\"2021\",\"item\":4,\"percent\":4,\"corrects\":2,"
        "\"reason\":\"slip\"}",
        JINDU_NOT_FOUND, "corrects", "exists");
    expect_refusal("admin", "server.clock", "{\"confirm\":true}", JINDU_REFUSED,
        "confirm", "state");
}

static void
a_correction_names_the_report_it_corrects(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    (void)writer_ok(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":14,\"corrects\":2,"
        "\"reason\":\"slip\"}");
    writer_expect(&writer,
        "SELECT event ->> '$.data.corrects', event ->> '$.data.reason',"
        " event ->> '$.data.item.percent' FROM journal WHERE sequence = 3",
        "2|slip|14");
}

static void
a_clerk_reports_for_a_colleague_and_both_are_told(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office Chen", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":40,\"person\":\"Li\"}");
    (void)writer_ok(&writer, "admin", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":41}");
    writer_expect(&writer,
        "SELECT event ->> '$.data.actor', event ->> '$.data.person'"
        " FROM journal WHERE sequence > 1 ORDER BY sequence",
        "Chen|Li\nuid:admin|-");
}

static void
a_report_received_long_after_it_was_meant_is_backfilled(void **state)
{
    char params[128];

    (void)state;
    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"2021\",\"item\":3,\"percent\":4,\"client_time\":%lld}",
        (long long)writer.now - JP_BACKFILL_MS);
    (void)writer_ok(&writer, "office", "report.submit", params);
    writer.now++;
    (void)writer_ok(&writer, "office", "report.submit", params);
    writer_expect(&writer,
        "SELECT event ->> '$.data.backfilled' FROM journal"
        " WHERE sequence > 1 ORDER BY sequence",
        "0\n1");
}

static void
the_receipt_time_decides_and_not_that_of_the_commit(void **state)
{
    struct writer_call *call = writer_add(&writer, "reporter Li", "item.claim",
        "{\"plan\":\"2021\",\"item\":3}", NULL);

    (void)state;
    call->change.received_at = writer.now - 5000;
    writer_apply(&writer);
    assert_int_equal(
        writer_integer(&writer, "SELECT claimed_at FROM item WHERE no = 3"),
        writer.now - 5000);
}

static void
a_claim_verified_is_done_and_tells_how_late(void **state)
{
    (void)state;
    writer_calendars(&writer, 2021, 2022);
    writer.now += (int64_t)16 * 24 * 3600 * 1000; /* 2022-01-05 */
    (void)writer_ok(
        &writer, "reporter Li", "item.claim", "{\"plan\":\"2021\",\"item\":3}");
    (void)writer_ok(&writer, "office", "item.verify",
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"seen\"}");
    writer_expect(&writer,
        "SELECT event ->> '$.data.late_days',"
        " event ->> '$.data.late_working_days', event ->> '$.data.item.state'"
        " FROM journal WHERE type = 'jindu.item.verified'",
        "5|2|done");
    writer_expect(&writer, "SELECT open, state FROM item WHERE no = 3", "0|3");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_report_is_one_event_one_item_and_one_key, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_next_report_names_the_one_before, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap11_a_bad_request_in_a_batch_fails_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_damaged_item_harms_no_report_in_its_batch, setup, teardown),
        cmocka_unit_test_setup_teardown(
            each_refusal_names_its_field_and_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_correction_names_the_report_it_corrects, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_clerk_reports_for_a_colleague_and_both_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_report_received_long_after_it_was_meant_is_backfilled, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            the_receipt_time_decides_and_not_that_of_the_commit, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_claim_verified_is_done_and_tells_how_late, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
