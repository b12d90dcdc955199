/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "calendar_file.h"
#include "calendar_month.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "infile.h"
#include "language.h"
#include "typed.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX 65536 /* a year has a few dozen days; a request holds this */

static const struct command_option import_options[] = {
    { "force", 0, COMMAND_FLAG, NULL,
        N_("take it, however many days are off") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

/* Of the file only what the daemon takes: such files also name their schema
 * and where they came from. */
static void
put_calendar(struct jindu_text *params, const struct jindu_json *calendar)
{
    static const char *const members[] = { "days", "papers", "year" };
    jindu_json_put_object(params, "calendar");
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        const struct jindu_json *value =
            jindu_json_member(calendar, members[i]);
        if (value != NULL) {
            jindu_json_put_value(params, members[i], value);
        }
    }
    jindu_json_end_object(params);
}

static int
send(struct context *context, const struct jindu_json *calendar)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin_write(&params);
    put_calendar(&params, calendar);
    int status = ask(context, "calendar.load", &params, &answer);
    if (status != 0) {
        return status;
    }
    const struct jindu_json *loaded = jindu_json_member(answer, "calendar");
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        int64_t days = wording_number(loaded, "days");
        output_print(&context->output,
            ngettext("calendar %lld: %lld day, revision %lld\n",
                "calendar %lld: %lld days, revision %lld\n",
                (unsigned long)days),
            (long long)wording_number(loaded, "year"), (long long)days,
            (long long)wording_number(loaded, "revision"));
    }
    jindu_json_free(answer);
    return 0;
}

static int
run_import(struct context *context)
{
    char *bytes = NULL;
    size_t length = 0;
    const char *name = context->operands[0];
    int status = infile_read(context, name, FILE_MAX, &bytes, &length);
    if (status != 0) {
        return status;
    }
    struct jindu_json *calendar = NULL;
    enum jindu_status parsed = length > FILE_MAX
                                   ? JINDU_MALFORMED
                                   : jindu_json_parse(&calendar, bytes, length);
    if (parsed == JINDU_NO_MEMORY) {
        status = ask_complain(context, parsed);
    } else if (parsed != JINDU_OK) {
        status = output_fail(&context->output, "malformed", COMMAND_EXIT_INPUT,
            _("'%s' is no calendar file: JSON with year, papers and days"),
            typed_shown(context, name));
    } else {
        status = calendar_file_check(context, typed_shown(context, name),
            calendar, command_flag(context, "force"));
        status = status != 0 ? status : send(context, calendar);
    }
    jindu_json_free(calendar);
    free(bytes);
    return status;
}

static int
print_days(struct context *context, const struct jindu_json *answer)
{
    const struct column titles[] = { { .title = _("date") },
        { .title = _("day") }, { .title = _("name"), .right = false } };
    bool announced =
        jindu_json_boolean(jindu_json_member(answer, "announced"), false);
    /* A year that is past was announced, here or not. */
    output_print(&context->output, _("calendar %lld: %s, %lld working days\n"),
        (long long)wording_number(answer, "year"),
        announced ? _("announced") : _("not here yet"),
        (long long)wording_number(answer, "working_days"));
    const struct jindu_json *day =
        jindu_json_first(jindu_json_member(answer, "days"));
    if (day == NULL) {
        return 0;
    }
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    for (; day != NULL; day = jindu_json_next(day)) {
        bool off =
            jindu_json_boolean(jindu_json_member(day, "isOffDay"), false);
        struct jindu_text date = JINDU_TEXT_INIT;
        dates_put_day(&date, wording_member(day, "date"));
        columns_add(columns, TINT_NONE, date.bytes);
        jindu_text_free(&date);
        columns_add(columns, off ? TINT_GREEN : TINT_NONE,
            off ? _("off") : _("working day"));
        columns_add(columns, TINT_NONE, wording_member(day, "name"));
    }
    return ask_print_columns(context, columns);
}

