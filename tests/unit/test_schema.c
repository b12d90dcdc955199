/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "schema.h"

static sqlite3 *connection;

static int
setup(void **state)
{
    (void)state;
    return sqlite3_open(":memory:", &connection);
}

static int
teardown(void **state)
{
    (void)state;
    return sqlite3_close(connection);
}

static int
integer(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int value;

    assert_int_equal(
        sqlite3_prepare_v2(connection, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    value = sqlite3_column_int(statement, 0);
    (void)sqlite3_finalize(statement);
    return value;
}

static void
run(const char *sql)
{
    assert_int_equal(
        sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void
an_empty_file_comes_to_the_newest_version(void **state)
{
    (void)state;
    assert_int_equal(schema_check(connection), JINDU_STORAGE);
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    assert_int_equal(integer("PRAGMA user_version"), SCHEMA_VERSION);
    assert_int_equal(integer("PRAGMA application_id"), SCHEMA_APPLICATION_ID);
    assert_int_equal(schema_check(connection), JINDU_OK);
}

static void
the_newest_version_is_left_as_it_is(void **state)
{
    int changes;

    (void)state;
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    changes = sqlite3_total_changes(connection);
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    assert_int_equal(sqlite3_total_changes(connection), changes);
}

static void
every_table_is_strict(void **state)
{
    (void)state;
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    assert_int_equal(
        integer("SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
                " AND type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND strict = 0"),
        0);
    assert_true(integer("SELECT count(*) FROM sqlite_schema") > 15);
}

static void
a_database_without_version_that_is_not_empty_is_refused(void **state)
{
    (void)state;
    run("CREATE VIEW item AS SELECT 1");
    assert_int_equal(schema_migrate(connection), JINDU_STORAGE);
    assert_int_equal(integer("SELECT count(*) FROM sqlite_schema"), 1);
    assert_int_equal(integer("PRAGMA user_version"), 0);
}

static void
a_newer_or_a_foreign_database_is_refused(void **state)
{
    (void)state;
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    run("PRAGMA user_version = 99");
    assert_int_equal(schema_migrate(connection), JINDU_STORAGE);
    assert_int_equal(schema_check(connection), JINDU_STORAGE);
    run("PRAGMA user_version = 1; PRAGMA application_id = 7");
    assert_int_equal(schema_migrate(connection), JINDU_STORAGE);
    assert_int_equal(schema_check(connection), JINDU_STORAGE);
}

static void
open_items_rank_by_deadline_and_before_the_others(void **state)
{
    (void)state;
    assert_int_equal(schema_migrate(connection), JINDU_OK);
    run("INSERT INTO item (id, plan, no, born, seen, content, open, state,"
        " percent, percent_before, revision, deadline, deadline_revision,"
        " deadline_confirmed, unit_confirmed, claimed_at, done_at, last_event,"
        " last_report_at) VALUES"
        " (1, 1, 1, 1, 1, 1, 0, 3, 0, 0, 1, 5, 1, 1, 1, 0, 0, 0, 0),"
        " (2, 1, 2, 1, 1, 1, 1, 0, 0, 0, 1, NULL, 1, 1, 1, 0, 0, 0, 0),"
        " (3, 1, 3, 1, 1, 1, 1, 0, 0, 0, 1, 9, 1, 1, 1, 0, 0, 0, 0)");
    assert_int_equal(
        integer("SELECT group_concat(no, '') FROM (SELECT no FROM item"
                " ORDER BY rank, no)"),
        321);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_empty_file_comes_to_the_newest_version, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_newest_version_is_left_as_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(every_table_is_strict, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_database_without_version_that_is_not_empty_is_refused, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_newer_or_a_foreign_database_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            open_items_rank_by_deadline_and_before_the_others, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
