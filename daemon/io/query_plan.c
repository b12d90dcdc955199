/* SPDX-License-Identifier: MIT */
/* Plans and the daemon itself: plan.list, plan.show, server.status. */
#include "query_private.h"

#include <jindu/version.h>

#include <string.h>
#include <sys/stat.h>

#include "calendar.h"
#include "light.h"
#include "permission.h"
#include "store_private.h"

/* No run of days off is longer: three working days ahead lie within it. */
#define SOON_DAYS_MAX 31

static const char sql_plans[] =
    "SELECT id, code, title, year, org, made, remark, source, heads, revision,"
    " confirmed_at FROM plan WHERE revision > 0 AND (?1 IS NULL OR code = ?1)"
    " ORDER BY year DESC, code LIMIT 200";
static const char sql_states[] =
    "SELECT state, count(*) FROM item WHERE plan = ?1 AND born <= ?2"
    " GROUP BY state";
/* Claimed items are still open, but nobody is late who waits for the office;
 * rank of an open item is its deadline. */
static const char sql_between[] =
    "SELECT count(*) FROM item WHERE plan = ?1 AND rank >= ?2 AND rank < ?3"
    " AND born <= ?4 AND state IN (0, 2)";
static const char sql_years[] =
    "SELECT y.year, y.announced, (SELECT count(*) FROM calendar_day d"
    " WHERE d.year = y.year) FROM calendar_year y ORDER BY y.year";
static const char sql_next_due[] =
    "SELECT min(n.due_at) FROM batch b JOIN notice n ON n.batch = b.id AND"
    " n.phase = 0 WHERE b.live = 1";
static const char sql_meta[] = "SELECT value FROM meta WHERE key = ?1";

static int64_t
count_between(struct query_call *call, int64_t plan, int64_t revision,
    int64_t from, int64_t before)
{
    sqlite3_stmt *row = query_statement(call->query, sql_between);
    int64_t count = 0;

    if (row == NULL) {
        return 0;
    }
    (void)sqlite3_bind_int64(row, 1, plan);
    (void)sqlite3_bind_int64(row, 2, from);
    (void)sqlite3_bind_int64(row, 3, before);
    (void)sqlite3_bind_int64(row, 4, revision);
    if (query_step(call->query, row) == SQLITE_ROW) {
        count = sqlite3_column_int64(row, 0);
        (void)sqlite3_reset(row);
    }
    return count;
}

/* The first deadline that is not yet soon. */
static int32_t
soon_end(struct query_call *call)
{
    int32_t date = call->today;

    while (date < call->today + SOON_DAYS_MAX &&
           calendar_before(call->query->calendar, LIGHT_SOON_WD, date) <=
               call->today) {
        date++;
    }
    return date;
}

static void
put_counts(struct query_call *call, int64_t plan, int64_t revision)
{
    sqlite3_stmt *row = query_statement(call->query, sql_states);
    int64_t items = 0;

    jindu_json_put_object(call->out, "states");
    if (row != NULL) {
        (void)sqlite3_bind_int64(row, 1, plan);
        (void)sqlite3_bind_int64(row, 2, revision);
        while (query_step(call->query, row) == SQLITE_ROW) {
            int64_t count = sqlite3_column_int64(row, 1);

            jindu_json_put_integer(call->out,
                item_state_token((enum item_state)query_choice(
                    call->query, row, 0, ITEM_WITHDRAWN + 1)),
                count);
            items += count;
        }
    }
    jindu_json_end_object(call->out);
    jindu_json_put_integer(call->out, "items", items);
    jindu_json_put_integer(call->out, "overdue",
        count_between(call, plan, revision, INT32_MIN, call->today));
    jindu_json_put_integer(call->out, "soon",
        count_between(call, plan, revision, call->today, soon_end(call)));
}

static void
put_plan(struct query_call *call, sqlite3_stmt *row)
{
    struct jindu_text *out = call->out;
    int64_t revision = sqlite3_column_int64(row, 9);

    jindu_json_put_string(out, "code", query_text(row, 1));
    query_put_instant(out, "confirmed_at", sqlite3_column_int64(row, 10));
    query_put_json(out, "heads", row, 8);
    jindu_json_put_string(out, "made", query_text(row, 5));
    jindu_json_put_string(out, "org", query_text(row, 4));
    jindu_json_put_string(out, "remark", query_text(row, 6));
    jindu_json_put_integer(out, "revision", revision);
    jindu_json_put_string(out, "source", query_text(row, 7));
    jindu_json_put_string(out, "title", query_text(row, 2));
    jindu_json_put_integer(out, "year", sqlite3_column_int64(row, 3));
    if (!call->request->brief) {
        put_counts(call, sqlite3_column_int64(row, 0), revision);
    }
}

