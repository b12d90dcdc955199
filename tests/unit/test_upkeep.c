/* SPDX-License-Identifier: MIT */
/* Backups and checks, made while the store is written. */
#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fault_vfs.h"
#include "query_upkeep.h"
#include "writer.h"

static struct writer writer;
static struct query_upkeep *upkeep;
static struct jindu_text text;
static struct jp_fault fault;
static char folder[WRITER_PATH_MAX];
static char file[WRITER_PATH_MAX + 16];

static int
setup(void **state)
{
    (void)state;
    fault_vfs_install();
    writer_open_plan(&writer);
    assert_int_equal(query_upkeep_new(&upkeep, writer.directory), JINDU_OK);
    (void)snprintf(folder, sizeof(folder), "%.100s-copies", writer.directory);
    assert_int_equal(mkdir(folder, 0700), 0);
    (void)snprintf(file, sizeof(file), "%s/" STORE_FILE, folder);
    return 0;
}

/* What is in the folder beside file; a partial copy would be. */
static size_t
count_others(void)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        count += strcmp(entry->d_name, ".") != 0 &&
                 strcmp(entry->d_name, "..") != 0 &&
                 strcmp(entry->d_name, STORE_FILE) != 0;
    }
    (void)closedir(directory);
    return count;
}

/* The copy and what a start on it makes. */
static void
remove_copy(void)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    char path[sizeof(file) + 8];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s%s", file, suffixes[i]);
        (void)unlink(path);
    }
}

static int
teardown(void **state)
{
    (void)state;
    memset(&fault_vfs, 0, sizeof(fault_vfs));
    query_upkeep_free(upkeep);
    jindu_text_free(&text);
    remove_copy();
    assert_int_equal(rmdir(folder), 0);
    writer_close(&writer);
    fault_vfs_remove();
    return 0;
}

static enum jindu_status
run(enum jp_method method, const char *path)
{
    const struct jp_request request = { .method = method, .file = path };

    jindu_text_clear(&text);
    fault = (struct jp_fault){ .rule = NULL };
    return query_upkeep_run(upkeep, &request, &text, &fault);
}

static enum jindu_status
backup(void)
{
    return run(JP_METHOD_ADMIN_BACKUP, file);
}

static void
expect_of_copy(const char *sql, const char *expected)
{
    struct writer copy = { .directory = "" };

    (void)snprintf(copy.directory, sizeof(copy.directory), "%s", folder);
    writer_expect(&copy, sql, expected);
}

static void
a_backup_is_one_whole_file_that_says_it_is_one(void **state)
{
    char expected[256];
    struct stat facts;

    (void)state;
    writer_fill(&writer, 1);
    assert_int_equal(backup(), JINDU_OK);
    assert_int_equal(stat(file, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0600);
    assert_int_equal(facts.st_nlink, 1);
    (void)snprintf(expected, sizeof(expected),
        "{\"backup\":{\"bytes\":%lld,\"file\":\"%s\",\"sequence\":65}}",
        (long long)facts.st_size, file);
    assert_string_equal(text.bytes, expected);
    expect_of_copy("PRAGMA journal_mode", "delete");
    expect_of_copy("PRAGMA integrity_check", "ok");
    expect_of_copy("SELECT value FROM meta WHERE key = 'restored'", "1");
    expect_of_copy("SELECT max(sequence) FROM journal", "65");
    assert_int_equal(count_others(), 0);
    /* The original is none. */
    writer_expect(&writer,
        "SELECT count(*) FROM meta WHERE key = 'restored' AND value", "0");
}

static void
a_start_on_the_copy_begins_an_epoch_and_goes_on_with_the_numbers(void **state)
{
    const struct store_options options = { .directory = folder,
        .window = writer.options.window };
    struct store *store = NULL;

    (void)state;
    assert_int_equal(backup(), JINDU_OK);
    assert_int_equal(store_open(&store, &options), JINDU_OK);
    assert_string_not_equal(store_epoch(store), store_epoch(writer.store));
    assert_int_equal(store_sequence(store), store_sequence(writer.store) + 1);
    store_close(store);
    expect_of_copy("SELECT type FROM journal ORDER BY sequence DESC LIMIT 1",
        "jindu.system.restored");
}

/* Under the name of a journal SQLite would take it for one. */
static void
no_backup_lies_beside_the_database_itself(void **state)
{
    char inside[WRITER_PATH_MAX + 32];

    (void)state;
    (void)snprintf(
        inside, sizeof(inside), "%s/jindu.db-journal", writer.directory);
    assert_int_equal(run(JP_METHOD_ADMIN_BACKUP, inside), JINDU_DENIED);
    assert_string_equal(fault.field, "file");
    assert_string_equal(fault.rule, "folder");
}

/* It would be read into the copy. */
static void
a_copy_beside_the_wal_of_another_is_refused_until_that_is_gone(void **state)
{
    const struct store_options options = { .directory = folder,
        .window = writer.options.window };
    struct store *store = NULL;
    char wal[WRITER_PATH_MAX + 32];
    FILE *stray;

    (void)state;
    assert_int_equal(backup(), JINDU_OK);
    (void)snprintf(wal, sizeof(wal), "%s-wal", file);
    stray = fopen(wal, "w");
    assert_non_null(stray);
    assert_int_equal(fputc('x', stray), 'x');
    assert_int_equal(fclose(stray), 0);
    assert_int_equal(store_open(&store, &options), JINDU_STORAGE);
    assert_null(store);
    assert_int_equal(remove(wal), 0);
    assert_int_equal(store_open(&store, &options), JINDU_OK);
    store_close(store);
}

static void *
run_backup(void *cookie)
{
    enum jindu_status *status = cookie;

    *status = backup();
    return NULL;
}

static void
a_backup_made_while_others_write_is_one_moment_of_it(void **state)
{
    enum jindu_status status = JINDU_INTERNAL;
    struct jindu_json *document = NULL;
    const struct jindu_json *told;
    char expected[32];
    pthread_t thread;

    (void)state;
    writer_fill(&writer, 4);
    assert_int_equal(pthread_create(&thread, NULL, run_backup, &status), 0);
    writer_fill(&writer, 2);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(status, JINDU_OK);
    assert_int_equal(
        jindu_json_parse(&document, text.bytes, text.length), JINDU_OK);
    told = jindu_json_member(document, "backup");
    (void)snprintf(expected, sizeof(expected), "%lld",
        (long long)jindu_json_integer(jindu_json_member(told, "sequence"), 0));
    jindu_json_free(document);
    expect_of_copy("SELECT max(sequence) FROM journal", expected);
    expect_of_copy("PRAGMA integrity_check", "ok");
    writer_fill(&writer, 1);
}

static void
a_file_that_exists_is_kept(void **state)
{
    struct stat facts;
    FILE *there = fopen(file, "wb");

    (void)state;
    assert_non_null(there);
    assert_int_equal(fclose(there), 0);
    assert_int_equal(backup(), JINDU_CONFLICT);
    assert_string_equal(fault.field, "file");
    assert_string_equal(fault.rule, "exists");
    assert_int_equal(stat(file, &facts), 0);
    assert_int_equal(facts.st_size, 0);
    assert_int_equal(count_others(), 0);
}

static void
a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    assert_int_equal(run(JP_METHOD_ADMIN_BACKUP, "/nonexistent/folder/copy"),
        JINDU_NOT_FOUND);
    assert_string_equal(fault.field, "file");
    assert_non_null(strstr(fault.message, "folder"));
}

