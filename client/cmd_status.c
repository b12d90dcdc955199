/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "category_counts.h"
#include "columns.h"
#include "commands.h"
#include "language.h"
#include "plan_words.h"
#include "wording.h"

#include <string.h>

#define NEXT_ROWS 5 /* what to look at today */
#define ITEMS_MAX                                                              \
    2000                 /* ten questions; of a larger plan no category counts \
                          */
#define PERSONS_CELLS 20 /* more of them are counted */

struct next {
    const struct output *output;
    struct columns *columns;
    struct category_counts categories;
    char plan[ASK_PLAN_SIZE];
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct next *next = cookie;
    jindu_json_put_string(params, "plan", next->plan);
}

static void
add_next(struct next *next, const struct jindu_json *view)
{
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
}

/* Claimed items wait for the office, done and withdrawn ones for nobody. */
static int
take(const struct jindu_json *view, void *cookie)
{
    struct next *next = cookie;
    const char *state = wording_member(view, "state");
    category_counts_add(&next->categories, view);
    if (columns_rows(next->columns) < NEXT_ROWS &&
        (strcmp(state, "active") == 0 || strcmp(state, "returned") == 0)) {
        add_next(next, view);
    }
    return 0;
}

static int64_t
count_claimed(const struct jindu_json *plan)
{
    return wording_number(jindu_json_member(plan, "states"), "claimed");
}

/* A table under its title, unless there is nothing to tell. */
static bool
print_tables(struct output *output, const struct next *next, bool whole)
{
    bool printed = true;
    if (whole && next->categories.count > 1) {
        output_print(output, "\n%s\n", _("Categories"));
        printed = category_counts_print(&next->categories, output);
    }
    if (printed && !columns_empty(next->columns)) {
        output_print(output, "\n%s\n", _("Next"));
        printed = columns_print(next->columns, output);
    }
    return printed;
}

static int
print_items(
    struct context *context, struct next *next, const struct jindu_json *plan)
{
    bool whole = wording_number(plan, "items") <= ITEMS_MAX;
    /* They may stand before those to be shown. */
    int64_t claimed = count_claimed(plan);
    bool few = claimed >= 0 && claimed < ITEMS_MAX - NEXT_ROWS;
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .limit = !whole && few ? NEXT_ROWS + claimed : ITEMS_MAX,
        .begin = begin,
        .take = take,
        .cookie = next };
    const struct column titles[] = { { .title = _("light") },
        { .title = _("no"), .right = true }, { .title = _("left") },
        { .title = _("persons"), .right = false },
        { .title = _("name"), .right = false } };
    next->columns = columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    int status = ask_pages(context, &pages);
    if (status == 0 && !print_tables(&context->output, next, whole)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    columns_free(next->columns);
    category_counts_free(&next->categories);
    return status;
}

/* What to look at after the tables. */
static void
remark(struct output *output, const struct jindu_json *plan)
{
    int64_t claimed = count_claimed(plan);
    if (wording_number(plan, "overdue") > 0) {
        output_remark(
            output, "%s", _("'jindu list --overdue' shows what is overdue"));
    }
    if (claimed > 0) {
        output_remark(output,
            ngettext("%lld item waits for the office: "
                     "jindu list --state claimed",
                "%lld items wait for the office: "
                "jindu list --state claimed",
                (unsigned long)claimed),
            (long long)claimed);
    }
}

static int
run(struct context *context)
{
    struct next next = { .output = &context->output,
        .categories = CATEGORY_COUNTS_INIT };
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
        status = print_items(context, &next, plan);
    }
    if (status == 0) {
        remark(&context->output, plan);
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
