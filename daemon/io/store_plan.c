/* SPDX-License-Identifier: MIT */
/* plan.load: one part of a draft. */
#include "store_draft.h"

#include <stdio.h>
#include <string.h>

#include "store_parts.h"

struct load {
    struct work *work;
    struct draft draft;
    int64_t next_item; /* ids to give */
    int64_t next_content;
};

/* The item of this number that the plan, or its draft, has. */
struct match {
    int64_t id; /* 0: none */
    int64_t seen;
    unsigned char hash[JP_DIGEST_SIZE];
};

static enum jindu_status
find_match(struct load *load, int64_t no, struct match *match)
{
    struct statement s = statement_use(load->work->store, SQL_ITEM_MATCH);
    bool sound = true;
    enum jindu_status status;

    match->id = 0;
    statement_integer(&s, load->draft.plan);
    statement_integer(&s, no);
    if (statement_row(&s)) {
        match->id = column_integer(&s, 0);
        match->seen = column_integer(&s, 1);
        sound = column_blob(&s, 2, match->hash, sizeof(match->hash));
    }
    status = statement_done(&s);
    return status == JINDU_OK && !sound ? JINDU_INTERNAL : status;
}

static enum jindu_status
refuse_double(struct load *load, size_t index)
{
    char field[JP_FIELD_SIZE];

    (void)snprintf(field, sizeof(field), "items[%zu].no", index);
    return store_refuse(load->work, JINDU_INVALID, field, "double");
}

/* The decoder saw to this part; here it is about those before. */
static enum jindu_status
check_doubles(struct load *load)
{
    const struct jindu_json *value =
        jindu_json_first(load->work->request->items);
    enum jindu_status status = JINDU_OK;

    if (load->draft.part == 0) {
        return JINDU_OK;
    }
    for (size_t i = 0; status == JINDU_OK && value != NULL;
         value = jindu_json_next(value), i++) {
        int64_t no = jindu_json_integer(jindu_json_member(value, "no"), 0);
        struct match match = { .id = 0 };

        status = find_match(load, no, &match);
        if (status == JINDU_OK && match.id != 0 &&
            match.seen == load->draft.revision) {
            status = refuse_double(load, i);
        }
    }
    return status;
}

/* Part 1 opens a draft, whatever there was; every other goes on with it. */
static enum jindu_status
check_order(struct load *load, const struct draft *open)
{
    const struct jp_request *request = load->work->request;
    bool same = open->id != 0 && strcmp(open->uuid, request->draft) == 0;

    if (request->part == 1) {
        return same ? store_refuse(load->work, JINDU_CONFLICT, "part", "order")
                    : JINDU_OK;
    }
    if (!same) {
        return store_refuse(load->work, JINDU_NOT_FOUND, "draft", "exists");
    }
    if (open->complete || request->part != open->part + 1) {
        return store_refuse(load->work, JINDU_CONFLICT, "part", "order");
    }
    load->draft = *open;
    return JINDU_OK;
}

static enum jindu_status
make_plan(struct load *load)
{
    struct store_state *state = &load->work->store->state;
    const char *code = load->work->request->plan;
    struct statement s;

    if (load->draft.plan != 0) {
        return JINDU_OK;
    }
    s = statement_use(load->work->store, SQL_PLAN_INSERT);
    statement_text(&s, code);
    if (statement_row(&s)) {
        load->draft.plan = column_integer(&s, 0);
        state->plan = load->draft.plan;
        state->plan_revision = 0;
        (void)snprintf(state->plan_code, sizeof(state->plan_code), "%s", code);
    }
    return statement_done(&s);
}

static enum jindu_status
open_draft(struct load *load, const struct draft *open)
{
    struct work *work = load->work;
    enum jindu_status status = JINDU_OK;

    if (work->request->part > 1) {
        return JINDU_OK;
    }
    if (open->id != 0) {
        status = draft_drop(work, open->id, open->plan, open->revision);
    }
    if (status == JINDU_OK) {
        status = make_plan(load);
    }
    if (status == JINDU_OK) {
        load->draft.revision = work->store->state.plan_revision + 1;
        status = draft_begin(work, &load->draft);
    }
    return status;
}

static enum jindu_status
read_ids(struct load *load)
{
    struct statement s = statement_use(load->work->store, SQL_NEXT_IDS);

    if (statement_row(&s)) {
        load->next_item = column_integer(&s, 0);
        load->next_content = column_integer(&s, 1);
    }
    return statement_done(&s);
}

static enum jindu_status
insert_item(struct load *load, const struct jp_plan_item *item, int64_t id,
    int64_t content)
{
    struct statement s = statement_use(load->work->store, SQL_ITEM_INSERT);

    statement_integer(&s, id);
    statement_integer(&s, load->draft.plan);
    statement_integer(&s, item->no);
    statement_integer(&s, load->draft.revision);
    statement_integer(&s, content);
    statement_date(&s, item->deadline);
    statement_integer(&s, item->deadline_confirmed);
    statement_integer(&s, item->unit_confirmed);
    return statement_run(&s);
}

