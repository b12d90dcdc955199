/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "display.h"
#include "event_words.h"
#include "language.h"
#include "notice_table.h"
#include "wording.h"

#include <string.h>

#define LABEL_CELLS 12
#define BAR_CELLS 20
#define HEAD_HANG 4

/* "label       value", the value cleaned; nothing for an empty one. */
static void
put_line(struct output *output, const char *label, const char *value)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    size_t width = display_width(label, output->wide);
    if (value == NULL || *value == '\0') {
        return;
    }
    jindu_text_append_string(&line, label);
    for (; !output->tabs && width < LABEL_CELLS; width++) {
        jindu_text_append(&line, " ", 1);
    }
    jindu_text_append_string(&line, output->tabs ? "\t" : "  ");
    display_clean(&line, value);
    output_check(&line);
    jindu_text_append(&line, "\n", 1);
    output_lines(output, LABEL_CELLS + 2, display_or_empty(line.bytes));
    jindu_text_free(&line);
}

static void
put_names(struct output *output, const char *label,
    const struct jindu_json *view, const char *member)
{
    struct jindu_text names = JINDU_TEXT_INIT;
    wording_names(&names, jindu_json_member(view, member));
    put_line(output, label, names.bytes);
    jindu_text_free(&names);
}

static bool
is_unconfirmed(const struct jindu_json *view, const char *member)
{
    return !jindu_json_boolean(jindu_json_member(view, member), true);
}

static void
put_deadline(struct output *output, const struct jindu_json *view)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    const char *deadline = wording_member(view, "deadline");
    dates_put_day(&line,
        *deadline != '\0' ? deadline : wording_member(view, "deadline_words"));
    output_append(&line, "%s", line.length > 0 ? "  " : "");
    wording_left(&line, view, false);
    int64_t from = wording_number(view, "deadline_from");
    /* A deadline that the office set later was not carried from anywhere. */
    if (from > 0 && wording_number(view, "deadline_revision") <= 1) {
        output_append(&line, _("  taken from item %lld"), (long long)from);
    }
    if (is_unconfirmed(view, "deadline_confirmed")) {
        output_append(&line, "%s", _("  NOT CONFIRMED"));
    }
    put_line(output, _("deadline"), line.bytes);
    jindu_text_free(&line);
}

static void
put_instant(struct output *output, const char *label,
    const struct jindu_json *view, const char *member)
{
    struct jindu_text moment = JINDU_TEXT_INIT;
    int64_t instant = wording_number(view, member);
    if (instant > 0) {
        dates_put_moment(&moment, instant);
        put_line(output, label, moment.bytes);
    }
    jindu_text_free(&moment);
}

static void
put_head(struct output *output, const struct jindu_json *view)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    struct jindu_text head = JINDU_TEXT_INIT;
    const char *light = wording_member(view, "light");
    const char *name = wording_member(view, "display_name");
    int64_t percent = wording_number(view, "percent");
    output_append(&line, _("item %lld of plan %s  "),
        (long long)wording_number(view, "no"), wording_member(view, "plan"));
    output_append(
        &line, "%s", *name != '\0' ? name : wording_member(view, "name"));
    display_clean(&head, line.bytes);
    output_check(&head);
    jindu_text_append(&head, "\n", 1);
    output_lines(output, HEAD_HANG, display_or_empty(head.bytes));
    jindu_text_free(&head);
    jindu_text_clear(&line);
    output_append(&line, "%lld%%  ", (long long)percent);
    wording_bar(&line, output, percent, BAR_CELLS);
    output_check(&line);
    put_line(output, _("progress"), line.bytes);
    jindu_text_clear(&line);
    output_append(&line, "%s  %s", wording_state(wording_member(view, "state")),
        wording_light(light));
    put_line(output, _("state"), line.bytes);
    put_line(output, _("blocked"), wording_member(view, "blocked"));
    jindu_text_free(&line);
}

