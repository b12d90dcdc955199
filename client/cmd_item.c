/* SPDX-License-Identifier: MIT */
/* What is done to one item apart from reporting. */
#include "ask.h"
#include "commands.h"
#include "dates.h"
#include "display.h"
#include "event_words.h"
#include "language.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

static const struct command_option claim_options[] = {
    { "note", 'm', COMMAND_TEXT, N_("TEXT"), N_("what was done") },
    { "person", 0, COMMAND_PERSON, N_("NAME"),
        N_("claim for a colleague; the office may") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static const struct command_option verify_options[] = {
    { "note", 'm', COMMAND_TEXT, N_("TEXT"), N_("what was found") },
    { "effective", 0, COMMAND_DATE, N_("DATE"),
        N_("the day the work was finished, if before the claim") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static const struct command_option reason_options[] = {
    { "reason", 0, COMMAND_TEXT, N_("WHY"), N_("why; required") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static const struct command_option update_options[] = {
    { "deadline", 0, COMMAND_DATE, N_("DATE"),
        N_("the new deadline, or none; needs --reason") },
    { "reason", 0, COMMAND_TEXT, N_("WHY"), N_("why the deadline changes") },
    { "confirm", 0, COMMAND_CHOICE, "deadline|unit",
        N_("say that what the import inferred is right") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static void
tell(struct context *context, const struct jindu_json *answer)
{
    const struct jindu_json *item = jindu_json_member(answer, "item");
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        output_print(&context->output, _("item %lld: %lld%%, %s\n"),
            (long long)wording_number(item, "no"),
            (long long)wording_number(item, "percent"),
            wording_state(wording_member(item, "state")));
    }
}

/* The event of this change, which is among the newest ones of its item; NULL
 * where many came at once. */
static const struct jindu_json *
find_event(const struct jindu_json *view, const struct jindu_json *answer)
{
    char number[sizeof("9223372036854775807")];
    (void)snprintf(number, sizeof(number), "%lld",
        (long long)wording_number(answer, "sequence"));
    const struct jindu_json *event =
        jindu_json_first(jindu_json_member(view, "reports"));
    for (; event != NULL; event = jindu_json_next(event)) {
        if (strcmp(event_words_number(event), number) == 0) {
            return event;
        }
    }
    return NULL;
}

static void
put_update(struct context *context, const struct jindu_json *view,
    const struct jindu_json *event)
{
    const struct jindu_json *data = jindu_json_member(event, "data");
    const struct jindu_json *moved = jindu_json_member(data, "deadline");
    const struct jindu_json *left = jindu_json_member(view, "days_left");
    const char *deadline = wording_member(moved, "after");
    struct jindu_text text = JINDU_TEXT_INIT;
    if (jindu_json_kind(moved) != JINDU_JSON_OBJECT &&
        jindu_json_count(jindu_json_member(data, "confirmed")) == 0) {
        output_print(&context->output, "%s\n",
            command_flag(context, "deadline")
                ? _("nothing changed: it was the deadline before")
                : _("nothing changed: it was confirmed before"));
        return;
    }
    event_words_what(&text, event);
    output_print(&context->output, "%s\n", display_or_empty(text.bytes));
    jindu_text_clear(&text);
    if (*deadline != '\0' &&
        strcmp(wording_member(view, "deadline"), deadline) == 0 &&
        jindu_json_integer(left, 0) < 0) {
        dates_put_day(&text, deadline);
        output_remark(&context->output,
            _("the new deadline %s lies in the past"),
            display_or_empty(text.bytes));
    }
    jindu_text_free(&text);
}

/* The answer says what the item is now, not what it was.  That it cannot be
 * asked for is no fault of the change, which is stored. */
static void
tell_update(struct context *context, const char *plan, long long no,
    const struct jindu_json *answer)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    enum jindu_status status = JINDU_OK;
    if (context->settings.json || context->settings.quiet) {
        return;
    }
    ask_begin(&params);
    jindu_json_put_integer(&params, "item", no);
    jindu_json_put_string(&params, "plan", plan);
    if (ask_quietly(context, "item.show", &params, &view, &status) == 0 &&
        status == JINDU_OK) {
        const struct jindu_json *event = find_event(view, answer);
        if (event != NULL) {
            put_update(context, view, event);
        }
    }
    jindu_json_free(view);
}

/* The parameters of a command here are its options under the same names. */
static void
put_options(struct jindu_text *params, const struct context *context)
{
    const struct command_option *option = context->command->options;
    for (; option->name != NULL; option++) {
        const char *value = command_text(context, option->name);
        if (value == NULL) {
            continue;
        }
        bool none = option->kind == COMMAND_DATE && strcmp(value, "none") == 0;
        jindu_json_put_string(params, option->name, none ? NULL : value);
    }
}

static int
send(struct context *context, const char *method)
{
    char plan[ASK_PLAN_SIZE];
    long long no = 0;
    if (!command_operand_item(context, 0, &no)) {
        return COMMAND_EXIT_USAGE;
    }
    int status = ask_plan(context, plan);
    if (status != 0) {
        return status;
    }
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin_write(&params);
    jindu_json_put_integer(&params, "item", no);
    jindu_json_put_string(&params, "plan", plan);
    put_options(&params, context);
    status = ask(context, method, &params, &answer);
    if (status == 0) {
        tell(context, answer);
        if (strcmp(method, "item.update") == 0) {
            tell_update(context, plan, no, answer);
        }
        jindu_json_free(answer);
    }
    return status;
}

static int
need(struct context *context, const char *option)
{
    if (command_flag(context, option)) {
        return 0;
    }
    return command_usage(
        context, _("'jindu %s' needs --%s"), context->command->name, option);
}

static int
run_claim(struct context *context)
{
    return send(context, "item.claim");
}

static int
run_verify(struct context *context)
{
    return send(context, "item.verify");
}

static int
run_return(struct context *context)
{
    int status = need(context, "reason");
    return status != 0 ? status : send(context, "item.return");
}

static int
run_withdraw(struct context *context)
{
    int status = need(context, "reason");
    return status != 0 ? status : send(context, "item.withdraw");
}

static int
run_update(struct context *context)
{
    bool deadline = command_flag(context, "deadline");
    if (!deadline && !command_flag(context, "confirm")) {
        return command_usage(
            context, "%s", _("say --deadline DATE or --confirm WHAT"));
    }
    int status = deadline ? need(context, "reason") : 0;
    return status != 0 ? status : send(context, "item.update");
}

const struct command cmd_item_claim = {
    .name = "item claim",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("claim that an item is completed"),
    .options = claim_options,
    .run = run_claim,
};

const struct command cmd_item_verify = {
    .name = "item verify",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("accept a claim; the item is done"),
    .options = verify_options,
    .run = run_verify,
};

const struct command cmd_item_return = {
    .name = "item return",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("refuse a claim; the work goes on"),
    .options = reason_options,
    .run = run_return,
};

const struct command cmd_item_withdraw = {
    .name = "item withdraw",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("take an item out of the plan"),
    .options = reason_options,
    .run = run_withdraw,
};

const struct command cmd_item_update = {
    .name = "item update",
    .operands = N_("NO"),
    .least = 1,
    .most = 1,
    .summary = N_("change a deadline, or confirm what was inferred"),
    .options = update_options,
    .run = run_update,
};
