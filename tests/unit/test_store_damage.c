/* SPDX-License-Identifier: MIT */
/* Rows that no rule of ours writes: each is named, and harms nobody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "asker.h"
#include "writer.h"

#define DAY_MS (24 * 60 * 60 * (int64_t)1000)
#define FILE_MAX 262144

static struct writer writer;
static struct asker asker;

static int
setup(void **state)
{
    char first[512];
    char second[512];
    char items[1100];

    (void)state;
    writer_open(&writer);
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        writer_item(first, sizeof(first), 3, "2021-12-31"),
        writer_item(second, sizeof(second), 4, "2021-12-31"));
    writer_plan(&writer, "2021", items);
    asker_open(&asker, writer.directory);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    asker_close(&asker);
    writer_close(&writer);
    return 0;
}

static enum jindu_status
report(int no)
{
    char params[64];

    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"2021\",\"item\":%d,\"percent\":5}", no);
    return writer_call(&writer, "office", "report.submit", params);
}

#define SHOW "{\"plan\":\"2021\",\"item\":3}"

static void
a_damaged_item_is_refused_and_the_others_go_on(void **state)
{
    static const char *const values[] = { "state = 5", "state = -1",
        "state = 4294967296", "deadline = 99999999999", "deadline = -99999" };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        char sql[128];

        (void)snprintf(
            sql, sizeof(sql), "UPDATE item SET %s WHERE no = 3", values[i]);
        writer_run(&writer, sql);
        assert_int_equal(report(3), JINDU_INTERNAL);
        assert_int_equal(report(4), JINDU_OK);
        assert_int_equal(
            asker_ask(&asker, "office", "item.show", SHOW), JINDU_STORAGE);
        assert_int_equal(
            asker_ask(&asker, "office", "item.list", "{\"plan\":\"2021\"}"),
            JINDU_STORAGE);
        assert_int_equal(asker_ask(&asker, "office", "item.show",
                             "{\"plan\":\"2021\",\"item\":4}"),
            JINDU_OK);
        writer_run(&writer,
            "UPDATE item SET state = 0, deadline = (SELECT date FROM deadline"
            " d WHERE d.item = item.id)");
    }
    assert_int_equal(report(3), JINDU_OK);
    assert_int_equal(asker_ask(&asker, "office", "item.show", SHOW), JINDU_OK);
}

static void
damaged_words_of_a_list_are_refused(void **state)
{
    static const struct {
        const char *sql;
        const char *method;
    } cases[] = {
        { "UPDATE notice SET phase = 4 WHERE id = 1", "notice.list" },
        { "UPDATE notice SET phase = -1 WHERE id = 1", "notice.list" },
        { "UPDATE notice SET stage = 7 WHERE id = 1", "notice.list" },
        { "UPDATE deadline SET source = 4", "item.show" },
        { "UPDATE deadline SET date = 4000000", "item.show" },
        { "UPDATE item SET state = 9 WHERE no = 4", "plan.list" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool show = strcmp(cases[i].method, "item.show") == 0;

        writer_run(&writer, cases[i].sql);
        assert_int_equal(
            asker_ask(&asker, "office", cases[i].method, show ? SHOW : "{}"),
            JINDU_STORAGE);
        assert_int_equal(asker.text.length, 0);
        writer_run(&writer,
            "UPDATE notice SET phase = 0, stage = 0 WHERE id = 1;"
            "UPDATE deadline SET source = 0, date = 18992;"
            "UPDATE item SET state = 0");
    }
}

static int64_t
issued(int no)
{
    char sql[256];

    (void)snprintf(sql, sizeof(sql),
        "SELECT count(*) FROM notice n JOIN item i ON i.id = n.item"
        " WHERE i.no = %d AND n.phase = 1",
        no);
    return writer_integer(&writer, sql);
}

static void
a_damaged_notice_puts_off_its_item_and_no_other(void **state)
{
    static const char *const values[] = { "stage = 7", "stage = -1",
        "stage = 0, occurrence = 0", "occurrence = 2",
        "stage = 6, occurrence = 99999999999" };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        char sql[256];

        teardown(NULL);
        setup(NULL);
        (void)snprintf(sql, sizeof(sql),
            "UPDATE notice SET %s WHERE id = (SELECT n.id FROM notice n"
            " JOIN item i ON i.id = n.item WHERE i.no = 3"
            " ORDER BY n.due_at LIMIT 1)",
            values[i]);
        writer_run(&writer, sql);
        (void)writer_advance(&writer, writer.now + 9 * DAY_MS);
        assert_int_equal(issued(3), 0);
        assert_true(issued(4) > 0);
    }
}

static void
a_draft_that_cannot_be_dropped_stops_no_notice(void **state)
{
    (void)state;
    (void)writer_ok(&writer, "office", "plan.load",
        "{\"plan\":\"2022\",\"draft\":\"01900000-0000-7000-9000-0000000000ff\""
        ",\"part\":1,\"last\":false,\"head\":{\"title\":\"t\",\"year\":2022},"
        "\"items\":[]}");
    writer_run(&writer, "CREATE TRIGGER planted BEFORE DELETE ON draft BEGIN"
                        " SELECT RAISE(ABORT, 'planted'); END");
    writer_restart(&writer);
    (void)writer_advance(&writer, writer.now + 9 * DAY_MS);
    assert_true(issued(3) > 0);
    writer_expect(&writer, "SELECT count(*) FROM draft", "1");
    writer_run(&writer, "DROP TRIGGER planted");
    writer_restart(&writer);
    (void)writer_tick(&writer, writer.now);
    writer_expect(&writer, "SELECT count(*) FROM draft", "0");
}

static size_t
read_file(const char *path, char bytes[FILE_MAX])
{
    FILE *file = fopen(path, "rb");
    size_t length;

    if (file == NULL) {
        return 0;
    }
    length = fread(bytes, 1, FILE_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_true(length < FILE_MAX);
    return length;
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Another program was killed in the middle of a transaction: its pages are
 * written, and what they were before is in the journal. */
