/* SPDX-License-Identifier: MIT */
#include "store_notice.h"

#include <string.h>

#include "light.h"
#include "store_parts.h"

/* Columns of SQL_ITEM_SUBJECT after those of the item. */
enum {
    COLUMN_CODE = 17,
    COLUMN_NAME,
    COLUMN_TARGET,
    COLUMN_UNITS,
    COLUMN_PERSONS,
    COLUMN_LEADERS,
    COLUMN_DEADLINE_FROM,
    COLUMN_SOURCE,
    COLUMN_DEADLINE_AT,
    COLUMN_PLAN_AT,
};

enum jindu_status
subject_open(struct work *work, int64_t item, struct subject *subject)
{
    struct statement *s = &subject->statement;

    *s = statement_use(work->store, SQL_ITEM_SUBJECT);
    statement_integer(s, item);
    if (!statement_row(s)) {
        enum jindu_status status = statement_done(s);

        return status == JINDU_OK ? JINDU_INTERNAL : status;
    }
    store_item_read(s, &subject->row);
    subject->row.code = column_text(s, COLUMN_CODE);
    subject->name = column_text(s, COLUMN_NAME);
    subject->target = column_text(s, COLUMN_TARGET);
    subject->units = column_text(s, COLUMN_UNITS);
    subject->persons = column_text(s, COLUMN_PERSONS);
    subject->leaders = column_text(s, COLUMN_LEADERS);
    subject->deadline_from = column_integer(s, COLUMN_DEADLINE_FROM);
    subject->source = (enum jp_source)column_choice(
        s, COLUMN_SOURCE, JP_SOURCE_SET + 1, item);
    subject->since = column_integer(s, subject->row.item.deadline_revision > 1
                                           ? COLUMN_DEADLINE_AT
                                           : COLUMN_PLAN_AT);
    return JINDU_OK;
}

enum jindu_status
subject_close(struct subject *subject)
{
    return statement_done(&subject->statement);
}

static void
put_json(struct jindu_text *out, const char *name, const char *json)
{
    jindu_json_put_raw(out, name, json, strlen(json));
}

/* Leaders are told once the people responsible had a working day, and never
 * by a date that nobody confirmed. */
static const char *
leaders_of(const struct subject *subject, enum stage stage)
{
    return stage_kind(stage) == NOTICE_OVERDUE &&
                   subject->row.item.deadline_confirmed
               ? subject->leaders
               : "[]";
}

void
notice_put_basis(struct jindu_text *out, const struct subject *subject)
{
    bool carried =
        subject->source == JP_SOURCE_CARRIED && subject->deadline_from > 0;

    jindu_json_put_object(out, "basis");
    store_put_date(out, "date", subject->row.item.deadline);
    jindu_json_put_integer(
        out, "item", carried ? subject->deadline_from : subject->row.no);
    jindu_json_put_string(out, "plan", subject->row.code);
    jindu_json_put_string(out, "source", jp_source_token(subject->source));
    jindu_json_end_object(out);
}

static void
put_state(struct jindu_text *out, const struct work *work,
    const struct subject *subject, const struct notice *notice)
{
    const struct item *item = &subject->row.item;

    store_put_date(out, "deadline", item->deadline);
    jindu_json_put_integer(out, "deadline_revision", item->deadline_revision);
    store_put_brief(out, &subject->row);
    jindu_json_put_boolean(out, "late", notice->late);
    put_json(out, "leaders", subject->leaders);
    jindu_json_put_string(out, "name", subject->name);
    jindu_json_put_integer(out, "nominal_at", notice->planned.nominal_at);
    jindu_json_put_string(out, "origin", work->origin);
    put_json(out, "persons", subject->persons);
    jindu_json_put_integer(out, "previous", subject->row.last_event);
    put_json(out, "units", subject->units);
}

static void
put_to(struct jindu_text *out, const struct subject *subject, enum stage stage)
{
    jindu_json_put_object(out, "to");
    put_json(out, "leaders", leaders_of(subject, stage));
    put_json(out, "persons", subject->persons);
    put_json(out, "units", subject->units);
    jindu_json_end_object(out);
}

