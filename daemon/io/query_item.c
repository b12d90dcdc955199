/* SPDX-License-Identifier: MIT */
/* Items as people see them: item.list, item.show. */
#include "query_private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "light.h"

#define LIST_DEFAULT 100
#define SHOW_EVENTS 10  /* the newest reports of item.show */
#define SHOW_NOTICES 50 /* its newest ledger rows */
#define CURSOR_SIZE 48  /* two integers and a colon */
/* One column list for both statements; the numbers are their order. */
#define ITEM_COLUMNS                                                         \
    "i.id, i.no, i.state, i.percent, i.percent_before, i.revision,"          \
    " i.deadline, i.deadline_revision, i.deadline_confirmed,"                \
    " i.unit_confirmed, i.claimed_at, i.done_at, i.effective,"               \
    " i.last_report_at, i.blocked, c.category, c.name, c.target, c.units,"   \
    " c.persons, c.leaders, c.deadline_from, c.deadline_words, c.inherited," \
    " i.rank, (SELECT d.source FROM deadline d WHERE d.item = i.id"          \
    " AND d.revision = i.deadline_revision)"

enum column {
    COLUMN_ID,
    COLUMN_NO,
    COLUMN_STATE,
    COLUMN_PERCENT,
    COLUMN_PERCENT_BEFORE,
    COLUMN_REVISION,
    COLUMN_DEADLINE,
    COLUMN_DEADLINE_REVISION,
    COLUMN_DEADLINE_CONFIRMED,
    COLUMN_UNIT_CONFIRMED,
    COLUMN_CLAIMED_AT,
    COLUMN_DONE_AT,
    COLUMN_EFFECTIVE,
    COLUMN_LAST_REPORT_AT,
    COLUMN_BLOCKED,
    COLUMN_CATEGORY,
    COLUMN_NAME,
    COLUMN_TARGET,
    COLUMN_UNITS,
    COLUMN_PERSONS,
    COLUMN_LEADERS,
    COLUMN_DEADLINE_FROM,
    COLUMN_DEADLINE_WORDS,
    COLUMN_INHERITED,
    COLUMN_RANK,
    COLUMN_SOURCE,
    COLUMN_EXTRA
};

static const char sql_list[] =
    "SELECT " ITEM_COLUMNS ","
    " (?5 IS NULL OR EXISTS (SELECT 1 FROM responsible r"
    "  WHERE r.role = 0 AND r.name = ?5 AND r.item = i.id)) AND"
    " (?6 IS NULL OR EXISTS (SELECT 1 FROM responsible r"
    "  WHERE r.role = 1 AND r.name = ?6 AND r.item = i.id)) AND"
    " (?7 IS NULL OR EXISTS (SELECT 1 FROM responsible r"
    "  WHERE r.role = 2 AND r.name = ?7 AND r.item = i.id))"
    " FROM item i JOIN content c ON c.id = i.content"
    " WHERE i.plan = ?1 AND (i.rank, i.no) > (?2, ?3) AND i.born <= ?4"
    " ORDER BY i.rank, i.no LIMIT ?8";
static const char sql_show[] =
    "SELECT " ITEM_COLUMNS ", c.raw"
    " FROM item i JOIN content c ON c.id = i.content WHERE i.id = ?1";
static const char sql_deadlines[] =
    "SELECT revision, date, source, reason, actor, at FROM deadline"
    " WHERE item = ?1 ORDER BY revision";

