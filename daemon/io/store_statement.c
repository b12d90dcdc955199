/* SPDX-License-Identifier: MIT */
#include "store_statement.h"

#include <jindu/date.h>

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

#include "log.h"
#include "store_private.h"

enum jindu_status
statement_prepare_all(struct store *store)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        int rc = sqlite3_prepare_v3(store->connection, store_sql[i], -1,
            SQLITE_PREPARE_PERSISTENT, &store->statements[i], NULL);

        if (rc != SQLITE_OK) {
            log_error("cannot prepare '%s': %s", store_sql[i],
                sqlite3_errmsg(store->connection));
            return rc == SQLITE_NOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
        }
    }
    return JINDU_OK;
}

void
statement_finalize_all(struct store *store)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
}

struct statement
statement_use(struct store *store, enum sql sql)
{
    struct statement s = {
        .store = store, .handle = store->statements[sql], .rc = SQLITE_OK
    };

    assert(!sqlite3_stmt_busy(s.handle));
    return s;
}

static void
note_binding(struct statement *s, int rc)
{
    if (s->rc == SQLITE_OK) {
        s->rc = rc;
    }
}

void
statement_integer(struct statement *s, int64_t value)
{
    note_binding(s, sqlite3_bind_int64(s->handle, ++s->bound, value));
}

void
statement_positive(struct statement *s, int64_t value)
{
    if (value > 0) {
        statement_integer(s, value);
    } else {
        note_binding(s, sqlite3_bind_null(s->handle, ++s->bound));
    }
}

void
statement_date(struct statement *s, int32_t date)
{
    if (date == JINDU_DATE_NONE) {
        note_binding(s, sqlite3_bind_null(s->handle, ++s->bound));
    } else {
        statement_integer(s, date);
    }
}

void
statement_text(struct statement *s, const char *text)
{
    note_binding(
        s, sqlite3_bind_text(s->handle, ++s->bound, text, -1, SQLITE_STATIC));
}

void
statement_bytes(struct statement *s, const char *text, size_t length)
{
    note_binding(s, sqlite3_bind_text64(s->handle, ++s->bound, text, length,
                        SQLITE_STATIC, SQLITE_UTF8));
}

void
statement_blob(struct statement *s, const void *bytes, size_t length)
{
    note_binding(s, sqlite3_bind_blob64(
                        s->handle, ++s->bound, bytes, length, SQLITE_STATIC));
}

bool
statement_row(struct statement *s)
{
    if (s->rc != SQLITE_OK && s->rc != SQLITE_ROW) {
        return false;
    }
    s->rc = sqlite3_step(s->handle);
    return s->rc == SQLITE_ROW;
}

static enum jindu_status
fail(int rc, const char *sql)
{
    log_error("cannot run '%s': %s", sql, sqlite3_errstr(rc));
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return JINDU_NO_MEMORY;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return JINDU_INTERNAL;
    default:
        return JINDU_STORAGE;
    }
}

enum jindu_status
statement_done(struct statement *s)
{
    (void)sqlite3_reset(s->handle);
    if (s->rc == SQLITE_OK || s->rc == SQLITE_ROW || s->rc == SQLITE_DONE) {
        return JINDU_OK;
    }
    return fail(s->rc, sqlite3_sql(s->handle));
}

enum jindu_status
statement_run(struct statement *s)
{
    (void)statement_row(s);
    return statement_done(s);
}

int64_t
column_integer(const struct statement *s, int column)
{
    return sqlite3_column_int64(s->handle, column);
}

void
statement_damaged(struct statement *s, int column, int64_t id)
{
    const char *table = sqlite3_column_table_name(s->handle, column);

    log_error("row %lld of table '%s' is damaged: '%s' cannot be '%s'",
        (long long)id, table == NULL ? "" : table,
        sqlite3_column_name(s->handle, column),
        (const char *)sqlite3_column_text(s->handle, column));
    s->rc = SQLITE_MISMATCH;
}

int
column_choice(struct statement *s, int column, int count, int64_t id)
{
    int64_t value = column_integer(s, column);

    if (value >= 0 && value < count) {
        return (int)value;
    }
    statement_damaged(s, column, id);
    return 0;
}

int32_t
column_date(struct statement *s, int column)
{
    char text[JINDU_DATE_SIZE];
    int64_t value = column_integer(s, column);
    int32_t again = 0;

    if (sqlite3_column_type(s->handle, column) == SQLITE_NULL) {
        return JINDU_DATE_NONE;
    }
    if (value > INT32_MIN && value <= INT32_MAX &&
        jindu_date_parse(jindu_date_format((int32_t)value, text), &again)) {
        return (int32_t)value;
    }
    statement_damaged(s, column, column_integer(s, 0));
    return JINDU_DATE_NONE;
}

const char *
column_text(struct statement *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s->handle, column);

    if (text == NULL && sqlite3_column_type(s->handle, column) != SQLITE_NULL) {
        s->rc = SQLITE_NOMEM;
        return "";
    }
    return text;
}

size_t
column_bytes(const struct statement *s, int column)
{
    return (size_t)sqlite3_column_bytes(s->handle, column);
}

bool
column_blob(const struct statement *s, int column, void *bytes, size_t length)
{
    const void *stored = sqlite3_column_blob(s->handle, column);

    if (stored == NULL || column_bytes(s, column) != length) {
        return false;
    }
    memcpy(bytes, stored, length);
    return true;
}
