/* SPDX-License-Identifier: MIT */
#include "calendar_month.h"

#include "ask.h"
#include "calendar_days.h"
#include "columns.h"
#include "dates.h"
#include "display.h"
#include "language.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

#define WEEK 7
#define CELL 5 /* cells of a day with its mark */

static const char *const weekdays[WEEK] = { N_("Mon"), N_("Tue"), N_("Wed"),
    N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };

struct month {
    int year;
    int month;
    int32_t first;
    int32_t end; /* the first of the next */
    struct calendar_days days;
    long long working;
};

static bool
month_of(struct month *month)
{
    int next = month->month % 12 + 1;
    bool good =
        jindu_date_from_civil(month->year, month->month, 1, &month->first);
    return good && jindu_date_from_civil(
                       month->year + (next == 1 ? 1 : 0), next, 1, &month->end);
}

/* Weekends need no mark: they are off unless something else is said. */
static char
mark_of(const struct month *month, int32_t date)
{
    bool weekday = calendar_days_is_weekday(date);
    bool working = calendar_days_is_working(&month->days, date);
    if (weekday == working) {
        return ' ';
    }
    return working ? '+' : '*';
}

static void
print_weekdays(struct output *output)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    for (int i = 0; i < WEEK; i++) {
        const char *name = _(weekdays[i]);
        size_t width = display_width(name, output->wide);
        for (; width + 1 < CELL; width++) {
            jindu_text_append(&line, " ", 1);
        }
        output_append(&line, "%s%s", name, i + 1 < WEEK ? " " : "");
    }
    output_print(output, "%s\n", display_or_empty(line.bytes));
    jindu_text_free(&line);
}

static void
print_weeks(struct output *output, const struct month *month)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    for (int i = 1; i < jindu_date_weekday(month->first); i++) {
        output_append(&line, "%*s", CELL, "");
    }
    for (int32_t date = month->first; date < month->end; date++) {
        bool ends = date + 1 == month->end || jindu_date_weekday(date) == WEEK;
        char mark = mark_of(month, date);
        output_append(&line, "%*d", CELL - 1, (int)(date - month->first) + 1);
        if (mark != ' ' || !ends) {
            output_append(&line, "%c", mark);
        }
        if (ends) {
            output_print(output, "%s\n", display_or_empty(line.bytes));
            jindu_text_clear(&line);
        }
    }
    jindu_text_free(&line);
}

static const char *
kind_of(const struct calendar_days *days, int32_t date)
{
    if (!calendar_days_is_working(days, date)) {
        return _("off");
    }
    return calendar_days_listed(days, date) != NULL ? _("working day")
                                                    : _("a working day");
}

static void
tell_announced(struct output *output, const struct calendar_days *days)
{
    if (!calendar_days_is_announced(days)) {
        output_remark(output,
            _("no calendar of %d is here yet: weekends alone count as days off"),
            days->year);
    }
}

static const char *
why(const struct jindu_json *listed, int32_t date)
{
    if (listed != NULL) {
        return wording_member(listed, "name");
    }
    return calendar_days_is_weekday(date) ? "" : _("weekend");
}

/* All of them for tools, those that a notice names for people. */
static int
print_rows(struct context *context, const struct month *month)
{
    const struct column titles[] = { { .title = _("date") },
        { .title = _("day") }, { .title = _("name"), .right = false } };
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    for (int32_t date = month->first; date < month->end; date++) {
        char text[JINDU_DATE_SIZE];
        const struct jindu_json *listed =
            calendar_days_listed(&month->days, date);
        bool working = calendar_days_is_working(&month->days, date);
        if (listed != NULL || context->output.tabs) {
            struct jindu_text day = JINDU_TEXT_INIT;
            dates_put_day(&day, jindu_date_format(date, text));
            columns_add(columns, TINT_NONE, display_or_empty(day.bytes));
            jindu_text_free(&day);
            columns_add(columns, working ? TINT_NONE : TINT_GREEN,
                kind_of(&month->days, date));
            columns_add(columns, TINT_NONE, why(listed, date));
        }
    }
    if (columns_empty(columns)) {
        columns_free(columns);
        return 0;
    }
    output_print(&context->output, "%s", context->output.tabs ? "" : "\n");
    return ask_print_columns(context, columns);
}