static void
read_item(struct query *query, sqlite3_stmt *row, struct item *item)
{
    memset(item, 0, sizeof(*item));
    item->id = sqlite3_column_int64(row, COLUMN_ID);
    item->state = (enum item_state)query_choice(
        query, row, COLUMN_STATE, ITEM_WITHDRAWN + 1);
    item->percent = sqlite3_column_int(row, COLUMN_PERCENT);
    item->percent_at_claim = sqlite3_column_int(row, COLUMN_PERCENT_BEFORE);
    item->revision = sqlite3_column_int(row, COLUMN_REVISION);
    item->deadline = query_date(query, row, COLUMN_DEADLINE);
    item->deadline_revision = sqlite3_column_int(row, COLUMN_DEADLINE_REVISION);
    item->deadline_confirmed =
        sqlite3_column_int(row, COLUMN_DEADLINE_CONFIRMED) != 0;
    item->unit_confirmed = sqlite3_column_int(row, COLUMN_UNIT_CONFIRMED) != 0;
    item->claimed_at = sqlite3_column_int64(row, COLUMN_CLAIMED_AT);
    item->done_at = sqlite3_column_int64(row, COLUMN_DONE_AT);
    item->effective = query_date(query, row, COLUMN_EFFECTIVE);
    item->blocked = query_text(row, COLUMN_BLOCKED) != NULL;
}

/* The carried name of several rows is told apart by the number. */
static void
put_display_name(struct jindu_text *out, sqlite3_stmt *row)
{
    const char *inherited = query_text(row, COLUMN_INHERITED);
    const char *name = query_text(row, COLUMN_NAME);
    char number[32] = "";

    if (inherited != NULL && strstr(inherited, "\"name\"") != NULL) {
        (void)snprintf(number, sizeof(number), "（%lld）",
            (long long)sqlite3_column_int64(row, COLUMN_NO));
    }
    /* Joined through a text, since a name has no fixed size. */
    struct jindu_text joined = JINDU_TEXT_INIT;
    jindu_text_append_string(&joined, name == NULL ? "" : name);
    jindu_text_append_string(&joined, number);
    jindu_json_put_string(out, "display_name", joined.bytes);
    out->failed = out->failed || joined.failed;
    jindu_text_free(&joined);
}

static void
put_timeliness(struct query_call *call, const struct item *item)
{
    struct timeliness_view view =
        light_view(item, call->today, call->query->calendar);
    struct jindu_text *out = call->out;
    int32_t days = 0;
    int32_t working_days = 0;

    jindu_json_put_string(
        out, "timeliness", light_timeliness_token(view.timeliness));
    jindu_json_put_string(out, "light", light_token(view.light));
    jindu_json_put_boolean(out, "provisional", view.provisional);
    if (item->deadline != JINDU_DATE_NONE) {
        bool late = view.overdue_days > 0;

        jindu_json_put_integer(out, "days_left", view.days_left);
        jindu_json_put_integer(out, "working_days_left",
            late ? -view.overdue_working_days : view.working_days_left);
    }
    if (item->state == ITEM_DONE) {
        item_lateness(
            item, call->query->calendar, call->today, &days, &working_days);
        jindu_json_put_integer(out, "late_days", days);
        jindu_json_put_integer(out, "late_working_days", working_days);
    }
}