static void
leave_hot_journal(char pages[FILE_MAX], size_t *length, char journal[FILE_MAX],
    size_t *journal_length)
{
    char path[WRITER_PATH_MAX];
    char beside[WRITER_PATH_MAX + 16];
    sqlite3 *theirs = NULL;

    writer_path(&writer, path);
    (void)snprintf(beside, sizeof(beside), "%s-journal", path);
    assert_int_equal(sqlite3_open(path, &theirs), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(theirs,
            "CREATE TABLE diary (day); INSERT INTO diary VALUES ('monday');"
            "BEGIN; UPDATE diary SET day = 'tuesday'",
            NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_db_cacheflush(theirs), SQLITE_OK);
    *length = read_file(path, pages);
    *journal_length = read_file(beside, journal);
    assert_int_equal(sqlite3_close(theirs), SQLITE_OK);
    assert_true(*length > 0 && *journal_length > 0);
    write_file(path, pages, *length);
    write_file(beside, journal, *journal_length);
}

static void
a_hot_journal_of_another_program_is_left_to_it(void **state)
{
    static char pages[FILE_MAX];
    static char journal[FILE_MAX];
    static char after[FILE_MAX];
    char path[WRITER_PATH_MAX];
    char beside[WRITER_PATH_MAX + 16];
    size_t length;
    size_t journal_length;

    (void)state;
    store_close(writer.store);
    writer.store = NULL;
    writer_path(&writer, path);
    (void)snprintf(beside, sizeof(beside), "%s-journal", path);
    asker_close(&asker);
    assert_int_equal(unlink(path), 0);
    leave_hot_journal(pages, &length, journal, &journal_length);
    assert_int_equal(store_open(&writer.store, &writer.options), JINDU_STORAGE);
    assert_int_equal(read_file(path, after), length);
    assert_memory_equal(after, pages, length);
    assert_int_equal(read_file(beside, after), journal_length);
    assert_memory_equal(after, journal, journal_length);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(beside), 0);
    assert_int_equal(store_open(&writer.store, &writer.options), JINDU_OK);
    asker_open(&asker, writer.directory);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_damaged_item_is_refused_and_the_others_go_on),
        CASE(damaged_words_of_a_list_are_refused),
        CASE(a_damaged_notice_puts_off_its_item_and_no_other),
        CASE(a_draft_that_cannot_be_dropped_stops_no_notice),
        CASE(a_hot_journal_of_another_program_is_left_to_it),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
