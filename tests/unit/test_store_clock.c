/* SPDX-License-Identifier: MIT */
/* R2: a clock that cannot be right, at a start and in between. */
#include "office.h"

#include "writer.h"

static struct writer writer;

/* An item that is due on 2021-12-28, and a journal until 2021-12-20 09:00. */
static int
setup(void **state)
{
    (void)state;
    writer_open_plan(&writer);
    writer_calendars(&writer, 2021, 2022);
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
tick(const char *instant, enum change_kind kind)
{
    writer.now = office_local(instant);
    (void)writer_add_tick(&writer, kind);
    writer_apply(&writer);
    assert_int_equal(writer.calls[0].change.status, JINDU_OK);
}

static void
a_start_a_little_early_is_no_hold(void **state)
{
    (void)state;
    writer_restart(&writer);
    tick("2021-12-20T08:55", CHANGE_TICK);
    assert_false(writer.batch.held);
}

static void
a_start_before_the_journal_holds_until_it_is_passed(void **state)
{
    (void)state;
    writer_restart(&writer);
    tick("2021-12-19T08:30", CHANGE_TICK);
    assert_true(writer.batch.held);
    assert_int_equal(writer.batch.next_due, WRITER_START);
    writer_expect(&writer,
        "SELECT type, event -> '$.data.clock' FROM journal"
        " ORDER BY sequence DESC LIMIT 1",
        "jindu.system.clock_suspect|{\"high_water\":1639962000000,"
        "\"now\":1639873800000,\"reason\":\"behind\"}");
    assert_int_equal(writer.batch.emission_count, 1);
    tick("2021-12-20T08:59", CHANGE_TICK);
    assert_true(writer.batch.held);
    tick("2021-12-20T09:00", CHANGE_TICK);
    assert_false(writer.batch.held);
    assert_int_equal(writer.batch.emission_count, 0);
}

static void
a_hold_is_told_once_also_over_restarts(void **state)
{
    int64_t sequence;

    (void)state;
    writer_restart(&writer);
    tick("1970-01-02T00:00", CHANGE_TICK);
    assert_true(writer.batch.held);
    assert_true(writer.batch.next_due == STORE_NEVER);
    sequence = store_sequence(writer.store);
    for (int i = 0; i < 3; i++) {
        writer_restart(&writer);
        tick("1970-01-02T01:00", CHANGE_TICK);
        tick("1970-01-02T02:00", CHANGE_CLOCK);
        assert_true(writer.batch.held);
    }
    assert_int_equal(store_sequence(writer.store), sequence);
}

static void
reports_are_taken_in_a_hold_and_do_not_end_it(void **state)
{
    (void)state;
    writer_restart(&writer);
    tick("1970-01-02T00:00", CHANGE_TICK);
    (void)writer_ok(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"here\"}");
    writer_restart(&writer);
    tick("2021-12-19T08:30", CHANGE_TICK);
    assert_true(writer.batch.held);
    assert_int_equal(writer.batch.next_due, WRITER_START);
    tick("2021-12-28T08:30", CHANGE_CLOCK);
    assert_false(writer.batch.held);
    assert_true(writer.batch.emission_count > 1);
}

static void
an_admin_ends_the_hold_and_what_is_due_follows(void **state)
{
    (void)state;
    (void)writer_tick(&writer, office_local("2021-12-20T09:00"));
    writer_restart(&writer);
    tick("2021-12-17T10:00", CHANGE_TICK);
    assert_true(writer.batch.held);
    (void)writer_ok(&writer, "admin", "server.clock", "{\"confirm\":true}");
    assert_false(writer.batch.held);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T08:30"));
    writer_expect(&writer,
        "SELECT type FROM journal ORDER BY sequence DESC LIMIT 1",
        "jindu.system.clock_confirmed");
    writer_restart(&writer);
    tick("2021-12-17T10:01", CHANGE_TICK);
    assert_false(writer.batch.held);
}

static void
a_step_back_in_a_run_is_judged_when_it_is_told(void **state)
{
    (void)state;
    tick("2021-12-20T09:00", CHANGE_TICK);
    tick("2021-12-19T09:00", CHANGE_TICK);
    assert_false(writer.batch.held);
    tick("2021-12-19T09:00", CHANGE_CLOCK);
    assert_true(writer.batch.held);
}

/* What a request writes right after a step is judged before it is written,
 * though nobody has told of the step yet. */
static void
a_request_finds_the_step_that_came_before_it(void **state)
{
    struct writer_call *call;

    (void)state;
    tick("2021-12-20T09:00", CHANGE_CLOCK);
    writer.now = office_local("2022-03-20T09:00");
    call = writer_add(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":10}", NULL);
    call->change.offset = writer.now - office_local("2021-12-20T09:00");
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_OK);
    assert_true(writer.batch.held);
    assert_true(writer.batch.next_due == STORE_NEVER);
    writer_expect(&writer,
        "SELECT group_concat(type) FROM (SELECT type FROM journal ORDER BY"
        " sequence DESC LIMIT 2)",
        "jindu.report.submitted,jindu.system.clock_suspect");
    writer_expect(&writer,
        "SELECT event ->> '$.data.clock.high_water' FROM journal"
        " WHERE type = 'jindu.system.clock_suspect'",
        "1639962000000");
    writer_restart(&writer);
    tick("2021-12-20T09:00", CHANGE_CLOCK);
    assert_false(writer.batch.held);
}

