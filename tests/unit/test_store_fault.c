/* SPDX-License-Identifier: MIT */
/* What the disk does to the store, and what the store makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "asker.h"
#include "fault_vfs.h"
#include "query.h"
#include "writer.h"

static struct writer writer;

static int
setup(void **state)
{
    (void)state;
    fault_vfs_install();
    writer_open_plan(&writer);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    memset(&fault_vfs, 0, sizeof(fault_vfs));
    writer_close(&writer);
    fault_vfs_remove();
    return 0;
}

static enum jindu_status
report(int percent)
{
    char params[128];

    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"2021\",\"item\":3,\"percent\":%d}", percent);
    return writer_call(&writer, "office", "report.submit", params);
}

static void
add_reports(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char params[128];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"item\":3,\"note\":\"no. %zu\"}", i);
        (void)writer_add(&writer, "office", "report.submit", params, NULL);
    }
}

static void
trap14_every_commit_syncs_the_wal_before_the_answer(void **state)
{
    (void)state;
    for (int i = 1; i < 20; i++) {
        int before = fault_vfs.wal_syncs;

        assert_int_equal(report(i), JINDU_OK);
        assert_true(fault_vfs.wal_syncs > before);
    }
}

static void
one_sync_serves_a_whole_batch(void **state)
{
    int before = fault_vfs.wal_syncs;

    (void)state;
    add_reports(50);
    writer_apply(&writer);
    assert_int_equal(fault_vfs.wal_syncs, before + 1);
}

static void
a_tick_with_nothing_due_writes_nothing(void **state)
{
    int writes;

    (void)state;
    (void)writer_tick(&writer, writer.now);
    writes = fault_vfs.wal_writes;
    assert_int_equal(writer_tick(&writer, writer.now + 1000), 0);
    assert_int_equal(fault_vfs.wal_writes, writes);
}

static void
a_refused_request_writes_nothing(void **state)
{
    int writes = fault_vfs.wal_writes;

    (void)state;
    assert_int_equal(writer_call(&writer, "office", "report.submit",
                         "{\"plan\":\"2021\",\"item\":9,\"percent\":1}"),
        JINDU_NOT_FOUND);
    assert_int_equal(fault_vfs.wal_writes, writes);
}

static void
trap12_a_full_disk_refuses_the_whole_batch_and_it_recovers(void **state)
{
    int64_t sequence = store_sequence(writer.store);

    (void)state;
    add_reports(20);
    fault_vfs.code = SQLITE_FULL;
    fault_vfs.fail_write = 3;
    fault_vfs.sticky = true;
    writer_apply(&writer);
    assert_int_equal(writer.batch.status, JINDU_STORAGE);
    assert_false(writer.batch.fatal);
    assert_int_equal(writer.batch.emission_count, 0);
    for (size_t i = 0; i < writer.count; i++) {
        assert_int_equal(writer.calls[i].change.status, JINDU_STORAGE);
        assert_int_equal(writer.calls[i].change.result_length, 0);
    }
    assert_int_equal(store_sequence(writer.store), sequence);
    assert_int_equal(
        writer_integer(&writer, "SELECT count(*) FROM journal"), sequence);

    fault_vfs.fail_write = 0;
    assert_int_equal(report(7), JINDU_OK);
    assert_int_equal(store_sequence(writer.store), sequence + 1);
    writer_restart(&writer); /* the chain holds */
}

static void
an_error_of_the_disk_on_commit_stops_the_store_for_good(void **state)
{
    (void)state;
    fault_vfs.code = SQLITE_IOERR_FSYNC;
    fault_vfs.fail_sync = 1;
    assert_int_equal(report(7), JINDU_STORAGE);
    assert_true(writer.batch.fatal);

    /* The next fsync would succeed: that is what must not be believed. */
    int writes = fault_vfs.wal_writes;
    assert_int_equal(report(8), JINDU_STORAGE);
    assert_true(writer.batch.fatal);
    assert_int_equal(fault_vfs.wal_writes, writes);
}

static enum jindu_status
ask(struct asker *asker)
{
    return asker_ask(
        asker, "office", "item.show", "{\"plan\":\"2021\",\"item\":3}");
}

static void
trap12_reads_go_on_while_the_wal_cannot_grow(void **state)
{
    static struct asker asker;

    (void)state;
    assert_int_equal(report(5), JINDU_OK);
    asker_open(&asker, writer.directory);
    fault_vfs.code = SQLITE_FULL;
    fault_vfs.sticky = true;
    fault_vfs.fail_write = 1;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(report(7), JINDU_STORAGE);
        assert_false(writer.batch.fatal);
        assert_int_equal(ask(&asker), JINDU_OK);
        assert_int_equal(asker_integer(&asker, "percent"), 5);
    }
    fault_vfs.fail_write = 0;
    assert_int_equal(report(7), JINDU_OK);
    assert_int_equal(ask(&asker), JINDU_OK);
    assert_int_equal(asker_integer(&asker, "percent"), 7);
    asker_close(&asker);
    writer_restart(&writer);
}

static void
trap12_a_checkpoint_without_space_stops_no_report(void **state)
{
    struct store_counters counters;
    int64_t sequence;

    (void)state;
    fault_vfs.code = SQLITE_FULL;
    fault_vfs.sticky = true;
    fault_vfs.fail_db_write = 1;
    writer_fill(&writer, 8);
    counters = store_counters(writer.store);
    assert_in_range(counters.checkpoints_failed, 1, 8);
    assert_int_equal(counters.checkpoints, 0);
    fault_vfs.fail_db_write = 0;
    writer_fill(&writer, 8);
    counters = store_counters(writer.store);
    assert_true(counters.checkpoints > 0);
    sequence = store_sequence(writer.store);
    writer_restart(&writer);
    assert_int_equal(store_sequence(writer.store), sequence);
    writer_expect(&writer, "PRAGMA integrity_check", "ok");
}

