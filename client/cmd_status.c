/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "language.h"
#include "plan_words.h"
#include "wording.h"

#include <string.h>

#define NEXT_ROWS 5      /* what to look at today */
#define PERSONS_CELLS 20 /* more of them are counted */

struct next {
    const struct output *output;
    struct columns *columns;
    char plan[ASK_PLAN_SIZE];
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct next *next = cookie;
    jindu_json_put_string(params, "plan", next->plan);
}

/* Done and withdrawn items come last in the list, and need nothing. */
static int
take(const struct jindu_json *view, void *cookie)
{
    struct next *next = cookie;
    const char *state = wording_member(view, "state");
    if (strcmp(state, "done") == 0 || strcmp(state, "withdrawn") == 0) {
        return 0;
    }
    struct jindu_text text = JINDU_TEXT_INIT;
    const char *light = wording_member(view, "light");
    const char *name = wording_member(view, "display_name");
    columns_add(next->columns, wording_tint(light), wording_light(light));
    columns_add_integer(next->columns, wording_number(view, "no"));
    wording_left(&text, view, false);
    columns_add(next->columns, TINT_NONE, text.bytes);
    jindu_text_clear(&text);
    wording_names_short(&text, jindu_json_member(view, "persons"), next->output,
        PERSONS_CELLS, false);
    columns_add(next->columns, TINT_NONE, text.bytes);
    columns_add(next->columns, TINT_NONE,
        *name != '\0' ? name : wording_member(view, "name"));
    jindu_text_free(&text);
    return 0;
}

static int
print_next(struct context *context, struct next *next)
{
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .limit = NEXT_ROWS,
        .begin = begin,
        .take = take,
        .cookie = next };
    const struct column titles[] = { { .title = _("light") },
        { .title = _("no"), .right = true }, { .title = _("left") },
        { .title = _("persons"), .right = false },
        { .title = _("name"), .right = false } };
    next->columns = columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    int status = ask_pages(context, &pages);
    if (status == 0 && !columns_empty(next->columns)) {
        output_print(&context->output, "\n%s\n", _("Next"));
        if (!columns_print(next->columns, &context->output)) {
            status = ask_complain(context, JINDU_NO_MEMORY);
        }
    }
    columns_free(next->columns);
    return status;
}

static int
run(struct context *context)
{
    struct next next = { .output = &context->output };
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *plan = NULL;
    int status = ask_plan(context, next.plan);
    if (status != 0) {
        return status;
    }
    ask_begin(&params);
    jindu_json_put_string(&params, "plan", next.plan);
    status = ask(context, "plan.show", &params, &plan);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        plan_words_print(&context->output, plan);
        status = print_next(context, &next);
    }
    if (status == 0 && wording_number(plan, "overdue") > 0) {
        output_remark(
            &context->output, "%s", _("'jindu list --overdue' shows them"));
    }
    jindu_json_free(plan);
    return status;
}

const struct command cmd_status = {
    .name = "status",
    .alias = "状态",
    .operands = "",
    .summary = N_("how the plan stands, and what comes next"),
    .run = run,
    .paged = true,
};
