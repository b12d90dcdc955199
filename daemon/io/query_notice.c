/* SPDX-License-Identifier: MIT */
/* The ledger: notice.list. */
#include "query_private.h"

#include <string.h>

#include "schema.h"
#include "stage.h"

#define LIST_DEFAULT 50
#define COLUMN_MATCH 14 /* after NOTICE_COLUMNS */

static const char *const phases[] = { "planned", "published", "superseded",
    "cancelled" };

#define NOTICE_COLUMNS                                                       \
    "n.id, n.sequence, p.code, i.no, n.deadline_revision, n.stage,"          \
    " n.occurrence, n.nominal_at, n.due_at, n.provisional, n.phase, n.late," \
    " n.reason, (SELECT d.date FROM deadline d WHERE d.item = n.item AND"    \
    " d.revision = n.deadline_revision)"

static const char sql_of_item[] =
    "SELECT " NOTICE_COLUMNS " FROM notice n JOIN item i ON i.id = n.item"
    " JOIN plan p ON p.id = i.plan WHERE n.item = ?1 ORDER BY n.id DESC"
    " LIMIT ?2";
/* Filters are a column, so that rows which do not match are counted too.  ?8 is
 * told every notice as a person, as a leader what is overdue by a date that
 * somebody confirmed. */
static const char sql_list[] =
    "SELECT " NOTICE_COLUMNS ","
    " i.born <= p.revision AND (?2 IS NULL OR p.code = ?2)"
    " AND (?3 = 0 OR i.no = ?3)"
    " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM responsible r WHERE"
    " r.role = 0 AND r.name = ?4 AND r.item = i.id))"
    " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM responsible r WHERE"
    " r.role = 1 AND r.name = ?5 AND r.item = i.id))"
    " AND (?6 < 0 OR n.phase = ?6)"
    " AND (?8 IS NULL OR EXISTS (SELECT 1 FROM responsible r WHERE"
    " r.name = ?8 AND r.item = i.id AND (r.role = 1 OR (r.role = 2"
    " AND n.kind = 2 AND i.deadline_confirmed = 1))))"
    " FROM notice n JOIN item i ON i.id = n.item JOIN plan p ON p.id = i.plan"
    " WHERE n.id < ?1 ORDER BY n.id DESC LIMIT ?7";
static const char sql_acknowledged[] =
    "SELECT person FROM acknowledgement WHERE notice = ?1 ORDER BY at";

static void
put_acknowledged(struct query_call *call, int64_t sequence)
{
    sqlite3_stmt *row = query_statement(call->query, sql_acknowledged);

    jindu_json_put_array(call->out, "acknowledged");
    if (row != NULL) {
        (void)sqlite3_bind_int64(row, 1, sequence);
        while (query_step(call->query, row) == SQLITE_ROW) {
            jindu_json_put_string(call->out, NULL, query_text(row, 0));
        }
    }
    jindu_json_end_array(call->out);
}

static void
put_notice(struct query_call *call, sqlite3_stmt *row)
{
    struct jindu_text *out = call->out;
    enum stage stage =
        (enum stage)query_choice(call->query, row, 5, STAGE_PLAN_MAX);
    int64_t sequence = sqlite3_column_int64(row, 1);

    jindu_json_put_object(out, NULL);
    put_acknowledged(call, sequence);
    query_put_date(out, "deadline", query_date(call->query, row, 13));
    jindu_json_put_integer(
        out, "deadline_revision", sqlite3_column_int64(row, 4));
    jindu_json_put_integer(out, "due_at", sqlite3_column_int64(row, 8));
    jindu_json_put_integer(out, "item", sqlite3_column_int64(row, 3));
    jindu_json_put_string(out, "kind", stage_kind_token(stage_kind(stage)));
    jindu_json_put_boolean(out, "late", sqlite3_column_int(row, 11) != 0);
    jindu_json_put_integer(out, "nominal_at", sqlite3_column_int64(row, 7));
    jindu_json_put_integer(out, "occurrence", sqlite3_column_int64(row, 6));
    jindu_json_put_string(out, "phase",
        phases[query_choice(call->query, row, 10, SCHEMA_CANCELLED + 1)]);
    jindu_json_put_string(out, "plan", query_text(row, 2));
    jindu_json_put_boolean(out, "provisional", sqlite3_column_int(row, 9) != 0);
    jindu_json_put_string(out, "reason", query_text(row, 12));
    query_put_instant(out, "sequence", sequence);
    jindu_json_put_string(out, "stage", stage_token(stage));
    jindu_json_end_object(out);
}

void
query_put_notices(struct query_call *call, int64_t item, int64_t limit)
{
    sqlite3_stmt *row = query_statement(call->query, sql_of_item);

    if (row == NULL) {
        return;
    }
    (void)sqlite3_bind_int64(row, 1, item);
    (void)sqlite3_bind_int64(row, 2, limit);
    while (query_step(call->query, row) == SQLITE_ROW) {
        put_notice(call, row);
    }
}

static int
phase_number(const char *token)
{
    for (int i = 0; token != NULL && i < 4; i++) {
        if (strcmp(phases[i], token) == 0) {
            return i;
        }
    }
    return -1;
}

static void
bind_list(struct query_call *call, sqlite3_stmt *row)
{
    const struct jp_request *request = call->request;

    (void)sqlite3_bind_int64(
        row, 1, request->before > 0 ? request->before : JP_SAFE_INTEGER);
    (void)sqlite3_bind_text(row, 2, request->plan, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 3, request->item);
    (void)sqlite3_bind_text(row, 4, request->unit, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 5, request->person, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(row, 6, phase_number(request->phase));
    (void)sqlite3_bind_int64(row, 7, QUERY_SCAN_MAX);
    (void)sqlite3_bind_text(
        row, 8, query_bound(call, JP_METHOD_NOTICE_LIST), -1, SQLITE_STATIC);
}

enum jindu_status
query_notice_list(struct query_call *call)
{
    sqlite3_stmt *row = query_statement(call->query, sql_list);
    int64_t limit = call->request->limit;
    int64_t wanted = limit > 0 ? limit : LIST_DEFAULT;
    int64_t last = 0;
    int scanned = 0;
    int rc = SQLITE_ROW;

    if (row == NULL) {
        return JINDU_STORAGE;
    }
    bind_list(call, row);
    jindu_json_put_array(call->out, "notices");
    while (wanted > 0 && (rc = query_step(call->query, row)) == SQLITE_ROW) {
        last = sqlite3_column_int64(row, 0);
        scanned++;
        if (sqlite3_column_int(row, COLUMN_MATCH) != 0) {
            put_notice(call, row);
            wanted--;
        }
    }
    jindu_json_end_array(call->out);
    query_put_instant(call->out, "next",
        rc == SQLITE_DONE && scanned < QUERY_SCAN_MAX ? 0 : last);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}
