/* SPDX-License-Identifier: MIT */
#include "store_draft.h"

#include <stdio.h>

#include "log.h"
#include "store_parts.h"

/* An import takes minutes; who comes back the day after starts anew. */
#define DRAFT_LIFE_MS (24 * 60 * 60 * (int64_t)1000)

enum jindu_status
draft_find(struct work *work, int64_t plan, struct draft *draft)
{
    struct statement s = statement_use(work->store, SQL_DRAFT_FIND);
    bool sound = true;
    enum jindu_status status;

    *draft = (struct draft){ .plan = plan };
    statement_integer(&s, plan);
    if (statement_row(&s)) {
        draft->id = column_integer(&s, 0);
        draft->revision = column_integer(&s, 1);
        draft->part = column_integer(&s, 2);
        draft->complete = column_integer(&s, 3) != 0;
        draft->items = column_integer(&s, 4);
        draft->added = column_integer(&s, 5);
        draft->changed = column_integer(&s, 6);
        (void)snprintf(
            draft->uuid, sizeof(draft->uuid), "%s", column_text(&s, 7));
        sound = column_blob(&s, 8, draft->digest, sizeof(draft->digest));
    }
    status = statement_done(&s);
    return status == JINDU_OK && !sound ? JINDU_INTERNAL : status;
}

static enum jindu_status
insert_draft(struct work *work, const struct draft *draft)
{
    struct jindu_text *head = &work->store->scratch;
    struct statement s = statement_use(work->store, SQL_DRAFT_INSERT);

    jindu_text_clear(head);
    jindu_json_put_value(head, NULL, work->request->head);
    if (head->failed) {
        return JINDU_NO_MEMORY;
    }
    statement_integer(&s, draft->id);
    statement_integer(&s, draft->plan);
    statement_text(&s, draft->uuid);
    statement_integer(&s, draft->revision);
    statement_blob(&s, draft->digest, sizeof(draft->digest));
    statement_bytes(&s, head->bytes, head->length);
    statement_integer(&s, work->now);
    return statement_run(&s);
}

enum jindu_status
draft_begin(struct work *work, struct draft *draft)
{
    struct statement s = statement_use(work->store, SQL_BATCH_INSERT);
    enum jindu_status status;

    (void)snprintf(
        draft->uuid, sizeof(draft->uuid), "%s", work->request->draft);
    statement_integer(&s, draft->plan);
    statement_integer(&s, draft->revision);
    if (statement_row(&s)) {
        draft->id = column_integer(&s, 0);
    }
    status = statement_done(&s);
    return status == JINDU_OK ? insert_draft(work, draft) : status;
}

enum jindu_status
draft_save(struct work *work, const struct draft *draft)
{
    struct statement s = statement_use(work->store, SQL_DRAFT_UPDATE);

    statement_integer(&s, draft->id);
    statement_integer(&s, draft->part);
    statement_integer(&s, draft->complete);
    statement_integer(&s, draft->items);
    statement_integer(&s, draft->added);
    statement_integer(&s, draft->changed);
    statement_blob(&s, draft->digest, sizeof(draft->digest));
    return statement_run(&s);
}

static enum jindu_status
run_one(struct work *work, enum sql sql, int64_t value)
{
    struct statement s = statement_use(work->store, sql);

    statement_integer(&s, value);
    return statement_run(&s);
}

static enum jindu_status
run_two(struct work *work, enum sql sql, int64_t first, int64_t second)
{
    struct statement s = statement_use(work->store, sql);

    statement_integer(&s, first);
    statement_integer(&s, second);
    return statement_run(&s);
}

enum jindu_status
draft_end(struct work *work, int64_t id)
{
    return run_one(work, SQL_DRAFT_DELETE, id);
}

enum jindu_status
draft_drop(struct work *work, int64_t id, int64_t plan, int64_t revision)
{
    /* The items last: the others are found by them. */
    static const enum sql of_items[] = { SQL_DROP_DEADLINES,
        SQL_DROP_RESPONSIBLE, SQL_DROP_CONTENTS, SQL_DROP_ITEMS,
        SQL_DROP_SEEN };
    enum jindu_status status = run_one(work, SQL_DROP_NOTICES, id);

    if (status == JINDU_OK) {
        status = run_one(work, SQL_DROP_PENDING, plan);
    }
    for (size_t i = 0;
         status == JINDU_OK && i < sizeof(of_items) / sizeof(of_items[0]);
         i++) {
        status = run_two(work, of_items[i], plan, revision);
    }
    if (status == JINDU_OK) {
        status = run_one(work, SQL_BATCH_DELETE, id);
    }
    return status == JINDU_OK ? draft_end(work, id) : status;
}

/* id is 0 when there is none. */
static enum jindu_status
find_stale(struct work *work, struct draft *draft)
{
    struct statement s = statement_use(work->store, SQL_DRAFT_STALE);

    *draft = (struct draft){ .id = 0 };
    statement_integer(&s, work->now - DRAFT_LIFE_MS);
    if (statement_row(&s)) {
        draft->id = column_integer(&s, 0);
        draft->plan = column_integer(&s, 1);
        draft->revision = column_integer(&s, 2);
    }
    return statement_done(&s);
}

static enum jindu_status
drop_stale(struct work *work, int64_t id)
{
    struct draft draft;
    enum jindu_status status = find_stale(work, &draft);

    return status == JINDU_OK ? draft_drop(work, id, draft.plan, draft.revision)
                              : status;
}

/* One that cannot be dropped keeps nobody from being told of what is due. */
enum jindu_status
draft_drop_stale(struct work *work)
{
    struct draft draft;
    bool undone = false;
    enum jindu_status status = find_stale(work, &draft);

    while (status == JINDU_OK && draft.id != 0 && !undone) {
        status = store_apart(work, drop_stale, draft.id, &undone);
        if (undone) {
            log_error("draft %lld cannot be dropped: tried again with the "
                      "next tick",
                (long long)draft.id);
        } else if (status == JINDU_OK) {
            status = find_stale(work, &draft);
        }
    }
    return status;
}
