/* SPDX-License-Identifier: MIT */
/* What a start checks, and what it goes on with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "schema.h"
#include "store_private.h"
#include "writer.h"

#define REPORT "{\"plan\":\"2021\",\"item\":3,\"note\":\"going on\"}"

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
expect_closed(void)
{
    struct store *store = NULL;

    store_close(writer.store);
    writer.store = NULL;
    assert_int_equal(store_open(&store, &writer.options), JINDU_STORAGE);
    assert_null(store);
}

static void
the_database_is_in_wal_mode_and_names_its_program(void **state)
{
    (void)state;
    writer_expect(&writer, "PRAGMA journal_mode", "wal");
    assert_int_equal(
        writer_integer(&writer, "PRAGMA user_version"), SCHEMA_VERSION);
    assert_int_equal(writer_integer(&writer, "PRAGMA application_id"),
        SCHEMA_APPLICATION_ID);
}

static void
a_restart_goes_on_with_the_next_number_of_the_same_epoch(void **state)
{
    char epoch[JP_UUID_TEXT_SIZE];

    (void)state;
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    (void)snprintf(epoch, sizeof(epoch), "%s", store_epoch(writer.store));
    writer_restart(&writer);
    assert_string_equal(store_epoch(writer.store), epoch);
    assert_int_equal(store_sequence(writer.store), 2);
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    assert_int_equal(store_sequence(writer.store), 3);
    writer_restart(&writer);
}

static void
a_restored_copy_begins_a_new_epoch_and_its_numbers_go_on(void **state)
{
    char epoch[JP_UUID_TEXT_SIZE];
    char expected[128];

    (void)state;
    (void)snprintf(epoch, sizeof(epoch), "%s", store_epoch(writer.store));
    writer_run(&writer, "INSERT OR REPLACE INTO meta VALUES ('restored', 1)");
    writer_restart(&writer);
    assert_string_not_equal(store_epoch(writer.store), epoch);
    assert_int_equal(store_sequence(writer.store), 2);
    (void)snprintf(
        expected, sizeof(expected), "jindu.system.restored|-|%s|1", epoch);
    writer_expect(&writer,
        "SELECT type, json_extract(event, '$.data.actor'),"
        " json_extract(event, '$.data.store.epoch_before'),"
        " json_extract(event, '$.data.store.sequence')"
        " FROM journal WHERE sequence = 2",
        expected);
    (void)snprintf(epoch, sizeof(epoch), "%s", store_epoch(writer.store));
    writer_restart(&writer);
    assert_string_equal(store_epoch(writer.store), epoch);
    assert_int_equal(store_sequence(writer.store), 2);
    /* Whose clock ran then is unknown: it holds nothing. */
    (void)writer_tick(&writer, writer.now);
    assert_false(writer.batch.held);
}

static void
a_row_that_was_changed_keeps_the_store_closed(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    writer_run(&writer,
        "UPDATE journal SET event = replace(event, 'going on', 'gone')"
        " WHERE sequence = 2");
    expect_closed();
}

static void
a_row_that_is_missing_keeps_the_store_closed(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    writer_run(&writer, "DELETE FROM journal WHERE sequence = 2");
    expect_closed();
}

/* As many as a start looks at, and some more. */
static void
the_chain_is_checked_from_the_middle_of_a_long_journal(void **state)
{
    (void)state;
    for (int batch = 0; batch < 17; batch++) {
        for (int i = 0; i < WRITER_CALLS_MAX; i++) {
            (void)writer_add(&writer, "office", "report.submit", REPORT, NULL);
        }
        writer_apply(&writer);
    }
    assert_int_equal(store_sequence(writer.store), 17 * WRITER_CALLS_MAX + 1);
    writer_restart(&writer);
    (void)writer_ok(&writer, "office", "report.submit", REPORT);
    writer_restart(&writer);
    writer_run(&writer, "UPDATE journal SET hash = zeroblob(32)"
                        " WHERE sequence = 700");
    expect_closed();
}

static void
a_database_of_a_newer_program_is_refused(void **state)
{
    (void)state;
    writer_run(&writer, "PRAGMA user_version = 99");
    expect_closed();
}