int32_t
notice_working_days_left(const struct timeliness_view *view)
{
    return view->overdue_days > 0 ? -view->overdue_working_days
                                  : view->working_days_left;
}

static void
put_notice(struct jindu_text *out, const struct work *work,
    const struct subject *subject, const struct notice *notice)
{
    const struct item *item = &subject->row.item;
    struct timeliness_view view =
        light_view(item, work->today, work->store->calendar);

    notice_put_basis(out, subject);
    jindu_json_put_integer(out, "days_left", view.days_left);
    store_put_date(out, "deadline", item->deadline);
    jindu_json_put_integer(out, "deadline_revision", item->deadline_revision);
    store_put_brief(out, &subject->row);
    jindu_json_put_boolean(out, "late", notice->late);
    put_json(out, "leaders", subject->leaders);
    jindu_json_put_string(out, "name", subject->name);
    jindu_json_put_integer(out, "nominal_at", notice->planned.nominal_at);
    jindu_json_put_integer(out, "occurrence", notice->planned.occurrence);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "percent", item->percent);
    put_json(out, "persons", subject->persons);
    jindu_json_put_integer(out, "previous", subject->row.last_event);
    jindu_json_put_boolean(out, "provisional", notice->planned.provisional);
    jindu_json_put_string(out, "stage", stage_token(notice->planned.stage));
    jindu_json_put_string(out, "target", subject->target);
    put_to(out, subject, notice->planned.stage);
    put_json(out, "units", subject->units);
    jindu_json_put_integer(
        out, "working_days_left", notice_working_days_left(&view));
}

