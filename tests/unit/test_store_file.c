/* SPDX-License-Identifier: MIT */
/* What is looked at before SQLite sees the file. */
#include <fcntl.h>
#include <linux/magic.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cmocka.h>

#include "schema.h"
#include "store_file.h"

#define PATH_SIZE 128
#define HEADER_SIZE 72 /* up to the number of the program */
#define HEADER_VERSION 18
#define JOURNAL_SIZE 20 /* up to the number of pages */
#define MAGIC "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"

static char directory[PATH_SIZE];
static char path[PATH_SIZE + 16];
static char journal_path[PATH_SIZE + 32];
static long file_system; /* what statfs() says */

/* In place of libc's. */
int
statfs(const char *name, struct statfs *facts)
{
    (void)name;
    memset(facts, 0, sizeof(*facts));
    facts->f_type = file_system;
    return 0;
}

static int
setup(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    (void)snprintf(directory, sizeof(directory), "%s/jindu-file-XXXXXX",
        base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof(path), "%s/x.db", directory);
    (void)snprintf(journal_path, sizeof(journal_path), "%s-journal", path);
    file_system = EXT4_SUPER_MAGIC;
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(journal_path);
    return rmdir(directory);
}

static void
write_file(const char *name, const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(name, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void
put_number(unsigned char *bytes, uint32_t number)
{
    bytes[0] = (unsigned char)(number >> 24);
    bytes[1] = (unsigned char)(number >> 16);
    bytes[2] = (unsigned char)(number >> 8);
    bytes[3] = (unsigned char)number;
}

/* A database of the program, and a journal that has this many pages; and
 * whether the store may open it.  No descriptor stays open. */
static enum jindu_status
check(uint32_t program, uint32_t pages, size_t journal_size)
{
    unsigned char header[HEADER_SIZE] = "SQLite format 3";
    unsigned char journal[JOURNAL_SIZE] = MAGIC;
    int before = dup(STDIN_FILENO);

    put_number(header + HEADER_SIZE - 4, program);
    put_number(journal + JOURNAL_SIZE - 4, pages);
    write_file(path, header, sizeof(header));
    write_file(journal_path, journal, journal_size);
    (void)close(before);
    enum jindu_status status = store_file_check(directory, path);
    int after = dup(STDIN_FILENO);
    assert_int_equal(after, before);
    (void)close(after);
    return status;
}

static void
an_empty_directory_is_good(void **state)
{
    (void)state;
    assert_int_equal(store_file_check(directory, path), JINDU_OK);
}

static void
a_network_file_system_is_refused(void **state)
{
    static const long networks[] = { NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,
        (long)0xff534d42, (long)0xfe534d42 };

    (void)state;
    for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++) {
        file_system = networks[i];
        assert_int_equal(store_file_check(directory, path), JINDU_STORAGE);
    }
}

/* Wherever in the number of pages, or of the program, a bit stands. */
static void
the_unfinished_work_of_another_program_is_left_alone(void **state)
{
    (void)state;
    for (int bit = 0; bit < 32; bit++) {
        assert_int_equal(
            check(1, UINT32_C(1) << bit, JOURNAL_SIZE), JINDU_STORAGE);
        assert_int_equal(
            check(SCHEMA_APPLICATION_ID ^ UINT32_C(1) << bit, 1, JOURNAL_SIZE),
            JINDU_STORAGE);
    }
}

static void
our_own_journal_and_an_empty_one_are_finished(void **state)
{
    (void)state;
    assert_int_equal(check(SCHEMA_APPLICATION_ID, 1, JOURNAL_SIZE), JINDU_OK);
    assert_int_equal(check(1, 0, JOURNAL_SIZE), JINDU_OK);
    assert_int_equal(check(1, 1, JOURNAL_SIZE - 1), JINDU_OK);
}

/* A copy that stands where another database stood, whose WAL is still there. */
static void
a_wal_beside_a_database_that_has_none_is_refused(void **state)
{
    static const struct {
        unsigned char version; /* 1: no WAL mode */
        size_t wal_size;
        enum jindu_status status;
    } cases[] = { { 1, 1, JINDU_STORAGE }, { 1, 0, JINDU_OK },
        { 2, 1, JINDU_OK } };
    char wal_path[sizeof(path) + 4];

    (void)state;
    (void)snprintf(wal_path, sizeof(wal_path), "%s-wal", path);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned char header[HEADER_VERSION + 1] = { 0 };

        header[HEADER_VERSION] = cases[i].version;
        write_file(path, header, sizeof(header));
        write_file(wal_path, header, cases[i].wal_size);
        assert_int_equal(store_file_check(directory, path), cases[i].status);
    }
    assert_int_equal(unlink(wal_path), 0);
    unsigned char alone[HEADER_VERSION + 1] = { [HEADER_VERSION] = 1 };
    write_file(path, alone, sizeof(alone));
    assert_int_equal(store_file_check(directory, path), JINDU_OK);
}

static void
a_directory_is_synced_and_closed(void **state)
{
    int before = dup(STDIN_FILENO);

    (void)state;
    (void)close(before);
    assert_int_equal(store_file_sync(directory), JINDU_OK);
    int after = dup(STDIN_FILENO);
    assert_int_equal(after, before);
    (void)close(after);
    assert_int_equal(store_file_sync(path), JINDU_STORAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_empty_directory_is_good, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_network_file_system_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_unfinished_work_of_another_program_is_left_alone, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            our_own_journal_and_an_empty_one_are_finished, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_wal_beside_a_database_that_has_none_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_directory_is_synced_and_closed, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
