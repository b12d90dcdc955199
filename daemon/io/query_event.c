/* SPDX-License-Identifier: MIT */
/* The journal: stream.read, stream.list, report.list. */
#include "query_private.h"

#include <string.h>

#include "event.h"
#include "schema.h"

#define STREAM_DEFAULT 200 /* events of a page when no limit is asked for */
#define HISTORY_DEFAULT 50

static const char sql_last[] = "SELECT coalesce(max(sequence), 0) FROM journal";
static const char sql_head[] =
    "SELECT id, head, floor FROM stream WHERE name = ?1";
static const char sql_read_all[] =
    "SELECT sequence, type, event FROM journal WHERE sequence > ?2"
    " ORDER BY sequence LIMIT ?3";
static const char sql_read_stream[] =
    "SELECT s.sequence, j.type, j.event FROM stream_event s"
    " JOIN journal j ON j.sequence = s.journal"
    " WHERE s.stream = ?1 AND s.sequence > ?2 ORDER BY s.sequence LIMIT ?3";
static const char sql_streams[] =
    "SELECT name, head, floor FROM stream WHERE name > ?1 AND name <> 'all'"
    " AND (?3 IS NULL OR " SCHEMA_OWN_STREAM(
        "?3", "stream.name") ")"
                             " ORDER BY name LIMIT ?2";
static const char sql_event[] =
    "SELECT sequence, type, event, previous FROM journal WHERE sequence = ?1";
static const char sql_last_of[] = "SELECT last_event FROM item WHERE id = ?1";
static const char sql_previous[] =
    "SELECT previous FROM journal WHERE item = ?1 AND sequence = ?2";
static const char sql_recent[] =
    "SELECT sequence, type, event, item FROM journal WHERE sequence < ?1"
    " ORDER BY sequence DESC LIMIT ?2";

static int64_t
limit_of(const struct jp_request *request, int64_t otherwise)
{
    return request->limit > 0 ? request->limit : otherwise;
}

