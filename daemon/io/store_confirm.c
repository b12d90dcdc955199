/* SPDX-License-Identifier: MIT */
/* plan.confirm: a draft becomes the plan, or its guesses become facts. */
#include "store_draft.h"

#include <sqlite3.h>
#include <string.h>

#include "store_parts.h"

/* What jindu.plan.confirmed tells. */
struct outcome {
    int64_t added;
    int64_t changed;
    int64_t resumed; /* of them: items that were withdrawn, else as they were */
    int64_t confirmed;
    int64_t items;
    int64_t revision;
    int64_t unchanged;
    int64_t vanished;
};

static enum jindu_status
write_event(struct work *work, const struct outcome *outcome)
{
    const char *code = work->request->plan;
    struct jindu_text *out = store_event_begin(work);
    enum jindu_status status;

    work->quiet = false;
    jindu_json_put_string(out, "origin", work->origin);
    jindu_json_put_object(out, "plan");
    jindu_json_put_integer(out, "added", outcome->added);
    jindu_json_put_integer(out, "changed", outcome->changed);
    jindu_json_put_string(out, "code", code);
    jindu_json_put_integer(out, "confirmed", outcome->confirmed);
    jindu_json_put_integer(out, "items", outcome->items);
    jindu_json_put_integer(out, "revision", outcome->revision);
    jindu_json_put_integer(out, "unchanged", outcome->unchanged);
    jindu_json_put_integer(out, "vanished", outcome->vanished);
    jindu_json_end_object(out);
    status = store_event_end(work, &(struct store_event){
                                       .type = "jindu.plan.confirmed",
                                       .plan = code,
                                   });
    if (status == JINDU_OK) {
        status = store_event_stream(work, "plan", code);
    }
    return status;
}

static enum jindu_status
count(struct work *work, enum sql sql, int64_t plan, int64_t revision,
    int64_t *found)
{
    struct statement s = statement_use(work->store, sql);

    statement_integer(&s, plan);
    statement_integer(&s, revision);
    if (statement_row(&s)) {
        *found = column_integer(&s, 0);
    }
    return statement_done(&s);
}

static enum jindu_status
run(struct work *work, enum sql sql, int64_t plan, int64_t revision)
{
    struct statement s = statement_use(work->store, sql);

    statement_integer(&s, plan);
    statement_integer(&s, revision);
    return statement_run(&s);
}

static enum jindu_status
confirm_guesses(struct work *work, int64_t plan, int64_t revision)
{
    struct outcome outcome = { .revision = revision };
    enum jindu_status status;

    if (revision == 0) {
        return store_refuse(work, JINDU_NOT_FOUND, "plan", "exists");
    }
    status = run(work, SQL_GUESSES, plan, revision);
    outcome.confirmed = sqlite3_changes64(work->store->connection);
    if (status == JINDU_OK) {
        status = count(work, SQL_PLAN_ITEMS, plan, revision, &outcome.items);
    }
    outcome.unchanged = outcome.items - outcome.confirmed;
    return status == JINDU_OK ? write_event(work, &outcome) : status;
}

/* The draft that is named, whole and as its sender knows it. */
static enum jindu_status
find_draft(struct work *work, int64_t plan, struct draft *draft)
{
    const struct jp_request *request = work->request;
    enum jindu_status status = draft_find(work, plan, draft);

    if (status != JINDU_OK) {
        return status;
    }
    if (draft->id == 0 || strcmp(draft->uuid, request->draft) != 0) {
        return store_refuse(work, JINDU_NOT_FOUND, "draft", "exists");
    }
    if (!draft->complete) {
        return store_refuse(work, JINDU_CONFLICT, "draft", "order");
    }
    if (memcmp(draft->digest, request->digest, sizeof(draft->digest)) != 0) {
        return store_refuse(work, JINDU_CONFLICT, "digest", NULL);
    }
    return JINDU_OK;
}

static enum jindu_status
check_vanished(
    struct work *work, const struct draft *draft, struct outcome *outcome)
{
    enum jindu_status status;

    if (draft->revision == 1) {
        return JINDU_OK;
    }
    status = count(work, SQL_VANISHED_COUNT, draft->plan, draft->revision - 1,
        &outcome->vanished);
    if (status == JINDU_OK && outcome->vanished > 0 &&
        work->request->vanished == NULL) {
        (void)store_refuse(work, JINDU_REFUSED, "vanished", "vanished");
        work->change->fault.count = outcome->vanished;
        return JINDU_REFUSED;
    }
    return status;
}

static enum jindu_status
withdraw_vanished(struct work *work, const struct draft *draft)
{
    enum jindu_status status = JINDU_OK;
    bool found = true;
    int64_t no = 0;

    while (status == JINDU_OK && found) {
        struct statement s = statement_use(work->store, SQL_VANISHED_NEXT);
        struct store_item row;
        int64_t id = 0;

        statement_integer(&s, draft->plan);
        statement_integer(&s, draft->revision - 1);
        statement_integer(&s, no);
        found = statement_row(&s);
        if (found) {
            id = column_integer(&s, 0);
            no = column_integer(&s, 1);
        }
        status = statement_done(&s);
        if (status != JINDU_OK || !found) {
            break;
        }
        revise_keep_bounded(work);
        status = store_item_get(work, id, work->request->plan, &row);
        if (status == JINDU_OK) {
            status = store_withdraw(work, &row, "vanished");
        }
    }
    return status;
}

