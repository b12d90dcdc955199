/* SPDX-License-Identifier: MIT */
/* item.update: another deadline (R9), or a guess confirmed. */
#include "store_parts.h"

#include <string.h>

struct update {
    bool redated;
    bool deadline_confirmed;
    bool unit_confirmed;
    int32_t before;
};

void
store_put_redate(struct jindu_text *out, bool redated, int32_t before,
    const struct item *item)
{
    if (!redated) {
        jindu_json_put_null(out, "deadline");
        return;
    }
    jindu_json_put_object(out, "deadline");
    store_put_date(out, "after", item->deadline);
    store_put_date(out, "before", before);
    jindu_json_put_integer(out, "revision", item->deadline_revision);
    jindu_json_end_object(out);
}

enum jindu_status
store_redate(struct work *work, const struct item *item, enum jp_source source,
    const char *reason)
{
    struct statement s = statement_use(work->store, SQL_DEADLINE_INSERT);
    enum jindu_status status;

    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    statement_date(&s, item->deadline);
    statement_integer(&s, source);
    statement_text(&s, reason);
    statement_text(&s, work->actor);
    statement_integer(&s, work->now);
    status = statement_run(&s);
    if (status == JINDU_OK) {
        status = store_ledger_cancel(work->store, item->id, "redated");
    }
    if (status == JINDU_OK) {
        status = store_ledger_plan(work->store, item, 0);
    }
    return status;
}

static enum jindu_status
judge(struct work *work, struct item *item, struct update *update,
    struct item_refusal *refusal)
{
    const struct jp_request *request = work->request;
    enum jindu_status status = JINDU_OK;

    update->before = item->deadline;
    if (request->has_deadline) {
        status = item_redate(item, request->deadline, request->reason,
            &update->redated, refusal);
    }
    if (status == JINDU_OK && request->confirm != NULL) {
        if (strcmp(request->confirm, "unit") == 0) {
            status = item_confirm_unit(item, &update->unit_confirmed, refusal);
        } else {
            status = item_confirm_deadline(
                item, &update->deadline_confirmed, refusal);
        }
    }
    return status;
}

static void
put_update(struct jindu_text *out, const struct work *work,
    const struct store_item *row, const struct update *update)
{
    jindu_json_put_array(out, "confirmed");
    if (update->deadline_confirmed) {
        jindu_json_put_string(out, NULL, "deadline");
    }
    if (update->unit_confirmed) {
        jindu_json_put_string(out, NULL, "unit");
    }
    jindu_json_end_array(out);
    store_put_redate(out, update->redated, update->before, &row->item);
    store_put_brief(out, row);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "previous", row->last_event);
    jindu_json_put_string(out, "reason", work->request->reason);
}

enum jindu_status
store_item_update(struct work *work)
{
    struct item_refusal refusal = { NULL, NULL };
    struct store_item row = { .code = NULL };
    struct update update = { .redated = false };
    int revision;
    enum jindu_status status = store_item_open(work, &row);

    if (status != JINDU_OK) {
        return status;
    }
    revision = row.item.revision;
    status = judge(work, &row.item, &update, &refusal);
    if (status != JINDU_OK) {
        return store_item_refuse(work, &row, status, &refusal);
    }
    if (row.item.revision > revision) {
        row.item.revision = revision + 1; /* one change, whatever it holds */
    }
    put_update(store_event_begin(work), work, &row, &update);
    status = store_item_event_end(work, &row, "jindu.item.updated");
    if (status == JINDU_OK) {
        status = store_item_save(work, &row);
    }
    if (status == JINDU_OK && update.redated) {
        status =
            store_redate(work, &row.item, JP_SOURCE_SET, work->request->reason);
    }
    return status;
}