static void
put_day(struct jindu_text *json, const struct calendar_days *days, int32_t date)
{
    char text[JINDU_DATE_SIZE];
    const struct jindu_json *listed = calendar_days_listed(days, date);
    jindu_json_put_object(json, NULL);
    jindu_json_put_boolean(json, "announced", calendar_days_is_announced(days));
    jindu_json_put_string(json, "date", jindu_date_format(date, text));
    jindu_json_put_string(
        json, "name", listed != NULL ? wording_member(listed, "name") : NULL);
    jindu_json_put_boolean(
        json, "working", calendar_days_is_working(days, date));
    jindu_json_end_object(json);
}

static int
print_json(struct context *context, struct jindu_text *json)
{
    int status = json->failed ? ask_complain(context, JINDU_NO_MEMORY) : 0;
    if (status == 0) {
        output_print(&context->output, "%s\n", json->bytes);
    }
    jindu_text_free(json);
    return status;
}

static int
print_month_json(struct context *context, const struct month *month)
{
    struct jindu_text json = JINDU_TEXT_INIT;
    jindu_json_put_object(&json, NULL);
    jindu_json_put_array(&json, "days");
    for (int32_t date = month->first; date < month->end; date++) {
        put_day(&json, &month->days, date);
    }
    jindu_json_end_array(&json);
    jindu_json_put_integer(&json, "working_days", month->working);
    jindu_json_end_object(&json);
    return print_json(context, &json);
}

static int
print_month(struct context *context, const struct month *month)
{
    struct output *output = &context->output;
    if (!output->tabs) {
        output_print(output, _("%04d-%02d: %lld working days\n"), month->year,
            month->month, month->working);
        print_weekdays(output);
        print_weeks(output, month);
        output_print(
            output, "%s\n", _("* off by a notice, + working day by a notice"));
        tell_announced(output, &month->days);
    }
    return print_rows(context, month);
}

int
calendar_month_print(struct context *context, int year, int number)
{
    struct month month = { .year = year, .month = number };
    if (!month_of(&month)) {
        return command_usage(
            context, _("%04d-%02d is no month of the calendar"), year, number);
    }
    int status = calendar_days_load(context, year, &month.days);
    if (status == 0) {
        for (int32_t date = month.first; date < month.end; date++) {
            month.working += calendar_days_is_working(&month.days, date);
        }
        status = context->settings.json ? print_month_json(context, &month)
                                        : print_month(context, &month);
    }
    calendar_days_free(&month.days);
    return status;
}

static void
print_day(struct output *output, const struct calendar_days *days, int32_t date)
{
    char text[JINDU_DATE_SIZE];
    const struct jindu_json *listed = calendar_days_listed(days, date);
    const char *reason = why(listed, date);
    const char *weekday = _(weekdays[jindu_date_weekday(date) - 1]);
    const char *kind = kind_of(days, date);
    struct jindu_text day = JINDU_TEXT_INIT;
    dates_put_day(&day, jindu_date_format(date, text));
    if (*reason != '\0') {
        output_print(output, _("%s %s: %s (%s)\n"), display_or_empty(day.bytes),
            weekday, kind, reason);
    } else {
        output_print(output, _("%s %s: %s\n"), display_or_empty(day.bytes),
            weekday, kind);
    }
    jindu_text_free(&day);
    tell_announced(output, days);
}

int
calendar_month_print_day(struct context *context, int32_t date)
{
    struct calendar_days days;
    struct jindu_text json = JINDU_TEXT_INIT;
    int year = 0;
    int month = 0;
    int day = 0;
    jindu_date_to_civil(date, &year, &month, &day);
    int status = calendar_days_load(context, year, &days);
    if (status == 0 && context->settings.json) {
        put_day(&json, &days, date);
        status = print_json(context, &json);
    } else if (status == 0) {
        print_day(&context->output, &days, date);
    }
    calendar_days_free(&days);
    return status;
}
