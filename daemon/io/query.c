/* SPDX-License-Identifier: MIT */
#include "query.h"

#include "query_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "json_scan.h"
#include "log.h"
#include "schema.h"
#include "store.h"
#include "zone.h"

#define PATH_SIZE 4096
/* Only the switch to WAL can make a reader wait. */
#define BUSY_TIMEOUT_MS 5000

static const char sql_meta[] = "SELECT value FROM meta WHERE key = ?1";
static const char sql_plan[] =
    "SELECT id, revision FROM plan WHERE code = ?1 AND revision > 0";
static const char sql_item[] =
    "SELECT id FROM item WHERE plan = ?1 AND no = ?2 AND born <= ?3";

sqlite3_stmt *
query_statement(struct query *query, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    size_t at = 0;

    while (at < query->statement_count && query->statements[at].sql != sql) {
        at++;
    }
    if (at < query->statement_count) {
        statement = query->statements[at].statement;
        (void)sqlite3_reset(statement);
        (void)sqlite3_clear_bindings(statement);
        return statement;
    }
    if (at == sizeof(query->statements) / sizeof(query->statements[0]) ||
        sqlite3_prepare_v3(query->connection, sql, -1,
            SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        log_error(
            "cannot prepare '%s': %s", sql, sqlite3_errmsg(query->connection));
        query->failed = true;
        return NULL;
    }
    query->statements[at].sql = sql;
    query->statements[at].statement = statement;
    query->statement_count++;
    return statement;
}

int
query_step(struct query *query, sqlite3_stmt *statement)
{
    int rc = statement == NULL ? SQLITE_ERROR : sqlite3_step(statement);

    if (rc != SQLITE_ROW && rc != SQLITE_DONE && statement != NULL) {
        log_error("cannot read: %s", sqlite3_errmsg(query->connection));
        query->failed = true;
    }
    if (rc != SQLITE_ROW && statement != NULL) {
        (void)sqlite3_reset(statement);
    }
    return rc;
}

const char *
query_text(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}

/* The first column says which row it is. */
static void
note_damage(struct query *query, sqlite3_stmt *statement, int column)
{
    const char *table = sqlite3_column_table_name(statement, column);

    log_error("row %s of table '%s' is damaged: '%s' cannot be '%s'",
        query_text(statement, 0), table == NULL ? "" : table,
        sqlite3_column_name(statement, column), query_text(statement, column));
    query->failed = true;
}

int
query_choice(
    struct query *query, sqlite3_stmt *statement, int column, int count)
{
    int64_t value = sqlite3_column_int64(statement, column);

    if (value >= 0 && value < count) {
        return (int)value;
    }
    note_damage(query, statement, column);
    return 0;
}

int32_t
query_date(struct query *query, sqlite3_stmt *statement, int column)
{
    char text[JINDU_DATE_SIZE];
    int64_t value = sqlite3_column_int64(statement, column);
    int32_t again = 0;

    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
        return JINDU_DATE_NONE;
    }
    if (value > INT32_MIN && value <= INT32_MAX &&
        jindu_date_parse(jindu_date_format((int32_t)value, text), &again)) {
        return (int32_t)value;
    }
    note_damage(query, statement, column);
    return JINDU_DATE_NONE;
}

void
query_put_date(struct jindu_text *out, const char *name, int32_t date)
{
    char text[JINDU_DATE_SIZE];

    jindu_json_put_string(out, name,
        date == JINDU_DATE_NONE ? NULL : jindu_date_format(date, text));
}

void
query_put_instant(struct jindu_text *out, const char *name, int64_t instant)
{
    if (instant == 0) {
        jindu_json_put_null(out, name);
    } else {
        jindu_json_put_integer(out, name, instant);
    }
}

void
query_put_json(struct jindu_text *out, const char *name,
    sqlite3_stmt *statement, int column)
{
    const char *json = query_text(statement, column);

    if (json == NULL) {
        jindu_json_put_null(out, name);
    } else {
        jindu_json_put_raw(out, name, json, strlen(json));
    }
}

