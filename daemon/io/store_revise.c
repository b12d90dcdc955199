/* SPDX-License-Identifier: MIT */
/* What a new plan revision changes on the items that are live already. */
#include "store_draft.h"
#include "store_parts.h"

#include <stdio.h>

/* Events of one plan.confirm that are published: memory for them is bounded,
 * and followers find the rest by the gap before jindu.plan.confirmed. */
#define PUBLISHED_MAX 1000

#define REASON_SIZE 40 /* "plan revision 9007199254740991" */

/* Columns of SQL_CONTENT_DIFF after the fields. */
enum {
    COLUMN_DEADLINE = 13,
    COLUMN_SOURCE,
    COLUMN_DEADLINE_CONFIRMED,
    COLUMN_UNIT_CONFIRMED,
    COLUMN_OLD_UNITS,
    COLUMN_NEW_UNITS = COLUMN_OLD_UNITS + 3,
};

static const char *const fields[COLUMN_DEADLINE] = { "category", "deadline",
    "deadline_from", "deadline_source", "deadline_words", "inherited",
    "leaders", "name", "persons", "raw", "target", "unconfirmed", "units" };

enum field {
    FIELD_DEADLINE = 1,
    FIELD_LEADERS = 6,
    FIELD_PERSONS = 8,
    FIELD_TARGET = 10,
    FIELD_UNITS = 12,
};

struct revision {
    struct work *work;
    struct statement *diff;
    struct store_item row;
    int32_t before;
    bool redated;
    bool resumed; /* it was withdrawn */
};

static bool
differs(const struct revision *revision, enum field field)
{
    return column_integer(revision->diff, (int)field) != 0;
}

static enum jindu_status
change_names(
    struct revision *revision, enum sql sql, enum schema_role role, int column)
{
    const char *text = column_text(revision->diff, column);
    struct jindu_json *names = NULL;
    enum jindu_status status =
        jindu_json_parse(&names, text, column_bytes(revision->diff, column));

    if (status == JINDU_OK) {
        status = content_responsible(
            revision->work, sql, role, names, revision->row.item.id);
    }
    jindu_json_free(names);
    return status == JINDU_MALFORMED ? JINDU_INTERNAL : status;
}

static enum jindu_status
change_responsible(struct revision *revision)
{
    static const enum field field[] = { [SCHEMA_UNIT] = FIELD_UNITS,
        [SCHEMA_PERSON] = FIELD_PERSONS,
        [SCHEMA_LEADER] = FIELD_LEADERS };
    enum jindu_status status = JINDU_OK;

    for (int role = SCHEMA_UNIT; role <= SCHEMA_LEADER; role++) {
        if (!differs(revision, field[role])) {
            continue;
        }
        status = change_names(revision, SQL_RESPONSIBLE_DELETE,
            (enum schema_role)role, COLUMN_OLD_UNITS + role);
        if (status == JINDU_OK) {
            status = change_names(revision, SQL_RESPONSIBLE_INSERT,
                (enum schema_role)role, COLUMN_NEW_UNITS + role);
        }
        if (status != JINDU_OK) {
            break;
        }
    }
    return status;
}

/* A date that the file did not change keeps what item.update made of it. */
static void
change_deadline(struct revision *revision)
{
    struct item *item = &revision->row.item;
    int32_t deadline = column_date(revision->diff, COLUMN_DEADLINE);
    bool confirmed =
        column_integer(revision->diff, COLUMN_DEADLINE_CONFIRMED) != 0;

    if (differs(revision, FIELD_DEADLINE) && deadline != item->deadline) {
        revision->redated = true;
        item->deadline = deadline;
        item->deadline_revision++;
        item->deadline_confirmed = confirmed;
    } else if (deadline == item->deadline && confirmed) {
        item->deadline_confirmed = true;
    }
}

/* The deadline of an item that is back has another revision in any case. */
static void
resume(struct revision *revision)
{
    struct item *item = &revision->row.item;
    int deadline_revision = item->deadline_revision;

    item_resume(item);
    change_deadline(revision);
    item->deadline_revision = deadline_revision + 1;
    revision->resumed = true;
    revision->redated = true;
}

static void
change_item(struct revision *revision, int64_t content)
{
    struct item *item = &revision->row.item;
    bool confirmed = column_integer(revision->diff, COLUMN_UNIT_CONFIRMED) != 0;

    revision->before = item->deadline;
    revision->row.content = content;
    item->unit_confirmed =
        confirmed || (item->unit_confirmed && !differs(revision, FIELD_UNITS));
    if (item->state == ITEM_WITHDRAWN) {
        resume(revision);
        return;
    }
    item->revision++;
    if (item->state != ITEM_DONE) {
        change_deadline(revision);
    }
}

