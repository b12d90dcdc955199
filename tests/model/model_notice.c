/* SPDX-License-Identifier: MIT */
/* R1, R3, R4, R11, R12: working days, stages, windows, digests. */
#include "model.h"

#include <assert.h>
#include <stdio.h>

#define ZONE_MS (8 * 60 * MINUTE_MS)
#define LATE_MS (2 * MINUTE_MS)
#define EXPIRES_MS (7 * DAY_MS)

/* Stages in the order of severity; O+5wd comes again as REPEAT + n. */
enum {
    T_3WD,
    T_1WD,
    T,
    O_1WD,
    O_3WD,
    REPEAT
};

struct listed {
    int year;
    int month;
    int first;
    int last;
    bool off;
};

static const struct listed listed[] = {
    { 2021, 9, 18, 18, false },
    { 2021, 9, 19, 21, true },
    { 2021, 9, 26, 26, false },
    { 2021, 10, 1, 7, true },
    { 2021, 10, 9, 9, false },
    { 2022, 1, 1, 3, true },
    { 2022, 1, 29, 30, false },
    { 2022, 1, 31, 31, true },
    { 2022, 2, 1, 6, true },
};

int32_t
model_day(int64_t instant)
{
    int64_t local = instant + ZONE_MS;

    return (int32_t)(local / DAY_MS) - (local % DAY_MS < 0 ? 1 : 0);
}

int64_t
model_at(int32_t day, int minutes)
{
    return day * DAY_MS + minutes * MINUTE_MS - ZONE_MS;
}

static bool
is_working(const struct model *model, int32_t day)
{
    int year = 0;
    int month = 0;
    int date = 0;

    jindu_date_to_civil(day, &year, &month, &date);
    for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++) {
        if (listed[i].year == year && listed[i].month == month &&
            listed[i].first <= date && date <= listed[i].last &&
            (year == 2021 || model->calendar_2022)) {
            return !listed[i].off;
        }
    }
    return jindu_date_weekday(day) <= 5;
}

int
model_count(const struct model *model, int32_t from, int32_t to)
{
    int count = 0;

    for (int32_t day = from + 1; day <= to; day++) {
        count += is_working(model, day) ? 1 : 0;
    }
    return count;
}

/* The n-th working day before (n < 0) or after. */
static int32_t
working_day(const struct model *model, int n, int32_t day)
{
    int way = n < 0 ? -1 : 1;

    while (n != 0) {
        day += way;
        n -= is_working(model, day) ? way : 0;
    }
    return day;
}

int32_t
model_before(const struct model *model, int n, int32_t day)
{
    return working_day(model, -n, day);
}

static int32_t
day_of_stage(const struct model *model, int stage, int32_t deadline)
{
    switch (stage) {
    case T_3WD:
        return working_day(model, -3, deadline);
    case T_1WD:
        return working_day(model, -1, deadline);
    case T:
        return is_working(model, deadline) ? deadline
                                           : working_day(model, -1, deadline);
    case O_1WD:
        return working_day(model, 1, deadline);
    case O_3WD:
        return working_day(model, 3, deadline);
    default:
        return working_day(model, 5 * (stage - REPEAT + 1), deadline);
    }
}

static int64_t
nominal(const struct model *model, const struct model_item *item, int stage)
{
    return model_at(
        day_of_stage(model, stage, item->first.deadline), WINDOW_OPEN);
}

static bool
is_open(const struct model_item *item)
{
    return (item->state == ACTIVE || item->state == RETURNED) &&
           item->first.deadline != JINDU_DATE_NONE;
}

/* A stage of a day before its deadline stood was never due; R9 alone tells the
 * one that stands then. */
static bool
is_of_age(const struct model *model, const struct model_item *item, int64_t at)
{
    if (model_day(at) < item->since) {
        return !item->of_plan;
    }
    return model->now - at <= EXPIRES_MS;
}

