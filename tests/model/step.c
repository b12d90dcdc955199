/* SPDX-License-Identifier: MIT */
#include "step.h"

#include <stdlib.h>
#include <string.h>

#define HOUR_MS (60 * MINUTE_MS)

/* A window is under way this long; what is asked meanwhile may come before or
 * after its digests, so nothing is asked. */
#define WINDOW_MS (2 * MINUTE_MS)

/* Where the clock of a machine with an empty battery stands. */
#define INSTANT_1970 (3 * HOUR_MS)

/* splitmix64 */
static uint64_t
next(uint64_t *chance)
{
    uint64_t z = *chance += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int64_t
between(uint64_t *chance, int64_t low, int64_t high)
{
    return low + (int64_t)(next(chance) % (uint64_t)(high - low + 1));
}

static bool
one_in(uint64_t *chance, int n)
{
    return next(chance) % (uint64_t)n == 0;
}

static int64_t
out_of_windows(int64_t instant)
{
    static const int windows[] = { WINDOW_OPEN, WINDOW_SECOND };

    for (size_t i = 0; i < 2; i++) {
        int64_t window = model_at(model_day(instant), windows[i]);

        if (window <= instant && instant <= window + WINDOW_MS) {
            return window + WINDOW_MS + 1;
        }
    }
    return instant;
}

/* Whether a window begins in (from, to]. */
static bool
holds_window(int64_t from, int64_t to)
{
    for (int32_t day = model_day(from); day <= model_day(to); day++) {
        int64_t first = model_at(day, WINDOW_OPEN);
        int64_t second = model_at(day, WINDOW_SECOND);

        if ((from < first && first <= to) || (from < second && second <= to)) {
            return true;
        }
    }
    return false;
}

int64_t
step_first(uint64_t seed, struct first_item first[ITEMS], bool *calendar_2022)
{
    uint64_t chance = seed * 0x2545f4914f6cdd1dU;
    int32_t day = 0;
    int64_t now;

    (void)!jindu_date_from_civil(2021, 9, 13, &day);
    day += (int32_t)between(&chance, 0, 150);
    now = out_of_windows(model_at(day, (int)between(&chance, 0, 1439)));
    for (int i = 0; i < ITEMS; i++) {
        memset(&first[i], 0, sizeof(first[i]));
        first[i].deadline = one_in(&chance, 8)
                                ? JINDU_DATE_NONE
                                : day + (int32_t)between(&chance, -12, 20);
        first[i].confirmed =
            first[i].deadline == JINDU_DATE_NONE || !one_in(&chance, 4);
        for (int j = 0; j < PERSONS; j++) {
            first[i].persons[j] = one_in(&chance, 2);
        }
        first[i].persons[i % PERSONS] = true;
        first[i].leader = !one_in(&chance, 4);
    }
    *calendar_2022 = !one_in(&chance, 4);
    return now;
}

/* What a return planned again, it planned by the day and the calendar of then;
 * when either turns out to have been another, that is for the scenarios. */
static bool
has_returned(const struct model *model)
{
    for (int i = 0; i < ITEMS; i++) {
        const struct model_item *item = &model->items[i];

        if (item->claimed_at != 0 &&
            (item->state == ACTIVE || item->state == RETURNED)) {
            return true;
        }
    }
    return false;
}

static bool
has_claimed(const struct model *model)
{
    for (int i = 0; i < ITEMS; i++) {
        if (model->items[i].claimed_at != 0) {
            return true;
        }
    }
    return false;
}

static void
make_report(struct asked *asked, uint64_t *chance, const struct model *model)
{
    asked->done = one_in(chance, 5);
    asked->no_change = one_in(chance, 10);
    asked->blocked = one_in(chance, 10);
    if (!asked->no_change && !one_in(chance, 3)) {
        asked->percent = asked->done || one_in(chance, 12)
                             ? 100
                             : (int)between(chance, 0, 99);
    }
    if (one_in(chance, 20)) {
        asked->percent = (int)between(chance, 0, 100);
    }
    if (one_in(chance, 5)) {
        asked->date = model_day(model->now) +
                      (int32_t)(one_in(chance, 4) ? between(chance, -368, -364)
                                                  : between(chance, -2, 1));
    }
    if (one_in(chance, 6)) {
        asked->corrects = model->reports[between(chance, 0, KEYS - 1)];
        asked->corrects = one_in(chance, 4) ? 1 : asked->corrects;
    }
}

static void
make_asked(struct asked *asked, uint64_t *chance, const struct model *model)
{
    static const enum act acts[] = { ACT_REPORT, ACT_REPORT, ACT_REPORT,
        ACT_REPORT, ACT_CLAIM, ACT_CLAIM, ACT_VERIFY, ACT_RETURN, ACT_RETURN,
        ACT_RETURN, ACT_UPDATE, ACT_UPDATE };
    int32_t today = model_day(model->now);

    asked->act = acts[between(chance, 0, 11)];
    asked->act = one_in(chance, 60) ? ACT_WITHDRAW : asked->act;
    asked->act =
        one_in(chance, 20) && !has_claimed(model) ? ACT_CALENDAR : asked->act;
    asked->act = one_in(chance, model->hold != HOLD_NONE ? 3 : 100)
                     ? ACT_CLOCK
                     : asked->act;
    asked->who = WHO_OFFICE;
    if (asked->act <= ACT_CLAIM && one_in(chance, 3)) {
        asked->who = (int)between(chance, 0, PERSONS - 1);
    }
    asked->no = (int)between(chance, 1, ITEMS);
    asked->no = one_in(chance, 30) ? ITEMS + 1 : asked->no;
    asked->note = one_in(chance, 3);
    asked->reason = one_in(chance, 3);
    if (asked->act == ACT_REPORT) {
        make_report(asked, chance, model);
    } else if (asked->act == ACT_VERIFY && one_in(chance, 3)) {
        asked->date = today + (int32_t)between(chance, -4, 1);
    } else if (asked->act == ACT_UPDATE) {
        asked->confirm = one_in(chance, 4);
        asked->date = one_in(chance, 8)
                          ? JINDU_DATE_NONE
                          : today + (int32_t)between(chance, -10, 20);
        if (one_in(chance, 8) && asked->no <= ITEMS) {
            asked->date = model->items[asked->no - 1].first.deadline;
        }
    }
}

/* A write again, as it was or with another content. */
static void
make_repeat(struct step *step, uint64_t *chance, const struct model *model)
{
    int key = (int)between(chance, 0, KEYS - 1);

    step->kind = STEP_NOTHING;
    for (int i = 0; i < KEYS; i++) {
        if (model->keys[(key + i) % KEYS].answer[0] != '\0') {
            step->kind = STEP_ASK;
            step->asked = model->keys[(key + i) % KEYS].asked;
            if (one_in(chance, 3) && step->asked.act < ACT_CALENDAR &&
                !step->asked.confirm) {
                step->asked.note = !step->asked.note;
            }
            return;
        }
    }
}

static int64_t
make_step(uint64_t *chance, const struct model *model)
{
    int64_t then = model->now;

    switch (between(chance, 0, 7)) {
    case 0:
    case 1:
        then -= between(chance, 2000, 5 * MINUTE_MS);
        break;
    case 2:
        then -= between(chance, 6 * MINUTE_MS, 3 * DAY_MS);
        break;
    case 3:
        then += between(chance, 31, 40) * DAY_MS;
        break;
    case 4:
        /* Back to where it should be, or nearly. */
        then -= model->astray + between(chance, 0, 1) * DAY_MS;
        break;
    case 5:
        return one_in(chance, 3) ? INSTANT_1970 : then + DAY_MS;
    default:
        then += between(chance, HOUR_MS, 10 * DAY_MS);
        break;
    }
    return then;
}

static void
make_jump(struct step *step, uint64_t *chance, const struct model *model)
{
    int64_t window;

    step->kind = STEP_JUMP;
    step->jump = (enum jump)between(chance, JUMP_STEP, JUMP_OUTAGE);
    if (step->jump == JUMP_STEP) {
        step->then = make_step(chance, model);
    } else {
        step->then = model->now + between(chance, 0, 20 * DAY_MS);
        if (one_in(chance, 2)) {
            step->then = model->now + between(chance, 0, DAY_MS);
        }
        if (step->jump == JUMP_OUTAGE && one_in(chance, 12)) {
            step->then = model->now - between(chance, 0, DAY_MS);
        }
    }
    step->then = out_of_windows(step->then);
    window = model_at(model_day(step->then), WINDOW_SECOND);
    if (one_in(chance, 6) && window > model->now) {
        step->then = window;
    }
    if (step->then < model->now &&
        model_day(step->then) != model_day(model->now) && has_returned(model)) {
        step->kind = STEP_NOTHING;
    }
    /* Set back over a window that was, it would begin again. */
    if (step->then < model->now && holds_window(step->then, model->now) &&
        step->then >= model->high_water - 5 * MINUTE_MS) {
        step->kind = STEP_NOTHING;
    }
}

void
step_make(struct step *step, uint64_t seed, int n, struct model *model)
{
    uint64_t chance = seed * 0x2545f4914f6cdd1dU + (uint64_t)n * 0xd1342543U;
    int64_t wait = 0;

    memset(step, 0, sizeof(*step));
    (void)next(&chance);
    switch (between(&chance, 0, 9)) {
    case 0:
    case 1:
    case 2:
        break;
    case 3:
    case 4:
    case 5:
        wait = between(&chance, 1, 4 * HOUR_MS);
        break;
    case 6:
    case 7:
    case 8:
        wait = between(&chance, HOUR_MS, 2 * DAY_MS);
        break;
    default:
        wait = between(&chance, DAY_MS, 8 * DAY_MS);
        break;
    }
    step->until = out_of_windows(model->now + wait);
    model_run(model, step->until);

    step->asked.key = n;
    step->asked.percent = -1;
    step->asked.date = JINDU_DATE_NONE;
    if (one_in(&chance, 7)) {
        make_jump(step, &chance, model);
    } else if (one_in(&chance, 10)) {
        make_repeat(step, &chance, model);
    } else {
        make_asked(&step->asked, &chance, model);
    }
}
