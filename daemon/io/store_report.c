/* SPDX-License-Identifier: MIT */
/* What the people responsible say: report.submit, item.claim. */
#include "store_parts.h"

#include <string.h>

/* ?6 of SQL_ITEM_REPORT. */
enum blocked {
    BLOCKED_CLEAR,
    BLOCKED_KEEP,
    BLOCKED_SET,
};

static enum jindu_status
check_correction(struct work *work, const struct store_item *row)
{
    struct statement s;
    enum jindu_status status;
    bool found = false;

    if (work->request->corrects == 0) {
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_EVENT_ITEM);
    statement_integer(&s, work->request->corrects);
    if (statement_row(&s)) {
        found = strcmp(column_text(&s, 0), "jindu.report.submitted") == 0 &&
                column_integer(&s, 1) == row->item.id;
    }
    status = statement_done(&s);
    if (status == JINDU_OK && !found) {
        return store_refuse(work, JINDU_NOT_FOUND, "corrects", "exists");
    }
    return status;
}

static bool
is_backfilled(const struct work *work)
{
    int64_t client_time = work->request->client_time;

    return client_time != 0 && work->now - client_time > JP_BACKFILL_MS;
}

static void
put_report(struct jindu_text *out, const struct work *work,
    const struct store_item *row, int percent_before)
{
    const struct jp_request *request = work->request;

    store_put_date(out, "as_of",
        request->as_of == JINDU_DATE_NONE ? work->today : request->as_of);
    jindu_json_put_boolean(out, "backfilled", is_backfilled(work));
    jindu_json_put_string(out, "blocked", request->blocked);
    jindu_json_put_boolean(out, "claims", request->done);
    store_put_instant(out, "client_time", request->client_time);
    store_put_instant(out, "corrects", request->corrects);
    store_put_brief(out, row);
    jindu_json_put_boolean(out, "no_change", request->no_change);
    jindu_json_put_string(out, "note", request->note);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_integer(out, "percent_before", percent_before);
    jindu_json_put_string(out, "person", work->person);
    jindu_json_put_integer(out, "previous", row->last_event);
    jindu_json_put_string(out, "reason", request->reason);
    jindu_json_put_integer(out, "received_at", work->now);
}

static enum blocked
blocked_after(const struct work *work, const struct store_item *row)
{
    if (!row->item.blocked) {
        return BLOCKED_CLEAR;
    }
    return work->request->blocked != NULL ? BLOCKED_SET : BLOCKED_KEEP;
}

static enum jindu_status
save_report(
    struct work *work, const struct store_item *row, enum item_state before)
{
    struct statement s = statement_use(work->store, SQL_ITEM_REPORT);
    enum jindu_status status;

    statement_integer(&s, row->item.id);
    statement_integer(&s, row->item.percent);
    statement_integer(&s, row->item.revision);
    statement_integer(&s, row->last_event);
    statement_integer(&s, work->now);
    statement_integer(&s, blocked_after(work, row));
    statement_text(&s, work->request->blocked);
    status = statement_run(&s);
    if (status == JINDU_OK && row->item.state != before) {
        status = store_item_save(work, row);
    }
    if (status == JINDU_OK && row->item.state == ITEM_CLAIMED) {
        status = store_ledger_cancel(work->store, row->item.id, "claimed");
    }
    return status;
}

/* Everything a report of this person on this item needs, judged. */
static enum jindu_status
open_own(struct work *work, struct store_item *row)
{
    enum jindu_status status = store_item_person(work);

    if (status == JINDU_OK) {
        status = store_item_open(work, row);
    }
    if (status == JINDU_OK) {
        status = store_item_owner(work, row);
    }
    return status;
}

enum jindu_status
store_report_submit(struct work *work)
{
    const struct jp_request *request = work->request;
    const struct item_report report = {
        .percent = request->percent,
        .no_change = request->no_change,
        .done = request->done,
        .blocked = request->blocked,
        .reason = request->reason,
        .note = request->note,
        .as_of = request->as_of,
        .corrects = request->corrects,
    };
    struct item_refusal refusal = { NULL, NULL };
    struct store_item row = { .code = NULL };
    struct jindu_text *out;
    struct item before;
    enum jindu_status status = open_own(work, &row);

    if (status == JINDU_OK) {
        status = check_correction(work, &row);
    }
    if (status != JINDU_OK) {
        return status;
    }
    before = row.item;
    status = item_report(&row.item, &report, work->now, work->today, &refusal);
    if (status != JINDU_OK) {
        return store_item_refuse(work, &row, status, &refusal);
    }
    out = store_event_begin(work);
    put_report(out, work, &row, before.percent);
    status = store_item_event_end(work, &row, "jindu.report.submitted");
    if (status == JINDU_OK) {
        status = save_report(work, &row, before.state);
    }
    return status;
}

enum jindu_status
store_item_claim(struct work *work)
{
    const struct jp_request *request = work->request;
    struct item_refusal refusal = { NULL, NULL };
    struct store_item row = { .code = NULL };
    struct jindu_text *out;
    enum item_state before;
    enum jindu_status status = open_own(work, &row);

    if (status != JINDU_OK) {
        return status;
    }
    before = row.item.state;
    status = item_claim(&row.item, work->now, &refusal);
    if (status != JINDU_OK) {
        return store_item_refuse(work, &row, status, &refusal);
    }
    out = store_event_begin(work);
    store_put_instant(out, "client_time", request->client_time);
    store_put_brief(out, &row);
    jindu_json_put_string(out, "note", request->note);
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_string(out, "person", work->person);
    jindu_json_put_integer(out, "previous", row.last_event);
    jindu_json_put_integer(out, "received_at", work->now);
    status = store_item_event_end(work, &row, "jindu.item.claimed");
    if (status == JINDU_OK) {
        status = save_report(work, &row, before);
    }
    return status;
}
