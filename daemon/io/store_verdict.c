/* SPDX-License-Identifier: MIT */
/* What the office decides on an item: verify, return, withdraw. */
#include "store_parts.h"

enum jindu_status
store_item_verify(struct work *work)
{
    struct item_refusal refusal = { NULL, NULL };
    struct store_item row = { .code = NULL };
    struct jindu_text *out;
    int32_t days = 0;
    int32_t working_days = 0;
    enum jindu_status status = store_item_open(work, &row);

    if (status != JINDU_OK) {
        return status;
    }
    status = item_verify(&row.item, work->request->effective, &refusal);
    if (status != JINDU_OK) {
        return store_item_refuse(work, &row, status, &refusal);
    }
    item_lateness(
        &row.item, work->store->calendar, work->today, &days, &working_days);
    out = store_event_begin(work);
    jindu_json_put_integer(out, "claimed_at", row.item.claimed_at);
    jindu_json_put_integer(out, "done_at", row.item.done_at);
    store_put_date(out, "effective", row.item.effective);
    store_put_brief(out, &row);
    jindu_json_put_integer(out, "late_days", days);
    jindu_json_put_integer(out, "late_working_days", working_days);
    jindu_json_put_string(out, "note", work->request->note);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "previous", row.last_event);
    status = store_item_event_end(work, &row, "jindu.item.verified");
    if (status == JINDU_OK) {
        status = store_item_save(work, &row);
    }
    return status;
}

static void
put_reasoned(
    struct work *work, const struct store_item *row, const char *reason)
{
    struct jindu_text *out = store_event_begin(work);

    store_put_brief(out, row);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "previous", row->last_event);
    jindu_json_put_string(out, "reason", reason);
}

enum jindu_status
store_item_return(struct work *work)
{
    const char *reason = work->request->reason;
    struct item_refusal refusal = { NULL, NULL };
    struct store_item row = { .code = NULL };
    enum jindu_status status = store_item_open(work, &row);

    if (status != JINDU_OK) {
        return status;
    }
    status = item_return(&row.item, reason, &refusal);
    if (status != JINDU_OK) {
        return store_item_refuse(work, &row, status, &refusal);
    }
    put_reasoned(work, &row, reason);
    status = store_item_event_end(work, &row, "jindu.item.returned");
    if (status == JINDU_OK) {
        status = store_item_save(work, &row);
    }
    if (status == JINDU_OK) {
        status = store_ledger_restore(work->store, &row.item, work->now);
    }
    return status;
}

enum jindu_status
store_withdraw(struct work *work, struct store_item *row, const char *reason)
{
    struct item_refusal refusal = { NULL, NULL };
    enum jindu_status status = item_withdraw(&row->item, reason, &refusal);

    if (status != JINDU_OK) {
        return store_item_refuse(work, row, status, &refusal);
    }
    put_reasoned(work, row, reason);
    status = store_item_event_end(work, row, "jindu.item.withdrawn");
    if (status == JINDU_OK) {
        status = store_item_save(work, row);
    }
    if (status == JINDU_OK) {
        status = store_ledger_cancel(work->store, row->item.id, "withdrawn");
    }
    return status;
}

enum jindu_status
store_item_withdraw(struct work *work)
{
    struct store_item row = { .code = NULL };
    enum jindu_status status = store_item_open(work, &row);

    if (status != JINDU_OK) {
        return status;
    }
    return store_withdraw(work, &row, work->request->reason);
}
