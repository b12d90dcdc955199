/* SPDX-License-Identifier: MIT */
#include "wording.h"

#include "display.h"
#include "language.h"

#include <jindu/date.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_MS 86400000

struct word {
    const char *token;
    const char *text;
};

static const struct word states[] = {
    { "active", N_("active") },
    { "claimed", N_("claimed") },
    { "returned", N_("returned") },
    { "done", N_("done") },
    { "withdrawn", N_("withdrawn") },
};
static const struct word lights[] = {
    { "red", N_("red") },
    { "yellow", N_("yellow") },
    { "blue", N_("blue") },
    { "green", N_("green") },
    { "grey", N_("grey") },
};
static const struct word phases[] = {
    { "planned", N_("planned") },
    { "published", N_("published") },
    { "superseded", N_("superseded") },
    { "cancelled", N_("cancelled") },
};
static const struct word stages[] = {
    { "overdue", N_("overdue") },
    { "T-3wd", N_("T-3wd") },
    { "T-1wd", N_("T-1wd") },
    { "T", N_("T") },
    { "O+1wd", N_("O+1wd") },
    { "O+3wd", N_("O+3wd") },
    { "O+5wd", N_("O+5wd") },
};
static const struct word cancels[] = {
    { "before_plan", N_("before the plan was live") },
    { "before_redate", N_("before the deadline changed") },
    { "redated", N_("deadline changed") },
    { "claimed", N_("claimed") },
    { "withdrawn", N_("withdrawn") },
    { "stale", N_("no longer true") },
    { "expired", N_("too old to be of use") },
};
static const struct word doubts[] = {
    { "behind", N_("it stands before events that are stored") },
    { "range", N_("it stands outside the years 2020 to 2100") },
    { "forward", N_("it was set forward by more than 31 days") },
};
static const struct word fields[] = {
    { "no", N_("number") },
    { "category", N_("category") },
    { "name", N_("name") },
    { "target", N_("target") },
    { "units", N_("units") },
    { "persons", N_("persons") },
    { "leaders", N_("leaders") },
    { "deadline", N_("deadline") },
    { "unit", N_("unit") },
    { "state", N_("state") },
};

static const struct word sources[] = {
    { "explicit", N_("as written") },
    { "carried", N_("taken from the item above") },
    { "assumed", N_("inferred") },
    { "set", N_("set by the office") },
};

static const struct word roles[] = {
    { "admin", N_("admin") },
    { "office", N_("office") },
    { "leader", N_("leader") },
    { "reporter", N_("reporter") },
    { "observer", N_("observer") },
};

static const char *
look_up(const struct word *words, size_t count, const char *token)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].token, token) == 0) {
            return _(words[i].text);
        }
    }
    return token;
}

const char *
wording_state(const char *token)
{
    return look_up(states, sizeof(states) / sizeof(states[0]), token);
}

const char *
wording_light(const char *token)
{
    return look_up(lights, sizeof(lights) / sizeof(lights[0]), token);
}

const char *
wording_phase(const char *token)
{
    return look_up(phases, sizeof(phases) / sizeof(phases[0]), token);
}

const char *
wording_stage(const char *token)
{
    return look_up(stages, sizeof(stages) / sizeof(stages[0]), token);
}

const char *
wording_cancel(const char *token)
{
    return look_up(cancels, sizeof(cancels) / sizeof(cancels[0]), token);
}

const char *
wording_doubt(const char *token)
{
    return look_up(doubts, sizeof(doubts) / sizeof(doubts[0]), token);
}

const char *
wording_field(const char *token)
{
    return look_up(fields, sizeof(fields) / sizeof(fields[0]), token);
}

const char *
wording_role(const char *token)
{
    return look_up(roles, sizeof(roles) / sizeof(roles[0]), token);
}

const char *
wording_source(const char *token)
{
    return look_up(sources, sizeof(sources) / sizeof(sources[0]), token);
}

enum tint
wording_tint(const char *light)
{
    static const struct {
        const char *light;
        enum tint tint;
    } tints[] = {
        { "red", TINT_RED },
        { "yellow", TINT_YELLOW },
        { "blue", TINT_BLUE },
        { "green", TINT_GREEN },
        { "grey", TINT_GREY },
    };
    for (size_t i = 0; i < sizeof(tints) / sizeof(tints[0]); i++) {
        if (strcmp(tints[i].light, light) == 0) {
            return tints[i].tint;
        }
    }
    return TINT_NONE;
}

const char *
wording_member(const struct jindu_json *object, const char *name)
{
    const char *text = jindu_json_string(jindu_json_member(object, name));
    return display_or_empty(text);
}

int64_t
wording_number(const struct jindu_json *object, const char *name)
{
    return jindu_json_integer(jindu_json_member(object, name), 0);
}

