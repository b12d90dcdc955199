/* SPDX-License-Identifier: MIT */
#include "ask_year.h"

#include "ask.h"
#include "dates.h"
#include "wording.h"

/* Tools get dates as the daemon writes them. */
static bool
is_for_tools(const struct context *context)
{
    return context->settings.json || context->output.tabs;
}

void
ask_use_year(const struct context *context, const struct jindu_json *plan)
{
    if (!is_for_tools(context)) {
        dates_use_year(wording_number(plan, "year"));
    }
}

void
ask_use_present_year(const struct context *context)
{
    if (!is_for_tools(context) && !dates_know_year()) {
        dates_use_present_year();
    }
}

int
ask_year(struct context *context, const char *plan)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    enum jindu_status status = JINDU_OK;
    if (is_for_tools(context) || dates_know_year()) {
        return 0;
    }
    ask_begin(&params);
    jindu_json_put_string(&params, "plan", plan);
    int exit_status =
        ask_quietly(context, "plan.show", &params, &answer, &status);
    ask_use_year(context, answer);
    jindu_json_free(answer);
    return exit_status;
}