static void
a_database_of_another_program_is_refused(void **state)
{
    (void)state;
    writer_run(&writer, "PRAGMA application_id = 7");
    expect_closed();
}

static void
a_file_that_is_no_database_is_refused(void **state)
{
    char path[WRITER_PATH_MAX];
    FILE *file;

    (void)state;
    store_close(writer.store);
    writer.store = NULL;
    writer_path(&writer, path);
    file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) {
        assert_true(fputs("this is a diary, ", file) >= 0);
    }
    assert_int_equal(fclose(file), 0);
    expect_closed();
}

static size_t
read_file(char *bytes, size_t size)
{
    char path[WRITER_PATH_MAX];
    FILE *file;
    size_t length;

    writer_path(&writer, path);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(bytes, 1, size, file);
    assert_int_equal(fclose(file), 0);
    return length;
}

static void
a_database_of_another_program_is_left_as_it_was(void **state)
{
    static const char *const identities[] = { "", "PRAGMA user_version = 1",
        "PRAGMA application_id = 77", "PRAGMA user_version = 99" };
    static char before[65536];
    static char after[sizeof(before)];

    (void)state;
    for (size_t i = 0; i < sizeof(identities) / sizeof(identities[0]); i++) {
        char path[WRITER_PATH_MAX];
        FILE *file;
        size_t length;

        store_close(writer.store);
        writer.store = NULL;
        writer_path(&writer, path);
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fclose(file), 0);
        writer_run(&writer, "CREATE TABLE theirs (x)");
        writer_run(&writer, identities[i]);
        length = read_file(before, sizeof(before));
        assert_true(length > 0 && length < sizeof(before));
        expect_closed();
        assert_int_equal(read_file(after, sizeof(after)), length);
        assert_memory_equal(before, after, length);
    }
}

static void
a_directory_that_is_not_there_is_refused(void **state)
{
    (void)state;
    writer.options.directory = "/nonexistent";
    expect_closed();
}

/* Every BEGIN of the writer says IMMEDIATE. */
static void
trap17_the_writer_begins_every_transaction_at_once(void **state)
{
    static const char *const files[] = { "store_transaction.c", "schema.c" };
    const char *source = getenv("JINDU_SOURCE");
    int found = 0;

    (void)state;
    assert_non_null(source);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[512];
        char line[256];
        FILE *file;

        (void)snprintf(path, sizeof(path), "%s/daemon/io/%s", source, files[i]);
        file = fopen(path, "r");
        assert_non_null(file);
        while (fgets(line, sizeof(line), file) != NULL) {
            assert_null(strstr(line, "BEGIN\""));
            if (strstr(line, "BEGIN ") != NULL) {
                assert_non_null(strstr(line, "BEGIN IMMEDIATE\""));
                found++;
            }
        }
        (void)fclose(file);
    }
    assert_int_equal(found, 2);
}

/* Whatever somebody wrote into the file's schema does nothing here. */
static void
the_connection_trusts_nothing_that_the_file_says(void **state)
{
    static const struct {
        int option;
        int value;
    } wanted[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        int value = -1;

        assert_int_equal(sqlite3_db_config(writer.store->connection,
                             wanted[i].option, -1, &value),
            SQLITE_OK);
        assert_int_equal(value, wanted[i].value);
    }
}

static void
a_directory_whose_name_is_too_long_is_refused(void **state)
{
    static char name[5000];
    const struct store_options options = { .directory = name };
    struct store *store = NULL;

    (void)state;
    memset(name, 'x', sizeof(name) - 1);
    assert_int_equal(store_open(&store, &options), JINDU_STORAGE);
    assert_null(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_connection_trusts_nothing_that_the_file_says, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_directory_whose_name_is_too_long_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_database_is_in_wal_mode_and_names_its_program, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_restart_goes_on_with_the_next_number_of_the_same_epoch, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_restored_copy_begins_a_new_epoch_and_its_numbers_go_on, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_row_that_was_changed_keeps_the_store_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_row_that_is_missing_keeps_the_store_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_chain_is_checked_from_the_middle_of_a_long_journal, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_database_of_a_newer_program_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_database_of_another_program_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_file_that_is_no_database_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_database_of_another_program_is_left_as_it_was, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_directory_that_is_not_there_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            trap17_the_writer_begins_every_transaction_at_once, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
