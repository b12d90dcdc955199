/* SPDX-License-Identifier: MIT */
/* Named cursors: where one stands, and stream.cursors. */
#include "query_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "permission.h"

#define LIST_DEFAULT 100

/* A page's end: the principal's number, the name and the stream with slashes
 * between them; a name has none. */
#define PLACE_SIZE (20 + JP_NAME_MAX + JP_STREAM_MAX + 3)

static const char sql_position[] =
    "SELECT c.position FROM cursor c JOIN principal p ON p.id = c.principal"
    " WHERE p.name = ?1 AND c.name = ?2 AND c.stream = ?3";
static const char sql_list[] =
    "SELECT c.principal, c.name, c.stream, c.position, c.at, p.name,"
    " CASE c.stream WHEN 'all' THEN (SELECT max(sequence) FROM journal)"
    " ELSE (SELECT head FROM stream s WHERE s.name = c.stream) END"
    " FROM cursor c CROSS JOIN principal p ON p.id = c.principal"
    " WHERE (c.principal, c.name, c.stream) > (?1, ?2, ?3)"
    " AND (?4 IS NULL OR c.principal ="
    "  (SELECT id FROM principal WHERE name = ?4))"
    " ORDER BY c.principal, c.name, c.stream LIMIT ?5";

enum jindu_status
query_cursor_position(struct query_call *call, int64_t *position)
{
    const struct jp_request *request = call->request;
    sqlite3_stmt *row = query_statement(call->query, sql_position);
    int rc;

    *position = 0;
    if (row == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_text(
        row, 1, call->facts->principal->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 2, request->reader, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 3, request->stream, -1, SQLITE_STATIC);
    rc = query_step(call->query, row);
    if (rc == SQLITE_ROW) {
        *position = sqlite3_column_int64(row, 0);
        (void)sqlite3_reset(row);
        return JINDU_OK;
    }
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

/* Where the page before ended; false when it is no such place. */
static bool
bind_place(sqlite3_stmt *row, const char *place)
{
    char *end = NULL;
    const char *slash;

    if (place == NULL) {
        (void)sqlite3_bind_int64(row, 1, 0);
        (void)sqlite3_bind_text(row, 2, "", 0, SQLITE_STATIC);
        (void)sqlite3_bind_text(row, 3, "", 0, SQLITE_STATIC);
        return true;
    }
    (void)sqlite3_bind_int64(row, 1, strtoll(place, &end, 10));
    if (end == place || *end != '/') {
        return false;
    }
    slash = strchr(end + 1, '/');
    if (slash == NULL) {
        return false;
    }
    (void)sqlite3_bind_text(
        row, 2, end + 1, (int)(slash - end - 1), SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 3, slash + 1, -1, SQLITE_STATIC);
    return true;
}

static void
put_cursor(struct query_call *call, sqlite3_stmt *row)
{
    struct jindu_text *out = call->out;

    jindu_json_put_object(out, NULL);
    jindu_json_put_integer(out, "after", sqlite3_column_int64(row, 3));
    jindu_json_put_integer(out, "at", sqlite3_column_int64(row, 4));
    jindu_json_put_string(out, "cursor", query_text(row, 1));
    jindu_json_put_integer(out, "head", sqlite3_column_int64(row, 6));
    jindu_json_put_string(out, "principal", query_text(row, 5));
    jindu_json_put_string(out, "stream", query_text(row, 2));
    jindu_json_end_object(out);
}

enum jindu_status
query_stream_cursors(struct query_call *call)
{
    const struct principal *principal = call->facts->principal;
    bool all = permission_of(principal->role, JP_METHOD_STREAM_CURSORS,
                   call->facts->doorbell) == PERMISSION_ALL;
    sqlite3_stmt *row = query_statement(call->query, sql_list);
    int64_t limit = call->request->limit;
    int64_t wanted = limit > 0 ? limit : LIST_DEFAULT;
    char place[PLACE_SIZE] = "";
    int64_t taken = 0;
    int rc;

    if (row == NULL) {
        return JINDU_STORAGE;
    }
    if (!bind_place(row, call->request->cursor)) {
        return jp_refuse(call->fault, JINDU_INVALID, "after", "format");
    }
    (void)sqlite3_bind_text(
        row, 4, all ? NULL : principal->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 5, wanted);
    jindu_json_put_array(call->out, "cursors");
    while ((rc = query_step(call->query, row)) == SQLITE_ROW) {
        put_cursor(call, row);
        (void)snprintf(place, sizeof(place), "%lld/%s/%s",
            (long long)sqlite3_column_int64(row, 0), query_text(row, 1),
            query_text(row, 2));
        taken++;
    }
    jindu_json_end_array(call->out);
    jindu_json_put_string(call->out, "next", taken == wanted ? place : NULL);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}