/* The stage to people that stands now and has not left yet, or -1. */
static int
standing(const struct model *model, const struct model_item *item)
{
    int32_t today = model_day(model->now);
    int late = model_count(model, item->first.deadline, today);
    int found = -1;

    for (int stage = T_3WD; stage <= T; stage++) {
        int64_t at = nominal(model, item, stage);

        if (today <= item->first.deadline && at <= model->now &&
            !item->closed[stage] && !item->lapsed[stage] &&
            is_of_age(model, item, at)) {
            found = stage;
        }
    }
    if (late >= 1) {
        found = late >= 5 ? REPEAT + late / 5 - 1 : late >= 3 ? O_3WD : O_1WD;
    }
    return found > item->told ? found : -1;
}

/* An instant at which notices to people leave, each but once. */
static bool
is_window(const struct model *model, int64_t *instant)
{
    int32_t today = model_day(model->now);
    int64_t since = model->now - model_at(today, 0);

    for (int i = 0; i < 2; i++) {
        int64_t minutes = i == 0 ? WINDOW_OPEN : WINDOW_SECOND;

        *instant = model_at(today, (int)minutes);
        if (since >= minutes * MINUTE_MS &&
            since <= minutes * MINUTE_MS + LATE_MS) {
            return *instant != model->window && is_working(model, today);
        }
    }
    return false;
}

/* R5: what is due on the day the plan is confirmed does not wait; that is
 * decided then, and not again in a clock that was set back. */
static bool
leaves_at_once(
    const struct model *model, const struct model_item *item, int stage)
{
    int32_t today = model_day(model->now);

    return item->of_plan && item->since == today && is_working(model, today) &&
           day_of_stage(model, stage, item->first.deadline) == today &&
           model->now >= item->since_at &&
           model->now >= model_at(today, WINDOW_OPEN) &&
           model->now < model_at(today, WINDOW_CLOSE);
}

static bool
is_late(const struct model *model, int64_t at)
{
    return model->now - at > LATE_MS;
}

static bool
is_announced(const struct model *model, int32_t day)
{
    int year = 0;
    int month = 0;
    int date = 0;

    jindu_date_to_civil(day, &year, &month, &date);
    return year == 2021 || (year == 2022 && model->calendar_2022);
}

/* What was due and did not leave never will, whatever the calendar becomes. */
void
model_close_stages(const struct model *model, struct model_item *item)
{
    for (int stage = T_3WD; stage <= T; stage++) {
        item->closed[stage] =
            item->closed[stage] ||
            (!item->lapsed[stage] && nominal(model, item, stage) <= model->now);
    }
}

/* A return plans what lies ahead of the clock that is believed then. */
void
model_lapse_stages(const struct model *model, struct model_item *item)
{
    for (int stage = T_3WD; stage <= T; stage++) {
        item->lapsed[stage] = nominal(model, item, stage) <= model->now;
    }
}

static void
issue_overdue(struct model *model, struct model_item *item)
{
    char event[LINE_SIZE];
    int64_t at = model_at(item->first.deadline + 1, 0);

    item->told_overdue = true;
    (void)snprintf(event, sizeof(event), "item.overdue %d r%d at %lld%s",
        (int)(item - model->items) + 1, item->deadline_revision, (long long)at,
        is_late(model, at) ? " late" : "");
    model_hear(model, event);
}

