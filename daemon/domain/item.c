/* SPDX-License-Identifier: MIT */
#include "item.h"

#include "calendar.h"
#include "zone.h"

#include <stddef.h>
#include <string.h>

#define PERCENT_DONE 100

static const char *const state_tokens[] = {
    [ITEM_ACTIVE] = "active",
    [ITEM_CLAIMED] = "claimed",
    [ITEM_RETURNED] = "returned",
    [ITEM_DONE] = "done",
    [ITEM_WITHDRAWN] = "withdrawn",
};

#define STATE_COUNT (sizeof(state_tokens) / sizeof(state_tokens[0]))

/* What the states allow.  A claimed item takes neither report nor date: return
 * it first, or the verifier would decide on something else than was claimed. */
enum action {
    ACTION_REPORT, /* and claim */
    ACTION_VERIFY,
    ACTION_RETURN,
    ACTION_WITHDRAW,
    ACTION_REDATE,
    ACTION_CONFIRM,
    ACTION_COUNT,
};

static const bool allowed[STATE_COUNT][ACTION_COUNT] = {
    /*                  report verify return withdraw redate confirm */
    [ITEM_ACTIVE] = { true, false, false, true, true, true },
    [ITEM_CLAIMED] = { false, true, true, true, false, true },
    [ITEM_RETURNED] = { true, false, false, true, true, true },
    [ITEM_DONE] = { false, false, false, false, false, false },
    [ITEM_WITHDRAWN] = { false, false, false, false, false, false },
};

const char *
item_state_token(enum item_state state)
{
    return state_tokens[state];
}

bool
item_state_from_token(const char *token, enum item_state *state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (strcmp(state_tokens[i], token) == 0) {
            *state = (enum item_state)i;
            return true;
        }
    }
    return false;
}

static bool
is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

static enum jindu_status
refuse(struct item_refusal *refusal, enum jindu_status status,
    const char *field, const char *rule)
{
    refusal->field = field;
    refusal->rule = rule;
    return status;
}

static enum jindu_status
check_state(
    const struct item *item, enum action action, struct item_refusal *refusal)
{
    if (!allowed[item->state][action]) {
        return refuse(refusal, JINDU_REFUSED, "item", "state");
    }
    return JINDU_OK;
}

static enum jindu_status
check_shape(const struct item_report *report, struct item_refusal *refusal)
{
    bool figure = report->percent != ITEM_PERCENT_NONE;

    if (figure && (report->percent < 0 || report->percent > PERCENT_DONE)) {
        return refuse(refusal, JINDU_INVALID, "percent", "range");
    }
    if (figure && report->percent == PERCENT_DONE && !report->done) {
        return refuse(refusal, JINDU_INVALID, "percent", "percent_needs_done");
    }
    if (figure && report->percent != PERCENT_DONE && report->done) {
        return refuse(refusal, JINDU_INVALID, "percent", "exclusive");
    }
    if (report->no_change &&
        (figure || report->done || report->blocked != NULL)) {
        return refuse(refusal, JINDU_INVALID, "no_change", "exclusive");
    }
    if (report->blocked != NULL && *report->blocked == '\0') {
        return refuse(refusal, JINDU_INVALID, "blocked", "length");
    }
    if (report->blocked != NULL && report->done) {
        return refuse(refusal, JINDU_INVALID, "blocked", "exclusive");
    }
    if (!figure && !report->no_change && !report->done &&
        report->blocked == NULL && !is_given(report->note)) {
        return refuse(refusal, JINDU_INVALID, "percent", "empty");
    }
    return JINDU_OK;
}

static enum jindu_status
check_against(const struct item *item, const struct item_report *report,
    int32_t today, struct item_refusal *refusal)
{
    if (report->as_of != JINDU_DATE_NONE) {
        if (report->as_of > today) {
            return refuse(refusal, JINDU_INVALID, "as_of", "range");
        }
        if (report->as_of < today - ITEM_AS_OF_DAYS) {
            return refuse(refusal, JINDU_INVALID, "as_of", "range");
        }
    }
    if (report->corrects != 0 && !is_given(report->reason)) {
        return refuse(refusal, JINDU_INVALID, "reason", "required");
    }
    if (report->percent != ITEM_PERCENT_NONE &&
        report->percent < item->percent && !is_given(report->reason)) {
        return refuse(refusal, JINDU_INVALID, "reason", "fall_needs_reason");
    }
    return JINDU_OK;
}

static void
claim(struct item *item, int64_t received_at)
{
    item->percent_at_claim = item->percent;
    item->percent = PERCENT_DONE;
    item->state = ITEM_CLAIMED;
    item->claimed_at = received_at;
    item->blocked = false;
}