static int
print_years(struct context *context, const struct jindu_json *years)
{
    const struct column titles[] = { { .title = _("year") },
        { .title = _("days"), .right = true }, { .title = _("state") } };
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    const struct jindu_json *year = jindu_json_first(years);
    for (; year != NULL; year = jindu_json_next(year)) {
        bool announced =
            jindu_json_boolean(jindu_json_member(year, "announced"), false);
        columns_add_integer(columns, wording_number(year, "year"));
        columns_add_integer(columns, wording_number(year, "days"));
        columns_add(columns, announced ? TINT_NONE : TINT_YELLOW,
            announced ? _("announced") : _("not announced yet"));
    }
    return ask_print_columns(context, columns);
}

static int
show_year(struct context *context, long long year)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin(&params);
    jindu_json_put_integer(&params, "year", year);
    int status = ask(context, "calendar.show", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        status = print_days(context, answer);
    }
    jindu_json_free(answer);
    return status;
}

/* "2031-05", or the month of today in the zone of the office. */
static int
show_month(struct context *context, const char *words)
{
    char today[JINDU_DATE_SIZE];
    char text[JINDU_DATE_SIZE + 1];
    int32_t first = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    if (words == NULL) {
        int status = ask_zone(context);
        if (status != 0) {
            return status;
        }
        wording_day(today, ask_now());
        today[strlen("2031-05")] = '\0';
        words = today;
    }
    int length = snprintf(text, sizeof(text), "%s-01", words);
    if (length >= (int)sizeof(text) || !jindu_date_parse(text, &first)) {
        return command_usage(context,
            _("'%s' is neither a month, as 2031-05, nor a year"), words);
    }
    jindu_date_to_civil(first, &year, &month, &day);
    return calendar_month_print(context, year, month);
}

static int
run_show(struct context *context)
{
    const char *words =
        context->operand_count > 0 ? context->operands[0] : NULL;
    bool is_year = words != NULL && strlen(words) == strlen("2031") &&
                   strspn(words, "0123456789") == strlen(words);
    return is_year ? show_year(context, strtoll(words, NULL, 10))
                   : show_month(context, words);
}

static int
run_day(struct context *context)
{
    int32_t date = 0;
    if (!jindu_date_parse(context->operands[0], &date)) {
        return command_usage(context,
            _("'%s' is no day of the calendar; write it as 2026-12-31"),
            context->operands[0]);
    }
    return calendar_month_print_day(context, date);
}

static int
run_list(struct context *context)
{
    struct jindu_json *answer = NULL;
    int status = ask(context, "server.status", NULL, &answer);
    if (status != 0) {
        return status;
    }
    const struct jindu_json *years = jindu_json_member(answer, "calendar");
    if (context->settings.json) {
        struct jindu_text json = JINDU_TEXT_INIT;
        jindu_json_put_object(&json, NULL);
        jindu_json_put_value(&json, "calendars", years);
        jindu_json_end_object(&json);
        output_check(&json);
        output_print(&context->output, "%s\n", display_or_empty(json.bytes));
        jindu_text_free(&json);
    } else {
        status = print_years(context, years);
    }
    jindu_json_free(answer);
    return status;
}

const struct command cmd_calendar_import = {
    .name = "calendar import",
    .alias = "calendar load",
    .operands = N_("FILE"),
    .least = 1,
    .most = 1,
    .file = 1,
    .summary = N_("load the holidays of a year"),
    .details = N_("FILE is JSON with year, papers and days, as the yearly "
                  "notice on holidays is published by holiday-cn. A file that "
                  "cannot be right is refused, with the day that is wrong.\n"
                  "  jindu calendar import 2031.json\n"
                  "  jindu calendar show 2031-05"),
    .options = import_options,
    .run = run_import,
};

const struct command cmd_calendar_show = {
    .name = "calendar show",
    .operands = N_("[MONTH|YEAR]"),
    .most = 1,
    .summary = N_("show a month, or the holidays of a year"),
    .details = N_("MONTH is as 2031-05, without it this month."),
    .run = run_show,
    .paged = true,
};

const struct command cmd_calendar_day = {
    .name = "calendar day",
    .operands = N_("DATE"),
    .least = 1,
    .most = 1,
    .summary = N_("tell whether a day is a working day, and why"),
    .run = run_day,
};

const struct command cmd_calendar_list = {
    .name = "calendar list",
    .operands = "",
    .summary = N_("tell which years have their holidays"),
    .run = run_list,
    .paged = true,
};
