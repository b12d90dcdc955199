/* SPDX-License-Identifier: MIT */
/* R4: calendars by year, and what their news moves. */
#include "store_parts.h"

#include <stdlib.h>

#include "calendar.h"
#include "zone.h"

/* A holiday moves a stage by less: three working days before a deadline, and
 * the longest run of days off. */
#define REACH_DAYS 60

/* Planned rows read at a time, so that none is read and moved at once. */
#define MOVE_MAX 256

/* Room for one more in days or years, whichever is in use. */
static enum jindu_status
grow(void **rows, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity == 0 ? 64 : 2 * *capacity;
    void *grown;

    if (count < *capacity) {
        return JINDU_OK;
    }
    grown = realloc(*rows, wanted * size);
    if (grown == NULL) {
        return JINDU_NO_MEMORY;
    }
    *rows = grown;
    *capacity = wanted;
    return JINDU_OK;
}

static enum jindu_status
read_days(struct store *store, struct calendar_day **days, size_t *count)
{
    struct statement s = statement_use(store, SQL_DAYS);
    enum jindu_status status = JINDU_OK;
    enum jindu_status read;
    size_t capacity = 0;
    void *rows = NULL;

    *count = 0;
    while (status == JINDU_OK && statement_row(&s)) {
        status = grow(&rows, *count, &capacity, sizeof(**days));
        *days = rows;
        if (status == JINDU_OK) {
            (*days)[*count].date = column_date(&s, 0);
            (*days)[*count].off = column_integer(&s, 1) != 0;
            (*count)++;
        }
    }
    read = statement_done(&s);
    return status != JINDU_OK ? status : read;
}

static enum jindu_status
read_years(struct store *store, struct calendar_year **years, size_t *count)
{
    struct statement s = statement_use(store, SQL_YEARS);
    enum jindu_status status = JINDU_OK;
    enum jindu_status read;
    size_t capacity = 0;
    void *rows = NULL;

    *count = 0;
    while (status == JINDU_OK && statement_row(&s)) {
        status = grow(&rows, *count, &capacity, sizeof(**years));
        *years = rows;
        if (status == JINDU_OK) {
            (*years)[*count].year = (int)column_integer(&s, 0);
            (*years)[*count].announced = column_integer(&s, 1) != 0;
            (*count)++;
        }
    }
    read = statement_done(&s);
    return status != JINDU_OK ? status : read;
}

/* A calendar that a transaction replaces comes back when that is rolled
 * back. */
static void
replace_calendar(struct store *store, struct calendar *calendar)
{
    if (store->calendar_before == NULL) {
        store->calendar_before = store->calendar;
    } else {
        calendar_free(store->calendar);
    }
    store->calendar = calendar;
}

enum jindu_status
store_calendar_read(struct store *store)
{
    struct calendar_day *days = NULL;
    struct calendar_year *years = NULL;
    struct calendar *calendar = NULL;
    size_t day_count = 0;
    size_t year_count = 0;
    enum jindu_status status = read_days(store, &days, &day_count);

    if (status == JINDU_OK) {
        status = read_years(store, &years, &year_count);
    }
    if (status == JINDU_OK) {
        status = calendar_new(&calendar, days, day_count, years, year_count);
    }
    if (status == JINDU_OK) {
        replace_calendar(store, calendar);
    }
    free(days);
    free(years);
    return status;
}

struct year {
    int64_t year;
    int64_t revision; /* 0: not stored */
    bool announced;
    const struct jindu_json *papers;
    const struct jindu_json *days;
};

static enum jindu_status
find_year(struct store *store, struct year *year)
{
    struct statement s = statement_use(store, SQL_YEAR_FIND);

    statement_integer(&s, year->year);
    if (statement_row(&s)) {
        year->revision = column_integer(&s, 0);
        year->announced = column_integer(&s, 1) != 0;
    }
    return statement_done(&s);
}

static enum jindu_status
save_day(struct store *store, int64_t year, const struct jindu_json *day)
{
    const char *name = jindu_json_string(jindu_json_member(day, "name"));
    struct statement s = statement_use(store, SQL_DAY_INSERT);
    int32_t date = JINDU_DATE_NONE;

    if (!jindu_date_parse(
            jindu_json_string(jindu_json_member(day, "date")), &date)) {
        return JINDU_INTERNAL; /* jp_calendar_check() passed it */
    }
    statement_integer(&s, year);
    statement_date(&s, date);
    statement_integer(
        &s, jindu_json_boolean(jindu_json_member(day, "isOffDay"), false));
    statement_text(&s, name == NULL ? "" : name);
    return statement_run(&s);
}

static enum jindu_status
save_year(struct store *store, const struct year *year)
{
    struct jindu_text *papers = &store->scratch;
    struct statement s = statement_use(store, SQL_YEAR_SET);
    enum jindu_status status;

    jindu_text_clear(papers);
    jindu_json_put_value(papers, NULL, year->papers);
    if (papers->failed) {
        return JINDU_NO_MEMORY;
    }
    statement_integer(&s, year->year);
    statement_integer(&s, year->revision);
    statement_integer(&s, jindu_json_first(year->papers) != NULL);
    statement_bytes(&s, papers->bytes, papers->length);
    status = statement_run(&s);
    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(store, SQL_DAYS_DELETE);
    statement_integer(&s, year->year);
    status = statement_run(&s);
    for (const struct jindu_json *day = jindu_json_first(year->days);
         status == JINDU_OK && day != NULL; day = jindu_json_next(day)) {
        status = save_day(store, year->year, day);
    }
    return status;
}

