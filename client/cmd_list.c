/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "language.h"
#include "wording.h"

#include <string.h>

/* A fifth is seen at a glance, and leaves room for the name. */
#define BAR_CELLS 5
/* Cells; a terminal with fewer shows no bar. */
#define NARROW 100
#define PERSONS_NARROW 10
#define DAYS_MAX 36500 /* a hundred years */

static const struct command_option options[] = {
    { "category", 0, COMMAND_TEXT, N_("NAME"), N_("of this category") },
    { "unit", 0, COMMAND_UNIT, N_("NAME"), N_("of this unit") },
    { "person", 0, COMMAND_PERSON, N_("NAME"), N_("of this person") },
    { "leader", 0, COMMAND_PERSON, N_("NAME"), N_("of this leader") },
    { "state", 0, COMMAND_CHOICE, "active|claimed|returned|done|withdrawn",
        N_("in this state") },
    { "overdue", 0, COMMAND_FLAG, NULL, N_("past their deadline") },
    { "due", 0, COMMAND_DAYS, N_("DAYS"), N_("due within so many days") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct listing {
    struct context *context;
    struct columns *columns;
    bool narrow;
    char plan[ASK_PLAN_SIZE];
};

static void
begin(struct jindu_text *params, void *cookie)
{
    static const char *const names[] = { "category", "unit", "person", "leader",
        "state" };
    const struct listing *listing = cookie;
    const struct context *context = listing->context;
    jindu_json_put_string(params, "plan", listing->plan);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        ask_put_option(params, context, names[i], names[i]);
    }
    if (command_flag(context, "overdue")) {
        jindu_json_put_boolean(params, "overdue", true);
    }
    if (command_flag(context, "due")) {
        jindu_json_put_integer(
            params, "due_within", command_number(context, "due", DAYS_MAX));
    }
}

static void
add_text(struct columns *columns, struct jindu_text *text)
{
    output_check(text);
    columns_add(columns, TINT_NONE, text->bytes);
    jindu_text_clear(text);
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct listing *listing = cookie;
    struct columns *columns = listing->columns;
    struct jindu_text text = JINDU_TEXT_INIT;
    const char *light = wording_member(view, "light");
    int64_t percent = wording_number(view, "percent");
    const char *name = wording_member(view, "display_name");

    columns_add(columns, wording_tint(light), wording_light(light));
    columns_add_integer(columns, wording_number(view, "no"));
    columns_add(columns, TINT_NONE, wording_member(view, "deadline"));
    wording_left(&text, view);
    add_text(columns, &text);
    output_append(&text, "%lld%%", (long long)percent);
    add_text(columns, &text);
    columns_add(
        columns, TINT_NONE, wording_state(wording_member(view, "state")));
    wording_names_short(&text, jindu_json_member(view, "persons"));
    add_text(columns, &text);
    if (!listing->narrow) {
        wording_bar(&text, &listing->context->output, percent, BAR_CELLS);
        add_text(columns, &text);
    }
    columns_add(columns, TINT_NONE,
        *name != '\0' ? name : wording_member(view, "name"));
    jindu_text_free(&text);
    return 0;
}

static int
print(struct listing *listing, const struct ask_pages *pages)
{
    struct context *context = listing->context;
    size_t persons_most = listing->narrow ? PERSONS_NARROW : 0;
    const struct column name = { .title = _("name") };
    struct column titles[] = { { .title = _("light") },
        { .title = _("no"), .right = true },
        { .title = _("deadline"), .spare = 3 }, { .title = _("left") },
        { .title = "%", .right = true }, { .title = _("state"), .spare = 2 },
        { .title = _("persons"), .most = persons_most, .spare = 1 },
        { .title = "" }, name };
    size_t count = sizeof(titles) / sizeof(titles[0]);
    if (listing->narrow) {
        count--;
        titles[count - 1] = name;
    }
    listing->columns = columns_new(titles, count);
    int status = ask_pages(context, pages);
    if (status == 0 && columns_empty(listing->columns)) {
        output_remark(&context->output, "%s", _("no items"));
    } else if (status == 0 &&
               !columns_print(listing->columns, &context->output)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    columns_free(listing->columns);
    return status;
}

static int
run(struct context *context)
{
    struct listing listing = {
        .context = context,
        .narrow = context->output.width < NARROW,
    };
    int status = ask_plan(context, listing.plan);
    if (status != 0) {
        return status;
    }
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .cookie = &listing };
    return context->settings.json ? ask_pages_json(context, &pages)
                                  : print(&listing, &pages);
}

const struct command cmd_list = {
    .name = "list",
    .alias = "列表",
    .operands = "",
    .summary = N_("list the items, most urgent first"),
    .details = N_("A '?' after the days left means that a calendar they "
                  "depend on is not announced yet."),
    .options = options,
    .run = run,
    .paged = true,
};