static int64_t
wal_size(void)
{
    char path[WRITER_PATH_MAX];
    char wal[WRITER_PATH_MAX + 8];
    struct stat facts;

    writer_path(&writer, path);
    (void)snprintf(wal, sizeof(wal), "%s-wal", path);
    return stat(wal, &facts) == 0 ? (int64_t)facts.st_size : 0;
}

/* The WAL cannot begin anew under a reader; afterwards it is cut. */
static void
trap16_a_long_reader_lets_the_wal_grow_and_it_shrinks_after(void **state)
{
    char path[WRITER_PATH_MAX];
    sqlite3 *reader = NULL;

    (void)state;
    writer_path(&writer, path);
    assert_int_equal(
        sqlite3_open_v2(path, &reader, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    (void)sqlite3_db_config(reader, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM journal",
                         NULL, NULL, NULL),
        SQLITE_OK);
    writer_fill(&writer, 90);
    assert_true(wal_size() > 64 * 1048576);
    assert_in_range(store_counters(writer.store).checkpoints_hindered, 1, 90);
    assert_int_equal(report(5), JINDU_OK);
    assert_int_equal(
        sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    writer_fill(&writer, 12);
    assert_true(wal_size() < 16 * 1048576);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

/* A failed write or sync at COMMIT: nothing is believed any more, and what was
 * acknowledged before is there after a restart. */
static void
trap13_an_error_on_commit_ends_writing_and_keeps_what_was_said(void **state)
{
    static const int codes[] = { SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC };

    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        static struct asker asker;
        int64_t sequence;

        assert_int_equal(report(5 + 40 * (int)i), JINDU_OK);
        sequence = store_sequence(writer.store);
        asker_open(&asker, writer.directory);
        fault_vfs.code = codes[i];
        fault_vfs.sticky = false;
        *(i == 0 ? &fault_vfs.fail_write : &fault_vfs.fail_sync) = 1;
        assert_int_equal(report(20 + 40 * (int)i), JINDU_STORAGE);
        assert_true(writer.batch.fatal);
        assert_int_equal(report(21 + 40 * (int)i), JINDU_STORAGE);
        assert_int_equal(store_sequence(writer.store), sequence);
        assert_int_equal(ask(&asker), JINDU_OK);
        asker_close(&asker);
        writer_restart(&writer);
        assert_true(store_sequence(writer.store) == sequence ||
                    store_sequence(writer.store) == sequence + 1);
        assert_int_equal(report(22 + 40 * (int)i), JINDU_OK);
    }
}

static void
a_change_that_breaks_a_constraint_fails_alone(void **state)
{
    (void)state;
    writer_run(&writer,
        "CREATE TRIGGER planted BEFORE INSERT ON journal WHEN new.event LIKE"
        " '%no. 2%' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    writer_restart(&writer);
    add_reports(5);
    writer_apply(&writer);
    for (size_t i = 0; i < writer.count; i++) {
        assert_int_equal(
            writer.calls[i].change.status, i == 2 ? JINDU_INTERNAL : JINDU_OK);
    }
    assert_int_equal(writer.batch.status, JINDU_OK);
    assert_int_equal(writer.batch.emission_count, 4);
    assert_int_equal(
        writer_integer(&writer, "SELECT max(sequence) FROM journal"), 5);
}

static void
trap15_a_reader_leaves_the_wal_alone(void **state)
{
    const struct query_facts facts = {
        .now = WRITER_START, .zone = "Asia/Shanghai", .counters = "{}"
    };
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jp_fault fault = { .rule = NULL };
    struct query *query = NULL;
    struct writer_call *call;
    int writes;

    (void)state;
    assert_int_equal(report(5), JINDU_OK);
    writes = fault_vfs.wal_writes;
    assert_int_equal(query_open(&query, writer.directory), JINDU_OK);
    call = writer_add(&writer, "office", "item.withdraw",
        "{\"plan\":\"2021\",\"item\":3,\"reason\":\"none\"}", NULL);
    call->request.method = JP_METHOD_PLAN_LIST;
    assert_int_equal(
        query_run(query, &call->request, &facts, &text, &fault), JINDU_OK);
    query_close(query);
    jindu_text_free(&text);
    assert_int_equal(fault_vfs.wal_writes, writes);
    assert_int_equal(
        writer_integer(&writer, "SELECT count(*) FROM journal"), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            trap14_every_commit_syncs_the_wal_before_the_answer, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            one_sync_serves_a_whole_batch, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_tick_with_nothing_due_writes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_refused_request_writes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap12_a_full_disk_refuses_the_whole_batch_and_it_recovers, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            an_error_of_the_disk_on_commit_stops_the_store_for_good, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            trap12_reads_go_on_while_the_wal_cannot_grow, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap12_a_checkpoint_without_space_stops_no_report, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap16_a_long_reader_lets_the_wal_grow_and_it_shrinks_after, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            trap13_an_error_on_commit_ends_writing_and_keeps_what_was_said,
            setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_change_that_breaks_a_constraint_fails_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap15_a_reader_leaves_the_wal_alone, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
