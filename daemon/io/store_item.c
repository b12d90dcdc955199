/* SPDX-License-Identifier: MIT */
/* An item of a live plan: found, written down, saved. */
#include "store_parts.h"

#include <stdio.h>
#include <string.h>

#include "permission.h"

enum jindu_status
store_plan_find(
    struct work *work, const char *code, int64_t *plan, int64_t *revision)
{
    struct store_state *state = &work->store->state;
    enum jindu_status status = JINDU_OK;

    if (state->plan == 0 || strcmp(state->plan_code, code) != 0) {
        struct statement s = statement_use(work->store, SQL_PLAN_FIND);

        state->plan = 0;
        state->plan_revision = 0;
        statement_text(&s, code);
        if (statement_row(&s)) {
            state->plan = column_integer(&s, 0);
            state->plan_revision = column_integer(&s, 1);
            (void)snprintf(
                state->plan_code, sizeof(state->plan_code), "%s", code);
        }
        status = statement_done(&s);
    }
    *plan = state->plan;
    *revision = state->plan_revision;
    return status;
}

void
store_item_read(struct statement *s, struct store_item *row)
{
    row->item = (struct item){
        .id = column_integer(s, 0),
        .state = (enum item_state)column_choice(
            s, 5, ITEM_WITHDRAWN + 1, column_integer(s, 0)),
        .percent = (int)column_integer(s, 6),
        .percent_at_claim = (int)column_integer(s, 7),
        .revision = (int)column_integer(s, 8),
        .deadline = column_date(s, 9),
        .deadline_revision = (int)column_integer(s, 10),
        .deadline_confirmed = column_integer(s, 11) != 0,
        .unit_confirmed = column_integer(s, 12) != 0,
        .claimed_at = column_integer(s, 13),
        .done_at = column_integer(s, 14),
        .effective = column_date(s, 15),
        .blocked = column_integer(s, 16) != 0,
    };
    row->plan = column_integer(s, 1);
    row->no = column_integer(s, 2);
    row->content = column_integer(s, 3);
    row->last_event = column_integer(s, 4);
}

enum jindu_status
store_item_open(struct work *work, struct store_item *row)
{
    const struct jp_request *request = work->request;
    int64_t plan = 0;
    int64_t revision = 0;
    bool found;
    enum jindu_status status =
        store_plan_find(work, request->plan, &plan, &revision);
    struct statement s;

    if (status != JINDU_OK) {
        return status;
    }
    if (revision == 0) {
        return store_refuse(work, JINDU_NOT_FOUND, "plan", "exists");
    }
    s = statement_use(work->store, SQL_ITEM_FIND);
    statement_integer(&s, plan);
    statement_integer(&s, request->item);
    statement_integer(&s, revision);
    found = statement_row(&s);
    if (found) {
        store_item_read(&s, row);
        row->code = request->plan;
    }
    status = statement_done(&s);
    if (status == JINDU_OK && !found) {
        return store_refuse(work, JINDU_NOT_FOUND, "item", "exists");
    }
    return status;
}

enum jindu_status
store_item_get(
    struct work *work, int64_t id, const char *code, struct store_item *row)
{
    struct statement s = statement_use(work->store, SQL_ITEM_GET);
    enum jindu_status status = JINDU_INTERNAL;
    enum jindu_status read;

    statement_integer(&s, id);
    if (statement_row(&s)) {
        store_item_read(&s, row);
        row->code = code;
        status = JINDU_OK;
    }
    read = statement_done(&s);
    return read != JINDU_OK ? read : status;
}

enum jindu_status
store_item_save(struct work *work, const struct store_item *row)
{
    const struct item *item = &row->item;
    struct statement s = statement_use(work->store, SQL_ITEM_UPDATE);
    bool open = item->state != ITEM_DONE && item->state != ITEM_WITHDRAWN;

    statement_integer(&s, item->id);
    statement_integer(&s, row->content);
    statement_integer(&s, open);
    statement_integer(&s, item->state);
    statement_integer(&s, item->percent);
    statement_integer(&s, item->percent_at_claim);
    statement_integer(&s, item->revision);
    statement_date(&s, item->deadline);
    statement_integer(&s, item->deadline_revision);
    statement_integer(&s, item->deadline_confirmed);
    statement_integer(&s, item->unit_confirmed);
    statement_integer(&s, item->claimed_at);
    statement_integer(&s, item->done_at);
    statement_date(&s, item->effective);
    statement_integer(&s, row->last_event);
    return statement_run(&s);
}

