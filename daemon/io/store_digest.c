/* SPDX-License-Identifier: MIT */
/* R11: when a window has told all it has to tell, one digest a person. */
#include "store_parts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "digest_rank.h"
#include "log.h"
#include "store_notice.h"

/* Lines looked at in one tick, so that many persons leave room for reports
 * between two transactions: some 10 ms.  A person's digest is one piece. */
#define LINES_MAX 256

/* Columns of SQL_LINES after those of the item. */
enum {
    COLUMN_CODE = 17,
    COLUMN_STAGE,
    COLUMN_OCCURRENCE,
    COLUMN_NOMINAL_AT,
    COLUMN_LATE,
    COLUMN_SEQUENCE,
    COLUMN_ROLE,
};

enum jindu_status
store_digest_line(struct work *work, int64_t notice, const char *persons,
    enum schema_role role)
{
    struct store_window *windows = &work->store->state.windows;
    struct statement s = statement_use(work->store, SQL_LINE_INSERT);
    int64_t due = work->window != 0 ? work->window : store_window_next(work);

    if (windows->digest_due == 0 || windows->digest_due > due) {
        windows->digest_due = due;
    }
    statement_text(&s, persons);
    statement_integer(&s, notice);
    statement_integer(&s, role);
    return statement_run(&s);
}

/* Nothing is owed any more, or something else is. */
static bool
still_stands(const struct work *work, const struct item *item, enum stage stage)
{
    return item_has_stages(item) && (stage_kind(stage) == NOTICE_OVERDUE ||
                                        work->today <= item->deadline);
}

static void
rank_line(struct work *work, struct statement *s, struct digest_rank *rank)
{
    enum stage stage = (enum stage)column_choice(
        s, COLUMN_STAGE, STAGE_PLAN_MAX, column_integer(s, 0));
    struct digest_line line = { .late = column_integer(s, COLUMN_LATE) != 0 };
    struct store_item row = { .code = NULL };
    struct timeliness_view view;

    store_item_read(s, &row);
    if (!still_stands(work, &row.item, stage)) {
        return;
    }
    view = light_view(&row.item, work->today, work->store->calendar);
    line.light = digest_light(view.light);
    line.overdue_days = view.overdue_days;
    (void)snprintf(
        line.plan, sizeof(line.plan), "%s", column_text(s, COLUMN_CODE));
    line.no = row.no;
    line.item = row.item.id;
    line.sequence = column_integer(s, COLUMN_SEQUENCE);
    line.planned.stage = stage;
    line.planned.occurrence = (int)column_integer(s, COLUMN_OCCURRENCE);
    line.planned.nominal_at = column_integer(s, COLUMN_NOMINAL_AT);
    line.leading = column_integer(s, COLUMN_ROLE) == SCHEMA_LEADER;
    digest_rank_add(rank, &line);
}

static enum jindu_status
gather(struct work *work, struct digest_rank *rank)
{
    struct statement s = statement_use(work->store, SQL_LINES);

    statement_text(&s, work->person);
    while (statement_row(&s)) {
        rank_line(work, &s, rank);
    }
    return statement_done(&s);
}

static void
put_line(struct jindu_text *out, const struct work *work,
    const struct subject *subject, const struct digest_line *line)
{
    const struct item *item = &subject->row.item;
    struct timeliness_view view =
        light_view(item, work->today, work->store->calendar);

    jindu_json_put_object(out, NULL);
    notice_put_basis(out, subject);
    jindu_json_put_integer(out, "days_left", view.days_left);
    store_put_date(out, "deadline", item->deadline);
    store_put_brief(out, &subject->row);
    jindu_json_put_boolean(out, "late", line->late);
    jindu_json_put_string(out, "light", light_token(line->light));
    jindu_json_put_string(out, "name", subject->name);
    jindu_json_put_integer(out, "nominal_at", line->planned.nominal_at);
    jindu_json_put_integer(out, "notice", line->sequence);
    jindu_json_put_integer(out, "occurrence", line->planned.occurrence);
    jindu_json_put_string(out, "role", line->leading ? "leader" : "person");
    jindu_json_put_string(out, "stage", stage_token(line->planned.stage));
    jindu_json_put_integer(
        out, "working_days_left", notice_working_days_left(&view));
    jindu_json_end_object(out);
}

static enum jindu_status
put_lines(
    struct jindu_text *out, struct work *work, const struct digest_rank *rank)
{
    size_t shown = digest_rank_shown(rank);
    enum jindu_status status = JINDU_OK;

    jindu_json_put_array(out, "lines");
    for (size_t i = 0; status == JINDU_OK && i < shown; i++) {
        struct subject subject;

        status = subject_open(work, rank->lines[i].item, &subject);
        if (status == JINDU_OK) {
            put_line(out, work, &subject, &rank->lines[i]);
            status = subject_close(&subject);
        }
    }
    jindu_json_end_array(out);
    return status;
}

