/* SPDX-License-Identifier: MIT */
#include "light.h"

#include "calendar.h"
#include "item.h"

#include <jindu/date.h>

static const char *const light_tokens[] = {
    [LIGHT_RED] = "red",
    [LIGHT_YELLOW] = "yellow",
    [LIGHT_BLUE] = "blue",
    [LIGHT_GREEN] = "green",
    [LIGHT_GREY] = "grey",
};

static const char *const timeliness_tokens[] = {
    [TIMELINESS_UNDATED] = "undated",
    [TIMELINESS_NORMAL] = "normal",
    [TIMELINESS_SOON] = "soon",
    [TIMELINESS_TODAY] = "today",
    [TIMELINESS_OVERDUE] = "overdue",
};

const char *
light_token(enum light light)
{
    return light_tokens[light];
}

const char *
light_timeliness_token(enum timeliness timeliness)
{
    return timeliness_tokens[timeliness];
}

static enum timeliness
judge(int32_t deadline, int32_t day, const struct calendar *calendar)
{
    if (day > deadline) {
        return TIMELINESS_OVERDUE;
    }
    if (day == deadline) {
        return TIMELINESS_TODAY;
    }
    return day >= calendar_before(calendar, LIGHT_SOON_WD, deadline)
               ? TIMELINESS_SOON
               : TIMELINESS_NORMAL;
}

static enum light
light_of(const struct item *item, enum timeliness timeliness)
{
    if (item->state == ITEM_DONE) {
        return LIGHT_GREEN;
    }
    switch (timeliness) {
    case TIMELINESS_NORMAL:
        return LIGHT_GREEN;
    case TIMELINESS_SOON:
    case TIMELINESS_TODAY:
        return LIGHT_BLUE;
    case TIMELINESS_OVERDUE:
        return item->deadline_confirmed ? LIGHT_RED : LIGHT_YELLOW;
    case TIMELINESS_UNDATED:
        break;
    }
    return LIGHT_GREY;
}

struct timeliness_view
light_view(
    const struct item *item, int32_t today, const struct calendar *calendar)
{
    struct timeliness_view view = { .timeliness = TIMELINESS_UNDATED };
    int32_t day = item_judged_on(item, today);

    if (item->deadline == JINDU_DATE_NONE) {
        view.light = light_of(item, TIMELINESS_UNDATED);
        return view;
    }
    if (item->state == ITEM_WITHDRAWN) {
        view.timeliness = TIMELINESS_NORMAL;
        view.light = LIGHT_GREY;
        return view;
    }
    view.timeliness = judge(item->deadline, day, calendar);
    view.light = light_of(item, view.timeliness);
    view.days_left = item->deadline - day;
    view.working_days_left = calendar_count(calendar, day, item->deadline) -
                             calendar_count(calendar, item->deadline, day);
    view.provisional = calendar_is_provisional(calendar, day, item->deadline);
    view.late_done =
        item->state == ITEM_DONE && view.timeliness == TIMELINESS_OVERDUE;
    item_lateness(
        item, calendar, today, &view.overdue_days, &view.overdue_working_days);
    return view;
}
