/* SPDX-License-Identifier: MIT */
/* One more row of the journal, and where it is heard. */
#include "store_parts.h"

#include <stdio.h>

struct jindu_text *
store_event_begin(struct work *work)
{
    struct jindu_text *text = &work->store->event;

    jindu_text_clear(text);
    jp_event_begin(text);
    jindu_json_put_string(text, "actor", work->actor);
    return text;
}

static enum jindu_status
insert_row(struct work *work, const struct store_event *event)
{
    struct store *store = work->store;
    struct statement s = statement_use(store, SQL_JOURNAL_INSERT);

    statement_integer(&s, store->state.sequence);
    statement_integer(&s, work->now);
    statement_text(&s, event->type);
    statement_positive(&s, event->item);
    statement_integer(&s, event->previous);
    statement_bytes(&s, store->event.bytes, store->event.length);
    statement_blob(&s, store->state.hash, sizeof(store->state.hash));
    return statement_run(&s);
}

/* The calendar files are read before there is a batch to publish from. */
static enum jindu_status
emit(struct work *work, const char *stream, int64_t sequence)
{
    if (work->batch == NULL || work->quiet) {
        return JINDU_OK;
    }
    return batch_emit(
        work->batch, work->event_at, work->event_length, stream, sequence);
}

static enum jindu_status
keep_bytes(struct work *work)
{
    struct jindu_text *events;

    work->event_length = work->store->event.length;
    if (work->batch == NULL || work->quiet) {
        return JINDU_OK;
    }
    events = &work->batch->events;
    work->event_at = events->length;
    jindu_text_append(events, work->store->event.bytes, work->event_length);
    return events->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

enum jindu_status
store_event_end(struct work *work, const struct store_event *event)
{
    struct store *store = work->store;
    struct store_state *state = &store->state;
    enum jindu_status status;

    work->sequence = ++state->sequence;
    jp_event_end(&store->event, &(struct jp_event){
                                    .type = event->type,
                                    .epoch = store->epoch,
                                    .sequence = work->sequence,
                                    .plan = event->plan,
                                    .item = event->no,
                                    .at = work->now,
                                });
    if (store->event.failed) {
        return JINDU_NO_MEMORY;
    }
    jp_digest_chain(state->hash, state->hash, work->sequence,
        store->event.bytes, store->event.length);
    status = insert_row(work, event);
    if (status == JINDU_OK) {
        status = store_clock_mark(work);
    }
    if (status == JINDU_OK) {
        status = keep_bytes(work);
    }
    if (status == JINDU_OK) {
        status = emit(work, "all", work->sequence);
    }
    return status;
}

enum jindu_status
store_event_stream(struct work *work, const char *prefix, const char *id)
{
    char name[JP_STREAM_MAX + 1];
    struct statement s = statement_use(work->store, SQL_STREAM_NEXT);
    enum jindu_status status;
    int64_t stream = 0;
    int64_t sequence = 0;

    (void)snprintf(name, sizeof(name), "%s/%s", prefix, id);
    statement_text(&s, name);
    if (statement_row(&s)) {
        stream = column_integer(&s, 0);
        sequence = column_integer(&s, 1);
    }
    status = statement_done(&s);
    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(work->store, SQL_STREAM_INSERT);
    statement_integer(&s, stream);
    statement_integer(&s, sequence);
    statement_integer(&s, work->sequence);
    status = statement_run(&s);
    if (status != JINDU_OK) {
        return status;
    }
    return emit(work, name, sequence);
}