static void
put_item(struct query_call *call, sqlite3_stmt *row, const char *plan)
{
    struct jindu_text *out = call->out;
    struct item item;

    read_item(call->query, row, &item);
    jindu_json_put_string(out, "plan", plan);
    jindu_json_put_integer(out, "no", sqlite3_column_int64(row, COLUMN_NO));
    jindu_json_put_string(out, "category", query_text(row, COLUMN_CATEGORY));
    jindu_json_put_string(out, "name", query_text(row, COLUMN_NAME));
    put_display_name(out, row);
    jindu_json_put_string(out, "target", query_text(row, COLUMN_TARGET));
    query_put_json(out, "units", row, COLUMN_UNITS);
    query_put_json(out, "persons", row, COLUMN_PERSONS);
    query_put_json(out, "leaders", row, COLUMN_LEADERS);
    jindu_json_put_string(out, "state", item_state_token(item.state));
    jindu_json_put_integer(out, "percent", item.percent);
    jindu_json_put_integer(out, "revision", item.revision);
    query_put_date(out, "deadline", item.deadline);
    jindu_json_put_integer(out, "deadline_revision", item.deadline_revision);
    jindu_json_put_boolean(out, "deadline_confirmed", item.deadline_confirmed);
    jindu_json_put_string(out, "deadline_source",
        jp_source_token((enum jp_source)query_choice(
            call->query, row, COLUMN_SOURCE, JP_SOURCE_SET + 1)));
    query_put_instant(
        out, "deadline_from", sqlite3_column_int64(row, COLUMN_DEADLINE_FROM));
    jindu_json_put_string(
        out, "deadline_words", query_text(row, COLUMN_DEADLINE_WORDS));
    query_put_json(out, "inherited", row, COLUMN_INHERITED);
    jindu_json_put_boolean(out, "unit_confirmed", item.unit_confirmed);
    jindu_json_put_string(out, "blocked", query_text(row, COLUMN_BLOCKED));
    query_put_instant(out, "last_report_at",
        sqlite3_column_int64(row, COLUMN_LAST_REPORT_AT));
    query_put_instant(out, "claimed_at", item.claimed_at);
    query_put_instant(out, "done_at", item.done_at);
    put_timeliness(call, &item);
}

/* The filters that need no other table. */
static bool
matches(struct query_call *call, sqlite3_stmt *row)
{
    const struct jp_request *request = call->request;
    enum item_state state = (enum item_state)query_choice(
        call->query, row, COLUMN_STATE, ITEM_WITHDRAWN + 1);
    bool open = state == ITEM_ACTIVE || state == ITEM_RETURNED;
    int32_t deadline = query_date(call->query, row, COLUMN_DEADLINE);

    if (sqlite3_column_int(row, COLUMN_EXTRA) == 0) {
        return false;
    }
    if (request->category != NULL &&
        strcmp(request->category, query_text(row, COLUMN_CATEGORY)) != 0) {
        return false;
    }
    if (request->state != NULL &&
        strcmp(request->state, item_state_token(state)) != 0) {
        return false;
    }
    if (request->overdue &&
        (!open || deadline == JINDU_DATE_NONE || deadline >= call->today)) {
        return false;
    }
    if (request->due_within >= 0 &&
        (!open || deadline == JINDU_DATE_NONE || deadline < call->today ||
            deadline > call->today + request->due_within)) {
        return false;
    }
    return true;
}

/* "rank:number", as put_list() made it; out of range is clamped, and then
 * names no row. */
static bool
read_cursor(const char *cursor, long long *rank, long long *no)
{
    char *end = NULL;

    *rank = strtoll(cursor, &end, 10);
    if (end == cursor || *end != ':') {
        return false;
    }
    cursor = end + 1;
    *no = strtoll(cursor, &end, 10);
    return end != cursor && *end == '\0';
}

static enum jindu_status
bind_list(struct query_call *call, sqlite3_stmt *statement, int64_t plan,
    int64_t revision)
{
    const struct jp_request *request = call->request;
    long long rank = LLONG_MIN; /* dates before 1970 have negative ones */
    long long no = 0;

    if (request->cursor != NULL && !read_cursor(request->cursor, &rank, &no)) {
        return jp_refuse(call->fault, JINDU_INVALID, "after", "format");
    }
    (void)sqlite3_bind_int64(statement, 1, plan);
    (void)sqlite3_bind_int64(statement, 2, rank);
    (void)sqlite3_bind_int64(statement, 3, no);
    (void)sqlite3_bind_int64(statement, 4, revision);
    (void)sqlite3_bind_text(statement, 5, request->unit, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 6, request->person, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 7, request->leader, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 8, QUERY_SCAN_MAX);
    return JINDU_OK;
}