void
wording_names(struct jindu_text *text, const struct jindu_json *array)
{
    const struct jindu_json *name = jindu_json_first(array);
    for (bool first = true; name != NULL; name = jindu_json_next(name)) {
        const char *string = jindu_json_string(name);
        output_append(
            text, "%s%s", first ? "" : _(", "), display_or_empty(string));
        first = false;
    }
}

void
wording_names_short(struct jindu_text *text, const struct jindu_json *array,
    const struct output *output, size_t cells, bool of_units)
{
    size_t count = jindu_json_count(array);
    const char *first = jindu_json_string(jindu_json_first(array));
    struct jindu_text all = JINDU_TEXT_INIT;
    wording_names(&all, array);
    if (count > 1 && all.bytes != NULL && output->width != OUTPUT_NO_LIMIT &&
        display_width(all.bytes, output->wide) > cells) {
        output_append(text,
            of_units ? _("%s, %zu units in all") : _("%s, %zu in all"),
            display_or_empty(first), count);
    } else if (all.bytes != NULL) {
        output_append(text, "%s", all.bytes);
    }
    jindu_text_free(&all);
}

void
wording_moment(struct jindu_text *text, int64_t instant)
{
    time_t seconds = (time_t)(instant / 1000);
    struct tm local;
    if (localtime_r(&seconds, &local) == NULL) {
        return;
    }
    output_append(text, "%04d-%02d-%02d %02d:%02d", local.tm_year + 1900,
        local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min);
}

void
wording_day(char day[JINDU_DATE_SIZE], int64_t instant)
{
    struct jindu_text moment = JINDU_TEXT_INIT;
    wording_moment(&moment, instant);
    (void)snprintf(day, JINDU_DATE_SIZE, "%s", display_or_empty(moment.bytes));
    jindu_text_free(&moment);
}

int64_t
wording_instant(const char *time)
{
    char day[JINDU_DATE_SIZE];
    int hour = 0;
    int minute = 0;
    int second = 0;
    int32_t date = 0;
    (void)snprintf(day, sizeof(day), "%.10s", time);
    if (!jindu_date_parse(day, &date) || strlen(time) < strlen(day) + 9 ||
        sscanf(time + strlen(day), "T%2d:%2d:%2d", &hour, &minute, &second) !=
            3) {
        return 0;
    }
    return (int64_t)date * DAY_MS +
           ((int64_t)hour * 3600 + minute * 60 + second) * 1000;
}

void
wording_days(struct jindu_text *text, int64_t days, int64_t working_days)
{
    if (days == 0) {
        output_append(text, "%s", _("today"));
    } else if (days < 0) {
        output_append(text, _("%lld d (%lld wd) late"), (long long)-days,
            (long long)(working_days < 0 ? -working_days : working_days));
    } else {
        output_append(text, _("%lld d (%lld wd) left"), (long long)days,
            (long long)working_days);
    }
}

/* The same without working days. */
static void
put_days_only(struct jindu_text *text, int64_t days)
{
    if (days == 0) {
        output_append(text, "%s", _("today"));
    } else if (days < 0) {
        output_append(text, _("%lld d late"), (long long)-days);
    } else {
        output_append(text, _("%lld d left"), (long long)days);
    }
}

void
wording_left(struct jindu_text *text, const struct jindu_json *view, bool brief)
{
    const char *state = wording_member(view, "state");
    int64_t late = wording_number(view, "late_days");
    if (strcmp(state, "withdrawn") == 0) {
        return;
    }
    if (strcmp(state, "done") == 0) {
        if (late > 0 && brief) {
            output_append(text, _("done %lld d late"), (long long)late);
        } else if (late > 0) {
            output_append(text, _("done %lld d (%lld wd) late"),
                (long long)late,
                (long long)wording_number(view, "late_working_days"));
        } else {
            output_append(text, "%s", _("done in time"));
        }
        return;
    }
    const struct jindu_json *days = jindu_json_member(view, "days_left");
    if (jindu_json_kind(days) != JINDU_JSON_INTEGER) {
        output_append(text, "%s", _("no deadline"));
        return;
    }
    if (brief) {
        put_days_only(text, jindu_json_integer(days, 0));
    } else {
        wording_days(text, jindu_json_integer(days, 0),
            wording_number(view, "working_days_left"));
    }
    if (jindu_json_boolean(jindu_json_member(view, "provisional"), false)) {
        output_append(text, "?");
    }
}

void
wording_bar(struct jindu_text *text, const struct output *output,
    int64_t percent, int cells)
{
    for (int i = 0; i < cells; i++) {
        bool full = percent * cells >= (int64_t)(i + 1) * 100;
        const char *cell = full ? "■" : "□";
        if (output->plain) {
            cell = full ? "#" : "-";
        }
        jindu_text_append_string(text, cell);
    }
}
