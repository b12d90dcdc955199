/* SPDX-License-Identifier: MIT */
/* Plans and calendars for the store, and what its database says. */
#include "writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "digest.h"

#define TEXT_MAX 65536
#define NOTE_MAX 4000 /* characters: the longest note */

const char *
writer_item(char *text, size_t size, int no, const char *deadline)
{
    int length = snprintf(text, size,
        "{\"category\":\"roads\",\"deadline\":%s%s%s,\"leaders\":[\"Fang\"],"
        "\"name\":\"work %d\",\"no\":%d,\"persons\":[\"Li\"],"
        "\"target\":\"all of it\",\"units\":[\"office\"]}",
        deadline == NULL ? "" : "\"", deadline == NULL ? "null" : deadline,
        deadline == NULL ? "" : "\"", no, no);

    assert_true(length > 0 && (size_t)length < size);
    return text;
}

void
writer_digest(const char *items, char hex[JP_DIGEST_HEX_SIZE])
{
    unsigned char digest[JP_DIGEST_SIZE] = { 0 };
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    assert_int_equal(
        jindu_json_parse(&document, items, strlen(items)), JINDU_OK);
    for (const struct jindu_json *item = jindu_json_first(document);
         item != NULL; item = jindu_json_next(item)) {
        jindu_text_clear(&text);
        jindu_json_put_value(&text, NULL, item);
        jp_digest(digest, digest, sizeof(digest), text.bytes, text.length);
    }
    (void)jp_digest_hex(digest, hex);
    jindu_text_free(&text);
    jindu_json_free(document);
}

enum jindu_status
writer_revise(struct writer *writer, const char *plan, const char *items,
    const char *more)
{
    static char params[TEXT_MAX];
    char hex[JP_DIGEST_HEX_SIZE];
    char draft[64];

    (void)snprintf(draft, sizeof(draft), "01900000-0000-7000-9000-%012llx",
        (long long)++writer->keys);
    writer_digest(items, hex);
    assert_true(
        snprintf(params, sizeof(params),
            "{\"plan\":\"%s\",\"draft\":\"%s\",\"part\":1,\"last\":true,"
            "\"head\":{\"title\":\"plan %s\",\"year\":2021},\"items\":%s}",
            plan, draft, plan, items) < (int)sizeof(params));
    (void)writer_ok(writer, "office", "plan.load", params);
    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"%s\",\"draft\":\"%s\",\"digest\":\"%s\"%s}", plan, draft,
        hex, more);
    return writer_call(writer, "office", "plan.confirm", params);
}

void
writer_plan(struct writer *writer, const char *plan, const char *items)
{
    assert_int_equal(writer_revise(writer, plan, items, ""), JINDU_OK);
}

void
writer_calendars(struct writer *writer, int first, int last)
{
    static char text[TEXT_MAX];
    const char *source = getenv("JINDU_SOURCE");
    char path[512];

    if (source == NULL) {
        fail_msg("JINDU_SOURCE names no source tree");
    }
    for (int year = first; year <= last; year++) {
        struct jindu_json *document = NULL;
        const struct jindu_json *documents[1];
        size_t length;
        FILE *file;

        (void)snprintf(
            path, sizeof(path), "%s/packaging/calendar/%d.json", source, year);
        file = fopen(path, "rb");
        if (file == NULL) {
            fail_msg("cannot open '%s'", path);
            abort();
        }
        length = fread(text, 1, sizeof(text), file);
        (void)fclose(file);
        assert_int_equal(jindu_json_parse(&document, text, length), JINDU_OK);
        documents[0] = document;
        assert_int_equal(
            store_fill_calendar(writer->store, documents, 1, writer->now),
            JINDU_OK);
        jindu_json_free(document);
    }
}

void
writer_open_plan(struct writer *writer)
{
    char first[512];
    char second[512];
    char items[1100];

    writer_open(writer);
    (void)snprintf(items, sizeof(items), "[%s,%s]",
        writer_item(first, sizeof(first), 3, "2021-12-31"),
        writer_item(second, sizeof(second), 4, NULL));
    writer_plan(writer, "2021", items);
}

void
writer_fill(struct writer *writer, int batches)
{
    static char params[NOTE_MAX * 3 + 64];
    static char note[NOTE_MAX * 3 + 1];

    for (int i = 0; i < NOTE_MAX; i++) {
        memcpy(note + (ptrdiff_t)i * 3, "实", 3);
    }
    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"%s\"}", note);
    for (int i = 0; i < batches; i++) {
        for (int n = 0; n < WRITER_CALLS_MAX; n++) {
            (void)writer_add(writer, "office", "report.submit", params, NULL);
        }
        writer_apply(writer);
        assert_int_equal(writer->batch.status, JINDU_OK);
    }
}

static sqlite3 *
open_database(const struct writer *writer, int flags)
{
    char path[WRITER_PATH_MAX];
    sqlite3 *connection = NULL;

    writer_path(writer, path);
    assert_int_equal(
        sqlite3_open_v2(path, &connection, flags, NULL), SQLITE_OK);
    (void)sqlite3_db_config(
        connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return connection;
}

char *
writer_text(const struct writer *writer, const char *sql)
{
    sqlite3 *connection = open_database(writer, SQLITE_OPEN_READONLY);
    sqlite3_stmt *statement = NULL;
    struct jindu_text text = JINDU_TEXT_INIT;
    int rc = sqlite3_prepare_v2(connection, sql, -1, &statement, NULL);

    if (rc != SQLITE_OK) {
        fail_msg("'%s': %s", sql, sqlite3_errmsg(connection));
    }
    jindu_text_append(&text, "", 0);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (text.length > 0) {
            jindu_text_append(&text, "\n", 1);
        }
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);

            jindu_text_append(&text, "|", i > 0 ? 1 : 0);
            jindu_text_append_string(&text, value == NULL ? "-" : value);
        }
    }
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(connection);
    return text.bytes;
}

int64_t
writer_integer(const struct writer *writer, const char *sql)
{
    char *text = writer_text(writer, sql);
    int64_t value = strtoll(text, NULL, 10);

    free(text);
    return value;
}

void
writer_expect(
    const struct writer *writer, const char *sql, const char *expected)
{
    char *text = writer_text(writer, sql);

    assert_string_equal(text, expected);
    free(text);
}

void
writer_run(const struct writer *writer, const char *sql)
{
    sqlite3 *connection = open_database(writer, SQLITE_OPEN_READWRITE);
    int rc = sqlite3_exec(connection, sql, NULL, NULL, NULL);

    if (rc != SQLITE_OK) {
        fail_msg("'%s': %s", sql, sqlite3_errmsg(connection));
    }
    (void)sqlite3_close(connection);
}