static void
put_body(struct output *output, const struct jindu_json *view)
{
    put_deadline(output, view);
    put_line(output, _("category"), wording_member(view, "category"));
    put_line(output, _("target"), wording_member(view, "target"));
    put_names(output, _("units"), view, "units");
    if (is_unconfirmed(view, "unit_confirmed")) {
        put_line(output, "", _("the unit is NOT CONFIRMED"));
    }
    put_names(output, _("persons"), view, "persons");
    put_names(output, _("leaders"), view, "leaders");
    put_instant(output, _("last report"), view, "last_report_at");
    put_instant(output, _("claimed"), view, "claimed_at");
    put_instant(output, _("done at"), view, "done_at");
}

/* The daemon's own reason, or the words of whoever moved the deadline. */
static void
put_reason(struct jindu_text *text, const char *reason)
{
    static const char own[] = "plan revision ";
    const char *number =
        strncmp(reason, own, strlen(own)) == 0 ? reason + strlen(own) : "";
    if (number[0] != '\0' && strspn(number, "0123456789") == strlen(number)) {
        output_append(text, _("plan revision %s"), number);
    } else {
        output_append(text, "%s", reason);
    }
}

static int
put_deadlines(struct context *context, const struct jindu_json *view)
{
    const struct jindu_json *deadlines = jindu_json_member(view, "deadlines");
    if (jindu_json_count(deadlines) < 2) {
        return 0;
    }
    const struct column titles[] = { { .title = _("revision"), .right = true },
        { .title = _("deadline") }, { .title = _("set at"), .right = false },
        { .title = _("by"), .right = false }, { .title = _("reason") } };
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    const struct jindu_json *row = jindu_json_first(deadlines);
    for (; row != NULL; row = jindu_json_next(row)) {
        struct jindu_text moment = JINDU_TEXT_INIT;
        const char *date = wording_member(row, "date");
        dates_put_day(&moment, *date != '\0' ? date : _("none"));
        columns_add_integer(columns, wording_number(row, "revision"));
        columns_add(columns, TINT_NONE, moment.bytes);
        jindu_text_clear(&moment);
        dates_put_moment(&moment, wording_number(row, "at"));
        columns_add(columns, TINT_NONE, moment.bytes);
        columns_add(columns, TINT_NONE, wording_member(row, "actor"));
        jindu_text_clear(&moment);
        put_reason(&moment, wording_member(row, "reason"));
        columns_add(columns, TINT_NONE, moment.bytes);
        jindu_text_free(&moment);
    }
    output_print(&context->output, "\n%s\n", _("Deadlines"));
    return ask_print_columns(context, columns);
}

static void
put_reports(struct output *output, const struct jindu_json *view)
{
    const struct jindu_json *event =
        jindu_json_first(jindu_json_member(view, "reports"));
    if (event == NULL) {
        return;
    }
    output_print(output, "\n%s\n", _("Last events"));
    for (; event != NULL; event = jindu_json_next(event)) {
        event_words_print(output, event, 0);
    }
}

static int
run(struct context *context)
{
    char plan[ASK_PLAN_SIZE];
    long long no = 0;
    if (!command_operand_item(context, 0, &no)) {
        return COMMAND_EXIT_USAGE;
    }
    int status = ask_plan(context, plan);
    if (status == 0 && !context->settings.json) {
        status = ask_zone(context);
    }
    if (status != 0) {
        return status;
    }
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    ask_begin(&params);
    jindu_json_put_integer(&params, "item", no);
    jindu_json_put_string(&params, "plan", plan);
    status = ask(context, "item.show", &params, &view);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        put_head(&context->output, view);
        put_body(&context->output, view);
        status = put_deadlines(context, view);
        put_reports(&context->output, view);
        status = status != 0 ? status : notice_table_of_item(context, view);
    }
    jindu_json_free(view);
    return status;
}

const struct command cmd_show = {
    .name = "show",
    .alias = "查看",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("show all about one item"),
    .run = run,
    .paged = true,
};