static enum jindu_status
last_sequence(struct query *query, int64_t *sequence)
{
    sqlite3_stmt *statement = query_statement(query, sql_last);

    if (query_step(query, statement) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    *sequence = sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

enum jindu_status
query_stream_head(struct query *query, const char *stream, int64_t *id,
    int64_t *head, int64_t *floor)
{
    sqlite3_stmt *statement;
    int rc;

    if (strcmp(stream, "all") == 0) {
        *id = 0;
        *floor = 1;
        return last_sequence(query, head);
    }
    statement = query_statement(query, sql_head);
    if (statement != NULL) {
        (void)sqlite3_bind_text(statement, 1, stream, -1, SQLITE_STATIC);
    }
    rc = query_step(query, statement);
    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JINDU_NOT_FOUND : JINDU_STORAGE;
    }
    *id = sqlite3_column_int64(statement, 0);
    *head = sqlite3_column_int64(statement, 1);
    *floor = sqlite3_column_int64(statement, 2);
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

/* Where a follower stands against what there is: PROTOCOL.md, stream.read. */
static enum jindu_status
judge_position(
    struct query_call *call, int64_t after, int64_t head, int64_t floor)
{
    const struct jp_request *request = call->request;
    enum jindu_status status = JINDU_OK;

    if ((request->epoch != NULL &&
            strcmp(request->epoch, call->query->epoch) != 0) ||
        after > head) {
        status = JINDU_RESET;
    } else if (after < floor - 1) {
        status = JINDU_TRUNCATED;
    }
    if (status != JINDU_OK) {
        status = jp_refuse(call->fault, status, "after", NULL);
        call->fault->head = head;
        call->fault->floor = floor;
    }
    return status;
}

/* Puts the page's events after *next, and moves that to the page's end. */
static enum jindu_status
put_page(struct query_call *call, int64_t id, int64_t *next)
{
    const struct jp_request *request = call->request;
    const char *sql = id == 0 ? sql_read_all : sql_read_stream;
    sqlite3_stmt *statement = query_statement(call->query, sql);
    int64_t wanted = limit_of(request, STREAM_DEFAULT);
    size_t start = call->out->length;
    int64_t taken = 0;
    int rc = SQLITE_ERROR;

    if (statement != NULL) {
        if (id != 0) {
            (void)sqlite3_bind_int64(statement, 1, id);
        }
        (void)sqlite3_bind_int64(statement, 2, *next);
        (void)sqlite3_bind_int64(statement, 3, QUERY_SCAN_MAX);
    }
    while (taken < wanted &&
           (rc = query_step(call->query, statement)) == SQLITE_ROW) {
        size_t length = (size_t)sqlite3_column_bytes(statement, 2);

        /* The first event always fits: one is smaller than a page. */
        if (taken > 0 &&
            call->out->length - start + length > JP_PAGE_BYTES_MAX) {
            break;
        }
        *next = sqlite3_column_int64(statement, 0);
        if (!jp_event_is_of(request->kinds, query_text(statement, 1))) {
            continue;
        }
        jp_event_publish(call->out, query_text(statement, 2), length,
            request->stream, *next, call->query->epoch);
        taken++;
    }
    if (taken == wanted || rc == SQLITE_ROW || rc == SQLITE_DONE) {
        return JINDU_OK;
    }
    return JINDU_STORAGE;
}

/* The position to read after: the one sent, or that of a named cursor. */
static enum jindu_status
find_position(struct query_call *call, int64_t floor, int64_t *after)
{
    enum jindu_status status;

    *after = call->request->after;
    if (call->request->reader == NULL) {
        return JINDU_OK;
    }
    status = query_cursor_position(call, after);
    if (*after == 0) {
        *after = floor - 1;
    }
    return status;
}

enum jindu_status
query_stream_read(struct query_call *call)
{
    int64_t id = -1;
    int64_t head = 0;
    int64_t floor = 1;
    int64_t next = 0;
    enum jindu_status status = query_stream_check(call);

    if (status != JINDU_OK) {
        return status;
    }
    status = query_stream_head(
        call->query, call->request->stream, &id, &head, &floor);
    if (status != JINDU_OK && status != JINDU_NOT_FOUND) {
        return status;
    }
    status = find_position(call, floor, &next);
    if (status == JINDU_OK) {
        status = judge_position(call, next, head, floor);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (call->request->reader != NULL) {
        jindu_json_put_integer(call->out, "after", next);
    }
    jindu_json_put_string(call->out, "epoch", call->query->epoch);
    jindu_json_put_array(call->out, "events");
    if (id >= 0) {
        status = put_page(call, id, &next);
    }
    jindu_json_end_array(call->out);
    jindu_json_put_integer(call->out, "floor", floor);
    jindu_json_put_integer(call->out, "head", head);
    jindu_json_put_integer(call->out, "next", next);
    return status;
}

static void
put_stream(
    struct jindu_text *out, const char *stream, int64_t head, int64_t floor)
{
    jindu_json_put_object(out, NULL);
    jindu_json_put_integer(out, "floor", floor);
    jindu_json_put_integer(out, "head", head);
    jindu_json_put_string(out, "stream", stream);
    jindu_json_end_object(out);
}

enum jindu_status
query_stream_list(struct query_call *call)
{
    const char *after = call->request->cursor;
    const char *person = query_bound(call, JP_METHOD_STREAM_LIST);
    sqlite3_stmt *statement = query_statement(call->query, sql_streams);
    int64_t wanted = limit_of(call->request, JP_PAGE_MAX);
    char next[JP_STREAM_MAX + 1] = "";
    int64_t head = 0;
    int64_t taken = 0;
    int rc = SQLITE_ERROR;

    if (last_sequence(call->query, &head) != JINDU_OK || statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_text(
        statement, 1, after == NULL ? "" : after, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 2, wanted);
    (void)sqlite3_bind_text(statement, 3, person, -1, SQLITE_STATIC);
    jindu_json_put_array(call->out, "streams");
    if (after == NULL && person == NULL) {
        put_stream(call->out, "all", head, 1);
    }
    while ((rc = query_step(call->query, statement)) == SQLITE_ROW) {
        const char *name = query_text(statement, 0);

        put_stream(call->out, name, sqlite3_column_int64(statement, 1),
            sqlite3_column_int64(statement, 2));
        memcpy(next, name, strlen(name) + 1);
        taken++;
    }
    jindu_json_end_array(call->out);
    jindu_json_put_string(call->out, "next", taken == wanted ? next : NULL);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

/* Puts one event without stream, sequence and epoch: as it is stored. */
static bool
put_stored(struct query_call *call, sqlite3_stmt *statement, size_t start)
{
    size_t length = (size_t)sqlite3_column_bytes(statement, 2);

    if (call->out->length > start &&
        call->out->length - start + length > JP_PAGE_BYTES_MAX) {
        return false;
    }
    if (jp_event_is_of(call->request->kinds, query_text(statement, 1))) {
        jindu_json_put_raw(call->out, NULL, query_text(statement, 2), length);
    }
    return true;
}

/* The newest event of the item; before > 0: the newest before that one. */
static enum jindu_status
history_start(
    struct query_call *call, int64_t item, int64_t before, int64_t *sequence)
{
    sqlite3_stmt *statement =
        query_statement(call->query, before > 0 ? sql_previous : sql_last_of);
    int rc;

    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(statement, 1, item);
    if (before > 0) {
        (void)sqlite3_bind_int64(statement, 2, before);
    }
    rc = query_step(call->query, statement);
    if (rc == SQLITE_DONE) {
        return jp_refuse(call->fault, JINDU_NOT_FOUND, "before", "exists");
    }
    if (rc != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    *sequence = sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

/* An item's history is a chain: each event names the one before it. */
enum jindu_status
query_put_history(struct query_call *call, int64_t item, int64_t before,
    int64_t limit, int64_t *next)
{
    size_t start = call->out->length;
    int64_t last = 0;
    int64_t at = 0;
    enum jindu_status status = history_start(call, item, before, &at);

    for (int64_t count = 0; at > 0 && count < limit; count++) {
        sqlite3_stmt *statement = query_statement(call->query, sql_event);

        if (statement == NULL ||
            sqlite3_bind_int64(statement, 1, at) != SQLITE_OK ||
            query_step(call->query, statement) != SQLITE_ROW) {
            return JINDU_STORAGE;
        }
        if (!put_stored(call, statement, start)) {
            break;
        }
        last = at;
        at = sqlite3_column_int64(statement, 3);
    }
    *next = at > 0 ? last : 0;
    return status;
}

static enum jindu_status
put_recent(struct query_call *call, int64_t *next)
{
    sqlite3_stmt *statement = query_statement(call->query, sql_recent);
    /* What is of no item is for those who may read stream "all": a digest is
     * one person's. */
    bool items_only = query_bound(call, JP_METHOD_STREAM_READ) != NULL;
    int64_t before = call->request->before;
    size_t start = call->out->length;
    int rc = SQLITE_DONE;

    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(
        statement, 1, before > 0 ? before : JP_SAFE_INTEGER);
    (void)sqlite3_bind_int64(
        statement, 2, limit_of(call->request, HISTORY_DEFAULT));
    *next = 0;
    while ((rc = query_step(call->query, statement)) == SQLITE_ROW) {
        bool of_item = sqlite3_column_type(statement, 3) != SQLITE_NULL;

        if ((of_item || !items_only) && !put_stored(call, statement, start)) {
            return JINDU_OK;
        }
        *next = sqlite3_column_int64(statement, 0);
    }
    if (*next == 1) {
        *next = 0; /* nothing is before the first */
    }
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_report_list(struct query_call *call)
{
    enum jindu_status status = JINDU_OK;
    int64_t item = 0;
    int64_t next = 0;

    if (call->request->item > 0) {
        status = query_find_item(call, &item);
    }
    if (status != JINDU_OK) {
        return status;
    }
    jindu_json_put_array(call->out, "events");
    if (item > 0) {
        status = query_put_history(call, item, call->request->before,
            limit_of(call->request, HISTORY_DEFAULT), &next);
    } else {
        status = put_recent(call, &next);
    }
    jindu_json_end_array(call->out);
    query_put_instant(call->out, "next", next);
    return status;
}
