/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "event_words.h"
#include "language.h"
#include "plan_words.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

static const struct command_option confirm_options[] = {
    { "draft", 0, COMMAND_TEXT, N_("ID"),
        N_("make this draft live; needs --digest") },
    { "digest", 0, COMMAND_TEXT, N_("HEX"),
        N_("the digest that the import printed with the draft") },
    { "vanished", 0, COMMAND_CHOICE, "withdraw|keep",
        N_("what becomes of items that the draft lacks") },
    { "guesses", 0, COMMAND_FLAG, NULL,
        N_("confirm all deadlines and units that were inferred") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static int
check_confirm(struct context *context)
{
    bool draft = command_flag(context, "draft");
    bool digest = command_flag(context, "digest");
    if (draft == command_flag(context, "guesses")) {
        return command_usage(
            context, "%s", _("say either --draft ID or --guesses"));
    }
    if (draft != digest) {
        return command_usage(
            context, "%s", _("--draft and --digest go together"));
    }
    return 0;
}

static void
print_confirmed(struct context *context, const struct jindu_json *plan)
{
    struct output *output = &context->output;
    int64_t items = wording_number(plan, "items");
    int64_t confirmed = wording_number(plan, "confirmed");
    if (!command_flag(context, "guesses")) {
        output_print(output,
            ngettext("plan %s is live: revision %lld, %lld item\n",
                "plan %s is live: revision %lld, %lld items\n",
                (unsigned long)items),
            context->operands[0], (long long)wording_number(plan, "revision"),
            (long long)items);
    } else if (confirmed > 0) {
        output_print(output,
            ngettext("plan %s: %lld item confirmed\n",
                "plan %s: %lld items confirmed\n", (unsigned long)confirmed),
            context->operands[0], (long long)confirmed);
    } else {
        output_print(output, _("plan %s: nothing is left to confirm\n"),
            context->operands[0]);
    }
}

static int
run_confirm(struct context *context)
{
    int status = check_confirm(context);
    if (status != 0) {
        return status;
    }
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin_write(&params);
    ask_put_option(&params, context, "digest", "digest");
    ask_put_option(&params, context, "draft", "draft");
    if (command_flag(context, "guesses")) {
        jindu_json_put_boolean(&params, "guesses", true);
    }
    jindu_json_put_string(&params, "plan", context->operands[0]);
    ask_put_option(&params, context, "vanished", "vanished");
    status = ask(context, "plan.confirm", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        print_confirmed(context, jindu_json_member(answer, "plan"));
    }
    jindu_json_free(answer);
    return 0;
}

static void
add_plan(struct columns *columns, const struct jindu_json *plan)
{
    struct jindu_text states = JINDU_TEXT_INIT;
    plan_words_states(&states, plan);
    columns_add(columns, TINT_NONE, wording_member(plan, "code"));
    columns_add_integer(columns, wording_number(plan, "year"));
    columns_add_integer(columns, wording_number(plan, "revision"));
    columns_add_integer(columns, plan_words_items(plan));
    columns_add_integer(columns, wording_number(plan, "overdue"));
    columns_add_integer(columns, wording_number(plan, "soon"));
    columns_add(columns, TINT_NONE, states.bytes);
    columns_add(columns, TINT_NONE, wording_member(plan, "title"));
    jindu_text_free(&states);
}

static int
print_plans(struct context *context, const struct jindu_json *plans)
{
    const struct column titles[] = { { .title = _("plan") },
        { .title = _("year"), .right = true },
        { .title = _("revision"), .right = true },
        { .title = _("items"), .right = true },
        { .title = _("overdue"), .right = true },
        { .title = _("soon"), .right = true },
        { .title = _("state"), .spare = 1 }, { .title = _("title") } };
    const struct jindu_json *plan = jindu_json_first(plans);
    if (plan == NULL) {
        output_remark(&context->output, "%s", _("there is no plan yet"));
        return 0;
    }
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    for (; plan != NULL; plan = jindu_json_next(plan)) {
        add_plan(columns, plan);
    }
    return ask_print_columns(context, columns);
}

static int
run_list(struct context *context)
{
    struct jindu_json *answer = NULL;
    int status = ask(context, "plan.list", NULL, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        status = print_plans(context, jindu_json_member(answer, "plans"));
    }
    jindu_json_free(answer);
    return status;
}

static int
run_show(struct context *context)
{
    char plan[ASK_PLAN_SIZE];
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    if (context->operand_count > 0) {
        context->settings.plan = context->operands[0];
    }
    int status = ask_plan(context, plan);
    if (status == 0 && !context->settings.json) {
        status = ask_zone(context);
    }
    if (status != 0) {
        return status;
    }
    ask_begin(&params);
    jindu_json_put_string(&params, "plan", plan);
    status = ask(context, "plan.show", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        struct jindu_text moment = JINDU_TEXT_INIT;
        plan_words_print(&context->output, answer);
        dates_put_moment(&moment, wording_number(answer, "confirmed_at"));
        output_print(&context->output, _("live since %s\n"),
            moment.bytes != NULL ? moment.bytes : "?");
        jindu_text_free(&moment);
    }
    jindu_json_free(answer);
    return 0;
}

const struct command cmd_plan_confirm = {
    .name = "plan confirm",
    .operands = N_("PLAN"),
    .least = 1,
    .most = 1,
    .summary = N_("make a draft live, or confirm what was inferred"),
    .options = confirm_options,
    .run = run_confirm,
};

const struct command cmd_plan_list = {
    .name = "plan list",
    .operands = "",
    .summary = N_("list the plans"),
    .run = run_list,
    .paged = true,
};

const struct command cmd_plan_show = {
    .name = "plan show",
    .operands = N_("[PLAN]"),
    .most = 1,
    .summary = N_("show the head of a plan and how it stands"),
    .run = run_show,
    .paged = true,
};
