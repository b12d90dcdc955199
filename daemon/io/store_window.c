/* SPDX-License-Identifier: MIT */
/* R3, R11: the window under way, and the outage that its digests tell. */
#include "store_parts.h"

#include <stddef.h>
#include <string.h>

#include "catchup.h"

/* What the database says of struct store_window. */
static const struct {
    const char *key;
    size_t at;
} facts[] = {
    { "window_open", offsetof(struct store_window, open) },
    { "window_done", offsetof(struct store_window, done) },
    { "digest_due", offsetof(struct store_window, digest_due) },
    { "outage_from", offsetof(struct store_window, outage_from) },
    { "outage_to", offsetof(struct store_window, outage_to) },
};

#define FACT_COUNT (sizeof(facts) / sizeof(facts[0]))

static int64_t *
fact(struct store_window *window, size_t i)
{
    return (int64_t *)(void *)((char *)window + facts[i].at);
}

enum jindu_status
store_window_keep(struct store *store)
{
    struct store_state *state = &store->state;
    enum jindu_status status = JINDU_OK;

    for (size_t i = 0; status == JINDU_OK && i < FACT_COUNT; i++) {
        int64_t now = *fact(&state->windows, i);

        if (*fact(&state->windows_kept, i) != now) {
            store->due_is_stale = true;
            status = store_meta_set(store, facts[i].key, now);
        }
    }
    state->windows_kept = state->windows;
    return status;
}

/* Rows and digests that wait were told when the window opens by what counted
 * before; the next tick asks again. */
enum jindu_status
store_window_wake(struct store *store)
{
    struct store_window *windows = &store->state.windows;
    struct statement s = statement_use(store, SQL_NOTICE_WAKE);

    store->due_is_stale = true;
    if (windows->digest_due != 0) {
        windows->digest_due = 1;
    }
    return statement_run(&s);
}

static enum jindu_status
is_fitting(struct store *store, const char *text, bool *known, bool *fits)
{
    struct statement s = statement_use(store, SQL_META_GET);
    const char *kept;

    statement_text(&s, "windows");
    *known = statement_row(&s);
    *fits = *known && (kept = column_text(&s, 0)) != NULL &&
            strcmp(kept, text) == 0;
    return statement_done(&s);
}

/* After the configuration was read: by another window than before, what is
 * planned leaves at other times.  A database that knows none yet was planned by
 * this one. */
static enum jindu_status
fit(struct store *store)
{
    char text[WINDOW_TEXT_SIZE];
    struct statement s;
    bool known;
    bool fits;
    enum jindu_status status = is_fitting(
        store, window_format(&store->state.window, text), &known, &fits);

    if (status != JINDU_OK || fits) {
        return status;
    }
    s = statement_use(store, SQL_META_SET);
    statement_text(&s, "windows");
    statement_text(&s, text);
    status = statement_run(&s);
    if (status == JINDU_OK && known) {
        store->state.windows.moved = true;
        status = store_recompute(store, INT64_MIN, INT32_MAX);
    }
    return status == JINDU_OK ? store_window_keep(store) : status;
}

enum jindu_status
store_window_load(struct store *store)
{
    struct store_state *state = &store->state;
    enum jindu_status status = JINDU_OK;

    for (size_t i = 0; status == JINDU_OK && i < FACT_COUNT; i++) {
        status = store_meta_get(store, facts[i].key, fact(&state->windows, i));
    }
    state->windows_kept = state->windows;
    return status == JINDU_OK ? fit(store) : status;
}

enum jindu_status
store_window_set(struct work *work, const struct window *window)
{
    work->store->state.window = *window;
    return fit(work->store);
}

static int64_t
next_after(const struct work *work, int64_t instant)
{
    return window_next(
        &work->store->state.window, work->store->calendar, instant);
}

int64_t
store_window_next(const struct work *work)
{
    return next_after(work, work->now);
}

void
store_window_begin(struct work *work)
{
    struct store *store = work->store;
    struct store_window *windows = &store->state.windows;
    int64_t instant;

    /* The office has shut meanwhile, or the next was missed, too: what is left
     * leaves with one that is still to come. */
    if (windows->open != 0 &&
        (!window_is_open(&store->state.window, store->calendar, work->now) ||
            next_after(work, windows->open) + CATCHUP_LATE_MS < work->now)) {
        windows->done = windows->open;
        windows->open = 0;
        windows->digest_due = store_window_next(work);
    }
    work->window = windows->open;
    if (windows->open == 0 &&
        window_reached(&instant, &store->state.window, store->calendar,
            work->now, CATCHUP_LATE_MS) &&
        instant != windows->done) {
        work->window = instant;
    }
}

void
store_window_close(struct work *work, bool lines_left)
{
    struct store_window *windows = &work->store->state.windows;

    windows->open = 0;
    windows->done = work->window;
    windows->digest_due = lines_left ? store_window_next(work) : 0;
    windows->outage_from = 0;
    windows->outage_to = 0;
}

/* The window that tells what an outage kept back is the one that the return was
 * in time for, or the first after it. */
bool
store_window_tells_outage(const struct work *work)
{
    int64_t returned = work->store->state.windows.outage_to;

    return returned != 0 && (work->window <= returned + CATCHUP_LATE_MS ||
                                work->window <= next_after(work, returned));
}

static enum jindu_status
find_missed(struct work *work, int64_t after, int64_t before, bool *found)
{
    const struct store_window *windows = &work->store->state.windows;
    struct statement s;

    *found = windows->digest_due > after && windows->digest_due < before;
    if (*found) {
        return JINDU_OK;
    }
    s = statement_use(work->store, SQL_NOTICE_MISSED);
    statement_integer(&s, after);
    statement_integer(&s, before);
    *found = statement_row(&s);
    return statement_done(&s);
}

/* What should have left since the last row, and did not: whether jindud was
 * stopped, asleep or held by its clock is all one to who was not told. */
enum jindu_status
store_window_note_outage(struct work *work)
{
    struct store *store = work->store;
    struct store_window *windows = &store->state.windows;
    int64_t mark = store->state.high_water;
    int64_t after = mark > windows->outage_to ? mark : windows->outage_to;
    int64_t before = work->now - CATCHUP_LATE_MS;
    bool found;
    enum jindu_status status;

    if (store->state.hold != NULL || windows->moved || mark == 0 ||
        before <= after ||
        (!store->due_is_stale && store->next_due >= before)) {
        return JINDU_OK;
    }
    status = find_missed(work, after, before, &found);
    if (status != JINDU_OK || !found) {
        return status;
    }
    if (windows->outage_from == 0 ||
        next_after(work, windows->outage_to) + CATCHUP_LATE_MS < work->now) {
        windows->outage_from = mark;
    }
    windows->outage_to = work->now;
    return store_window_keep(store);
}
