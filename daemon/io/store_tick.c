/* SPDX-License-Identifier: MIT */
/* What is due: R2 and R3, row by row of the ledger. */
#include "store_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "catchup.h"
#include "log.h"
#include "store_draft.h"
#include "store_notice.h"
#include "zone.h"

/* Rows looked at in one tick, so that a burst after an outage leaves room for
 * reports between two transactions: some 5 to 10 ms, so that reports keep more
 * than half of the writer (tests/bench/goals.py). */
#define TICK_MAX 128

/* More than one deadline ever has planned at once (STAGE_PLAN_MAX and the
 * next occurrence); what were beyond it would be due again at once. */
#define ROWS_MAX 16

/* An item that cannot be told of is a defect to be mended by hand, and the
 * log says so again each time: once an hour. */
#define DEFER_MS (60 * 60 * (int64_t)1000)

/* "O+5wd#1000000" */
#define REASON_SIZE 24

struct due {
    int64_t item;
    int64_t at;
};

struct due_list {
    struct due rows[2 * TICK_MAX];
    size_t count;
};

static int
compare_due(const void *a, const void *b)
{
    const struct due *left = a;
    const struct due *right = b;

    if (left->at != right->at) {
        return left->at < right->at ? -1 : 1;
    }
    return (left->item > right->item) - (left->item < right->item);
}

/* The earliest of this batch join those of the batches before. */
static enum jindu_status
collect_batch(struct work *work, int64_t batch, struct due_list *list)
{
    struct statement s = statement_use(work->store, SQL_NOTICE_DUE);

    statement_integer(&s, batch);
    statement_integer(&s, work->now);
    statement_integer(&s, TICK_MAX);
    while (list->count < 2 * TICK_MAX && statement_row(&s)) {
        list->rows[list->count].item = column_integer(&s, 0);
        list->rows[list->count].at = column_integer(&s, 1);
        list->count++;
    }
    qsort(list->rows, list->count, sizeof(list->rows[0]), compare_due);
    if (list->count > TICK_MAX) {
        list->count = TICK_MAX;
    }
    return statement_done(&s);
}

static enum jindu_status
collect_due(struct work *work, struct due_list *list)
{
    struct statement s = statement_use(work->store, SQL_BATCHES);
    enum jindu_status status = JINDU_OK;
    enum jindu_status read;

    list->count = 0;
    while (status == JINDU_OK && statement_row(&s)) {
        status = collect_batch(work, column_integer(&s, 0), list);
    }
    read = statement_done(&s);
    return status != JINDU_OK ? status : read;
}

/* The planned rows of one item that are judged together. */
struct judgement {
    struct work *work;
    struct subject subject;
    struct catchup_row rows[ROWS_MAX];
    struct {
        int64_t id;
        int64_t due_at;
        bool provisional;
    } stored[ROWS_MAX];
    size_t count;
    struct catchup_case situation;
    struct catchup_outcome outcome;
};

static enum jindu_status
read_rows(struct judgement *judgement)
{
    const struct item *item = &judgement->subject.row.item;
    struct statement s = statement_use(judgement->work->store, SQL_NOTICE_ROWS);

    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    statement_integer(&s, judgement->work->now);
    statement_integer(&s, ROWS_MAX);
    while (judgement->count < ROWS_MAX && statement_row(&s)) {
        size_t i = judgement->count++;

        judgement->stored[i].id = column_integer(&s, 0);
        store_stage_read(&s, 1, judgement->stored[i].id,
            &judgement->rows[i].stage, &judgement->rows[i].occurrence);
        judgement->rows[i].nominal_at = column_integer(&s, 3);
        judgement->stored[i].due_at = column_integer(&s, 4);
        judgement->stored[i].provisional = column_integer(&s, 5) != 0;
    }
    return statement_done(&s);
}

