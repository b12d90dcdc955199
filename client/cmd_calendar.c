/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "infile.h"
#include "language.h"
#include "wording.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX 65536 /* a year has a few dozen days; a request holds this */
#define YEAR_MAX 9999LL

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
run_load(struct context *context)
{
    char *bytes = NULL;
    size_t length = 0;
    const char *name = context->operands[0];
    int status = infile_read(context, name, FILE_MAX, &bytes, &length);
    if (status != 0) {
        return status;
    }
    struct jindu_json *calendar = NULL;
    if (length > FILE_MAX ||
        jindu_json_parse(&calendar, bytes, length) != JINDU_OK) {
        status = output_fail(&context->output, "malformed", COMMAND_EXIT_INPUT,
            _("'%s' is no calendar file"), name);
    } else {
        status = send(context, calendar);
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
    output_print(&context->output, _("calendar %lld: %s, %lld working days\n"),
        (long long)wording_number(answer, "year"),
        announced ? _("announced") : _("not announced yet"),
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
        columns_add(columns, TINT_NONE, wording_member(day, "date"));
        columns_add(columns, off ? TINT_GREEN : TINT_NONE,
            off ? _("off") : _("working day"));
        columns_add(columns, TINT_NONE, wording_member(day, "name"));
    }
    return ask_print_columns(context, columns);
}

static int
run_show(struct context *context)
{
    long long year = 0;
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    if (!command_operand_number(context, 0, YEAR_MAX, &year)) {
        return COMMAND_EXIT_USAGE;
    }
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

const struct command cmd_calendar_load = {
    .name = "calendar load",
    .operands = N_("FILE"),
    .least = 1,
    .most = 1,
    .summary = N_("load the holidays of a year"),
    .details = N_("FILE is JSON with year, papers and days, as the yearly "
                  "notice on holidays is published by holiday-cn."),
    .run = run_load,
};

const struct command cmd_calendar_show = {
    .name = "calendar show",
    .operands = N_("YEAR"),
    .least = 1,
    .most = 1,
    .summary = N_("show the holidays of a year"),
    .run = run_show,
    .paged = true,
};