enum jindu_status
item_report(struct item *item, const struct item_report *report,
    int64_t received_at, int32_t today, struct item_refusal *refusal)
{
    enum jindu_status status = check_shape(report, refusal);

    if (status == JINDU_OK) {
        status = check_state(item, ACTION_REPORT, refusal);
    }
    if (status == JINDU_OK) {
        status = check_against(item, report, today, refusal);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (report->done) {
        claim(item, received_at);
    } else {
        item->state = ITEM_ACTIVE;
        if (report->percent != ITEM_PERCENT_NONE) {
            item->percent = report->percent;
            item->blocked = false;
        }
        if (report->blocked != NULL) {
            item->blocked = true;
        }
    }
    item->revision++;
    return JINDU_OK;
}

enum jindu_status
item_claim(struct item *item, int64_t received_at, struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_REPORT, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    claim(item, received_at);
    item->revision++;
    return JINDU_OK;
}

enum jindu_status
item_verify(struct item *item, int32_t effective, struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_VERIFY, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    if (effective != JINDU_DATE_NONE &&
        effective > zone_date(item->claimed_at)) {
        return refuse(refusal, JINDU_INVALID, "effective", "range");
    }
    item->state = ITEM_DONE;
    item->done_at = item->claimed_at;
    item->effective = effective;
    item->revision++;
    return JINDU_OK;
}

enum jindu_status
item_return(struct item *item, const char *reason, struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_RETURN, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    if (!is_given(reason)) {
        return refuse(refusal, JINDU_INVALID, "reason", "required");
    }
    item->state = ITEM_RETURNED;
    item->percent = item->percent_at_claim;
    item->claimed_at = 0;
    item->revision++;
    return JINDU_OK;
}

enum jindu_status
item_withdraw(
    struct item *item, const char *reason, struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_WITHDRAW, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    if (!is_given(reason)) {
        return refuse(refusal, JINDU_INVALID, "reason", "required");
    }
    item->state = ITEM_WITHDRAWN;
    item->claimed_at = 0;
    item->revision++;
    return JINDU_OK;
}

void
item_resume(struct item *item)
{
    if (item->percent == PERCENT_DONE) {
        item->percent = item->percent_at_claim; /* it was claimed by then */
    }
    item->state = ITEM_ACTIVE;
    item->deadline_revision++;
    item->revision++;
}

enum jindu_status
item_redate(struct item *item, int32_t deadline, const char *reason,
    bool *changed, struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_REDATE, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    if (deadline == item->deadline) {
        *changed = false;
        return JINDU_OK;
    }
    if (!is_given(reason)) {
        return refuse(refusal, JINDU_INVALID, "reason", "required");
    }
    item->deadline = deadline;
    item->deadline_confirmed = true; /* the office says so: also "none" */
    item->deadline_revision++;
    item->revision++;
    *changed = true;
    return JINDU_OK;
}

static enum jindu_status
confirm(struct item *item, bool *confirmed, bool *changed,
    struct item_refusal *refusal)
{
    enum jindu_status status = check_state(item, ACTION_CONFIRM, refusal);

    if (status != JINDU_OK) {
        return status;
    }
    *changed = !*confirmed;
    if (*changed) {
        *confirmed = true;
        item->revision++;
    }
    return JINDU_OK;
}

enum jindu_status
item_confirm_deadline(
    struct item *item, bool *changed, struct item_refusal *refusal)
{
    if (item->deadline == JINDU_DATE_NONE &&
        allowed[item->state][ACTION_CONFIRM]) {
        return refuse(refusal, JINDU_REFUSED, "confirm", "undated");
    }
    return confirm(item, &item->deadline_confirmed, changed, refusal);
}

enum jindu_status
item_confirm_unit(
    struct item *item, bool *changed, struct item_refusal *refusal)
{
    return confirm(item, &item->unit_confirmed, changed, refusal);
}

bool
item_has_stages(const struct item *item)
{
    return (item->state == ITEM_ACTIVE || item->state == ITEM_RETURNED) &&
           item->deadline != JINDU_DATE_NONE;
}

int32_t
item_judged_on(const struct item *item, int32_t today)
{
    switch (item->state) {
    case ITEM_CLAIMED:
        return zone_date(item->claimed_at);
    case ITEM_DONE:
        return item->effective != JINDU_DATE_NONE ? item->effective
                                                  : zone_date(item->done_at);
    case ITEM_ACTIVE:
    case ITEM_RETURNED:
    case ITEM_WITHDRAWN:
        break;
    }
    return today;
}

void
item_lateness(const struct item *item, const struct calendar *calendar,
    int32_t today, int32_t *days, int32_t *working_days)
{
    int32_t day = item_judged_on(item, today);

    *days = 0;
    *working_days = 0;
    if (item->deadline != JINDU_DATE_NONE && item->state != ITEM_WITHDRAWN &&
        day > item->deadline) {
        *days = day - item->deadline;
        *working_days = calendar_count(calendar, item->deadline, day);
    }
}
