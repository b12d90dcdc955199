/* SPDX-License-Identifier: MIT */
#include "store.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

#include "log.h"
#include "store_notice.h"
#include "store_parts.h"
#include "zone.h"

static enum jindu_status
run_method(struct work *work)
{
    switch (work->request->method) {
    case JP_METHOD_SERVER_CLOCK:
        return store_clock_confirm(work);
    case JP_METHOD_PLAN_LOAD:
        return store_plan_load(work);
    case JP_METHOD_PLAN_CONFIRM:
        return store_plan_confirm(work);
    case JP_METHOD_ITEM_CLAIM:
        return store_item_claim(work);
    case JP_METHOD_ITEM_VERIFY:
        return store_item_verify(work);
    case JP_METHOD_ITEM_RETURN:
        return store_item_return(work);
    case JP_METHOD_ITEM_WITHDRAW:
        return store_item_withdraw(work);
    case JP_METHOD_ITEM_UPDATE:
        return store_item_update(work);
    case JP_METHOD_REPORT_SUBMIT:
        return store_report_submit(work);
    case JP_METHOD_NOTICE_ACKNOWLEDGE:
        return notice_acknowledge(work);
    case JP_METHOD_CALENDAR_LOAD:
        return store_calendar_load(work);
    case JP_METHOD_STREAM_COMMIT:
        return store_cursor_commit(work);
    case JP_METHOD_STREAM_FORGET:
        return store_cursor_forget(work);
    case JP_METHOD_SERVER_HELLO:
    case JP_METHOD_SERVER_STATUS:
    case JP_METHOD_SERVER_CHECK:
    case JP_METHOD_ADMIN_BACKUP:
    case JP_METHOD_ADMIN_PERMISSIONS:
    case JP_METHOD_ADMIN_PRINCIPALS:
    case JP_METHOD_PLAN_LIST:
    case JP_METHOD_PLAN_SHOW:
    case JP_METHOD_ITEM_LIST:
    case JP_METHOD_ITEM_SHOW:
    case JP_METHOD_REPORT_LIST:
    case JP_METHOD_NOTICE_LIST:
    case JP_METHOD_CALENDAR_SHOW:
    case JP_METHOD_STREAM_READ:
    case JP_METHOD_STREAM_CURSORS:
    case JP_METHOD_STREAM_LIST:
    case JP_METHOD_AUDIT_VERIFY:
    case JP_METHOD_COUNT:
        break;
    }
    return JINDU_INTERNAL; /* intake sends no reads here */
}

static enum jindu_status
apply_request(struct work *work)
{
    const struct principal *principal = &work->change->principal;
    bool found = false;
    enum jindu_status status;

    if (!jp_method_has_key(work->request->method)) {
        return run_method(work);
    }
    status = store_key_find(work, &found);
    if (status != JINDU_OK || found) {
        return status;
    }
    work->actor =
        principal->person[0] == '\0' ? principal->name : principal->person;
    work->origin = work->change->origin;
    status = run_method(work);
    if (status == JINDU_OK) {
        status = store_key_remember(work);
    }
    return status == JINDU_OK ? store_key_result(work) : status;
}

