/* SPDX-License-Identifier: MIT */
/* Named cursors: how far a reader of one principal has come in a stream. */
#include "store_parts.h"

#include <string.h>

#include "permission.h"

/* The head and floor of the stream that is named; of one that nothing was
 * published on yet, 0 and 1. */
static enum jindu_status
find_stream(struct work *work, int64_t *head, int64_t *floor)
{
    struct statement s;

    *head = 0;
    *floor = 1;
    if (strcmp(work->request->stream, "all") == 0) {
        *head = work->store->state.sequence;
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_STREAM_FIND);
    statement_text(&s, work->request->stream);
    if (statement_row(&s)) {
        *head = column_integer(&s, 0);
        *floor = column_integer(&s, 1);
    }
    return statement_done(&s);
}

/* What may not be read is not heard, and its head is not told. */
static enum jindu_status
check_stream(struct work *work)
{
    const struct principal *principal = &work->change->principal;
    struct statement s;
    enum jindu_status status;
    bool own;

    if (permission_of(principal->role, JP_METHOD_STREAM_READ,
            work->store->doorbell) == PERMISSION_ALL) {
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_STREAM_OWN);
    statement_text(&s, principal->person);
    statement_text(&s, work->request->stream);
    own = statement_row(&s);
    status = statement_done(&s);
    return status == JINDU_OK && !own
               ? store_refuse(work, JINDU_DENIED, "stream", "owner")
               : status;
}

static enum jindu_status
check_position(struct work *work)
{
    int64_t head = 0;
    int64_t floor = 0;
    enum jindu_status status = find_stream(work, &head, &floor);
    bool same = strcmp(work->request->epoch, work->store->epoch) == 0;

    if (status == JINDU_OK && (!same || work->request->after > head)) {
        status =
            store_refuse(work, JINDU_RESET, same ? "after" : "epoch", NULL);
        work->change->fault.head = head;
        work->change->fault.floor = floor;
    }
    return status;
}

/* found is false when the name was never committed in this stream. */
static enum jindu_status
find_cursor(struct work *work, int64_t *position, bool *found)
{
    struct statement s = statement_use(work->store, SQL_CURSOR_FIND);

    statement_integer(&s, work->store->state.principal);
    statement_text(&s, work->request->reader);
    statement_text(&s, work->request->stream);
    *found = statement_row(&s);
    *position = *found ? column_integer(&s, 0) : 0;
    return statement_done(&s);
}

static enum jindu_status
check_room(struct work *work)
{
    struct statement s = statement_use(work->store, SQL_CURSOR_COUNT);
    enum jindu_status status;
    int64_t count = 0;

    statement_integer(&s, work->store->state.principal);
    if (statement_row(&s)) {
        count = column_integer(&s, 0);
    }
    status = statement_done(&s);
    return status == JINDU_OK && count >= JP_CURSORS_MAX
               ? store_refuse(work, JINDU_REFUSED, "cursor", "cursors")
               : status;
}

static enum jindu_status
save(struct work *work, int64_t position)
{
    enum jindu_status status = store_principal_make(work);
    struct statement s;

    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(work->store, SQL_CURSOR_SET);
    statement_integer(&s, work->store->state.principal);
    statement_text(&s, work->request->reader);
    statement_text(&s, work->request->stream);
    statement_integer(&s, position);
    statement_integer(&s, work->now);
    return statement_run(&s);
}

static enum jindu_status
put_result(struct work *work, int64_t position)
{
    struct jindu_text *out = &work->batch->results;

    jindu_json_put_object(out, NULL);
    jindu_json_put_integer(out, "after", position);
    jindu_json_put_string(out, "cursor", work->request->reader);
    jindu_json_put_string(out, "stream", work->request->stream);
    jindu_json_end_object(out);
    return out->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

enum jindu_status
store_cursor_commit(struct work *work)
{
    int64_t position = 0;
    bool found = false;
    enum jindu_status status = check_stream(work);

    if (status == JINDU_OK) {
        status = check_position(work);
    }
    if (status == JINDU_OK) {
        status = store_principal_find(work);
    }
    if (status == JINDU_OK) {
        status = find_cursor(work, &position, &found);
    }
    if (status == JINDU_OK && !found) {
        status = check_room(work);
    }
    if (status == JINDU_OK && (!found || work->request->after > position)) {
        position = work->request->after;
        status = save(work, position);
    }
    return status == JINDU_OK ? put_result(work, position) : status;
}

enum jindu_status
store_cursor_forget(struct work *work)
{
    int64_t position = 0;
    bool found = false;
    enum jindu_status status = store_principal_find(work);
    struct statement s;

    if (status == JINDU_OK) {
        status = find_cursor(work, &position, &found);
    }
    if (status == JINDU_OK && !found) {
        status = store_refuse(work, JINDU_NOT_FOUND, "cursor", "exists");
    }
    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(work->store, SQL_CURSOR_DELETE);
    statement_integer(&s, work->store->state.principal);
    statement_text(&s, work->request->reader);
    statement_text(&s, work->request->stream);
    status = statement_run(&s);
    return status == JINDU_OK ? put_result(work, position) : status;
}
