/* SPDX-License-Identifier: MIT */
/* The calendar: what the reader knows of it, and calendar.show. */
#include "query_private.h"

#include <stdlib.h>

#include "calendar.h"

static const char sql_calendar_version[] =
    "SELECT coalesce(sum(revision), 0) FROM calendar_year";
static const char sql_years[] = "SELECT year, announced FROM calendar_year";
/* Later years last: their word counts where two name the same day. */
static const char sql_days[] =
    "SELECT date, off FROM calendar_day ORDER BY year, date";
static const char sql_year[] =
    "SELECT revision, announced, papers FROM calendar_year WHERE year = ?1";
static const char sql_year_days[] =
    "SELECT date, off, name FROM calendar_day WHERE year = ?1 ORDER BY date";

/* Appends the rows of a two-column statement as pairs. */
static enum jindu_status
read_pairs(
    struct query *query, const char *sql, int32_t (**pairs)[2], size_t *count)
{
    sqlite3_stmt *statement = query_statement(query, sql);
    size_t capacity = 0;
    int rc;

    *pairs = NULL;
    *count = 0;
    while ((rc = query_step(query, statement)) == SQLITE_ROW) {
        if (*count == capacity) {
            size_t wanted = capacity == 0 ? 256 : 2 * capacity;
            void *grown = realloc(*pairs, wanted * sizeof(**pairs));

            if (grown == NULL) {
                (void)sqlite3_reset(statement);
                return JINDU_NO_MEMORY;
            }
            *pairs = grown;
            capacity = wanted;
        }
        (*pairs)[*count][0] = sqlite3_column_int(statement, 0);
        (*pairs)[*count][1] = sqlite3_column_int(statement, 1);
        (*count)++;
    }
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

static enum jindu_status
build_calendar(struct calendar **calendar, int32_t (*days)[2], size_t day_count,
    int32_t (*years)[2], size_t year_count)
{
    struct calendar_day *day = calloc(day_count + 1, sizeof(*day));
    struct calendar_year *year = calloc(year_count + 1, sizeof(*year));
    enum jindu_status status = JINDU_NO_MEMORY;
    size_t i;

    if (day != NULL && year != NULL) {
        for (i = 0; i < day_count; i++) {
            day[i].date = days[i][0];
            day[i].off = days[i][1] != 0;
        }
        for (i = 0; i < year_count; i++) {
            year[i].year = years[i][0];
            year[i].announced = years[i][1] != 0;
        }
        status = calendar_new(calendar, day, day_count, year, year_count);
    }
    free(day);
    free(year);
    return status;
}

enum jindu_status
query_load_calendar(struct query *query)
{
    sqlite3_stmt *statement = query_statement(query, sql_calendar_version);
    int32_t(*days)[2] = NULL;
    int32_t(*years)[2] = NULL;
    size_t day_count = 0;
    size_t year_count = 0;
    struct calendar *calendar = NULL;
    enum jindu_status status;
    int64_t version;

    if (query_step(query, statement) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    version = sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    if (query->calendar != NULL && version == query->calendar_version) {
        return JINDU_OK;
    }
    status = read_pairs(query, sql_years, &years, &year_count);
    if (status == JINDU_OK) {
        status = read_pairs(query, sql_days, &days, &day_count);
    }
    if (status == JINDU_OK) {
        status = build_calendar(&calendar, days, day_count, years, year_count);
    }
    free(days);
    free(years);
    if (status == JINDU_OK) {
        calendar_free(query->calendar);
        query->calendar = calendar;
        query->calendar_version = version;
    }
    return status;
}

static enum jindu_status
put_days(struct query_call *call)
{
    sqlite3_stmt *row = query_statement(call->query, sql_year_days);
    int rc = SQLITE_ERROR;

    if (row == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(row, 1, call->request->year);
    jindu_json_put_array(call->out, "days");
    while ((rc = query_step(call->query, row)) == SQLITE_ROW) {
        jindu_json_put_object(call->out, NULL);
        query_put_date(call->out, "date", query_date(call->query, row, 0));
        jindu_json_put_boolean(
            call->out, "isOffDay", sqlite3_column_int(row, 1) != 0);
        jindu_json_put_string(call->out, "name", query_text(row, 2));
        jindu_json_end_object(call->out);
    }
    jindu_json_end_array(call->out);
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_calendar_show(struct query_call *call)
{
    sqlite3_stmt *row = query_statement(call->query, sql_year);
    struct jindu_text *out = call->out;
    int year = (int)call->request->year;
    int32_t first = 0;
    int32_t next = 0;
    enum jindu_status status;

    if (row == NULL || !jindu_date_from_civil(year, 1, 1, &first) ||
        !jindu_date_from_civil(year + 1, 1, 1, &next)) {
        return jp_refuse(call->fault, JINDU_INVALID, "year", "range");
    }
    (void)sqlite3_bind_int64(row, 1, year);
    if (query_step(call->query, row) == SQLITE_ROW) {
        jindu_json_put_boolean(
            out, "announced", sqlite3_column_int(row, 1) != 0);
        query_put_json(out, "papers", row, 2);
        jindu_json_put_integer(out, "revision", sqlite3_column_int64(row, 0));
        (void)sqlite3_reset(row);
    } else {
        jindu_json_put_boolean(out, "announced", false);
        jindu_json_put_raw(out, "papers", "[]", 2);
        jindu_json_put_integer(out, "revision", 0);
    }
    status = put_days(call);
    jindu_json_put_integer(out, "working_days",
        calendar_count(call->query->calendar, first - 1, next - 1));
    jindu_json_put_integer(out, "year", year);
    return status;
}
