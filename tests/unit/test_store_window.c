/* SPDX-License-Identifier: MIT */
/* Windows in the database: begun once, cut off, moved by a configuration. */
#include "writer_windows.h"

#define TOLD                                                                 \
    "SELECT type, datetime(at / 1000, 'unixepoch', '+8 hours') FROM journal" \
    " WHERE type LIKE 'jindu.notice.%' OR type = 'jindu.digest'"             \
    " ORDER BY sequence"
#define PLANNED                                                           \
    "SELECT stage, datetime(nominal_at / 1000, 'unixepoch', '+8 hours')," \
    " datetime(due_at / 1000, 'unixepoch', '+8 hours') FROM notice WHERE" \
    " phase = 0 AND stage < 3 ORDER BY id"
/* Whoever writes anything now fails. */
#define SEALED                                                                 \
    "CREATE TRIGGER a BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'a');"   \
    " END; CREATE TRIGGER b BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT,"   \
    " 'b'); END; CREATE TRIGGER c BEFORE UPDATE ON notice BEGIN SELECT"        \
    " RAISE(ABORT, 'c'); END; CREATE TRIGGER d BEFORE INSERT ON journal BEGIN" \
    " SELECT RAISE(ABORT, 'd'); END;"

static void
a_start_with_nothing_changed_writes_nothing(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_advance(&writer, office_local("2021-12-28T10:00"));
    writer_run(&writer, SEALED);
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T18:00")), 0);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-29T08:31")), 0);
}

static void
another_configuration_moves_what_is_planned(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_tick(&writer, writer.now);
    writer.options.window = (struct window){ .open = 9 * 60,
        .close = 16 * 60,
        .digest_count = 1,
        .digests = { 15 * 60 } };
    writer_restart(&writer);
    writer_expect(&writer, PLANNED,
        "0|2021-12-28 09:00:00|2021-12-28 09:00:00\n"
        "1|2021-12-30 09:00:00|2021-12-30 09:00:00\n"
        "2|2021-12-31 09:00:00|2021-12-31 09:00:00");
    writer_expect(&writer, "SELECT value FROM meta WHERE key = 'windows'",
        "09:00-16:00 working 15:00");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    (void)writer_advance(&writer, office_local("2021-12-29T09:00"));
    writer_expect(&writer, TOLD,
        "jindu.notice.soon|2021-12-28 09:00:00\n"
        "jindu.digest|2021-12-28 09:00:00");
    writer_run(&writer, SEALED);
    writer_restart(&writer);
}

/* What waits, waits for a window that comes sooner now. */
static void
a_running_store_takes_other_windows(void **state)
{
    (void)state;
    plan("2021-12-28T09:00", "2021-12-31");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-30\","
        "\"reason\":\"earlier\"}");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T14:00"));
    reload((struct window){ .open = 8 * 60,
        .close = 17 * 60,
        .digest_count = 1,
        .digests = { 10 * 60 } });
    assert_int_equal(writer.batch.emission_count, 0);
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T10:00"));
    assert_int_equal(writer_tick(&writer, writer.batch.next_due), 2);
}

static void
a_digest_that_waits_follows_the_windows(void **state)
{
    (void)state;
    plan("2021-12-31T09:00", "2021-12-31");
    assert_int_equal(writer_tick(&writer, writer.now), 1);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-31T14:00"));
    reload((struct window){ .open = 8 * 60,
        .close = 17 * 60,
        .digest_count = 1,
        .digests = { 16 * 60 } });
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-31T16:00"));
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-31T14:00"));
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T14:00")), 1);
}

/* A batch that is rolled back takes its windows with it. */
static void
windows_come_back_with_what_is_undone(void **state)
{
    struct change_reload other = { .window = office_always };
    struct writer_call *call;

    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_tick(&writer, writer.now);
    writer_run(&writer,
        "CREATE TRIGGER planted BEFORE UPDATE ON notice BEGIN SELECT"
        " RAISE(ABORT, 'planted'); END");
    call = writer_add_tick(&writer, CHANGE_RELOAD);
    call->change.reload = &other;
    writer_apply(&writer);
    assert_int_equal(call->change.status, JINDU_INTERNAL);
    writer_run(&writer, "DROP TRIGGER planted");
    assert_int_equal(
        writer_advance(&writer, office_local("2021-12-28T08:29")), 0);
    assert_int_equal(
        writer_advance(&writer, office_local("2021-12-28T08:30")), 2);
}

