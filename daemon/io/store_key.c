/* SPDX-License-Identifier: MIT */
/* Applied once: the keys of requests, by principal. */
#include "store_parts.h"

#include <stdio.h>
#include <string.h>

/* Takes over the row that a statement on principal gives, if it gives one. */
static enum jindu_status
take_principal(struct work *work, struct statement *s)
{
    struct store_state *state = &work->store->state;

    if (statement_row(s)) {
        state->principal = column_integer(s, 0);
        (void)snprintf(state->principal_name, sizeof(state->principal_name),
            "%s", work->change->principal.name);
    }
    return statement_done(s);
}

enum jindu_status
store_principal_find(struct work *work)
{
    struct store_state *state = &work->store->state;
    const char *name = work->change->principal.name;
    struct statement s;

    if (state->principal != 0 && strcmp(state->principal_name, name) == 0) {
        return JINDU_OK;
    }
    state->principal = 0;
    s = statement_use(work->store, SQL_PRINCIPAL_FIND);
    statement_text(&s, name);
    return take_principal(work, &s);
}

/* plan.load stores no event; its result is in its request. */
static enum jindu_status
put_load_result(struct work *work)
{
    const struct jp_request *request = work->request;
    struct jindu_text *out = &work->batch->results;

    jindu_json_put_object(out, NULL);
    jindu_json_put_string(out, "draft", request->draft);
    jindu_json_put_integer(
        out, "items", (int64_t)jindu_json_count(request->items));
    jindu_json_put_integer(out, "part", request->part);
    jindu_json_end_object(out);
    return out->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

static enum jindu_status
put_stored_result(struct work *work, int64_t sequence)
{
    struct statement s;
    enum jindu_status status = JINDU_INTERNAL;
    enum jindu_status read;

    if (sequence == 0) {
        return put_load_result(work);
    }
    s = statement_use(work->store, SQL_EVENT_FIND);
    statement_integer(&s, sequence);
    if (statement_row(&s)) {
        const char *event = column_text(&s, 0);

        status = jp_event_result(
            &work->batch->results, event, column_bytes(&s, 0), sequence);
    }
    read = statement_done(&s);
    return read != JINDU_OK ? read : status;
}

enum jindu_status
store_key_find(struct work *work, bool *found)
{
    const struct jp_request *request = work->request;
    unsigned char content[JP_DIGEST_SIZE];
    enum jindu_status status = store_principal_find(work);
    int64_t sequence = 0;
    bool same = false;
    struct statement s;

    *found = false;
    if (status != JINDU_OK || work->store->state.principal == 0) {
        return status;
    }
    s = statement_use(work->store, SQL_KEY_FIND);
    statement_integer(&s, work->store->state.principal);
    statement_blob(&s, request->key, sizeof(request->key));
    if (statement_row(&s)) {
        *found = true;
        same = column_blob(&s, 0, content, sizeof(content)) &&
               memcmp(content, request->content, sizeof(content)) == 0;
        sequence = column_integer(&s, 1);
    }
    status = statement_done(&s);
    if (status != JINDU_OK || !*found) {
        return status;
    }
    return same ? put_stored_result(work, sequence)
                : store_refuse(work, JINDU_CONFLICT, "key", NULL);
}

enum jindu_status
store_principal_make(struct work *work)
{
    struct statement s;

    if (work->store->state.principal != 0) {
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_PRINCIPAL_INSERT);
    statement_text(&s, work->change->principal.name);
    return take_principal(work, &s);
}

enum jindu_status
store_key_remember(struct work *work)
{
    const struct jp_request *request = work->request;
    enum jindu_status status = store_principal_make(work);
    struct statement s;

    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(work->store, SQL_KEY_INSERT);
    statement_integer(&s, work->store->state.principal);
    statement_blob(&s, request->key, sizeof(request->key));
    statement_blob(&s, request->content, sizeof(request->content));
    statement_integer(&s, work->sequence);
    return statement_run(&s);
}

/* Of the event written last, which is the one that the key names. */
enum jindu_status
store_key_result(struct work *work)
{
    if (work->sequence == 0) {
        return put_load_result(work);
    }
    return jp_event_result(&work->batch->results, work->store->event.bytes,
        work->store->event.length, work->sequence);
}