static void
put_outage(struct jindu_text *out, const struct work *work)
{
    const struct store_window *windows = &work->store->state.windows;

    if (!store_window_tells_outage(work)) {
        jindu_json_put_null(out, "outage");
        return;
    }
    jindu_json_put_object(out, "outage");
    jindu_json_put_integer(out, "from", windows->outage_from);
    jindu_json_put_integer(out, "to", windows->outage_to);
    jindu_json_end_object(out);
}

static enum jindu_status
remember(struct work *work)
{
    struct statement s = statement_use(work->store, SQL_DIGEST_INSERT);

    statement_integer(&s, work->window);
    statement_text(&s, work->person);
    statement_integer(&s, work->sequence);
    return statement_run(&s);
}

static enum jindu_status
write_digest(struct work *work, const struct digest_rank *rank)
{
    static const enum light by_name[] = { LIGHT_BLUE, LIGHT_RED, LIGHT_YELLOW };
    struct jindu_text *out = store_event_begin(work);
    enum jindu_status status;

    jindu_json_put_object(out, "counts");
    for (size_t i = 0; i < sizeof(by_name) / sizeof(by_name[0]); i++) {
        jindu_json_put_integer(
            out, light_token(by_name[i]), (int64_t)rank->counts[by_name[i]]);
    }
    jindu_json_end_object(out);
    status = put_lines(out, work, rank);
    if (status != JINDU_OK) {
        return status;
    }
    jindu_json_put_string(out, "origin", work->origin);
    put_outage(out, work);
    jindu_json_put_string(out, "person", work->person);
    jindu_json_put_integer(out, "total", (int64_t)rank->total);
    jindu_json_put_integer(out, "window", work->window);
    status =
        store_event_end(work, &(struct store_event){ .type = "jindu.digest" });
    if (status == JINDU_OK) {
        status = store_event_stream(work, "person", work->person);
    }
    return status == JINDU_OK ? remember(work) : status;
}

static enum jindu_status
drop_lines(struct work *work, int64_t *dropped)
{
    struct statement s = statement_use(work->store, SQL_LINES_DELETE);
    enum jindu_status status;

    statement_text(&s, work->person);
    status = statement_run(&s);
    *dropped += sqlite3_changes64(work->store->connection);
    return status;
}

static enum jindu_status
digest_person(struct work *work, int64_t unused)
{
    struct digest_rank rank = { .total = 0 };
    enum jindu_status status = gather(work, &rank);

    (void)unused;
    return status == JINDU_OK && rank.total > 0 ? write_digest(work, &rank)
                                                : status;
}

/* In a clock set back a window may come again: one digest is all it has. */
static enum jindu_status
was_told(struct work *work, bool *told)
{
    struct statement s = statement_use(work->store, SQL_DIGEST_FIND);

    statement_integer(&s, work->window);
    statement_text(&s, work->person);
    *told = statement_row(&s);
    return statement_done(&s);
}

static enum jindu_status
tell(struct work *work, bool *lines_left, int64_t *lines)
{
    bool told;
    bool undone = false;
    enum jindu_status status = was_told(work, &told);

    if (status != JINDU_OK) {
        return status;
    }
    if (told) {
        *lines_left = true;
        return JINDU_OK;
    }
    status = store_apart(work, digest_person, 0, &undone);
    if (undone) {
        log_error("the digest of '%s' cannot be written: nobody is told but "
                  "by the notices themselves",
            work->person);
    }
    return status == JINDU_OK ? drop_lines(work, lines) : status;
}

/* The next person with lines, by name; "" begins. */
static enum jindu_status
next_person(struct work *work, char person[JP_NAME_MAX + 1], bool *found)
{
    struct statement s = statement_use(work->store, SQL_LINE_PERSON);

    statement_text(&s, person);
    *found = statement_row(&s);
    if (*found) {
        char next[JP_NAME_MAX + 1];

        (void)snprintf(next, sizeof(next), "%s", column_text(&s, 0));
        memcpy(person, next, sizeof(next));
    }
    return statement_done(&s);
}

static enum jindu_status
tell_persons(struct work *work)
{
    char person[JP_NAME_MAX + 1] = "";
    bool lines_left = false;
    bool found = true;
    int64_t lines = 0;
    enum jindu_status status = next_person(work, person, &found);

    while (status == JINDU_OK && found && lines < LINES_MAX) {
        work->person = person;
        status = tell(work, &lines_left, &lines);
        if (status == JINDU_OK) {
            status = next_person(work, person, &found);
        }
    }
    work->person = NULL;
    if (status == JINDU_OK && !found) {
        store_window_close(work, lines_left);
    }
    return status;
}

enum jindu_status
store_digest_tell(struct work *work, bool notices_left)
{
    struct store_window *windows = &work->store->state.windows;
    bool due = windows->digest_due != 0 && windows->digest_due <= work->now;

    if (!due && windows->open == 0) {
        return JINDU_OK;
    }
    work->store->due_is_stale = true;
    if (work->window == 0) {
        windows->digest_due = store_window_next(work);
        return JINDU_OK;
    }
    windows->open = work->window;
    return notices_left ? JINDU_OK : tell_persons(work);
}
