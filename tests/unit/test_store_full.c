/* SPDX-License-Identifier: MIT */
/* A start on a disk without room: what the administrator is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fault_vfs.h"
#include "writer.h"

#define SAID_SIZE 4096

static struct writer writer;
static char said[SAID_SIZE];

static int
setup(void **state)
{
    (void)state;
    fault_vfs_install();
    writer_open_plan(&writer);
    store_close(writer.store);
    writer.store = NULL;
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

/* What the start said is in said. */
static enum jindu_status
start(void)
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    enum jindu_status status;
    size_t length;

    assert_non_null(file);
    assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
    status = store_open(&writer.store, &writer.options);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    (void)close(saved);
    rewind(file);
    length = fread(said, 1, sizeof(said) - 1, file);
    said[length] = '\0';
    (void)fclose(file);
    return status;
}

static void
expect_said(const char *words)
{
    if (strstr(said, words) == NULL) {
        fail_msg("'%s' is not in: %s", words, said);
    }
}

static void
expect_full(void)
{
    assert_int_equal(start(), JINDU_STORAGE);
    assert_null(writer.store);
    expect_said("no room is left on the disk");
    expect_said("its disk has no room left; the database is not damaged: make "
                "room there, then start again");
    assert_null(strstr(said, "backup"));
    assert_null(strstr(said, "I/O error"));
}

static void
expect_whole(void)
{
    memset(&fault_vfs, 0, sizeof(fault_vfs));
    assert_int_equal(start(), JINDU_OK);
    writer_expect(&writer, "PRAGMA integrity_check", "ok");
}

static void
remove_database(void)
{
    char path[WRITER_PATH_MAX];

    writer_path(&writer, path);
    assert_int_equal(unlink(path), 0);
}

static void
a_database_whose_index_finds_no_room_is_not_called_damaged(void **state)
{
    (void)state;
    fault_vfs.fail_map = 1;
    fault_vfs.sticky = true;
    expect_full();
    expect_whole();
}

static void
a_first_start_without_room_says_so(void **state)
{
    (void)state;
    remove_database();
    fault_vfs.code = SQLITE_FULL;
    fault_vfs.fail_db_write = 1;
    fault_vfs.sticky = true;
    expect_full();
    expect_whole();
}

/* The tables, and what a start writes of itself. */
static void
a_disk_that_fills_up_anywhere_in_the_first_start_is_named(void **state)
{
    int cuts = 0;

    (void)state;
    for (;; cuts++) {
        fault_vfs.code = SQLITE_FULL;
        fault_vfs.fail_write = cuts + 1;
        fault_vfs.sticky = true;
        remove_database();
        if (start() == JINDU_OK) {
            break;
        }
        expect_said("the database is not damaged");
        assert_null(strstr(said, "backup"));
    }
    assert_true(cuts > 8);
    store_close(writer.store);
    writer.store = NULL;
    expect_whole();
}

static void
another_error_still_names_the_backup(void **state)
{
    (void)state;
    remove_database();
    fault_vfs.code = SQLITE_IOERR_WRITE;
    fault_vfs.fail_write = 1;
    fault_vfs.sticky = true;
    assert_int_equal(start(), JINDU_STORAGE);
    expect_said("a backup of it may be whole");
    assert_null(strstr(said, "room"));
    expect_whole();
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_database_whose_index_finds_no_room_is_not_called_damaged),
        CASE(a_first_start_without_room_says_so),
        CASE(a_disk_that_fills_up_anywhere_in_the_first_start_is_named),
        CASE(another_error_still_names_the_backup),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