static enum jindu_status
read_situation(struct judgement *judgement)
{
    struct work *work = judgement->work;
    struct catchup_case *situation = &judgement->situation;
    const struct item *item = &judgement->subject.row.item;
    struct statement s = statement_use(work->store, SQL_NOTICE_ISSUED);

    situation->deadline = item->deadline;
    situation->since = item->deadline_revision > 1 ? SINCE_REDATE : SINCE_PLAN;
    situation->since_day = zone_date(judgement->subject.since);
    situation->now = work->now;
    situation->under_way = work->window != 0;
    situation->window = &work->store->state.window;
    situation->calendar = work->store->calendar;
    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    situation->has_issued = statement_row(&s);
    if (situation->has_issued) {
        store_stage_read(&s, 0, item->id, &situation->issued_stage,
            &situation->issued_occurrence);
    }
    return statement_done(&s);
}

static enum jindu_status
close_row(
    struct work *work, int64_t id, enum schema_phase phase, const char *reason)
{
    struct statement s = statement_use(work->store, SQL_NOTICE_CLOSE);

    statement_integer(&s, id);
    statement_integer(&s, phase);
    statement_text(&s, reason);
    return statement_run(&s);
}

static enum jindu_status
supersede(struct judgement *judgement, int64_t id)
{
    const struct catchup_outcome *outcome = &judgement->outcome;
    char reason[REASON_SIZE];

    if (outcome->by_occurrence > 1) {
        (void)snprintf(reason, sizeof(reason), "%s#%d",
            stage_token(outcome->by_stage), outcome->by_occurrence);
    } else {
        (void)snprintf(
            reason, sizeof(reason), "%s", stage_token(outcome->by_stage));
    }
    return close_row(judgement->work, id, SCHEMA_SUPERSEDED, reason);
}

static enum jindu_status
wait(struct judgement *judgement, size_t i)
{
    struct statement s;

    if (judgement->stored[i].due_at == judgement->outcome.until) {
        return JINDU_OK;
    }
    s = statement_use(judgement->work->store, SQL_NOTICE_WAIT);
    statement_integer(&s, judgement->stored[i].id);
    statement_integer(&s, judgement->outcome.until);
    return statement_run(&s);
}

static enum jindu_status
settle_row(struct judgement *judgement, size_t i)
{
    const struct catchup_row *row = &judgement->rows[i];
    const struct notice notice = {
        .id = judgement->stored[i].id,
        .planned = { .stage = row->stage,
            .occurrence = row->occurrence,
            .nominal_at = row->nominal_at,
            .provisional = judgement->stored[i].provisional },
        .late = row->late,
    };

    switch (row->fate) {
    case FATE_ISSUE:
        return notice_issue(judgement->work, &judgement->subject, &notice);
    case FATE_SUPERSEDE:
        return supersede(judgement, notice.id);
    case FATE_WAIT:
        return wait(judgement, i);
    case FATE_EXPIRE:
        return close_row(
            judgement->work, notice.id, SCHEMA_CANCELLED, "expired");
    case FATE_DROP:
        break;
    }
    return close_row(judgement->work, notice.id, SCHEMA_CANCELLED,
        judgement->situation.since == SINCE_PLAN ? "before_plan"
                                                 : "before_redate");
}

/* The stage that stands now though it was never planned, such as the fourth
 * repeat after a long outage. */
static enum jindu_status
issue_extra(struct judgement *judgement)
{
    const struct item *item = &judgement->subject.row.item;
    struct notice notice = { .planned = judgement->outcome.extra,
        .late = judgement->outcome.extra_late };
    struct statement s =
        statement_use(judgement->work->store, SQL_NOTICE_EXTRA);
    enum jindu_status status;

    statement_integer(&s, item->id);
    statement_integer(&s, item->deadline_revision);
    statement_integer(&s, stage_kind(notice.planned.stage));
    statement_integer(&s, notice.planned.stage);
    statement_integer(&s, notice.planned.occurrence);
    statement_integer(&s, notice.planned.nominal_at);
    statement_integer(&s, notice.planned.provisional);
    if (statement_row(&s)) {
        notice.id = column_integer(&s, 0);
    }
    status = statement_done(&s);
    if (status != JINDU_OK || notice.id == 0) {
        return status;
    }
    return notice_issue(judgement->work, &judgement->subject, &notice);
}