static void
a_refused_request_finds_it_too(void **state)
{
    struct writer_call *call;

    (void)state;
    tick("2021-12-20T09:00", CHANGE_CLOCK);
    writer.now = office_local("2021-12-19T09:00");
    call = writer_add(&writer, "office", "item.claim",
        "{\"plan\":\"2021\",\"item\":99}", NULL);
    call->change.offset = -(int64_t)24 * 3600 * 1000;
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_NOT_FOUND);
    assert_true(writer.batch.held);
    assert_int_equal(writer.batch.next_due, WRITER_START);
}

static void
a_year_out_of_range_issues_nothing(void **state)
{
    (void)state;
    writer_restart(&writer);
    tick("2101-01-01T09:00", CHANGE_TICK);
    assert_true(writer.batch.held);
    writer_expect(&writer, "SELECT count(*) FROM notice WHERE phase <> 0", "0");
    writer_expect(&writer,
        "SELECT event ->> '$.data.clock.reason' FROM journal"
        " ORDER BY sequence DESC LIMIT 1",
        "range");
}

/* The first and the last year that a clock may show. */
static void
a_year_in_range_is_no_reason_by_itself(void **state)
{
    static const struct {
        const char *instant;
        const char *reason; /* NULL: no hold */
    } cases[] = { { "2019-12-31T23:59", "range" },
        { "2020-01-01T00:00", "behind" }, { "2100-12-31T23:59", NULL } };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        writer_run(&writer, "DELETE FROM meta WHERE key = 'hold'");
        writer_restart(&writer);
        tick(cases[i].instant, CHANGE_TICK);
        assert_int_equal(writer.batch.held, cases[i].reason != NULL);
        if (cases[i].reason != NULL) {
            writer_expect(&writer,
                "SELECT event ->> '$.data.clock.reason' FROM journal"
                " ORDER BY sequence DESC LIMIT 1",
                cases[i].reason);
        }
    }
}

static void
the_end_of_a_hold_wakes_what_was_put_off_in_it(void **state)
{
    (void)state;
    writer_restart(&writer);
    tick("2021-12-19T08:30", CHANGE_TICK);
    assert_true(writer.batch.held);
    writer_run(&writer,
        "UPDATE notice SET due_at = due_at + 30 * 86400000 WHERE phase = 0");
    tick("2021-12-20T09:00", CHANGE_TICK);
    assert_false(writer.batch.held);
    writer_expect(&writer,
        "SELECT count(*) FROM notice WHERE phase = 0 AND due_at > nominal_at",
        "0");
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T08:30"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_start_a_little_early_is_no_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_start_before_the_journal_holds_until_it_is_passed, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_hold_is_told_once_also_over_restarts, setup, teardown),
        cmocka_unit_test_setup_teardown(
            reports_are_taken_in_a_hold_and_do_not_end_it, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_admin_ends_the_hold_and_what_is_due_follows, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_step_back_in_a_run_is_judged_when_it_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_request_finds_the_step_that_came_before_it, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_refused_request_finds_it_too, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_year_out_of_range_issues_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_year_in_range_is_no_reason_by_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_end_of_a_hold_wakes_what_was_put_off_in_it, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
