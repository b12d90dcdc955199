/* SPDX-License-Identifier: MIT */
/* A configuration that was read again, as the store takes it; and how its
 * transactions begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fault_vfs.h"
#include "writer.h"

#define MINUTE_MS 60000
#define BEGIN_LENGTH 5 /* of that word */

static struct writer writer;
static struct change_reload order;
static int begins;   /* of transactions, of any connection */
static int deferred; /* not IMMEDIATE */

static int
setup(void **state)
{
    (void)state;
    fault_vfs_install();
    writer_open_plan(&writer);
    (void)writer_tick(&writer, writer.now);
    order = (struct change_reload){ .window = writer.options.window };
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
reload(void)
{
    struct writer_call *call = writer_add_tick(&writer, CHANGE_RELOAD);

    call->change.reload = &order;
    writer_apply(&writer);
    return call->change.status;
}

static int64_t
next_due(void)
{
    (void)writer_tick(&writer, writer.now);
    return writer.batch.next_due;
}

static void
planned_notices_move_to_the_new_window(void **state)
{
    int64_t due = next_due();
    int64_t sequence = store_sequence(writer.store);

    (void)state;
    order.window.open += 75;
    assert_int_equal(reload(), JINDU_OK);
    assert_int_equal(next_due(), due + 75 * MINUTE_MS);
    assert_int_equal(store_sequence(writer.store), sequence);
}

static void
the_same_again_writes_nothing(void **state)
{
    int writes;

    (void)state;
    order.window.open += 75;
    assert_int_equal(reload(), JINDU_OK);
    writes = fault_vfs.wal_writes;
    assert_int_equal(reload(), JINDU_OK);
    assert_int_equal(fault_vfs.wal_writes, writes);
}

static void
a_reload_that_is_not_stored_changes_nothing(void **state)
{
    int64_t due = next_due();

    (void)state;
    order.window.open += 75;
    fault_vfs.fail_write = 1;
    fault_vfs.code = SQLITE_FULL;
    assert_int_equal(reload(), JINDU_STORAGE);
    fault_vfs.fail_write = 0;
    assert_int_equal(next_due(), due);
    assert_int_equal(reload(), JINDU_OK);
    assert_int_equal(next_due(), due + 75 * MINUTE_MS);
}

static void
calendars_fill_only_what_is_not_there(void **state)
{
    static const char text[] =
        "{\"year\":2022,\"papers\":[\"a\"],\"days\":[{\"name\":\"a\","
        "\"date\":\"2022-01-03\",\"isOffDay\":true}]}";
    static const char other[] =
        "{\"year\":2022,\"papers\":[\"b\"],\"days\":[]}";
    struct jindu_json *documents[2];
    const struct jindu_json *given[2];
    int64_t sequence = store_sequence(writer.store);

    (void)state;
    assert_int_equal(
        jindu_json_parse(&documents[0], text, strlen(text)), JINDU_OK);
    assert_int_equal(
        jindu_json_parse(&documents[1], other, strlen(other)), JINDU_OK);
    given[0] = documents[0];
    given[1] = documents[1];
    order.calendars = given;
    order.calendar_count = 2;
    assert_int_equal(reload(), JINDU_OK);
    /* One event, published like any other. */
    assert_int_equal(store_sequence(writer.store), sequence + 1);
    assert_int_equal(writer.batch.emission_count, 1);
    assert_string_equal(writer.batch.emissions[0].stream, "all");
    assert_int_equal(reload(), JINDU_OK);
    assert_int_equal(store_sequence(writer.store), sequence + 1);
    jindu_json_free(documents[0]);
    jindu_json_free(documents[1]);
}

static void
trap26_what_waited_beyond_its_deadline_is_not_executed(void **state)
{
    static const char *const params[] = {
        "{\"plan\":\"2021\",\"item\":3,\"percent\":10,"
        "\"deadline_ms\":1639962000000}",
        "{\"plan\":\"2021\",\"item\":3,\"percent\":20,"
        "\"deadline_ms\":1639962000001}",
    };
    const struct writer_call *late;
    const struct writer_call *in_time;
    int64_t sequence = store_sequence(writer.store);

    (void)state;
    assert_int_equal(writer.now, WRITER_START);
    late = writer_add(&writer, "office", "report.submit", params[0], NULL);
    in_time = writer_add(&writer, "office", "report.submit", params[1], NULL);
    writer.now++;
    writer_apply(&writer);
    assert_int_equal(late->change.status, JINDU_TIMEOUT);
    assert_int_equal(in_time->change.status, JINDU_OK);
    assert_int_equal(store_sequence(writer.store), sequence + 1);
}

static int
note_begin(unsigned type, void *context, void *statement, void *text)
{
    static const char immediate[] = "BEGIN IMMEDIATE";
    const char *sql = text;

    (void)type;
    (void)context;
    (void)statement;
    if (strncmp(sql, immediate, BEGIN_LENGTH) == 0) {
        begins++;
        deferred += strcmp(sql, immediate) == 0 ? 0 : 1;
    }
    return 0;
}

static int
trace(sqlite3 *connection, char **error, const void *routines)
{
    (void)error;
    (void)routines;
    return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, note_begin, NULL);
}

static void
trap17_every_transaction_of_the_writer_is_immediate(void **state)
{
    char path[WRITER_PATH_MAX];
    sqlite3 *reader = NULL;
    int before;

    (void)state;
    begins = 0;
    deferred = 0;
    (void)sqlite3_auto_extension((void (*)(void))trace);
    writer_restart(&writer);
    (void)sqlite3_cancel_auto_extension((void (*)(void))trace);
    assert_true(begins > 0);
    /* A snapshot that is older than what was written since does not hinder
     * it. */
    writer_path(&writer, path);
    assert_int_equal(
        sqlite3_open_v2(path, &reader, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(reader, "BEGIN; SELECT * FROM meta", NULL, NULL, NULL),
        SQLITE_OK);
    before = begins;
    for (int i = 0; i < 3; i++) {
        (void)writer_ok(&writer, "office", "report.submit",
            "{\"plan\":\"2021\",\"item\":3,\"note\":\"a\"}");
    }
    order.window.open += 75;
    assert_int_equal(reload(), JINDU_OK);
    assert_int_equal(begins, before + 4);
    assert_int_equal(deferred, 0);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            planned_notices_move_to_the_new_window, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_same_again_writes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_reload_that_is_not_stored_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            calendars_fill_only_what_is_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap26_what_waited_beyond_its_deadline_is_not_executed, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            trap17_every_transaction_of_the_writer_is_immediate, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
