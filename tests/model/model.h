/* SPDX-License-Identifier: MIT */
/*
 * model: what jindud has to do, written down a second time from PROTOCOL.md
 * and the rules, in the simplest way there is: no ledger, no batches, no
 * wake-ups.  At each instant that matters it looks at every item and says what
 * has to leave.  It shares no code with the daemon but dates.
 *
 * Everything it says is a line of text, so that two sides are compared by
 * strcmp() and a difference needs no explanation.
 *
 * Threading  One thread; a model is a value.
 */
#ifndef MODEL_H
#define MODEL_H

#include "asked.h"

enum state {
    ACTIVE,
    CLAIMED,
    RETURNED,
    DONE,
    WITHDRAWN
};

struct model_item {
    struct first_item first;
    enum state state;
    int percent;
    int percent_before; /* the claim */
    int revision;
    int deadline_revision;
    int32_t judged; /* the day that a claimed or done item is judged on */
    int64_t claimed_at;
    bool of_plan;      /* the deadline is that of the plan */
    int64_t since_at;  /* from when it was judged what leaves at once */
    int32_t since;     /* the day from which the deadline stands */
    bool closed[3];    /* T-3wd, T-1wd, T will not leave any more */
    bool lapsed[3];    /* nor these, which passed during a claim, unless another
                          return comes in a clock that was set back */
    int told;          /* the most severe stage that left; -1: none */
    bool told_overdue; /* the state event left */
    struct {
        int stage; /* to be told in a digest; -1: none */
        int deadline_revision;
    } lines[PERSONS + 1]; /* of each person, and the leader */
};

enum hold {
    HOLD_NONE,
    HOLD_BEHIND,
    HOLD_RANGE,
    HOLD_FORWARD
};

struct model {
    int64_t now;
    int64_t sequence;
    struct model_item items[ITEMS];
    bool calendar_2022;
    struct {
        struct asked asked;
        char answer[LINE_SIZE];
    } keys[KEYS];
    int64_t reports[KEYS]; /* sequence of the report with this key; 0 */
    enum hold hold;
    int64_t high_water;
    bool adrift;    /* started with a wrong clock: astray is unknown */
    int64_t astray; /* set forward from where it should be */
    int64_t window; /* the last that told something */
    int64_t digests[LINES][PERSONS + 1]; /* windows of those that left */
    int digest_count[PERSONS + 1];
    struct lines heard;
};

/* A plan of ITEMS items is confirmed now; no. n is first[n - 1]. */
void model_start(
    struct model *model, int64_t now, const struct first_item *first);
void model_ask(
    struct model *model, const struct asked *asked, char answer[LINE_SIZE]);
/* jindud runs from now to then. */
void model_run(struct model *model, int64_t then);
/* The clock goes from now to then at once. */
enum jump {
    JUMP_STEP,
    JUMP_SLEEP,
    JUMP_OUTAGE
};
void model_jump(struct model *model, int64_t then, enum jump jump);
void model_items(const struct model *model, struct lines *lines);

/* What the files of the model share. */
void model_issue(struct model *model); /* everything that has to leave now */
void model_close_stages(const struct model *model, struct model_item *item);
void model_lapse_stages(const struct model *model, struct model_item *item);
void model_believe(struct model *model);
void model_judge(struct model *model, bool jumped);
void model_hear(struct model *model, const char *event);
/* Working days in (from, to]. */
int model_count(const struct model *model, int32_t from, int32_t to);
/* The n-th working day before. */
int32_t model_before(const struct model *model, int n, int32_t day);
/* The next instant after now at which something may have to leave. */
int64_t model_next(const struct model *model);
int32_t model_day(int64_t instant);
int64_t model_at(int32_t day, int minutes);

#endif
