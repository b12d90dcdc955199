/* SPDX-License-Identifier: MIT */
/* Whose it is that is asked for.  PROTOCOL.md, section 5. */
#include "query_private.h"

#include "permission.h"
#include "schema.h"

static const char sql_own_stream[] =
    "SELECT 1 WHERE " SCHEMA_OWN_STREAM("?1", "?2");

const char *
query_bound(const struct query_call *call, enum jp_method method)
{
    const struct principal *principal = call->facts->principal;
    enum permission permission =
        permission_of(principal->role, method, call->facts->doorbell);

    return permission == PERMISSION_ALL ? NULL : principal->person;
}

enum jindu_status
query_stream_check(struct query_call *call)
{
    const char *person = query_bound(call, JP_METHOD_STREAM_READ);
    sqlite3_stmt *row;
    int rc;

    if (person == NULL) {
        return JINDU_OK;
    }
    row = query_statement(call->query, sql_own_stream);
    if (row == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_text(row, 1, person, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 2, call->request->stream, -1, SQLITE_STATIC);
    rc = query_step(call->query, row);
    (void)sqlite3_reset(row);
    if (rc == SQLITE_DONE) {
        return jp_refuse(call->fault, JINDU_DENIED, "stream", "owner");
    }
    return rc == SQLITE_ROW ? JINDU_OK : JINDU_STORAGE;
}
