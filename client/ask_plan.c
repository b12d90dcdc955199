/* SPDX-License-Identifier: MIT */
/* What a command has to know of the office first: which plan, which zone. */
#include "ask.h"

#include "given.h"
#include "language.h"
#include "wording.h"

#include <jindu/version.h>

#include <stdio.h>
#include <string.h>

#define DAY_MS 86400000LL
#define AS_OF_DAYS 366 /* the oldest figure that the daemon takes */

/* Several plans: the person must say which. */
static int
complain_about_plans(struct context *context, const struct jindu_json *plans)
{
    struct jindu_text codes = JINDU_TEXT_INIT;
    const struct jindu_json *plan = jindu_json_first(plans);
    for (; plan != NULL; plan = jindu_json_next(plan)) {
        const char *code = jindu_json_string(jindu_json_member(plan, "code"));
        output_append(&codes, "%s%s", codes.length > 0 ? _(", ") : "",
            code != NULL ? code : "?");
    }
    bool none = jindu_json_count(plans) == 0;
    enum jindu_status status = JINDU_NOT_FOUND;
    int exit_status =
        none ? output_fail(&context->output, jindu_status_token(status),
                   jindu_status_exit(status), _("there is no plan yet"))
             : output_fail(&context->output, "usage", COMMAND_EXIT_USAGE,
                   _("there are several plans: %s"),
                   display_or_empty(codes.bytes));
    output_hint(&context->output, "%s",
        none ? _("the office brings one in: 'jindu plan import FILE'")
             : _("say which with --plan or JINDU_PLAN"));
    jindu_text_free(&codes);
    return exit_status;
}

/* Where an answer tells it, so that it need not be asked for. */
static void
note_zone(struct context *context, const struct jindu_json *answer)
{
    const char *zone = jindu_json_string(jindu_json_member(answer, "zone"));
    if (zone != NULL && strlen(zone) < sizeof(context->zone)) {
        (void)snprintf(context->zone, sizeof(context->zone), "%s", zone);
    }
}

int
ask_plans(struct context *context, char plan[ASK_PLAN_SIZE],
    struct jindu_json **answer, enum jindu_status *status)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin(&params);
    jindu_json_put_boolean(&params, "brief", true);
    plan[0] = '\0';
    int exit_status =
        ask_quietly(context, "plan.list", &params, answer, status);
    note_zone(context, *answer);
    const struct jindu_json *plans = jindu_json_member(*answer, "plans");
    const char *code =
        jindu_json_string(jindu_json_member(jindu_json_first(plans), "code"));
    if (jindu_json_count(plans) == 1 && code != NULL) {
        (void)snprintf(plan, ASK_PLAN_SIZE, "%s", code);
    }
    return exit_status;
}

int
ask_plan_or_not(struct context *context, char plan[ASK_PLAN_SIZE],
    enum jindu_status *status)
{
    const char *chosen = context->settings.plan;
    *status = JINDU_OK;
    if (chosen != NULL) {
        if (!given_is_plan(chosen)) {
            return command_usage(context,
                _("'%s' is no plan code; 'jindu plan list' shows them"),
                chosen);
        }
        (void)snprintf(plan, ASK_PLAN_SIZE, "%s", chosen);
        return 0;
    }
    struct jindu_json *answer = NULL;
    int exit_status = ask_plans(context, plan, &answer, status);
    if (exit_status == 0 && *status == JINDU_OK && plan[0] == '\0') {
        exit_status =
            complain_about_plans(context, jindu_json_member(answer, "plans"));
    }
    jindu_json_free(answer);
    return exit_status;
}

int
ask_plan(struct context *context, char plan[ASK_PLAN_SIZE])
{
    enum jindu_status status = JINDU_OK;
    int exit_status = ask_plan_or_not(context, plan, &status);
    if (exit_status == 0 && status != JINDU_OK) {
        return ask_complain(context, status);
    }
    return exit_status;
}

void
ask_begin_hello(struct jindu_text *params)
{
    ask_begin(params);
    jindu_json_put_string(params, "client", "jindu " JINDU_VERSION);
}

int
ask_hello(struct context *context, struct jindu_json **answer)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin_hello(&params);
    return ask(context, "server.hello", &params, answer);
}

/* Tells times in the office's zone from here on; known: that zone is. */
static int
use_zone(struct context *context, bool *known, enum jindu_status *status)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    int exit_status = 0;
    if (context->zone[0] == '\0') {
        ask_begin_hello(&params);
        exit_status =
            ask_quietly(context, "server.hello", &params, &answer, status);
        note_zone(context, answer);
        jindu_json_free(answer);
    }
    *known = language_use_zone(context->zone);
    return exit_status;
}

int
ask_zone(struct context *context)
{
    bool known = false;
    enum jindu_status status = JINDU_OK;
    int exit_status = use_zone(context, &known, &status);
    return exit_status == 0 && status != JINDU_OK
               ? ask_complain(context, status)
               : exit_status;
}

int
ask_day(struct context *context, long long instant, char day[JINDU_DATE_SIZE],
    enum jindu_status *status)
{
    long long now = ask_now();
    bool known = false;
    day[0] = '\0';
    int exit_status = use_zone(context, &known, status);
    if (exit_status == 0 && *status == JINDU_OK && known && instant <= now &&
        instant > now - AS_OF_DAYS * DAY_MS) {
        wording_day(day, instant);
    }
    return exit_status;
}
