/* SPDX-License-Identifier: MIT */
/* The database of the version before, brought to this one: whole, or not. */
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
#include "schema.h"
#include "writer.h"

/* What version 2 added. */
#define NEW_TABLES                                      \
    "SELECT count(*) FROM sqlite_schema WHERE name IN " \
    "('cursor', 'digest', 'digest_line')"

/* The sample was planned by a window that never shuts.  A few minutes after the
 * last row of the sample. */
#define SAMPLE_NOW 1795303000000

static struct writer writer;
static char before[262144]; /* what stood in version 1 */

static void
place_sample(void)
{
    static char bytes[262144];
    const char *source = getenv("JINDU_SOURCE");
    char sample[512];
    char path[WRITER_PATH_MAX];
    char extra[WRITER_PATH_MAX + 8];
    FILE *file;
    size_t length;

    if (source == NULL) {
        fail_msg("JINDU_SOURCE names no source tree");
    }
    (void)snprintf(
        sample, sizeof(sample), "%s/tests/migration/version_1.db", source);
    file = fopen(sample, "rb");
    assert_non_null(file);
    length = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    assert_true(length > 0 && length < sizeof(bytes));
    writer_path(&writer, path);
    (void)snprintf(extra, sizeof(extra), "%s-wal", path);
    (void)unlink(extra);
    (void)snprintf(extra, sizeof(extra), "%s-shm", path);
    (void)unlink(extra);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* When a planned notice leaves is planned anew at a start, by the windows of
 * the configuration, and meta has a row for each thing that is known. */
static const char *
columns_of(const char *table)
{
    if (strcmp(table, "meta") == 0) {
        return "group_concat(value) FILTER (WHERE key = 'epoch')";
    }
    return strcmp(table, "notice") == 0
               ? "id, item, deadline_revision, kind, stage, occurrence,"
                 " nominal_at, provisional, phase, late, batch, sequence,"
                 " reason"
               : "*";
}

/* Every row of the tables that version 1 has. */
static void
dump(char *text, size_t size)
{
    char *tables = writer_text(&writer,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
        " ('cursor', 'digest', 'digest_line') ORDER BY name");
    size_t used = 0;
    char *rest = NULL;

    for (char *name = strtok_r(tables, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest)) {
        char sql[192];
        char *rows;

        (void)snprintf(
            sql, sizeof(sql), "SELECT %s FROM %s", columns_of(name), name);
        rows = writer_text(&writer, sql);
        used +=
            (size_t)snprintf(text + used, size - used, "%s:\n%s\n", name, rows);
        free(rows);
        assert_true(used < size);
    }
    free(tables);
}

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    store_close(writer.store);
    writer.store = NULL;
    writer.now = SAMPLE_NOW;
    writer.options.window =
        (struct window){ .open = 0, .close = 24 * 60, .every_day = true };
    place_sample();
    dump(before, sizeof(before));
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
open_sample(void)
{
    assert_int_equal(store_open(&writer.store, &writer.options), JINDU_OK);
}

static void
expect_rows_kept(void)
{
    static char after[sizeof(before)];

    dump(after, sizeof(after));
    assert_string_equal(after, before);
}

static void
version_1_comes_to_the_newest_with_every_row(void **state)
{
    (void)state;
    assert_int_equal(writer_integer(&writer, "PRAGMA user_version"), 1);
    assert_int_equal(
        writer_integer(&writer, "SELECT count(*) FROM notice"), 43);
    open_sample();
    assert_int_equal(
        writer_integer(&writer, "PRAGMA user_version"), SCHEMA_VERSION);
    assert_int_equal(writer_integer(&writer, NEW_TABLES), 3);
    expect_rows_kept();
    writer_expect(&writer, "PRAGMA integrity_check", "ok");
}

static void
what_was_planned_before_is_published_after(void **state)
{
    int64_t due;

    (void)state;
    open_sample();
    assert_int_equal(store_sequence(writer.store), 10);
    (void)writer_tick(&writer, SAMPLE_NOW);
    due = writer_integer(
        &writer, "SELECT min(due_at) FROM notice WHERE phase = 0");
    assert_true(due > SAMPLE_NOW);
    /* Over one day at least one window opens. */
    assert_true(writer_advance(&writer, due + 24 * 60 * 60 * 1000) > 0);
    assert_true(writer_integer(&writer,
                    "SELECT count(*) FROM notice WHERE phase = 1") > 3);
    writer_restart(&writer); /* the chain holds */
}

/* Either version, and all of it. */
static void
expect_one_version(void)
{
    int64_t version = writer_integer(&writer, "PRAGMA user_version");

    assert_true(version == 1 || version == SCHEMA_VERSION);
    assert_int_equal(writer_integer(&writer, NEW_TABLES), version == 1 ? 0 : 3);
    expect_rows_kept();
}

/* From the n-th on, every write or sync fails; then the disk is well again. */
static bool
cut_at(int *countdown, int n, int code)
{
    bool cut;

    place_sample();
    *countdown = n;
    fault_vfs.code = code;
    fault_vfs.sticky = true;
    cut = store_open(&writer.store, &writer.options) != JINDU_OK;
    if (cut) {
        assert_null(writer.store);
    } else {
        store_close(writer.store);
        writer.store = NULL;
    }
    *countdown = 0;
    expect_one_version();
    open_sample();
    assert_int_equal(writer_integer(&writer, NEW_TABLES), 3);
    expect_rows_kept();
    store_close(writer.store);
    writer.store = NULL;
    return cut;
}

static void
a_cut_anywhere_leaves_one_version_and_never_a_mixture(void **state)
{
    static const int codes[] = { SQLITE_FULL, SQLITE_IOERR_WRITE };
    int writes = 0;
    int syncs = 0;

    (void)state;
    fault_vfs_install();
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        for (int n = 1; cut_at(&fault_vfs.fail_write, n, codes[i]); n++) {
            writes++;
        }
    }
    for (int n = 1; cut_at(&fault_vfs.fail_sync, n, SQLITE_IOERR_FSYNC); n++) {
        syncs++;
    }
    memset(&fault_vfs, 0, sizeof(fault_vfs));
    fault_vfs_remove();
    /* Several pages twice, and the sync of the step. */
    assert_true(writes > 8);
    assert_true(syncs > 0);
}

static void
a_newer_version_is_refused_and_left_as_it_is(void **state)
{
    char sql[64];

    (void)state;
    (void)snprintf(
        sql, sizeof(sql), "PRAGMA user_version = %d", SCHEMA_VERSION + 1);
    writer_run(&writer, sql);
    assert_int_equal(store_open(&writer.store, &writer.options), JINDU_STORAGE);
    assert_null(writer.store);
    assert_int_equal(
        writer_integer(&writer, "PRAGMA user_version"), SCHEMA_VERSION + 1);
    expect_rows_kept();
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(version_1_comes_to_the_newest_with_every_row),
        CASE(what_was_planned_before_is_published_after),
        CASE(a_cut_anywhere_leaves_one_version_and_never_a_mixture),
        CASE(a_newer_version_is_refused_and_left_as_it_is),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
