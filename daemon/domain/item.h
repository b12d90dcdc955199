/* SPDX-License-Identifier: MIT */
/*
 * item: the life of one item, as what people do changes it.
 *
 *     active --- done/claim ---> claimed --- verify ---> done
 *       ^  \                      |   \
 *       |   withdraw          return   withdraw
 *     report  \                   v     \
 *       +----- \ ------------- returned --+--> withdrawn --> active, when a
 *                                             plan revision names it again
 *
 * Threading  Pure functions.
 * Errors     On anything but JINDU_OK the item is unchanged and refusal says
 *            the field and the rule, both static strings.  JINDU_REFUSED: the
 *            state does not allow it.  JINDU_INVALID: a field breaks a rule.
 */
#ifndef ITEM_H
#define ITEM_H

#include <jindu/date.h>
#include <jindu/status.h>

#include <stdbool.h>
#include <stdint.h>

struct calendar;

enum item_state {
    ITEM_ACTIVE,
    ITEM_CLAIMED,
    ITEM_RETURNED,
    ITEM_DONE,
    ITEM_WITHDRAWN,
};

/* "active" "claimed" "returned" "done" "withdrawn" */
const char *item_state_token(enum item_state state);
bool item_state_from_token(const char *token, enum item_state *state);

#define ITEM_PERCENT_NONE (-1) /* a report without a figure */
#define ITEM_AS_OF_DAYS 366    /* how old a figure may be: one year */

struct item {
    int64_t id;
    enum item_state state;
    int percent;           /* 0 to 100; 100 only from a claim on */
    int percent_at_claim;  /* what a return restores */
    int revision;          /* 1, and one more for every change */
    int deadline_revision; /* 1, and one more for every re-date */
    int32_t deadline;      /* JINDU_DATE_NONE: undated */
    int32_t effective;     /* granted by the verifier, else NONE */
    bool deadline_confirmed;
    bool unit_confirmed;
    bool blocked;
    int64_t claimed_at; /* receipt of the standing claim; 0: none */
    int64_t done_at;    /* receipt of the accepted claim; 0: none */
};

struct item_refusal {
    const char *field;
    const char *rule; /* a token of PROTOCOL.md */
};

struct item_report {
    int percent; /* or ITEM_PERCENT_NONE */
    bool no_change;
    bool done;           /* claims completion */
    const char *blocked; /* why; NULL when not */
    const char *reason;
    const char *note;
    int32_t as_of;    /* JINDU_DATE_NONE: today */
    int64_t corrects; /* sequence of an older report; 0: none */
};

JINDU_CHECK enum jindu_status item_report(struct item *item,
    const struct item_report *report, int64_t received_at, int32_t today,
    struct item_refusal *refusal);

/* What a report with done and nothing else does. */
JINDU_CHECK enum jindu_status item_claim(
    struct item *item, int64_t received_at, struct item_refusal *refusal);

/* effective: JINDU_DATE_NONE, or the earlier day the work was finished on. */
JINDU_CHECK enum jindu_status item_verify(
    struct item *item, int32_t effective, struct item_refusal *refusal);
JINDU_CHECK enum jindu_status item_return(
    struct item *item, const char *reason, struct item_refusal *refusal);
JINDU_CHECK enum jindu_status item_withdraw(
    struct item *item, const char *reason, struct item_refusal *refusal);

/* A confirmed plan names the withdrawn item again: active, as far as it had
 * come; its deadline begins another revision. */
void item_resume(struct item *item);

/* These are JINDU_OK with *changed false when there is nothing to change.  A
 * date that is set is confirmed; JINDU_DATE_NONE makes the item undated. */
JINDU_CHECK enum jindu_status item_redate(struct item *item, int32_t deadline,
    const char *reason, bool *changed, struct item_refusal *refusal);
JINDU_CHECK enum jindu_status item_confirm_deadline(
    struct item *item, bool *changed, struct item_refusal *refusal);
JINDU_CHECK enum jindu_status item_confirm_unit(
    struct item *item, bool *changed, struct item_refusal *refusal);

/* Whether stages of its deadline are to be planned: active or returned, and
 * dated. */
bool item_has_stages(const struct item *item);

/* The day its timeliness is judged on: today while somebody works on it, else
 * that of the claim, or the one granted. */
int32_t item_judged_on(const struct item *item, int32_t today);

/* Days and working days late, 0 when in time, undated or withdrawn. */
void item_lateness(const struct item *item, const struct calendar *calendar,
    int32_t today, int32_t *days, int32_t *working_days);

#endif
