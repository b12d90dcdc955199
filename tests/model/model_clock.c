/* SPDX-License-Identifier: MIT */
/* R2, and PROTOCOL.md 8: time passes, jumps, and is not believed; and how the
 * items stand at a given time (R1). */
#include "model.h"

#include <stdio.h>

#define BEHIND_MS (5 * MINUTE_MS)
#define FORWARD_MS (31 * DAY_MS)
#define STEP_MS 2000

static enum hold
suspect(const struct model *model)
{
    int32_t first = 0;
    int32_t last = 0;
    int64_t leeway = model->hold == HOLD_NONE ? BEHIND_MS : 0;

    (void)!jindu_date_from_civil(2020, 1, 1, &first);
    (void)!jindu_date_from_civil(2100, 12, 31, &last);
    if (model_day(model->now) < first || model_day(model->now) > last) {
        return HOLD_RANGE;
    }
    if (model->now < model->high_water - leeway) {
        return HOLD_BEHIND;
    }
    return !model->adrift && model->astray > FORWARD_MS ? HOLD_FORWARD
                                                        : HOLD_NONE;
}

/* What waits is judged anew in the clock that is believed from now on. */
void
model_believe(struct model *model)
{
    for (int i = 0; i < ITEMS; i++) {
        if (model->items[i].since_at > model->now) {
            model->items[i].since_at = model->now;
        }
    }
}

/* jumped: at a start or after a step; else only a hold is looked at again. */
void
model_judge(struct model *model, bool jumped)
{
    static const char *const names[] = { "", "behind", "range", "forward" };
    enum hold before = model->hold;
    enum hold hold;
    char event[LINE_SIZE];

    if (!jumped && before == HOLD_NONE) {
        return;
    }
    hold = suspect(model);
    if (hold == HOLD_NONE && (model->adrift || model->astray < 0)) {
        model->astray = 0;
        model->adrift = false;
    }
    model->hold = hold;
    if (before != HOLD_NONE && hold == HOLD_NONE) {
        model_believe(model);
    }
    if (before == HOLD_NONE && hold != HOLD_NONE) {
        (void)snprintf(event, sizeof(event), "system.clock_suspect %s %lld",
            names[hold], (long long)model->high_water);
        model_hear(model, event);
    }
}

static void
look(struct model *model)
{
    if (model->hold == HOLD_NONE) {
        model_issue(model);
    }
}

void
model_run(struct model *model, int64_t then)
{
    while (model->now < then) {
        int64_t next = model_next(model);

        if (model->hold == HOLD_BEHIND && next > model->high_water &&
            model->now < model->high_water) {
            next = model->high_water;
        }
        model->now = next < then ? next : then;
        model_judge(model, false);
        look(model);
    }
}

void
model_jump(struct model *model, int64_t then, enum jump jump)
{
    int64_t step = then - model->now;
    enum hold before = model->hold;

    model->now = then;
    if (jump == JUMP_STEP && (step <= -STEP_MS || step >= STEP_MS)) {
        model->astray += step;
    }
    if (jump == JUMP_OUTAGE) {
        model->astray =
            before == HOLD_FORWARD ? model->now - model->high_water : 0;
        model->adrift = false;
    }
    model_judge(model, true);
    if (jump == JUMP_OUTAGE &&
        (model->hold == HOLD_BEHIND || model->hold == HOLD_RANGE)) {
        model->adrift = true;
    }
    look(model);
}

void
model_items(const struct model *model, struct lines *lines)
{
    static const char *const states[] = { "active", "claimed", "returned",
        "done", "withdrawn" };

    for (int i = 0; i < ITEMS; i++) {
        const struct model_item *item = &model->items[i];
        int32_t deadline = item->first.deadline;
        int32_t day = item->state == CLAIMED || item->state == DONE
                          ? item->judged
                          : model_day(model->now);
        bool gone = item->state == WITHDRAWN;
        int left = 0;
        const char *timeliness = "undated";
        const char *light = "grey";

        if (deadline != JINDU_DATE_NONE && !gone) {
            left = model_count(model, day, deadline) -
                   model_count(model, deadline, day);
            timeliness = day > deadline                            ? "overdue"
                         : day == deadline                         ? "today"
                         : day >= model_before(model, 3, deadline) ? "soon"
                                                                   : "normal";
            light = item->state == DONE ? "green"
                    : day > deadline ? item->first.confirmed ? "red" : "yellow"
                    : *timeliness == 'n' ? "green"
                                         : "blue";
        } else if (gone && deadline != JINDU_DATE_NONE) {
            timeliness = "normal";
        } else if (item->state == DONE) {
            light = "green";
        }
        lines_add(lines, "item %d %d%% %s revision %d r%d %s %s left %d %d",
            i + 1, item->percent, states[item->state], item->revision,
            item->deadline_revision, timeliness, light,
            deadline == JINDU_DATE_NONE || gone ? 0 : deadline - day, left);
    }
}
