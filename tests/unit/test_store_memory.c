/* SPDX-License-Identifier: MIT */
/* Each allocation of SQLite fails once: no answer is wrong, nothing is half
 * done, and the next request works. */
#include "office.h"

#include <sqlite3.h>

#include "writer.h"

/* Far more than one request makes, so that the last round is undisturbed. */
#define ROUNDS_MAX 3000

static struct writer writer;
static sqlite3_mem_methods real;
static int countdown; /* the allocation that fails; 0: none */

static bool
fails(void)
{
    if (countdown == 0) {
        return false;
    }
    countdown--;
    return countdown == 0;
}

static void *
failing_malloc(int size)
{
    return fails() ? NULL : real.xMalloc(size);
}

static void *
failing_realloc(void *bytes, int size)
{
    return fails() ? NULL : real.xRealloc(bytes, size);
}

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

/* Repeats a call with one allocation failing, then the next, until none
 * fails; what is refused leaves no trace. */
static void
exhaust(const char *method, const char *params)
{
    int64_t sequence = store_sequence(writer.store);

    for (int i = 1; i < ROUNDS_MAX; i++) {
        enum jindu_status status;

        (void)writer_add(&writer, "office", method, params, NULL);
        countdown = i;
        writer_apply(&writer);
        status = writer.calls[0].change.status;
        if (countdown > 0) {
            countdown = 0;
            assert_int_equal(status, JINDU_OK);
            writer_restart(&writer); /* the chain holds */
            return;
        }
        assert_false(writer.batch.fatal);
        if (status == JINDU_OK) {
            assert_true(store_sequence(writer.store) > sequence);
            return; /* SQLite went on without that memory */
        }
        assert_true(status == JINDU_NO_MEMORY || status == JINDU_STORAGE);
        assert_int_equal(store_sequence(writer.store), sequence);
        assert_int_equal(writer.batch.emission_count, 0);
    }
    fail_msg("%s never succeeds", method);
}

static void
a_report_without_memory_leaves_no_trace(void **state)
{
    (void)state;
    for (int i = 1; i < 40; i++) {
        char params[128];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"item\":3,\"percent\":%d}", i);
        exhaust("report.submit", params);
    }
}

static void
another_date_without_memory_leaves_no_trace(void **state)
{
    (void)state;
    for (int i = 1; i < 20; i++) {
        char params[128];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2022-03-%02d\","
            "\"reason\":\"frost\"}",
            i);
        exhaust("item.update", params);
    }
    writer_expect(&writer, "SELECT count(*) FROM notice WHERE phase = 0", "7");
    writer_expect(
        &writer, "SELECT count(*) FROM deadline WHERE item = 1", "20");
}

static void
a_tick_without_memory_is_made_again(void **state)
{
    bool done = false;

    (void)state;
    writer.now = office_local("2022-01-04T08:30");
    for (int i = 1; !done && i < ROUNDS_MAX; i++) {
        (void)writer_add_tick(&writer, CHANGE_TICK);
        countdown = i;
        writer_apply(&writer);
        done = writer.batch.status == JINDU_OK;
        countdown = 0;
        assert_true(done || writer.batch.next_due <= writer.now);
        assert_true(done || writer.batch.emission_count == 0);
    }
    assert_true(done);
    writer_expect(&writer,
        "SELECT type, count(*) FROM journal WHERE type LIKE '%overdue' GROUP"
        " BY type",
        "jindu.item.overdue|1\njindu.notice.overdue|1");
    writer_restart(&writer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_report_without_memory_leaves_no_trace, setup, teardown),
        cmocka_unit_test_setup_teardown(
            another_date_without_memory_leaves_no_trace, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_tick_without_memory_is_made_again, setup, teardown),
    };

    sqlite3_mem_methods failing;

    (void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    failing = real;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
