/* SPDX-License-Identifier: MIT */
/* R2: a clock that cannot be right issues no notice. */
#include "store_parts.h"

#include <string.h>

#include "zone.h"

/* Where a correction by a time server ends and a wrong clock begins. */
#define BEHIND_MS (5 * 60 * (int64_t)1000)

/* Nobody mends a clock in service by more than a month. */
#define FORWARD_MS (31 * 24 * 60 * 60 * (int64_t)1000)

/* Less is no step: leap seconds, and two clocks that are read one after the
 * other. */
#define STEP_MS 2000

/* A start with a clock that is wrong: any step may be the one that mends it. */
#define ASTRAY_UNKNOWN (INT64_MIN / 2)

/* A dead battery gives 1970 or 2000; this program has no business in 2101. */
#define YEAR_FIRST 2020
#define YEAR_LAST 2100

static const char *const reasons[] = {
    [0] = NULL,
    [STORE_HOLD_BEHIND] = "behind",
    [STORE_HOLD_RANGE] = "range",
    [STORE_HOLD_FORWARD] = "forward",
};

#define REASON_COUNT (int64_t)(sizeof(reasons) / sizeof(reasons[0]))

const char *
store_clock_reason(int64_t hold)
{
    return hold > 0 && hold < REASON_COUNT ? reasons[hold] : NULL;
}

static bool
is_forward(const char *reason)
{
    return reason != NULL && strcmp(reason, "forward") == 0;
}

static const char *
suspicion(const struct work *work, int64_t limit)
{
    int year = 0;
    int month = 0;
    int day = 0;

    jindu_date_to_civil(work->today, &year, &month, &day);
    if (year < YEAR_FIRST || year > YEAR_LAST) {
        return "range";
    }
    if (work->now < limit) {
        return "behind";
    }
    return work->store->state.astray > FORWARD_MS ? "forward" : NULL;
}

static enum jindu_status
save_water(struct work *work)
{
    struct store_state *state = &work->store->state;

    if (state->water_kept == state->high_water) {
        return JINDU_OK;
    }
    state->water_kept = state->high_water;
    return store_meta_set(work->store, "high_water", state->high_water);
}

static enum jindu_status
save_hold(struct work *work)
{
    const char *reason = work->store->state.hold;
    int64_t hold = 0;
    enum jindu_status status = save_water(work);

    for (int64_t i = 1; reason != NULL && i < REASON_COUNT; i++) {
        if (strcmp(reasons[i], reason) == 0) {
            hold = i;
        }
    }
    return status == JINDU_OK ? store_meta_set(work->store, "hold", hold)
                              : status;
}

/* As long as the last row has the newest instant, the journal alone says it;
 * a report pays for no second page. */
enum jindu_status
store_clock_mark(struct work *work)
{
    struct store_state *state = &work->store->state;

    if (state->hold != NULL) {
        return JINDU_OK;
    }
    if (work->now >= state->high_water) {
        state->high_water = work->now;
        return JINDU_OK;
    }
    return save_water(work);
}

static enum jindu_status
begin_hold(struct work *work, const char *reason)
{
    struct store_state *state = &work->store->state;
    struct jindu_text *out;
    enum jindu_status status;

    state->hold = reason;
    status = save_hold(work);
    if (status != JINDU_OK) {
        return status;
    }
    out = store_event_begin(work);
    jindu_json_put_object(out, "clock");
    jindu_json_put_integer(out, "high_water", state->high_water);
    jindu_json_put_integer(out, "now", work->now);
    jindu_json_put_string(out, "reason", reason);
    jindu_json_end_object(out);
    jindu_json_put_string(out, "origin", work->origin);
    return store_event_end(
        work, &(struct store_event){ .type = "jindu.system.clock_suspect" });
}

/* The rows of the hold stay in doubt: none of them is a high-water mark. */
static enum jindu_status
end_hold(struct work *work)
{
    struct store_state *state = &work->store->state;
    enum jindu_status status;

    state->hold = NULL;
    status = save_hold(work);
    if (status == JINDU_OK) {
        status = store_meta_set(work->store, "doubted", state->sequence);
    }
    /* What waits was put off to a window of the clock that was wrong. */
    return status == JINDU_OK ? store_window_wake(work->store) : status;
}

/* Whether the clock was set since the last change. */
static bool
is_stepped(const struct work *work)
{
    struct store_state *state = &work->store->state;
    int64_t step;

    if (work->change == NULL) {
        return false;
    }
    step = work->change->offset - state->offset;
    if (state->metered && step > -STEP_MS && step < STEP_MS) {
        return false;
    }
    state->offset = work->change->offset;
    if (state->metered) {
        state->astray += step;
        return true;
    }
    state->metered = true;
    return false;
}

static enum jindu_status
judge(struct work *work)
{
    struct store_state *state = &work->store->state;
    bool first = !state->judged;
    int64_t leeway = state->hold == NULL ? BEHIND_MS : 0;
    const char *reason;

    state->judged = true;
    if (first && is_forward(state->hold)) {
        state->astray = work->now - state->high_water;
    }
    reason = suspicion(work, state->high_water - leeway);
    if (first && reason != NULL && !is_forward(reason)) {
        state->astray = ASTRAY_UNKNOWN;
    }
    if (reason == NULL && state->astray < 0) {
        state->astray = 0;
    }
    if (reason == NULL) {
        return state->hold == NULL ? JINDU_OK : end_hold(work);
    }
    if (state->hold == NULL) {
        return begin_hold(work, reason);
    }
    if (strcmp(state->hold, reason) == 0) {
        return JINDU_OK;
    }
    state->hold = reason;
    return save_hold(work);
}

enum jindu_status
store_clock_judge(struct work *work)
{
    const struct store_state *state = &work->store->state;
    bool stepped = is_stepped(work);
    bool told = work->change != NULL && work->change->kind == CHANGE_CLOCK;

    enum jindu_status status = JINDU_OK;

    if (!state->judged || state->hold != NULL || stepped || told) {
        status = judge(work);
    }
    return status == JINDU_OK ? store_window_note_outage(work) : status;
}

enum jindu_status
store_clock_confirm(struct work *work)
{
    struct store_state *state = &work->store->state;
    int64_t water = state->high_water;
    struct jindu_text *out;
    enum jindu_status status;

    if (state->hold == NULL) {
        return store_refuse(work, JINDU_REFUSED, "confirm", "state");
    }
    state->astray = 0;
    state->high_water = work->now;
    status = end_hold(work);
    if (status == JINDU_OK) {
        /* What was not told in the hold is looked for from before it. */
        state->high_water = water;
        status = store_window_note_outage(work);
        state->high_water = work->now;
    }
    if (status != JINDU_OK) {
        return status;
    }
    out = store_event_begin(work);
    jindu_json_put_object(out, "clock");
    jindu_json_put_integer(out, "now", work->now);
    jindu_json_end_object(out);
    jindu_json_put_string(out, "origin", work->origin);
    return store_event_end(
        work, &(struct store_event){ .type = "jindu.system.clock_confirmed" });
}