/* A crash in a burst, and nobody starts it before the evening. */
static void
a_window_cut_off_does_not_go_on_when_the_office_has_shut(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    writer_run(&writer,
        "INSERT OR REPLACE INTO meta VALUES ('window_open', 1640651400000)"); /* 2021-12-28T08:30 */
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T18:00")), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-29T08:30"));
    assert_int_equal(writer_tick(&writer, office_local("2021-12-29T08:30")), 2);
}

static void
a_window_cut_off_goes_on_while_the_office_is_open(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    writer_run(&writer,
        "INSERT OR REPLACE INTO meta VALUES ('window_open', 1640651400000)"); /* 2021-12-28T08:30 */
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T10:00")), 2);
}

static void
a_window_cut_off_does_not_go_on_when_the_next_was_missed_too(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    writer_run(&writer,
        "INSERT OR REPLACE INTO meta VALUES ('window_open', 1640651400000)");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T14:03")), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-29T08:30"));
}

/* Closed is closed, also for who comes a minute later. */
static void
a_window_that_is_over_does_not_begin_again(void **state)
{
    (void)state;
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_advance(&writer, office_local("2021-12-28T08:31"));
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-30\","
        "\"reason\":\"earlier\"}");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T14:00"));
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T14:00")), 2);
}

static void
a_digest_comes_once_in_a_window_that_comes_again(void **state)
{
    (void)state;
    plan("2021-12-31T09:00", "2021-12-31");
    (void)writer_advance(&writer, office_local("2021-12-31T14:00"));
    writer_run(&writer,
        "INSERT INTO digest_line SELECT 'Li', id, 1 FROM notice WHERE"
        " phase = 1; UPDATE meta SET value = 1 WHERE key = 'digest_due';"
        " UPDATE meta SET value = 0 WHERE key = 'window_done'");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T14:00")), 0);
    writer_expect(&writer, "SELECT count(*) FROM digest_line", "1");
    writer_expect(&writer,
        "SELECT value FROM meta WHERE key IN ('digest_due', 'window_open')"
        " ORDER BY key",
        "1641256200000");
}

static void
in_a_window_that_never_shuts_digests_leave_at_once(void **state)
{
    (void)state;
    writer.options.window = office_always;
    writer_restart(&writer);
    plan("2021-12-20T09:00", "2021-12-31");
    (void)writer_advance(&writer, office_local("2021-12-28T00:00"));
    (void)writer_tick(&writer, office_local("2021-12-31T23:00"));
    writer_expect(&writer, TOLD,
        "jindu.notice.soon|2021-12-28 00:00:00\n"
        "jindu.digest|2021-12-28 00:00:00\n"
        "jindu.notice.today|2021-12-31 23:00:00\n"
        "jindu.digest|2021-12-31 23:00:00");
    writer_expect(&writer,
        "SELECT count(*), count(event ->> '$.data.outage') FROM journal WHERE"
        " type = 'jindu.digest'",
        "2|1");
    assert_int_equal(writer.batch.next_due, office_local("2022-01-01T00:00"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_start_with_nothing_changed_writes_nothing),
        FRESH(another_configuration_moves_what_is_planned),
        FRESH(a_running_store_takes_other_windows),
        FRESH(a_digest_that_waits_follows_the_windows),
        FRESH(windows_come_back_with_what_is_undone),
        FRESH(a_window_cut_off_does_not_go_on_when_the_office_has_shut),
        FRESH(a_window_cut_off_goes_on_while_the_office_is_open),
        FRESH(a_window_cut_off_does_not_go_on_when_the_next_was_missed_too),
        FRESH(a_window_that_is_over_does_not_begin_again),
        FRESH(a_digest_comes_once_in_a_window_that_comes_again),
        FRESH(in_a_window_that_never_shuts_digests_leave_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