static enum jindu_status
insert_responsible(
    struct load *load, const struct jp_plan_item *item, int64_t id)
{
    struct work *work = load->work;
    enum jindu_status status = content_responsible(
        work, SQL_RESPONSIBLE_INSERT, SCHEMA_UNIT, item->units, id);

    if (status == JINDU_OK) {
        status = content_responsible(
            work, SQL_RESPONSIBLE_INSERT, SCHEMA_PERSON, item->persons, id);
    }
    if (status == JINDU_OK) {
        status = content_responsible(
            work, SQL_RESPONSIBLE_INSERT, SCHEMA_LEADER, item->leaders, id);
    }
    return status;
}

static enum jindu_status
insert_deadline(struct load *load, const struct jp_plan_item *item, int64_t id)
{
    struct work *work = load->work;
    const struct item born = { .id = id,
        .state = ITEM_ACTIVE,
        .deadline = item->deadline,
        .deadline_revision = 1 };
    struct statement s = statement_use(work->store, SQL_DEADLINE_INSERT);
    enum jindu_status status;

    statement_integer(&s, id);
    statement_integer(&s, 1);
    statement_date(&s, item->deadline);
    statement_integer(&s, item->deadline_source);
    statement_text(&s, NULL);
    statement_text(&s, work->actor);
    statement_integer(&s, work->now);
    status = statement_run(&s);
    return status == JINDU_OK
               ? store_ledger_plan(work->store, &born, load->draft.id)
               : status;
}

static enum jindu_status
see_item(struct load *load, int64_t id)
{
    struct statement s = statement_use(load->work->store, SQL_ITEM_SEEN);

    statement_integer(&s, id);
    statement_integer(&s, load->draft.revision);
    return statement_run(&s);
}

static enum jindu_status
add_item(
    struct load *load, struct content_key *key, const struct jp_plan_item *item)
{
    enum jindu_status status;

    key->item = load->next_item++;
    key->id = load->next_content++;
    load->draft.added++;
    status = insert_item(load, item, key->item, key->id);
    if (status == JINDU_OK) {
        status = content_insert(load->work, key, item);
    }
    if (status == JINDU_OK) {
        status = insert_responsible(load, item, key->item);
    }
    return status == JINDU_OK ? insert_deadline(load, item, key->item) : status;
}

static enum jindu_status
match_item(struct load *load, struct content_key *key,
    const struct jp_plan_item *item, const struct match *match)
{
    enum jindu_status status = see_item(load, match->id);

    if (status != JINDU_OK ||
        memcmp(key->hash, match->hash, sizeof(key->hash)) == 0) {
        return status;
    }
    key->item = match->id;
    key->id = load->next_content++;
    key->pending = true;
    load->draft.changed++;
    return content_insert(load->work, key, item);
}

static enum jindu_status
load_item(struct load *load, const struct jindu_json *value)
{
    struct work *work = load->work;
    struct jindu_text *text = &work->store->scratch;
    struct content_key key = { .revision = load->draft.revision };
    struct match match = { .id = 0 };
    struct jp_plan_item item;
    enum jindu_status status =
        jp_plan_item_decode(&item, value, &work->change->fault);

    if (status != JINDU_OK) {
        return JINDU_INTERNAL; /* the request was decoded by the same rules */
    }
    status = find_match(load, item.no, &match);
    if (status != JINDU_OK) {
        return status;
    }
    jindu_text_clear(text);
    jindu_json_put_value(text, NULL, value);
    if (text->failed) {
        return JINDU_NO_MEMORY;
    }
    jp_digest(load->draft.digest, load->draft.digest,
        sizeof(load->draft.digest), text->bytes, text->length);
    jp_digest(key.hash, text->bytes, text->length, NULL, 0);
    load->draft.items++;
    return match.id == 0 ? add_item(load, &key, &item)
                         : match_item(load, &key, &item, &match);
}

static enum jindu_status
load_part(struct load *load)
{
    const struct jp_request *request = load->work->request;
    enum jindu_status status = read_ids(load);

    for (const struct jindu_json *value = jindu_json_first(request->items);
         status == JINDU_OK && value != NULL; value = jindu_json_next(value)) {
        status = load_item(load, value);
    }
    if (status != JINDU_OK) {
        return status;
    }
    load->draft.part = request->part;
    load->draft.complete = request->last;
    return draft_save(load->work, &load->draft);
}

enum jindu_status
store_plan_load(struct work *work)
{
    struct load load = { .work = work };
    struct draft open;
    int64_t plan = 0;
    int64_t revision = 0;
    enum jindu_status status = draft_drop_stale(work);

    if (status == JINDU_OK) {
        status = store_plan_find(work, work->request->plan, &plan, &revision);
    }
    if (status == JINDU_OK) {
        status = draft_find(work, plan, &open);
    }
    if (status != JINDU_OK) {
        return status;
    }
    load.draft.plan = plan;
    status = check_order(&load, &open);
    if (status == JINDU_OK) {
        status = check_doubles(&load);
    }
    if (status == JINDU_OK) {
        status = open_draft(&load, &open);
    }
    return status == JINDU_OK ? load_part(&load) : status;
}