struct move {
    int64_t id;
    int64_t nominal_at;
    bool provisional;
};

/* The next rows after *last whose instant the calendar no longer gives. */
static enum jindu_status
find_moves(struct store *store, int64_t from, int32_t to, int64_t *last,
    struct move *moves, size_t *count, size_t *seen)
{
    struct statement s = statement_use(store, SQL_NOTICE_PLANNED);

    *count = 0;
    *seen = 0;
    statement_integer(&s, *last);
    statement_integer(&s, from);
    statement_integer(&s, to);
    statement_integer(&s, MOVE_MAX);
    while (*seen < MOVE_MAX && statement_row(&s)) {
        struct planned planned;
        enum stage stage;
        int occurrence;

        *last = column_integer(&s, 0);
        (*seen)++;
        store_stage_read(&s, 1, *last, &stage, &occurrence);
        planned = stage_one(stage, occurrence, column_date(&s, 5),
            &store->state.window, store->calendar);
        if (planned.nominal_at != column_integer(&s, 3) ||
            planned.provisional != (column_integer(&s, 4) != 0)) {
            moves[(*count)++] =
                (struct move){ *last, planned.nominal_at, planned.provisional };
        }
    }
    return statement_done(&s);
}

static enum jindu_status
move_row(struct store *store, const struct move *move)
{
    struct statement s = statement_use(store, SQL_NOTICE_MOVE);

    statement_integer(&s, move->id);
    statement_integer(&s, move->nominal_at);
    statement_integer(&s, move->provisional);
    return statement_run(&s);
}

/* What was published stays; what is planned follows calendar and window.  A row
 * that moves into the past is judged by R3 at the next tick. */
enum jindu_status
store_recompute(struct store *store, int64_t from, int32_t to)
{
    struct move moves[MOVE_MAX];
    size_t count = 0;
    size_t seen = MOVE_MAX;
    int64_t last = 0;
    enum jindu_status status = JINDU_OK;

    store->due_is_stale = true;
    while (status == JINDU_OK && seen == MOVE_MAX) {
        status = find_moves(store, from, to, &last, moves, &count, &seen);
        for (size_t i = 0; status == JINDU_OK && i < count; i++) {
            status = move_row(store, &moves[i]);
        }
    }
    return status == JINDU_OK ? store_window_wake(store) : status;
}

static enum jindu_status
recompute_year(struct store *store, int year)
{
    int32_t from = 0;
    int32_t to = 0;

    if (!jindu_date_from_civil(year, 1, 1, &from) ||
        !jindu_date_from_civil(year, 12, 31, &to)) {
        return JINDU_INTERNAL;
    }
    return store_recompute(
        store, zone_day_start(from - REACH_DAYS), to + REACH_DAYS);
}

static enum jindu_status
write_event(struct work *work, const struct year *year)
{
    struct jindu_text *out = store_event_begin(work);

    jindu_json_put_object(out, "calendar");
    jindu_json_put_integer(out, "days", (int64_t)jindu_json_count(year->days));
    jindu_json_put_integer(out, "revision", year->revision);
    jindu_json_put_integer(out, "year", year->year);
    jindu_json_end_object(out);
    jindu_json_put_string(out, "origin", work->origin);
    return store_event_end(
        work, &(struct store_event){ .type = "jindu.calendar.loaded" });
}

static enum jindu_status
load_year(struct work *work, const struct jindu_json *document, bool fill)
{
    struct store *store = work->store;
    struct year year = {
        .year = jindu_json_integer(jindu_json_member(document, "year"), 0),
        .papers = jindu_json_member(document, "papers"),
        .days = jindu_json_member(document, "days"),
    };
    enum jindu_status status = find_year(store, &year);

    if (status != JINDU_OK) {
        return status;
    }
    if (fill && year.revision > 0 &&
        (year.announced || jindu_json_first(year.papers) == NULL)) {
        return JINDU_OK;
    }
    if (fill) {
        status = store_clock_judge(work);
    }
    if (status != JINDU_OK) {
        return status;
    }
    year.revision++;
    status = save_year(store, &year);
    if (status == JINDU_OK) {
        status = store_calendar_read(store);
    }
    if (status == JINDU_OK) {
        status = recompute_year(store, (int)year.year);
    }
    return status == JINDU_OK ? write_event(work, &year) : status;
}

enum jindu_status
store_calendar_load(struct work *work)
{
    return load_year(work, work->request->calendar, false);
}

enum jindu_status
store_calendar_fill(
    struct work *work, const struct jindu_json *const *documents, size_t count)
{
    enum jindu_status status = JINDU_OK;

    for (size_t i = 0; status == JINDU_OK && i < count; i++) {
        status = load_year(work, documents[i], true);
    }
    return status;
}

enum jindu_status
store_fill_calendar(struct store *store,
    const struct jindu_json *const *documents, size_t count, int64_t now)
{
    struct work work = { .store = store, .now = now, .today = zone_date(now) };
    enum jindu_status status = store_begin(store);

    if (status == JINDU_OK) {
        status = store_calendar_fill(&work, documents, count);
    }
    if (status == JINDU_OK) {
        status = store_commit(store);
    } else {
        store_rollback(store);
    }
    return status;
}