enum jindu_status
query_find_plan(struct query_call *call, int64_t *id, int64_t *revision)
{
    sqlite3_stmt *statement = query_statement(call->query, sql_plan);
    int rc;

    if (statement != NULL) {
        (void)sqlite3_bind_text(
            statement, 1, call->request->plan, -1, SQLITE_STATIC);
    }
    rc = query_step(call->query, statement);
    if (rc == SQLITE_DONE) {
        return jp_refuse(call->fault, JINDU_NOT_FOUND, "plan", "exists");
    }
    if (rc != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    *id = sqlite3_column_int64(statement, 0);
    *revision = sqlite3_column_int64(statement, 1);
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

enum jindu_status
query_find_item(struct query_call *call, int64_t *id)
{
    sqlite3_stmt *statement;
    int64_t plan = 0;
    int64_t revision = 0;
    enum jindu_status status = query_find_plan(call, &plan, &revision);
    int rc;

    if (status != JINDU_OK) {
        return status;
    }
    statement = query_statement(call->query, sql_item);
    if (statement != NULL) {
        (void)sqlite3_bind_int64(statement, 1, plan);
        (void)sqlite3_bind_int64(statement, 2, call->request->item);
        (void)sqlite3_bind_int64(statement, 3, revision);
    }
    rc = query_step(call->query, statement);
    if (rc == SQLITE_DONE) {
        return jp_refuse(call->fault, JINDU_NOT_FOUND, "item", "exists");
    }
    if (rc != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    *id = sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

static enum jindu_status
run_method(struct query_call *call)
{
    /* Writes, upkeep and what the loop answers never come here: intake sees
     * to that. */
    switch (call->request->method) {
    case JP_METHOD_SERVER_STATUS:
        return query_status(call);
    case JP_METHOD_PLAN_LIST:
        return query_plan_list(call);
    case JP_METHOD_PLAN_SHOW:
        return query_plan_show(call);
    case JP_METHOD_ITEM_LIST:
        return query_item_list(call);
    case JP_METHOD_ITEM_SHOW:
        return query_item_show(call);
    case JP_METHOD_REPORT_LIST:
        return query_report_list(call);
    case JP_METHOD_NOTICE_LIST:
        return query_notice_list(call);
    case JP_METHOD_CALENDAR_SHOW:
        return query_calendar_show(call);
    case JP_METHOD_STREAM_READ:
        return query_stream_read(call);
    case JP_METHOD_STREAM_LIST:
        return query_stream_list(call);
    case JP_METHOD_STREAM_CURSORS:
        return query_stream_cursors(call);
    case JP_METHOD_AUDIT_VERIFY:
        return query_audit_verify(call);
    case JP_METHOD_SERVER_HELLO:
    case JP_METHOD_SERVER_CLOCK:
    case JP_METHOD_SERVER_CHECK:
    case JP_METHOD_ADMIN_BACKUP:
    case JP_METHOD_ADMIN_PERMISSIONS:
    case JP_METHOD_ADMIN_PRINCIPALS:
    case JP_METHOD_PLAN_LOAD:
    case JP_METHOD_PLAN_CONFIRM:
    case JP_METHOD_ITEM_CLAIM:
    case JP_METHOD_ITEM_VERIFY:
    case JP_METHOD_ITEM_RETURN:
    case JP_METHOD_ITEM_WITHDRAW:
    case JP_METHOD_ITEM_UPDATE:
    case JP_METHOD_REPORT_SUBMIT:
    case JP_METHOD_NOTICE_ACKNOWLEDGE:
    case JP_METHOD_CALENDAR_LOAD:
    case JP_METHOD_STREAM_COMMIT:
    case JP_METHOD_STREAM_FORGET:
    case JP_METHOD_COUNT:
        break;
    }
    return JINDU_INTERNAL;
}

enum jindu_status
query_run(struct query *query, const struct jp_request *request,
    const struct query_facts *facts, struct jindu_text *result,
    struct jp_fault *fault)
{
    struct query_call call = { query, request, facts, zone_date(facts->now),
        result, fault };
    size_t before = result->length;
    enum jindu_status status;

    if (sqlite3_exec(query->connection, "BEGIN", NULL, NULL, NULL) !=
        SQLITE_OK) {
        log_error("cannot read: %s", sqlite3_errmsg(query->connection));
        return JINDU_STORAGE;
    }
    query->failed = false;
    status = query_load_calendar(query);
    if (status == JINDU_OK) {
        jindu_json_put_object(result, NULL);
        status = run_method(&call);
        jindu_json_end_object(result);
    }
    /* Statements left on a row would keep the snapshot, and so the WAL. */
    for (size_t i = 0; i < query->statement_count; i++) {
        (void)sqlite3_reset(query->statements[i].statement);
    }
    (void)sqlite3_exec(query->connection, "COMMIT", NULL, NULL, NULL);
    /* What rests on a row that could not be read is not believed, a refusal as
     * little as a result. */
    if (query->failed) {
        *fault = (struct jp_fault){ .rule = NULL };
        status = JINDU_STORAGE;
    }
    if (status == JINDU_OK && result->failed) {
        status = JINDU_NO_MEMORY;
    }
    /* Texts of rows go out as they are stored. */
    if (status == JINDU_OK &&
        !jp_json_scan(result->bytes + before, result->length - before)) {
        log_error("a row of the database is damaged: '%s' would answer what "
                  "is no JSON; 'jindu server check' says more",
            jp_method_token(request->method));
        status = JINDU_STORAGE;
    }
    if (status != JINDU_OK && !result->failed) {
        result->length = before;
    }
    return status;
}

enum jindu_status
query_head(
    struct query *query, const char *stream, int64_t *head, int64_t *floor)
{
    int64_t id;

    return query_stream_head(query, stream, &id, head, floor);
}

static enum jindu_status
read_epoch(struct query *query)
{
    sqlite3_stmt *statement = query_statement(query, sql_meta);

    if (statement != NULL) {
        (void)sqlite3_bind_text(statement, 1, "epoch", -1, SQLITE_STATIC);
    }
    if (query_step(query, statement) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    (void)snprintf(
        query->epoch, sizeof(query->epoch), "%s", query_text(statement, 0));
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

static enum jindu_status
open_connection(struct query *query, const char *directory)
{
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof(path), "%s/%s", directory, STORE_FILE);

    if (length < 0 || (size_t)length >= sizeof(path)) {
        log_error("cannot open '%s': the path is too long", directory);
        return JINDU_STORAGE;
    }
    if (sqlite3_open_v2(path, &query->connection,
            SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
            NULL) != SQLITE_OK ||
        sqlite3_exec(query->connection,
            "PRAGMA query_only = ON; PRAGMA mmap_size = 0;"
            "PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF;"
            "PRAGMA temp_store = MEMORY",
            NULL, NULL, NULL) != SQLITE_OK) {
        log_error("cannot open '%s' for reading: %s", path,
            sqlite3_errmsg(query->connection));
        return JINDU_STORAGE;
    }
    (void)sqlite3_busy_timeout(query->connection, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(
        query->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return schema_check(query->connection);
}

enum jindu_status
query_open(struct query **query, const char *directory)
{
    struct query *opened = calloc(1, sizeof(*opened));
    enum jindu_status status;

    if (opened == NULL) {
        return JINDU_NO_MEMORY;
    }
    status = open_connection(opened, directory);
    if (status == JINDU_OK) {
        status = read_epoch(opened);
    }
    if (status != JINDU_OK) {
        query_close(opened);
        return status;
    }
    *query = opened;
    return JINDU_OK;
}

void
query_close(struct query *query)
{
    if (query == NULL) {
        return;
    }
    for (size_t i = 0; i < query->statement_count; i++) {
        (void)sqlite3_finalize(query->statements[i].statement);
    }
    calendar_free(query->calendar);
    (void)sqlite3_close(query->connection);
    free(query);
}