static enum jindu_status
put_list(struct query_call *call, sqlite3_stmt *statement, char *cursor)
{
    int64_t wanted =
        call->request->limit > 0 ? call->request->limit : LIST_DEFAULT;
    size_t start = call->out->length;
    int64_t taken = 0;
    int scanned = 0;
    int rc = SQLITE_ROW;

    /* The last item may pass the bound: a view is far smaller than a reply. */
    while (taken < wanted && call->out->length - start < JP_PAGE_BYTES_MAX &&
           (rc = query_step(call->query, statement)) == SQLITE_ROW) {
        (void)snprintf(cursor, CURSOR_SIZE, "%lld:%lld",
            (long long)sqlite3_column_int64(statement, COLUMN_RANK),
            (long long)sqlite3_column_int64(statement, COLUMN_NO));
        scanned++;
        if (matches(call, statement)) {
            jindu_json_put_object(call->out, NULL);
            put_item(call, statement, call->request->plan);
            jindu_json_end_object(call->out);
            taken++;
        }
    }
    if (rc == SQLITE_DONE && scanned < QUERY_SCAN_MAX) {
        cursor[0] = '\0'; /* the end of the plan */
    }
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_item_list(struct query_call *call)
{
    char cursor[CURSOR_SIZE] = "";
    sqlite3_stmt *statement;
    int64_t plan = 0;
    int64_t revision = 0;
    enum jindu_status status = query_find_plan(call, &plan, &revision);

    if (status != JINDU_OK) {
        return status;
    }
    statement = query_statement(call->query, sql_list);
    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    status = bind_list(call, statement, plan, revision);
    if (status != JINDU_OK) {
        return status;
    }
    jindu_json_put_array(call->out, "items");
    status = put_list(call, statement, cursor);
    jindu_json_end_array(call->out);
    jindu_json_put_string(call->out, "next", cursor[0] == '\0' ? NULL : cursor);
    jindu_json_put_integer(call->out, "now", call->facts->now);
    return status;
}

static enum jindu_status
put_deadlines(struct query_call *call, int64_t item)
{
    sqlite3_stmt *row = query_statement(call->query, sql_deadlines);
    struct jindu_text *out = call->out;
    int rc = SQLITE_ERROR;

    if (row == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(row, 1, item);
    jindu_json_put_array(out, "deadlines");
    while ((rc = query_step(call->query, row)) == SQLITE_ROW) {
        jindu_json_put_object(out, NULL);
        jindu_json_put_string(out, "actor", query_text(row, 4));
        jindu_json_put_integer(out, "at", sqlite3_column_int64(row, 5));
        query_put_date(out, "date", query_date(call->query, row, 1));
        jindu_json_put_string(out, "reason", query_text(row, 3));
        jindu_json_put_integer(out, "revision", sqlite3_column_int64(row, 0));
        jindu_json_put_string(out, "source",
            jp_source_token((enum jp_source)query_choice(
                call->query, row, 2, JP_SOURCE_SET + 1)));
        jindu_json_end_object(out);
    }
    jindu_json_end_array(out);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_item_show(struct query_call *call)
{
    sqlite3_stmt *row;
    int64_t item = 0;
    int64_t next = 0;
    enum jindu_status status = query_find_item(call, &item);

    if (status != JINDU_OK) {
        return status;
    }
    row = query_statement(call->query, sql_show);
    if (row == NULL || sqlite3_bind_int64(row, 1, item) != SQLITE_OK ||
        query_step(call->query, row) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    put_item(call, row, call->request->plan);
    query_put_json(call->out, "raw", row, COLUMN_EXTRA);
    (void)sqlite3_reset(row);
    status = put_deadlines(call, item);
    if (status == JINDU_OK) {
        jindu_json_put_array(call->out, "reports");
        status = query_put_history(call, item, 0, SHOW_EVENTS, &next);
        jindu_json_end_array(call->out);
    }
    if (status == JINDU_OK) {
        jindu_json_put_array(call->out, "notices");
        query_put_notices(call, item, SHOW_NOTICES);
        jindu_json_end_array(call->out);
    }
    jindu_json_put_integer(call->out, "now", call->facts->now);
    return status;
}
