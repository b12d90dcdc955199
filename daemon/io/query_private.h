/* SPDX-License-Identifier: MIT */
/*
 * query_private: what the query_*.c files share.
 *
 * Statements are prepared at first use and kept; query_statement() hands one
 * out reset and unbound.  Each method is one function that reads inside the
 * transaction which query_run() holds open around it.
 */
#ifndef QUERY_PRIVATE_H
#define QUERY_PRIVATE_H

#include <sqlite3.h>

#include "digest.h"
#include "item.h"
#include "query.h"

/* Rows looked at for one page of a filtered list: some 20 ms, so that no read
 * holds its snapshot, and with it the WAL, for long. */
#define QUERY_SCAN_MAX 10000

struct calendar;

struct query {
    sqlite3 *connection;
    struct calendar *calendar;
    int64_t calendar_version;
    bool failed; /* a row of this method could not be read or is damaged */
    char epoch[JP_UUID_TEXT_SIZE];
    struct {
        const char *sql; /* a static string: compared by address */
        sqlite3_stmt *statement;
    } statements[40]; /* more than there are SQL texts in query_*.c */
    size_t statement_count;
};

/* One running method. */
struct query_call {
    struct query *query;
    const struct jp_request *request;
    const struct query_facts *facts;
    int32_t today;
    struct jindu_text *out;
    struct jp_fault *fault;
};

/* NULL when it cannot be prepared; logged. */
sqlite3_stmt *query_statement(struct query *query, const char *sql);

/* SQLITE_ROW, SQLITE_DONE, or an error that is logged. */
int query_step(struct query *query, sqlite3_stmt *statement);

/* The column as a static-lifetime-free view, valid until the next step. */
const char *query_text(sqlite3_stmt *statement, int column);

/* NULL column: JINDU_DATE_NONE.  It and a number from 0 to count - 1; of a
 * damaged row NONE and 0: that is logged, and the method fails at its end. */
int32_t query_date(struct query *query, sqlite3_stmt *statement, int column);
int query_choice(
    struct query *query, sqlite3_stmt *statement, int column, int count);

/* Puts the column as a date, an instant, a string, or JSON text; null when it
 * is NULL (and, for an instant, 0). */
void query_put_date(struct jindu_text *out, const char *name, int32_t date);
void query_put_instant(
    struct jindu_text *out, const char *name, int64_t instant);
void query_put_json(struct jindu_text *out, const char *name,
    sqlite3_stmt *statement, int column);

/* The plan's id and revision; JINDU_NOT_FOUND unless it is live. */
JINDU_CHECK enum jindu_status query_find_plan(
    struct query_call *call, int64_t *id, int64_t *revision);

/* The item named by the request; JINDU_NOT_FOUND. */
JINDU_CHECK enum jindu_status query_find_item(
    struct query_call *call, int64_t *id);

JINDU_CHECK enum jindu_status query_load_calendar(struct query *query);

/* The head and floor of any stream, "all" among them. */
JINDU_CHECK enum jindu_status query_stream_head(struct query *query,
    const char *stream, int64_t *id, int64_t *head, int64_t *floor);

/* Whose things alone method may have, "": nobody's; NULL: everybody's. */
const char *query_bound(const struct query_call *call, enum jp_method method);
JINDU_CHECK enum jindu_status query_stream_check(struct query_call *call);

/* Where the peer's cursor stands in the stream; 0: it was never committed. */
JINDU_CHECK enum jindu_status query_cursor_position(
    struct query_call *call, int64_t *position);

/* A walk along the journal's chain; zeroed, it begins at the first row. */
struct query_chain {
    int64_t at;                         /* the last row looked at */
    int64_t bad;                        /* the first that does not hold, or 0 */
    unsigned char hash[JP_DIGEST_SIZE]; /* of row at */
};
JINDU_CHECK enum jindu_status query_chain_walk(
    struct query *query, struct query_chain *chain, int64_t rows);

/* The methods.  Each begins and ends the one object that is its result. */
enum jindu_status query_status(struct query_call *call);
enum jindu_status query_plan_list(struct query_call *call);
enum jindu_status query_plan_show(struct query_call *call);
enum jindu_status query_item_list(struct query_call *call);
enum jindu_status query_item_show(struct query_call *call);
enum jindu_status query_report_list(struct query_call *call);
enum jindu_status query_notice_list(struct query_call *call);
enum jindu_status query_calendar_show(struct query_call *call);
enum jindu_status query_stream_read(struct query_call *call);
enum jindu_status query_stream_list(struct query_call *call);
enum jindu_status query_stream_cursors(struct query_call *call);
enum jindu_status query_audit_verify(struct query_call *call);

/* Shared pieces of results. */
void query_put_notices(struct query_call *call, int64_t item, int64_t limit);
enum jindu_status query_put_history(struct query_call *call, int64_t item,
    int64_t before, int64_t limit, int64_t *next);

#endif
