/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "wording.h"

#include <string.h>

static const struct command_option options[] = {
    { "overdue", 0, COMMAND_FLAG, NULL,
        N_("items past their deadline (without any option, too)") },
    { "due", 0, COMMAND_DAYS, N_("DAYS"),
        N_("open items due within so many days, not those past it") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct check {
    struct context *context;
    bool overdue;
    bool found;
    const char *plan;
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct check *check = cookie;
    if (check->overdue) {
        jindu_json_put_boolean(params, "overdue", true);
    } else {
        jindu_json_put_integer(
            params, "due_within", command_number(check->context, "due", 0));
    }
    jindu_json_put_string(params, "plan", check->plan);
}

/* One is enough. */
static enum ask_wanted
wanted(const struct jindu_json *view, void *cookie)
{
    const struct check *check = cookie;
    (void)view;
    return check->found ? ASK_NO_MORE : ASK_WANTED;
}

/* A claim waits for the office, not for the person. */
static int
take(const struct jindu_json *view, void *cookie)
{
    struct check *check = cookie;
    const char *state = wording_member(view, "state");
    check->found =
        strcmp(state, "active") == 0 || strcmp(state, "returned") == 0;
    return 0;
}

static int
look(struct check *check, bool overdue)
{
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .wanted = wanted,
        .take = take,
        .cookie = check };
    check->overdue = overdue;
    return ask_pages(check->context, &pages);
}

static int
look_at(struct check *check, const char *plan)
{
    struct context *context = check->context;
    bool due = command_flag(context, "due");
    int status = 0;
    check->plan = plan;
    if (command_flag(context, "overdue") || !due) {
        status = look(check, true);
    }
    bool more = status == 0 && due && !check->found;
    return more ? look(check, false) : status;
}

/* Without a chosen one every plan counts: a script is not to notice that there
 * is a second one by failing. */
static int
look_at_all(struct check *check)
{
    struct context *context = check->context;
    struct jindu_json *answer = NULL;
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin(&params);
    jindu_json_put_boolean(&params, "brief", true);
    int status = ask(context, "plan.list", &params, &answer);
    const struct jindu_json *plan =
        jindu_json_first(jindu_json_member(answer, "plans"));
    for (; status == 0 && plan != NULL && !check->found;
         plan = jindu_json_next(plan)) {
        status = look_at(check, wording_member(plan, "code"));
    }
    jindu_json_free(answer);
    return status;
}

static int
run(struct context *context)
{
    struct check check = { .context = context };
    int status = 0;
    if (context->settings.plan == NULL) {
        status = look_at_all(&check);
    } else {
        enum jindu_status found = JINDU_OK;
        char plan[ASK_PLAN_SIZE];
        status = ask_plan_or_not(context, plan, &found);
        status = status != 0 ? status : look_at(&check, plan);
    }
    if (status == 0 && context->settings.json) {
        output_print(&context->output, "{\"found\":%s}\n",
            check.found ? "true" : "false");
    }
    return status == 0 && check.found ? COMMAND_EXIT_FOUND : status;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "",
    .summary = N_("tell scripts whether something is due"),
    .details = N_("Prints nothing but what went wrong. Exits with 10 when "
                  "there is such an item, with 0 when there is none. Without "
                  "--plan every plan counts.\n"
                  "  jindu check --overdue --due 7d || jindu list --due 7d"),
    .options = options,
    .run = run,
};