/* A line feed between results: after it the writer puts no comma. */
static enum jindu_status
end_result(struct work *work)
{
    struct jindu_text *results = &work->batch->results;

    work->change->result_length = results->length - work->change->result_at;
    jindu_text_append(results, "\n", 1);
    return results->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

/* Its event is none of the change's own. */
static enum jindu_status
judge_clock(const struct work *work)
{
    struct work clock = *work;

    return store_clock_judge(&clock);
}

static enum jindu_status
apply_reload(struct work *work)
{
    const struct change_reload *reload = work->change->reload;
    enum jindu_status status = store_window_set(work, &reload->window);

    return status == JINDU_OK ? store_calendar_fill(work, reload->calendars,
                                    reload->calendar_count)
                              : status;
}

static enum jindu_status
apply_tick(struct work *work)
{
    sqlite3 *connection = work->store->connection;
    const int64_t before = sqlite3_total_changes64(connection);
    enum jindu_status status = store_tick(work);

    work->batch->ticked |= sqlite3_total_changes64(connection) != before;
    return status;
}

/* It waited here longer than the client does. */
static bool
is_late(const struct change *change, int64_t now)
{
    return change->kind == CHANGE_REQUEST &&
           change->request->deadline_ms != 0 &&
           change->request->deadline_ms < now;
}

static enum jindu_status
apply_change(struct store *store, struct batch *batch, struct change *change,
    int64_t now)
{
    struct work work = {
        .store = store,
        .batch = batch,
        .change = change,
        .request = change->request,
        .now = change->received_at,
        .today = zone_date(change->received_at),
    };

    change->fault = (struct jp_fault){ .rule = NULL };
    change->result_at = batch->results.length;
    change->result_length = 0;
    if (is_late(change, now)) {
        change->status = JINDU_TIMEOUT;
        return JINDU_OK;
    }
    change->status = judge_clock(&work);
    if (change->status != JINDU_OK) {
        return change->status;
    }
    if (change->kind == CHANGE_REQUEST) {
        change->status = apply_request(&work);
        if (change->status == JINDU_OK) {
            change->status = end_result(&work);
        }
    } else if (change->kind == CHANGE_RELOAD) {
        change->status = apply_reload(&work);
    } else {
        change->status = apply_tick(&work);
    }
    if (change->status == JINDU_INTERNAL) {
        log_error("a change could not be applied: internal error");
    }
    return store_is_fatal(change->status) ? change->status : JINDU_OK;
}

static enum jindu_status
apply_range(struct store *store, struct batch *batch, size_t first,
    size_t count, int64_t now)
{
    const struct batch_mark mark = batch_mark(batch);
    enum jindu_status status = store_begin(store);

    if (status == JINDU_OK) {
        for (size_t i = first; status == JINDU_OK && i < first + count; i++) {
            status = apply_change(store, batch, batch->changes[i], now);
        }
        if (status == JINDU_OK) {
            status = store_commit(store);
        } else {
            store_rollback(store);
        }
    }
    if (status != JINDU_OK) {
        batch_cut_back(batch, &mark);
        for (size_t i = first; i < first + count; i++) {
            batch->changes[i]->status = status;
            batch->changes[i]->fault = (struct jp_fault){ .rule = NULL };
            batch->changes[i]->result_length = 0;
        }
    }
    return status;
}

/* A change that cannot be applied is a defect of ours or of a row; the others
 * in its batch have no part in it. */
static void
apply_one_by_one(struct store *store, struct batch *batch, int64_t now)
{
    batch->status = JINDU_OK;
    for (size_t i = 0; i < batch->count; i++) {
        /* Its status is with the change. */
        (void)!apply_range(store, batch, i, 1, now);
    }
}

static void
tell_next_due(struct store *store, struct batch *batch, int64_t now)
{
    const struct store_state *state = &store->state;

    if (store->due_is_stale) {
        store->due_is_stale =
            store_ledger_next_due(store, &store->next_due) != JINDU_OK;
    }
    batch->sequence = state->sequence;
    batch->held = state->hold != NULL;
    if (!batch->held) {
        /* When it cannot be read now, it can at the next tick. */
        batch->next_due = store->due_is_stale ? now : store->next_due;
    } else if (strcmp(state->hold, "behind") == 0) {
        batch->next_due = state->high_water;
    } else {
        batch->next_due = STORE_NEVER;
    }
}

void
store_apply(struct store *store, struct batch *batch, int64_t now)
{
    assert(batch->count <= BATCH_MAX);
    batch->ticked = false;
    batch->status = apply_range(store, batch, 0, batch->count, now);
    if (batch->status == JINDU_INTERNAL && batch->count > 1 &&
        !store->poisoned) {
        apply_one_by_one(store, batch, now);
    }
    batch->fatal = store->poisoned;
    if (store->poisoned) {
        batch->next_due = STORE_NEVER;
    } else {
        tell_next_due(store, batch, now);
    }
}

const char *
store_epoch(const struct store *store)
{
    return store->epoch;
}

int64_t
store_sequence(const struct store *store)
{
    return store->durable.sequence;
}
