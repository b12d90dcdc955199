/* SPDX-License-Identifier: MIT */
/* What an outage kept back, and which window tells of it. */
#include "writer_windows.h"

#define OUTAGES                                                             \
    "SELECT datetime((event ->> '$.data.outage.from') / 1000, 'unixepoch'," \
    " '+8 hours'), datetime((event ->> '$.data.outage.to') / 1000,"         \
    " 'unixepoch', '+8 hours') FROM journal WHERE type = 'jindu.digest'"    \
    " ORDER BY sequence"

/* The office never stood still: its windows were moved. */
static void
windows_that_were_moved_are_no_outage(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    reload((struct window){ .open = 14 * 60, .close = 17 * 60 });
    (void)writer_tick(&writer, writer.now);
    writer.now = office_local("2021-12-28T10:00");
    reload(office_window);
    (void)writer_tick(&writer, writer.now);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T14:00"));
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T14:00")), 2);
    writer_expect(&writer, OUTAGES, "-|-");
    /* From then on one is one again. */
    (void)writer_tick(&writer, office_local("2021-12-30T10:00"));
    (void)writer_tick(&writer, office_local("2021-12-30T14:00"));
    writer_expect(
        &writer, OUTAGES, "-|-\n2021-12-28 14:00:00|2021-12-30 10:00:00");
}

/* One that had nothing to tell is not told with another. */
static void
an_outage_that_nobody_was_told_of_is_forgotten(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    writer_run(&writer,
        "INSERT OR REPLACE INTO meta VALUES ('outage_from', 1635728400000),"
        " ('outage_to', 1635732000000)"); /* 2021-11-01T09:00, 10:00 */
    writer_restart(&writer);
    (void)writer_tick(&writer, office_local("2021-12-28T09:00"));
    (void)writer_tick(&writer, office_local("2021-12-28T14:00"));
    writer_expect(&writer, OUTAGES, "2021-12-20 09:00:00|2021-12-28 09:00:00");
}

static void
an_outage_is_told_by_the_window_after_it_and_by_no_other(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_tick(&writer, writer.now);
    (void)writer_tick(&writer, office_local("2021-12-28T09:00"));
    writer_restart(&writer);
    (void)writer_advance(&writer, office_local("2021-12-30T08:30"));
    writer_expect(
        &writer, OUTAGES, "2021-12-20 09:00:00|2021-12-28 09:00:00\n-|-");
    writer_expect(&writer,
        "SELECT count(*) FROM meta WHERE key LIKE 'outage_%' AND value <> 0",
        "0");
}

static void
two_minutes_are_no_outage(void **state)
{
    (void)state;
    for (int64_t past = 0; past <= 1; past++) {
        writer_close(&writer);
        (void)setup(NULL);
        plan("2021-12-20T09:00", "2021-12-31");
        (void)writer_tick(&writer, writer.now);
        (void)writer_tick(&writer, office_local("2021-12-28T08:32") + past);
        (void)writer_tick(&writer, office_local("2021-12-28T14:00"));
        writer_expect(&writer, OUTAGES,
            past == 0 ? "-|-" : "2021-12-20 09:00:00|2021-12-28 08:32:00");
    }
}

/* A report came before the tick that finds it. */
static void
an_outage_is_found_by_whatever_comes_first(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_tick(&writer, writer.now);
    writer.now = office_local("2021-12-28T13:00");
    (void)writer_ok(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":1}");
    writer_restart(&writer);
    (void)writer_advance(&writer, office_local("2021-12-28T14:00"));
    writer_expect(&writer, OUTAGES, "2021-12-20 09:00:00|2021-12-28 13:00:00");
}

/* Stages of before the plan, and what a new date finds behind it, were not
 * kept back by anything. */
static void
what_was_never_to_leave_is_no_outage(void **state)
{
    (void)state;
    plan("2021-12-31T09:00", "2021-12-24");
    (void)writer_tick(&writer, writer.now);
    writer.now = office_local("2021-12-31T11:00");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-20\","
        "\"reason\":\"earlier\"}");
    (void)writer_advance(&writer, office_local("2021-12-31T14:00"));
    writer_expect(&writer, OUTAGES, "-|-\n-|-");
}

/* The state alone was late, and nobody would have been told. */
static void
a_night_without_a_daemon_is_no_outage(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_advance(&writer, office_local("2021-12-31T18:00"));
    (void)writer_tick(&writer, office_local("2022-01-01T10:00"));
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer,
        "SELECT count(*), count(event ->> '$.data.outage') FROM journal WHERE"
        " type = 'jindu.digest'",
        "5|0");
}

/* Nothing was left to tell in the window after it: a later one is not about
 * that outage. */
static void
an_outage_is_forgotten_when_its_window_is_over(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-30");
    (void)writer_advance(&writer, office_local("2021-12-29T08:30"));
    (void)writer_tick(&writer, office_local("2021-12-31T07:00"));
    writer_expect(&writer,
        "SELECT count(*) FROM meta WHERE key LIKE 'outage_%' AND value <> 0",
        "2");
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":3}");
    (void)writer_advance(&writer, office_local("2022-01-04T08:00"));
    (void)writer_ok(&writer, "office", "item.return",
        "{\"plan\":\"2021\",\"item\":3,\"reason\":\"not done\"}");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer,
        "SELECT count(*), count(event ->> '$.data.outage') FROM journal WHERE"
        " type = 'jindu.digest' AND at = 1641256200000",
        "2|0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(windows_that_were_moved_are_no_outage),
        FRESH(an_outage_that_nobody_was_told_of_is_forgotten),
        FRESH(an_outage_is_told_by_the_window_after_it_and_by_no_other),
        FRESH(two_minutes_are_no_outage),
        FRESH(an_outage_is_found_by_whatever_comes_first),
        FRESH(what_was_never_to_leave_is_no_outage),
        FRESH(a_night_without_a_daemon_is_no_outage),
        FRESH(an_outage_is_forgotten_when_its_window_is_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