static enum jindu_status
settle(struct judgement *judgement)
{
    struct work *work = judgement->work;
    const struct catchup_outcome *outcome = &judgement->outcome;
    enum jindu_status status = JINDU_OK;

    work->store->due_is_stale = true;
    for (size_t i = 0; status == JINDU_OK && i < judgement->count; i++) {
        status = settle_row(judgement, i);
    }
    if (status == JINDU_OK && outcome->has_extra) {
        status = issue_extra(judgement);
    }
    if (status == JINDU_OK && outcome->has_next) {
        status = store_ledger_add(
            work->store, &judgement->subject.row.item, &outcome->next);
    }
    return status;
}

static enum jindu_status
judge_rows(struct judgement *judgement)
{
    const struct item *item = &judgement->subject.row.item;
    enum jindu_status status = read_rows(judgement);

    if (status == JINDU_OK) {
        status = read_situation(judgement);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (judgement->count == 0 || !item_has_stages(item)) {
        /* Whoever changed the item should have cancelled them. */
        log_error("item %lld has notices planned that it should not have",
            (long long)item->id);
        return store_ledger_cancel(judgement->work->store, item->id, "stale");
    }
    catchup_judge(&judgement->outcome, judgement->rows, judgement->count,
        &judgement->situation);
    return settle(judgement);
}

static enum jindu_status
judge_item(struct work *work, int64_t item)
{
    struct judgement judgement = { .work = work };
    enum jindu_status status = subject_open(work, item, &judgement.subject);
    enum jindu_status closed;

    if (status != JINDU_OK) {
        return status;
    }
    status = judge_rows(&judgement);
    closed = subject_close(&judgement.subject);
    return status != JINDU_OK ? status : closed;
}

static enum jindu_status
defer_item(struct work *work, int64_t item)
{
    struct statement s = statement_use(work->store, SQL_NOTICE_DEFER);

    log_error("notices of item %lld cannot be issued: put off for an hour",
        (long long)item);
    statement_integer(&s, item);
    statement_integer(&s, work->now);
    statement_integer(&s, work->now + DEFER_MS);
    return statement_run(&s);
}

/* One damaged item keeps nobody else from being told. */
static enum jindu_status
judge_apart(struct work *work, int64_t item)
{
    bool undone = false;
    enum jindu_status status = store_apart(work, judge_item, item, &undone);

    return status == JINDU_OK && undone ? defer_item(work, item) : status;
}

static bool
is_first(const struct due_list *list, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (list->rows[i].item == list->rows[at].item) {
            return false;
        }
    }
    return true;
}

static enum jindu_status
judge_all(struct work *work, const struct due_list *list)
{
    enum jindu_status status = JINDU_OK;

    for (size_t i = 0; status == JINDU_OK && i < list->count; i++) {
        if (is_first(list, i)) {
            status = judge_apart(work, list->rows[i].item);
        }
    }
    return status;
}

enum jindu_status
store_tick(struct work *work)
{
    struct due_list list;
    enum jindu_status status;

    if (work->store->state.hold != NULL) {
        return JINDU_OK;
    }
    /* Nobody waits for it, so it makes no wake-up of its own. */
    status = draft_drop_stale(work);
    if (status != JINDU_OK) {
        return status;
    }
    if (!work->store->due_is_stale && work->store->next_due > work->now) {
        return JINDU_OK;
    }
    store_window_begin(work);
    status = collect_due(work, &list);
    if (status == JINDU_OK) {
        status = judge_all(work, &list);
    }
    if (status == JINDU_OK) {
        status = store_digest_tell(work, list.count == TICK_MAX);
    }
    work->store->state.windows.moved &= list.count == TICK_MAX;
    return status == JINDU_OK ? store_window_keep(work->store) : status;
}
