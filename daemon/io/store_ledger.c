/* SPDX-License-Identifier: MIT */
/* The planned rows of a deadline: they are the schedule. */
#include "store_parts.h"

#include "stage.h"
#include "zone.h"

/* O+5wd comes again for some ten thousand years. */
#define OCCURRENCE_MAX 1000000

void
store_stage_read(struct statement *s, int column, int64_t notice,
    enum stage *stage, int *occurrence)
{
    int64_t count = column_integer(s, column + 1);

    *stage = (enum stage)column_choice(s, column, STAGE_PLAN_MAX, notice);
    *occurrence = 1;
    if (count > 1 && count < OCCURRENCE_MAX && *stage == STAGE_O_5WD) {
        *occurrence = (int)count;
    } else if (count != 1) {
        statement_damaged(s, column + 1, notice);
    }
}

static enum jindu_status
insert(struct store *store, enum sql sql, const struct item *item,
    const struct planned *planned, int64_t batch)
{
    struct statement s = statement_use(store, sql);

    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    statement_integer(&s, stage_kind(planned->stage));
    statement_integer(&s, planned->stage);
    statement_integer(&s, planned->occurrence);
    statement_integer(&s, planned->nominal_at);
    statement_integer(&s, planned->provisional);
    statement_integer(&s, batch);
    return statement_run(&s);
}

enum jindu_status
store_ledger_add(
    struct store *store, const struct item *item, const struct planned *planned)
{
    store->due_is_stale = true;
    return insert(store, SQL_NOTICE_RENEW, item, planned, 0);
}

enum jindu_status
store_ledger_plan(struct store *store, const struct item *item, int64_t batch)
{
    struct planned planned[STAGE_PLAN_MAX];
    size_t count;
    enum jindu_status status = JINDU_OK;

    if (!item_has_stages(item)) {
        return JINDU_OK;
    }
    store->due_is_stale = true;
    count = stage_plan(
        planned, item->deadline, &store->state.window, store->calendar);
    for (size_t i = 0; status == JINDU_OK && i < count; i++) {
        status = insert(store, SQL_NOTICE_INSERT, item, &planned[i], batch);
    }
    return status;
}

enum jindu_status
store_ledger_cancel(struct store *store, int64_t item, const char *reason)
{
    struct statement s = statement_use(store, SQL_NOTICE_CANCEL);

    store->due_is_stale = true;
    statement_integer(&s, item);
    statement_text(&s, reason);
    return statement_run(&s);
}

static enum jindu_status
renew_current(struct store *store, const struct item *item, int64_t now)
{
    struct planned current;
    struct planned next;
    enum jindu_status status;

    if (!stage_current_overdue(&current, item->deadline, zone_date(now),
            &store->state.window, store->calendar)) {
        return JINDU_OK;
    }
    status = insert(store, SQL_NOTICE_RENEW, item, &current, 0);
    if (status == JINDU_OK && current.stage == STAGE_O_5WD) {
        next = stage_one(STAGE_O_5WD, current.occurrence + 1, item->deadline,
            &store->state.window, store->calendar);
        status = insert(store, SQL_NOTICE_RENEW, item, &next, 0);
    }
    return status;
}

/* An amended calendar may make fewer days late than were told already: then the
 * repetition that comes next is another than the current one's. */
static enum jindu_status
renew_after_issued(struct store *store, const struct item *item, int64_t now)
{
    struct statement s = statement_use(store, SQL_NOTICE_ISSUED);
    struct planned next = { .nominal_at = now };
    enum jindu_status status;

    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    if (statement_row(&s) && column_integer(&s, 0) == STAGE_O_5WD) {
        next = stage_one(STAGE_O_5WD, (int)column_integer(&s, 1) + 1,
            item->deadline, &store->state.window, store->calendar);
    }
    status = statement_done(&s);
    return status == JINDU_OK && next.nominal_at > now
               ? insert(store, SQL_NOTICE_RENEW, item, &next, 0)
               : status;
}

/* Time counts as if the claim had never been made: what is still to come is
 * planned again, by the calendar of now; of what passed meanwhile, only the
 * state and the stage that stands now. */
enum jindu_status
store_ledger_restore(struct store *store, const struct item *item, int64_t now)
{
    struct planned planned[STAGE_PLAN_MAX];
    size_t count = stage_plan(
        planned, item->deadline, &store->state.window, store->calendar);
    enum jindu_status status = JINDU_OK;

    store->due_is_stale = true;
    for (size_t i = 0; status == JINDU_OK && i < count; i++) {
        if (planned[i].nominal_at > now || planned[i].stage == STAGE_STATE) {
            status = insert(store, SQL_NOTICE_RENEW, item, &planned[i], 0);
        }
    }
    if (status == JINDU_OK) {
        status = renew_current(store, item, now);
    }
    return status == JINDU_OK ? renew_after_issued(store, item, now) : status;
}

static enum jindu_status
batch_next_due(struct store *store, int64_t batch, int64_t *next_due)
{
    struct statement s = statement_use(store, SQL_NOTICE_NEXT_DUE);

    statement_integer(&s, batch);
    if (statement_row(&s) && column_integer(&s, 0) < *next_due) {
        *next_due = column_integer(&s, 0);
    }
    return statement_done(&s);
}

enum jindu_status
store_ledger_next_due(struct store *store, int64_t *next_due)
{
    const struct store_window *windows = &store->state.windows;
    struct statement s = statement_use(store, SQL_BATCHES);
    enum jindu_status status = JINDU_OK;
    enum jindu_status read;

    *next_due = STORE_NEVER;
    if (windows->digest_due != 0) {
        *next_due = windows->digest_due;
    }
    if (windows->open != 0 && windows->open < *next_due) {
        *next_due = windows->open;
    }
    while (status == JINDU_OK && statement_row(&s)) {
        status = batch_next_due(store, column_integer(&s, 0), next_due);
    }
    read = statement_done(&s);
    return status != JINDU_OK ? status : read;
}