static enum jindu_status
settle_vanished(
    struct work *work, const struct draft *draft, const struct outcome *outcome)
{
    if (outcome->vanished == 0) {
        return JINDU_OK;
    }
    if (strcmp(work->request->vanished, "keep") == 0) {
        return run(work, SQL_VANISHED_KEEP, draft->plan, draft->revision - 1);
    }
    return withdraw_vanished(work, draft);
}

static enum jindu_status
update_plan(struct work *work, const struct draft *draft,
    const struct jindu_json *head, const char *text)
{
    struct jindu_text *heads = &work->store->scratch;
    struct statement s = statement_use(work->store, SQL_PLAN_UPDATE);

    jindu_text_clear(heads);
    if (jindu_json_member(head, "heads") == NULL) {
        jindu_text_append_string(heads, "[]");
    } else {
        jindu_json_put_value(heads, NULL, jindu_json_member(head, "heads"));
    }
    if (heads->failed) {
        return JINDU_NO_MEMORY;
    }
    statement_integer(&s, draft->plan);
    statement_text(&s, jindu_json_string(jindu_json_member(head, "title")));
    statement_integer(
        &s, jindu_json_integer(jindu_json_member(head, "year"), 0));
    statement_text(&s, jindu_json_string(jindu_json_member(head, "org")));
    statement_text(&s, jindu_json_string(jindu_json_member(head, "made")));
    statement_text(&s, jindu_json_string(jindu_json_member(head, "remark")));
    statement_text(&s, jindu_json_string(jindu_json_member(head, "source")));
    statement_bytes(&s, heads->bytes, heads->length);
    statement_text(&s, text);
    statement_integer(&s, draft->revision);
    statement_integer(&s, work->now);
    return statement_run(&s);
}

/* Its planned notices become due; one without any would only be looked into
 * at every tick. */
static enum jindu_status
show_batch(struct work *work, const struct draft *draft)
{
    struct statement s;

    if (draft->added > 0) {
        return run(work, SQL_BATCH_LIVE, draft->id, work->now);
    }
    s = statement_use(work->store, SQL_BATCH_DELETE);
    statement_integer(&s, draft->id);
    return statement_run(&s);
}

static enum jindu_status
go_live(struct work *work, const struct draft *draft, const char *text)
{
    struct jindu_json *head = NULL;
    enum jindu_status status = jindu_json_parse(&head, text, strlen(text));

    if (status == JINDU_OK) {
        status = update_plan(work, draft, head, text);
    }
    if (status == JINDU_OK) {
        status = show_batch(work, draft);
    }
    jindu_json_free(head);
    work->store->state.plan_revision = draft->revision;
    work->store->due_is_stale = true;
    return status == JINDU_MALFORMED ? JINDU_INTERNAL : status;
}

/* The file is what is live already: nothing of the draft stays. */
static enum jindu_status
stay(struct work *work, const struct draft *draft)
{
    return draft_drop(work, draft->id, draft->plan, draft->revision);
}

static enum jindu_status
apply_draft(struct work *work, const struct draft *draft,
    struct outcome *outcome, bool *changes)
{
    struct statement s = statement_use(work->store, SQL_DRAFT_HEAD);
    enum jindu_status status = JINDU_INTERNAL;
    enum jindu_status read;

    statement_integer(&s, draft->id);
    if (statement_row(&s)) {
        const char *head = column_text(&s, 0);
        const char *live = column_text(&s, 1);
        bool withdraws = outcome->vanished > 0 &&
                         strcmp(work->request->vanished, "withdraw") == 0;

        *changes = draft->added > 0 || draft->changed > 0 ||
                   outcome->resumed > 0 || withdraws || live == NULL ||
                   strcmp(head, live) != 0;
        status = *changes ? go_live(work, draft, head) : stay(work, draft);
    }
    read = statement_done(&s);
    return read != JINDU_OK ? read : status;
}

static enum jindu_status
confirm_draft(struct work *work, int64_t plan)
{
    struct outcome outcome = { .added = 0 };
    struct draft draft;
    bool changes = true;
    enum jindu_status status = draft_drop_stale(work);

    if (status == JINDU_OK) {
        status = find_draft(work, plan, &draft);
    }
    if (status == JINDU_OK) {
        status = check_vanished(work, &draft, &outcome);
    }
    if (status == JINDU_OK) {
        status = revise_items(work, &draft);
    }
    if (status == JINDU_OK) {
        status = revise_withdrawn(work, &draft, &outcome.resumed);
    }
    if (status == JINDU_OK) {
        status = settle_vanished(work, &draft, &outcome);
    }
    if (status == JINDU_OK) {
        status = apply_draft(work, &draft, &outcome, &changes);
    }
    if (status == JINDU_OK && changes) {
        status = draft_end(work, draft.id);
    }
    if (status != JINDU_OK) {
        return status;
    }
    outcome.added = draft.added;
    outcome.changed = draft.changed + outcome.resumed;
    outcome.items = draft.items;
    outcome.revision = changes ? draft.revision : draft.revision - 1;
    outcome.unchanged = draft.items - outcome.added - outcome.changed;
    return write_event(work, &outcome);
}

enum jindu_status
store_plan_confirm(struct work *work)
{
    int64_t plan = 0;
    int64_t revision = 0;
    enum jindu_status status =
        store_plan_find(work, work->request->plan, &plan, &revision);

    if (status != JINDU_OK) {
        return status;
    }
    if (plan == 0) {
        return store_refuse(work, JINDU_NOT_FOUND, "plan", "exists");
    }
    return work->request->guesses ? confirm_guesses(work, plan, revision)
                                  : confirm_draft(work, plan);
}