static bool
holds(const struct jindu_json *names, const char *wanted)
{
    const struct jindu_json *name;

    for (name = jindu_json_first(names); name != NULL;
         name = jindu_json_next(name)) {
        if (strcmp(jindu_json_string(name), wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* On the stream of each of names; who is among already has heard. */
static enum jindu_status
tell(struct work *work, const char *prefix, const struct jindu_json *names,
    const struct jindu_json *already)
{
    enum jindu_status status = JINDU_OK;
    const struct jindu_json *name;

    for (name = jindu_json_first(names); status == JINDU_OK && name != NULL;
         name = jindu_json_next(name)) {
        if (!holds(already, jindu_json_string(name))) {
            status = store_event_stream(work, prefix, jindu_json_string(name));
        }
    }
    return status;
}

static enum jindu_status
tell_all(struct work *work, const struct subject *subject, enum stage stage)
{
    const char *leading = leaders_of(subject, stage);
    struct jindu_json *units = NULL;
    struct jindu_json *persons = NULL;
    struct jindu_json *leaders = NULL;
    enum jindu_status status =
        jindu_json_parse(&units, subject->units, strlen(subject->units));

    if (status == JINDU_OK) {
        status = jindu_json_parse(
            &persons, subject->persons, strlen(subject->persons));
    }
    if (status == JINDU_OK) {
        status = jindu_json_parse(&leaders, leading, strlen(leading));
    }
    if (status == JINDU_OK) {
        status = store_event_stream(work, "plan", subject->row.code);
    }
    if (status == JINDU_OK) {
        status = tell(work, "unit", units, NULL);
    }
    if (status == JINDU_OK) {
        status = tell(work, "person", persons, NULL);
    }
    if (status == JINDU_OK) {
        status = tell(work, "person", leaders, persons);
    }
    jindu_json_free(units);
    jindu_json_free(persons);
    jindu_json_free(leaders);
    return status == JINDU_MALFORMED ? JINDU_INTERNAL : status;
}

static enum jindu_status
mark_published(struct work *work, const struct notice *notice)
{
    struct statement s = statement_use(work->store, SQL_NOTICE_PUBLISH);

    statement_integer(&s, notice->id);
    statement_integer(&s, notice->late);
    statement_integer(&s, work->sequence);
    return statement_run(&s);
}

static enum jindu_status
save_event(struct work *work, const struct store_item *row)
{
    struct statement s = statement_use(work->store, SQL_ITEM_EVENT);

    statement_integer(&s, row->item.id);
    statement_integer(&s, row->last_event);
    return statement_run(&s);
}

static enum jindu_status
add_lines(struct work *work, const struct subject *subject,
    const struct notice *notice)
{
    enum jindu_status status =
        store_digest_line(work, notice->id, subject->persons, SCHEMA_PERSON);

    return status == JINDU_OK
               ? store_digest_line(work, notice->id,
                     leaders_of(subject, notice->planned.stage), SCHEMA_LEADER)
               : status;
}

enum jindu_status
notice_issue(
    struct work *work, struct subject *subject, const struct notice *notice)
{
    enum stage stage = notice->planned.stage;
    struct jindu_text *out = store_event_begin(work);
    enum jindu_status status;

    if (stage == STAGE_STATE) {
        put_state(out, work, subject, notice);
    } else {
        put_notice(out, work, subject, notice);
    }
    status = store_item_event_end(work, &subject->row, stage_type(stage));
    if (status == JINDU_OK) {
        status = tell_all(work, subject, stage);
    }
    if (status == JINDU_OK) {
        status = mark_published(work, notice);
    }
    if (status == JINDU_OK && stage != STAGE_STATE) {
        status = add_lines(work, subject, notice);
    }
    return status == JINDU_OK ? save_event(work, &subject->row) : status;
}

/* The item that the notice of this sequence is about; 0: no such notice. */
static enum jindu_status
find_item(struct work *work, int64_t *item)
{
    struct statement s = statement_use(work->store, SQL_NOTICE_SEQUENCE);

    statement_integer(&s, work->request->notice);
    if (statement_row(&s)) {
        *item = column_integer(&s, 0);
    }
    return statement_done(&s);
}

static enum jindu_status
run_acknowledgement(struct work *work, enum sql sql, bool *found)
{
    struct statement s = statement_use(work->store, sql);

    statement_integer(&s, work->request->notice);
    statement_text(&s, work->person);
    if (sql == SQL_ACKNOWLEDGE) {
        statement_integer(&s, work->now);
    }
    *found = statement_row(&s);
    return statement_done(&s);
}

static enum jindu_status
check_acknowledgement(struct work *work, int64_t *item)
{
    bool found = false;
    enum jindu_status status = store_item_person(work);

    if (status == JINDU_OK && work->person == NULL) {
        return store_refuse(work, JINDU_INVALID, "person", "required");
    }
    if (status == JINDU_OK) {
        status = find_item(work, item);
    }
    if (status == JINDU_OK && *item == 0) {
        return store_refuse(work, JINDU_NOT_FOUND, "notice", "exists");
    }
    if (status == JINDU_OK) {
        status = run_acknowledgement(work, SQL_ADDRESSED, &found);
    }
    if (status == JINDU_OK && !found) {
        return store_refuse(work, JINDU_DENIED, "person", "addressed");
    }
    if (status == JINDU_OK) {
        status = run_acknowledgement(work, SQL_ACKNOWLEDGED, &found);
    }
    if (status == JINDU_OK && found) {
        return store_refuse(work, JINDU_REFUSED, "notice", "state");
    }
    return status;
}

static void
put_acknowledgement(struct work *work, const struct store_item *row)
{
    struct jindu_text *out = store_event_begin(work);

    store_put_brief(out, row);
    jindu_json_put_string(out, "note", work->request->note);
    jindu_json_put_object(out, "notice");
    jindu_json_put_string(out, "person", work->person);
    jindu_json_put_integer(out, "sequence", work->request->notice);
    jindu_json_end_object(out);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "previous", row->last_event);
}

enum jindu_status
notice_acknowledge(struct work *work)
{
    struct subject subject;
    int64_t item = 0;
    bool found;
    enum jindu_status status = check_acknowledgement(work, &item);
    enum jindu_status closed;

    if (status == JINDU_OK) {
        status = subject_open(work, item, &subject);
    }
    if (status != JINDU_OK) {
        return status;
    }
    put_acknowledgement(work, &subject.row);
    status =
        store_item_event_end(work, &subject.row, "jindu.notice.acknowledged");
    if (status == JINDU_OK) {
        status = run_acknowledgement(work, SQL_ACKNOWLEDGE, &found);
    }
    if (status == JINDU_OK) {
        status = save_event(work, &subject.row);
    }
    closed = subject_close(&subject);
    return status != JINDU_OK ? status : closed;
}
