/* SPDX-License-Identifier: MIT */
/* R7, R8, R9: what people ask, and what an item becomes by it. */
#include "model.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AS_OF_DAYS 366

static const char *const state_names[] = { "active", "claimed", "returned",
    "done", "withdrawn" };

void
lines_add(struct lines *lines, const char *format, ...)
{
    va_list arguments;

    assert(lines->count < LINES);
    va_start(arguments, format);
    (void)vsnprintf(lines->text[lines->count++], LINE_SIZE, format, arguments);
    va_end(arguments);
}

/* An event: the newest instant of those not written in a hold is remembered. */
void
model_hear(struct model *model, const char *event)
{
    model->sequence++;
    if (model->hold == HOLD_NONE && model->now > model->high_water) {
        model->high_water = model->now;
    }
    lines_add(&model->heard, "%lld %s", (long long)model->now, event);
}

void
model_start(struct model *model, int64_t now, const struct first_item *first)
{
    memset(model, 0, sizeof(*model));
    model->now = now;
    model->sequence = 1; /* the calendar of 2021, before any high water */
    for (int i = 0; i < ITEMS; i++) {
        model->items[i] = (struct model_item){
            .first = first[i],
            .revision = 1,
            .deadline_revision = 1,
            .of_plan = true,
            .since_at = now,
            .since = model_day(now),
            .told = -1,
        };
        for (int person = 0; person <= PERSONS; person++) {
            model->items[i].lines[person].stage = -1;
        }
    }
    model_hear(model, "plan.confirmed");
    model_issue(model);
}

static bool
refuse(char answer[LINE_SIZE], const char *text)
{
    (void)snprintf(answer, LINE_SIZE, "%s", text);
    return false;
}

static bool
refuse_state(const struct model_item *item, char answer[LINE_SIZE])
{
    (void)snprintf(
        answer, LINE_SIZE, "refused item state %s", state_names[item->state]);
    return false;
}

/* What is wrong with a request by itself. */
static bool
is_sound(const struct asked *asked, char answer[LINE_SIZE])
{
    if (asked->act != ACT_REPORT) {
        return true;
    }
    if (asked->percent < 0 && !asked->note && !asked->no_change &&
        !asked->blocked && !asked->done) {
        return refuse(answer, "invalid - empty");
    }
    if (asked->no_change &&
        (asked->percent >= 0 || asked->done || asked->blocked)) {
        return refuse(answer, "invalid no_change exclusive");
    }
    if (asked->percent == 100 && !asked->done) {
        return refuse(answer, "invalid percent percent_needs_done");
    }
    if (asked->corrects > 0 && !asked->reason) {
        return refuse(answer, "invalid reason required");
    }
    return true;
}

static bool
is_report_of(const struct model *model, int64_t sequence, int no)
{
    for (int i = 0; i < KEYS; i++) {
        if (model->reports[i] == sequence && model->keys[i].asked.no == no) {
            return true;
        }
    }
    return false;
}

static void
claim(struct model *model, struct model_item *item)
{
    item->percent_before = item->percent;
    item->percent = 100;
    item->state = CLAIMED;
    item->claimed_at = model->now;
    item->judged = model_day(model->now);
}

static bool
report(struct model *model, const struct asked *asked, struct model_item *item,
    char answer[LINE_SIZE])
{
    int32_t today = model_day(model->now);

    if (asked->corrects > 0 &&
        !is_report_of(model, asked->corrects, asked->no)) {
        return refuse(answer, "not_found corrects exists");
    }
    if (asked->percent >= 0 && asked->percent < 100 && asked->done) {
        return refuse(answer, "invalid percent exclusive");
    }
    if (asked->blocked && asked->done) {
        return refuse(answer, "invalid blocked exclusive");
    }
    if (item->state != ACTIVE && item->state != RETURNED) {
        return refuse_state(item, answer);
    }
    if (asked->date != JINDU_DATE_NONE &&
        (asked->date > today || asked->date < today - AS_OF_DAYS)) {
        return refuse(answer, "invalid as_of range");
    }
    if (asked->percent >= 0 && asked->percent < item->percent &&
        !asked->reason) {
        return refuse(answer, "invalid reason fall_needs_reason");
    }
    if (asked->done) {
        claim(model, item);
    } else {
        item->state = ACTIVE;
        item->percent = asked->percent < 0 ? item->percent : asked->percent;
    }
    return true;
}

static bool
verify(struct model *model, const struct asked *asked, struct model_item *item,
    char answer[LINE_SIZE])
{
    (void)model;
    if (item->state != CLAIMED) {
        return refuse_state(item, answer);
    }
    if (asked->date != JINDU_DATE_NONE && asked->date > item->judged) {
        return refuse(answer, "invalid effective range");
    }
    item->state = DONE;
    item->judged = asked->date != JINDU_DATE_NONE ? asked->date : item->judged;
    return true;
}

/* Time counts as if the claim had never been made. */
static bool
give_back(struct model *model, struct model_item *item, char answer[LINE_SIZE])
{
    if (item->state != CLAIMED) {
        return refuse_state(item, answer);
    }
    item->state = RETURNED;
    item->percent = item->percent_before;
    if (item->first.deadline != JINDU_DATE_NONE) {
        model_lapse_stages(model, item);
    }
    return true;
}