static enum jindu_status
write_event(struct revision *revision, int64_t plan_revision)
{
    struct work *work = revision->work;
    struct jindu_text *out = store_event_begin(work);

    store_put_redate(
        out, revision->redated, revision->before, &revision->row.item);
    jindu_json_put_array(out, "fields");
    for (int i = 0; i < COLUMN_DEADLINE; i++) {
        if (i == FIELD_TARGET && revision->resumed) {
            jindu_json_put_string(out, NULL, "state");
        }
        if (differs(revision, (enum field)i)) {
            jindu_json_put_string(out, NULL, fields[i]);
        }
    }
    jindu_json_end_array(out);
    store_put_brief(out, &revision->row);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "plan_revision", plan_revision);
    jindu_json_put_integer(out, "previous", revision->row.last_event);
    return store_item_event_end(work, &revision->row, "jindu.item.revised");
}

/* Another date than the file's is one that item.update had set. */
static enum jp_source
deadline_source(const struct revision *revision)
{
    return revision->row.item.deadline ==
                   column_date(revision->diff, COLUMN_DEADLINE)
               ? (enum jp_source)column_choice(revision->diff, COLUMN_SOURCE,
                     JP_SOURCE_SET + 1, revision->row.content)
               : JP_SOURCE_SET;
}

/* In the item's list of deadlines: why it has this one. */
static enum jindu_status
save_deadline(struct revision *revision, int64_t plan_revision)
{
    char reason[REASON_SIZE];

    (void)snprintf(
        reason, sizeof(reason), "plan revision %lld", (long long)plan_revision);
    return store_redate(
        revision->work, &revision->row.item, deadline_source(revision), reason);
}

static enum jindu_status
apply_diff(struct revision *revision, int64_t content, int64_t plan_revision)
{
    struct work *work = revision->work;
    enum jindu_status status;

    change_item(revision, content);
    status = write_event(revision, plan_revision);
    if (status == JINDU_OK) {
        status = change_responsible(revision);
    }
    if (status == JINDU_OK) {
        status = store_item_save(work, &revision->row);
    }
    if (status == JINDU_OK && revision->redated) {
        status = save_deadline(revision, plan_revision);
    }
    return status;
}

static enum jindu_status
revise_item(
    struct work *work, int64_t id, int64_t content, int64_t plan_revision)
{
    struct revision revision = { .work = work };
    struct statement diff;
    enum jindu_status status =
        store_item_get(work, id, work->request->plan, &revision.row);
    enum jindu_status read;

    if (status != JINDU_OK) {
        return status;
    }
    diff = statement_use(work->store, SQL_CONTENT_DIFF);
    statement_integer(&diff, revision.row.content);
    statement_integer(&diff, content);
    revision.diff = &diff;
    status = statement_row(&diff)
                 ? apply_diff(&revision, content, plan_revision)
                 : JINDU_INTERNAL;
    read = statement_done(&diff);
    return read != JINDU_OK ? read : status;
}

static enum jindu_status
mark_applied(struct work *work, int64_t content)
{
    struct statement s = statement_use(work->store, SQL_CONTENT_APPLIED);

    statement_integer(&s, content);
    return statement_run(&s);
}

void
revise_keep_bounded(struct work *work)
{
    work->quiet = work->batch->emission_count >= PUBLISHED_MAX;
}

enum jindu_status
revise_items(struct work *work, const struct draft *draft)
{
    enum jindu_status status = JINDU_OK;

    for (int64_t left = draft->changed; status == JINDU_OK && left > 0;
         left--) {
        struct statement s = statement_use(work->store, SQL_CONTENT_PENDING);
        int64_t content = 0;
        int64_t item = 0;

        revise_keep_bounded(work);
        statement_integer(&s, draft->plan);
        if (statement_row(&s)) {
            content = column_integer(&s, 0);
            item = column_integer(&s, 1);
        }
        status = statement_done(&s);
        if (status == JINDU_OK) {
            status = revise_item(work, item, content, draft->revision);
        }
        if (status == JINDU_OK) {
            status = mark_applied(work, content);
        }
    }
    return status;
}

/* What the file names is work to do, also when its row is as it was. */
enum jindu_status
revise_withdrawn(struct work *work, const struct draft *draft, int64_t *resumed)
{
    enum jindu_status status = JINDU_OK;
    int64_t item = 0;
    bool found = true;

    *resumed = 0;
    while (status == JINDU_OK && found) {
        struct statement s = statement_use(work->store, SQL_WITHDRAWN_NEXT);
        int64_t content = 0;

        revise_keep_bounded(work);
        statement_integer(&s, draft->plan);
        statement_integer(&s, draft->revision);
        statement_integer(&s, item);
        statement_integer(&s, ITEM_WITHDRAWN);
        found = statement_row(&s);
        if (found) {
            item = column_integer(&s, 0);
            content = column_integer(&s, 1);
            ++*resumed;
        }
        status = statement_done(&s);
        if (status == JINDU_OK && found) {
            status = revise_item(work, item, content, draft->revision);
        }
    }
    return status;
}