/* At each of the places where the copy writes. */
static void
a_full_disk_ends_a_backup_and_leaves_nothing(void **state)
{
    static const int codes[] = { SQLITE_FULL, SQLITE_IOERR_WRITE };
    int failed = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        for (int n = 1; n < 200; n++) {
            enum jindu_status status;

            fault_vfs.code = codes[i];
            fault_vfs.fail_db_write = n;
            fault_vfs.sticky = true;
            status = backup();
            fault_vfs.fail_db_write = 0;
            assert_int_equal(count_others(), 0);
            if (status == JINDU_OK) {
                break;
            }
            assert_int_equal(status, JINDU_STORAGE);
            assert_int_equal(access(file, F_OK), -1);
            failed++;
        }
        remove_copy();
    }
    assert_true(failed > 40);
    assert_int_equal(backup(), JINDU_OK);
}

static void
what_is_stopped_is_closed_and_leaves_nothing(void **state)
{
    (void)state;
    query_upkeep_stop(upkeep);
    assert_int_equal(backup(), JINDU_CLOSED);
    assert_int_equal(access(file, F_OK), -1);
    assert_int_equal(count_others(), 0);
    assert_int_equal(run(JP_METHOD_SERVER_CHECK, NULL), JINDU_CLOSED);
    assert_int_equal(text.length, 0);
}

static void
a_sound_database_passes_its_check(void **state)
{
    (void)state;
    writer_fill(&writer, 1);
    assert_int_equal(run(JP_METHOD_SERVER_CHECK, NULL), JINDU_OK);
    assert_string_equal(text.bytes,
        "{\"chain\":{\"bad\":null,\"checked\":65},\"database\":[],"
        "\"ok\":true}");
}

static void
a_row_that_was_changed_is_named(void **state)
{
    (void)state;
    writer_fill(&writer, 1);
    writer_run(&writer, "UPDATE journal SET event = replace(event, '实', '空')"
                        " WHERE sequence = 17");
    assert_int_equal(run(JP_METHOD_SERVER_CHECK, NULL), JINDU_OK);
    assert_string_equal(text.bytes,
        "{\"chain\":{\"bad\":17,\"checked\":17},\"database\":[],"
        "\"ok\":false}");
}

static void
a_page_that_was_overwritten_is_told(void **state)
{
    char path[WRITER_PATH_MAX];
    char page[4096];
    FILE *damaged;

    (void)state;
    writer_fill(&writer, 1);
    store_close(writer.store);
    writer.store = NULL;
    memset(page, 0xff, sizeof(page));
    writer_path(&writer, path);
    damaged = fopen(path, "r+b");
    assert_non_null(damaged);
    assert_int_equal(fseek(damaged, -4096, SEEK_END), 0);
    assert_int_equal(fwrite(page, 1, sizeof(page), damaged), sizeof(page));
    assert_int_equal(fclose(damaged), 0);
    assert_int_equal(run(JP_METHOD_SERVER_CHECK, NULL), JINDU_OK);
    assert_non_null(strstr(text.bytes, "\"ok\":false"));
    assert_null(strstr(text.bytes, "\"database\":[],"));
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_backup_is_one_whole_file_that_says_it_is_one),
        CASE(a_start_on_the_copy_begins_an_epoch_and_goes_on_with_the_numbers),
        CASE(no_backup_lies_beside_the_database_itself),
        CASE(a_copy_beside_the_wal_of_another_is_refused_until_that_is_gone),
        CASE(a_backup_made_while_others_write_is_one_moment_of_it),
        CASE(a_file_that_exists_is_kept),
        CASE(a_folder_that_is_not_there_is_named),
        CASE(a_full_disk_ends_a_backup_and_leaves_nothing),
        CASE(what_is_stopped_is_closed_and_leaves_nothing),
        CASE(a_sound_database_passes_its_check),
        CASE(a_row_that_was_changed_is_named),
        CASE(a_page_that_was_overwritten_is_told),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