static enum jindu_status
check_known(struct work *work, const char *person)
{
    struct statement s = statement_use(work->store, SQL_PERSON_FIND);
    enum jindu_status status;
    bool known;

    statement_text(&s, person);
    statement_integer(&s, SCHEMA_PERSON);
    statement_integer(&s, SCHEMA_LEADER);
    known = statement_row(&s);
    status = statement_done(&s);
    if (status == JINDU_OK && !known) {
        return store_refuse(work, JINDU_NOT_FOUND, "person", "exists");
    }
    return status;
}

static bool
may_all(const struct work *work)
{
    return permission_of(work->change->principal.role, work->request->method,
               work->store->doorbell) == PERMISSION_ALL;
}

/* Who acts: the one who asks, or somebody whom a clerk types for.  A name
 * that no plan has is a slip of the keyboard, not a person. */
enum jindu_status
store_item_person(struct work *work)
{
    const struct principal *principal = &work->change->principal;
    const char *named = work->request->person;
    const char *own = principal->person[0] == '\0' ? NULL : principal->person;

    work->person = own;
    if (named == NULL || (own != NULL && strcmp(named, own) == 0)) {
        return JINDU_OK;
    }
    if (!may_all(work)) {
        return store_refuse(work, JINDU_DENIED, "person", "role");
    }
    work->person = named;
    return check_known(work, named);
}

/* Who may not touch every item touches what he is responsible for. */
enum jindu_status
store_item_owner(struct work *work, const struct store_item *row)
{
    struct statement s;
    enum jindu_status status;
    bool owns;

    if (may_all(work)) {
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_RESPONSIBLE_FIND);
    statement_integer(&s, SCHEMA_PERSON);
    statement_text(&s, work->person);
    statement_integer(&s, row->item.id);
    owns = statement_row(&s);
    status = statement_done(&s);
    if (status == JINDU_OK && !owns) {
        return store_refuse(work, JINDU_DENIED, "item", "owner");
    }
    return status;
}

enum jindu_status
store_item_refuse(struct work *work, const struct store_item *row,
    enum jindu_status status, const struct item_refusal *refusal)
{
    (void)store_refuse(work, status, refusal->field, refusal->rule);
    if (status == JINDU_REFUSED) {
        work->change->fault.state = item_state_token(row->item.state);
    }
    return status;
}

void
store_put_brief(struct jindu_text *out, const struct store_item *row)
{
    jindu_json_put_object(out, "item");
    jindu_json_put_integer(out, "no", row->no);
    jindu_json_put_integer(out, "percent", row->item.percent);
    jindu_json_put_string(out, "plan", row->code);
    jindu_json_put_integer(out, "revision", row->item.revision);
    jindu_json_put_string(out, "state", item_state_token(row->item.state));
    jindu_json_end_object(out);
}

void
store_put_date(struct jindu_text *out, const char *name, int32_t date)
{
    char text[JINDU_DATE_SIZE];

    jindu_json_put_string(out, name,
        date == JINDU_DATE_NONE ? NULL : jindu_date_format(date, text));
}

void
store_put_instant(struct jindu_text *out, const char *name, int64_t instant)
{
    if (instant == 0) {
        jindu_json_put_null(out, name);
    } else {
        jindu_json_put_integer(out, name, instant);
    }
}

enum jindu_status
store_item_event_end(
    struct work *work, struct store_item *row, const char *type)
{
    enum jindu_status status =
        store_event_end(work, &(struct store_event){
                                  .type = type,
                                  .plan = row->code,
                                  .no = row->no,
                                  .item = row->item.id,
                                  .previous = row->last_event,
                              });

    row->last_event = work->sequence;
    return status;
}