/* One change more, unless the deadline is the one that stands. */
static bool
update(struct model *model, const struct asked *asked, struct model_item *item,
    char answer[LINE_SIZE])
{
    if (item->state == DONE || item->state == WITHDRAWN ||
        (item->state == CLAIMED && !asked->confirm)) {
        return refuse_state(item, answer);
    }
    if (asked->confirm) {
        if (item->first.deadline == JINDU_DATE_NONE) {
            (void)snprintf(answer, LINE_SIZE, "refused confirm undated %s",
                state_names[item->state]);
            return false;
        }
        item->revision -= item->first.confirmed ? 1 : 0;
        item->first.confirmed = true;
        return true;
    }
    if (asked->date == item->first.deadline) {
        item->revision--;
        return true;
    }
    item->first.deadline = asked->date;
    item->first.confirmed = true;
    item->deadline_revision++;
    item->of_plan = false;
    item->since_at = model->now;
    item->since = model_day(model->now);
    memset(item->closed, 0, sizeof(item->closed));
    memset(item->lapsed, 0, sizeof(item->lapsed));
    item->told = -1;
    item->told_overdue = false;
    return true;
}

static bool
change(struct model *model, const struct asked *asked, struct model_item *item,
    char answer[LINE_SIZE])
{
    switch (asked->act) {
    case ACT_REPORT:
        return report(model, asked, item, answer);
    case ACT_CLAIM:
        if (item->state != ACTIVE && item->state != RETURNED) {
            return refuse_state(item, answer);
        }
        claim(model, item);
        return true;
    case ACT_VERIFY:
        return verify(model, asked, item, answer);
    case ACT_RETURN:
        return give_back(model, item, answer);
    case ACT_WITHDRAW:
        if (item->state == DONE || item->state == WITHDRAWN) {
            return refuse_state(item, answer);
        }
        item->state = WITHDRAWN;
        return true;
    case ACT_UPDATE:
        return update(model, asked, item, answer);
    case ACT_CALENDAR:
    case ACT_CLOCK:
        break;
    }
    abort();
}

static void
tell_change(struct model *model, const struct asked *asked,
    const struct model_item *item)
{
    static const char *const types[] = { "report.submitted", "item.claimed",
        "item.verified", "item.returned", "item.withdrawn", "item.updated" };
    char event[LINE_SIZE];
    int32_t deadline = item->first.deadline;

    if (asked->act == ACT_VERIFY && deadline != JINDU_DATE_NONE &&
        item->judged > deadline) {
        (void)snprintf(event, sizeof(event), "item.verified %d late %d %d",
            asked->no, item->judged - deadline,
            model_count(model, deadline, item->judged));
    } else {
        (void)snprintf(
            event, sizeof(event), "%s %d", types[asked->act], asked->no);
    }
    model_hear(model, event);
}

static bool
ask_item(struct model *model, const struct asked *asked, char answer[LINE_SIZE])
{
    struct model_item *item;

    if (asked->no > ITEMS) {
        return refuse(answer, "not_found item exists");
    }
    item = &model->items[asked->no - 1];
    if (asked->who != WHO_OFFICE && !item->first.persons[asked->who]) {
        return refuse(answer, "denied item owner");
    }
    if (!change(model, asked, item, answer)) {
        return false;
    }
    item->revision++;
    tell_change(model, asked, item);
    (void)snprintf(answer, LINE_SIZE, "ok %lld item %d %d%% %s revision %d",
        (long long)model->sequence, asked->no, item->percent,
        state_names[item->state], item->revision);
    if (asked->act == ACT_REPORT) {
        model->reports[asked->key] = model->sequence;
    }
    return true;
}

static bool
ask_office(
    struct model *model, const struct asked *asked, char answer[LINE_SIZE])
{
    if (asked->act == ACT_CLOCK && model->hold == HOLD_NONE) {
        return refuse(answer, "refused confirm state");
    }
    if (asked->act == ACT_CLOCK) {
        model->hold = HOLD_NONE;
        model_believe(model);
        model->astray = 0;
        model->adrift = false;
        model->high_water = model->now;
    } else {
        model->calendar_2022 = true;
    }
    model_hear(model,
        asked->act == ACT_CLOCK ? "system.clock_confirmed" : "calendar.loaded");
    (void)snprintf(answer, LINE_SIZE, "ok %lld", (long long)model->sequence);
    return true;
}

void
model_ask(
    struct model *model, const struct asked *asked, char answer[LINE_SIZE])
{
    bool applied = false;

    model_judge(model, false);
    if (is_sound(asked, answer)) {
        const char *before = model->keys[asked->key].answer;

        if (*before != '\0') {
            (void)snprintf(answer, LINE_SIZE, "%s",
                memcmp(&model->keys[asked->key].asked, asked, sizeof(*asked)) ==
                        0
                    ? before
                    : "conflict key -");
        } else if (asked->act == ACT_CALENDAR || asked->act == ACT_CLOCK) {
            applied = ask_office(model, asked, answer);
        } else {
            applied = ask_item(model, asked, answer);
        }
    }
    if (applied) {
        model->keys[asked->key].asked = *asked;
        (void)snprintf(model->keys[asked->key].answer, LINE_SIZE, "%s", answer);
    }
    if (model->hold == HOLD_NONE) {
        model_issue(model);
    }
}