static enum jindu_status
put_plans(struct query_call *call)
{
    sqlite3_stmt *row = query_statement(call->query, sql_plans);
    int rc = SQLITE_ERROR;

    jindu_json_put_array(call->out, "plans");
    while ((rc = query_step(call->query, row)) == SQLITE_ROW) {
        jindu_json_put_object(call->out, NULL);
        put_plan(call, row);
        jindu_json_end_object(call->out);
    }
    jindu_json_end_array(call->out);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_plan_list(struct query_call *call)
{
    enum jindu_status status = put_plans(call);

    jindu_json_put_string(call->out, "zone", call->facts->zone);
    return status;
}

enum jindu_status
query_plan_show(struct query_call *call)
{
    sqlite3_stmt *row;
    int64_t plan = 0;
    int64_t revision = 0;
    enum jindu_status status = query_find_plan(call, &plan, &revision);

    if (status != JINDU_OK) {
        return status;
    }
    row = query_statement(call->query, sql_plans);
    if (row == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_text(row, 1, call->request->plan, -1, SQLITE_STATIC);
    if (query_step(call->query, row) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    put_plan(call, row);
    return JINDU_OK;
}

static enum jindu_status
put_years(struct query_call *call)
{
    sqlite3_stmt *row = query_statement(call->query, sql_years);
    int rc = SQLITE_ERROR;

    jindu_json_put_array(call->out, "calendar");
    while ((rc = query_step(call->query, row)) == SQLITE_ROW) {
        jindu_json_put_object(call->out, NULL);
        jindu_json_put_boolean(
            call->out, "announced", sqlite3_column_int(row, 1) != 0);
        jindu_json_put_integer(call->out, "days", sqlite3_column_int64(row, 2));
        jindu_json_put_integer(call->out, "year", sqlite3_column_int64(row, 0));
        jindu_json_end_object(call->out);
    }
    jindu_json_end_array(call->out);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

/* Why the store holds notices back (R2), in the words of its event; NULL when
 * it does not. */
static const char *
hold_reason(struct query_call *call)
{
    static const char *const reasons[] = {
        [STORE_HOLD_BEHIND] = "behind",
        [STORE_HOLD_RANGE] = "range",
        [STORE_HOLD_FORWARD] = "forward",
    };
    sqlite3_stmt *row = query_statement(call->query, sql_meta);
    int hold = 0;

    if (row != NULL) {
        (void)sqlite3_bind_text(row, 1, "hold", -1, SQLITE_STATIC);
        if (query_step(call->query, row) == SQLITE_ROW) {
            hold = sqlite3_column_int(row, 0);
            (void)sqlite3_reset(row);
        }
    }
    return hold > 0 && hold <= STORE_HOLD_FORWARD ? reasons[hold] : NULL;
}

static int64_t
size_of(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 ? (int64_t)facts.st_size : 0;
}

static void
put_sizes(struct query_call *call)
{
    const char *path = sqlite3_db_filename(call->query->connection, "main");

    jindu_json_put_object(call->out, "store");
    jindu_json_put_integer(call->out, "database", size_of(path));
    jindu_json_put_integer(
        call->out, "wal", size_of(sqlite3_filename_wal(path)));
    jindu_json_end_object(call->out);
}

enum jindu_status
query_status(struct query_call *call)
{
    const struct query_facts *facts = call->facts;
    struct jindu_text *out = call->out;
    const char *reason;
    sqlite3_stmt *row;
    int64_t id;
    int64_t head = 0;
    int64_t floor;
    enum jindu_status status = put_years(call);

    if (status == JINDU_OK) {
        status = put_plans(call);
    }
    if (status == JINDU_OK) {
        status = query_stream_head(call->query, "all", &id, &head, &floor);
    }
    row = query_statement(call->query, sql_next_due);
    if (status != JINDU_OK || query_step(call->query, row) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    query_put_instant(out, "next_due", sqlite3_column_int64(row, 0));
    (void)sqlite3_reset(row);
    jindu_json_put_object(out, "clock");
    query_put_instant(out, "caught_up", facts->caught_up);
    reason = hold_reason(call);
    jindu_json_put_boolean(out, "held", reason != NULL);
    jindu_json_put_integer(out, "now", facts->now);
    jindu_json_put_string(out, "reason", reason);
    jindu_json_end_object(out);
    jindu_json_put_raw(
        out, "counters", facts->counters, strlen(facts->counters));
    jindu_json_put_string(out, "epoch", call->query->epoch);
    jindu_json_put_string(out, "publish", permission_publish(facts->doorbell));
    jindu_json_put_integer(out, "sequence", head);
    jindu_json_put_integer(out, "started_at", facts->started_at);
    put_sizes(call);
    jindu_json_put_string(out, "version", JINDU_VERSION);
    jindu_json_put_string(out, "zone", facts->zone);
    return JINDU_OK;
}