static void
issue_stage(struct model *model, struct model_item *item, int stage)
{
    static const char *const names[] = { "soon T-3wd", "soon T-1wd", "today T",
        "overdue O+1wd", "overdue O+3wd", "overdue O+5wd" };
    int32_t deadline = item->first.deadline;
    int32_t today = model_day(model->now);
    int64_t at = nominal(model, item, stage);
    bool leaders =
        stage >= O_1WD && item->first.confirmed && item->first.leader;
    char event[LINE_SIZE];

    item->told = stage;
    for (int person = 0; person <= PERSONS; person++) {
        if (person == PERSONS ? leaders : item->first.persons[person]) {
            item->lines[person].stage = stage;
            item->lines[person].deadline_revision = item->deadline_revision;
        }
    }
    (void)snprintf(event, sizeof(event),
        "notice.%s %d #%d r%d at %lld left %d %d%s%s%s",
        names[stage < REPEAT ? stage : REPEAT], (int)(item - model->items) + 1,
        stage < REPEAT ? 1 : stage - REPEAT + 1, item->deadline_revision,
        (long long)at, deadline - today,
        model_count(model, today, deadline) -
            model_count(model, deadline, today),
        is_late(model, at) ? " late" : "", leaders ? " leaders" : "",
        is_announced(model, deadline) && is_announced(model, model_day(at))
            ? ""
            : " provisional");
    model_hear(model, event);
}

/* What left and is still worth a line, counted by its light. */
static void
count_line(const struct model *model, const struct model_item *item, int person,
    int lights[3])
{
    int stage = item->lines[person].stage;

    if (stage < 0 || !is_open(item) ||
        item->lines[person].deadline_revision != item->deadline_revision ||
        (stage <= T && model_day(model->now) > item->first.deadline)) {
        return;
    }
    lights[model_day(model->now) <= item->first.deadline ? 2
           : item->first.confirmed                       ? 0
                                                         : 1]++;
}

static bool
was_told(const struct model *model, int person, int64_t window)
{
    for (int i = 0; i < model->digest_count[person]; i++) {
        if (model->digests[i][person] == window) {
            return true;
        }
    }
    return false;
}

static void
issue_digest(struct model *model, int person, int64_t window)
{
    int lights[3] = { 0, 0, 0 };
    char event[LINE_SIZE];

    if (was_told(model, person, window)) {
        return; /* in a clock set back: with the next window */
    }
    for (int i = 0; i < ITEMS; i++) {
        count_line(model, &model->items[i], person, lights);
        model->items[i].lines[person].stage = -1;
    }
    if (lights[0] + lights[1] + lights[2] > 0) {
        assert(model->digest_count[person] < LINES);
        model->digests[model->digest_count[person]++][person] = window;
        (void)snprintf(event, sizeof(event), "digest P%d of %lld: %d %d %d",
            person + 1, (long long)window, lights[0], lights[1], lights[2]);
        model_hear(model, event);
    }
}

static void
issue_digests(struct model *model, int64_t window)
{
    for (int person = 0; person <= PERSONS; person++) {
        for (int i = 0; i < ITEMS; i++) {
            if (model->items[i].lines[person].stage >= 0) {
                model->window = window;
            }
        }
        issue_digest(model, person, window);
    }
}

void
model_issue(struct model *model)
{
    int64_t window = 0;
    bool leaves = is_window(model, &window);

    for (int i = 0; i < ITEMS; i++) {
        struct model_item *item = &model->items[i];
        int stage;

        if (!is_open(item)) {
            continue;
        }
        if (!item->told_overdue &&
            model->now >= model_at(item->first.deadline + 1, 0)) {
            issue_overdue(model, item);
        }
        stage = standing(model, item);
        if (stage < 0) {
            model_close_stages(model, item);
        } else if (leaves || leaves_at_once(model, item, stage)) {
            issue_stage(model, item, stage);
            model_close_stages(model, item);
        }
    }
    if (leaves) {
        issue_digests(model, window);
    }
}

int64_t
model_next(const struct model *model)
{
    int32_t today = model_day(model->now);
    const int64_t instants[] = { model_at(today, WINDOW_OPEN),
        model_at(today, WINDOW_SECOND), model_at(today + 1, 0) };

    for (size_t i = 0; i < 3; i++) {
        if (instants[i] > model->now) {
            return instants[i];
        }
    }
    return model_at(today + 1, WINDOW_OPEN);
}
