/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "language.h"
#include "list_fields.h"
#include "wording.h"

#include <stdlib.h>
#include <string.h>

static const struct command_option options[] = {
    { "category", 0, COMMAND_TEXT, N_("NAME"), N_("of this category") },
    { "unit", 0, COMMAND_UNIT, N_("NAME"), N_("of this unit") },
    { "person", 0, COMMAND_PERSON, N_("NAME"), N_("of this person") },
    { "leader", 0, COMMAND_PERSON, N_("NAME"), N_("of this leader") },
    { "state", 0, COMMAND_CHOICE, "active|claimed|returned|done|withdrawn",
        N_("in this state") },
    { "overdue", 0, COMMAND_FLAG, NULL, N_("past their deadline") },
    { "due", 0, COMMAND_DAYS, N_("DAYS"), N_("due within so many days") },
    { "mine", 0, COMMAND_FLAG, NULL, N_("whose persons name you") },
    { "sort", 0, COMMAND_CHOICE, "due|no|unit",
        N_("by deadline, number or unit (the most urgent first)") },
    { "fields", 0, COMMAND_TEXT, N_("A,B"),
        N_("these columns, in this order") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct listing {
    struct context *context;
    struct columns *columns;
    struct list_fields fields;
    char plan[ASK_PLAN_SIZE];
    char *person; /* whose items; NULL: the option says it, or nobody's */
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
    if (listing->person != NULL) {
        jindu_json_put_string(params, "person", listing->person);
    }
    if (command_flag(context, "overdue")) {
        jindu_json_put_boolean(params, "overdue", true);
    }
    if (command_flag(context, "due")) {
        jindu_json_put_integer(
            params, "due_within", command_number(context, "due", 0));
    }
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct listing *listing = cookie;
    list_fields_add(
        &listing->fields, listing->columns, &listing->context->output, view);
    return 0;
}

/* With the name that was asked for: it may be written in another way.  Where
 * only some of its items were, that it has none of these says nothing of it. */
static void
tell_none(const struct listing *listing)
{
    static const char *const with_name[] = { "person", "unit", "leader",
        "category" };
    struct context *context = listing->context;
    const char *name = listing->person;
    bool some = command_flag(context, "state") ||
                command_flag(context, "due") ||
                command_flag(context, "overdue");
    for (size_t i = 0;
         name == NULL && i < sizeof(with_name) / sizeof(with_name[0]); i++) {
        name = command_text(context, with_name[i]);
    }
    if (name != NULL && !some) {
        output_remark(&context->output,
            _("no items of '%s'; the name counts as the plan writes it"), name);
    } else {
        output_remark(&context->output, "%s", _("no items match"));
    }
}

static int
print(struct listing *listing, const struct ask_pages *pages)
{
    struct context *context = listing->context;
    listing->columns =
        columns_new(listing->fields.titles, listing->fields.count);
    int status = ask_pages(context, pages);
    if (status == 0 && columns_empty(listing->columns)) {
        tell_none(listing);
    } else if (status == 0 &&
               !columns_print(listing->columns, &context->output)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    columns_free(listing->columns);
    return status;
}

static int
by_number(const struct jindu_json *a, const struct jindu_json *b)
{
    int64_t left = wording_number(a, "no");
    int64_t right = wording_number(b, "no");
    return left < right ? -1 : left > right;
}

/* Without a deadline: last. */
static int
by_deadline(const struct jindu_json *a, const struct jindu_json *b)
{
    const char *left = wording_member(a, "deadline");
    const char *right = wording_member(b, "deadline");
    if ((*left == '\0') != (*right == '\0')) {
        return *left == '\0' ? 1 : -1;
    }
    int order = strcmp(left, right);
    return order != 0 ? order : by_number(a, b);
}

static int
by_unit(const struct jindu_json *a, const struct jindu_json *b)
{
    const char *left =
        jindu_json_string(jindu_json_first(jindu_json_member(a, "units")));
    const char *right =
        jindu_json_string(jindu_json_first(jindu_json_member(b, "units")));
    int order = strcmp(display_or_empty(left), display_or_empty(right));
    return order != 0 ? order : by_deadline(a, b);
}

static ask_compare *
chosen_order(const struct context *context)
{
    const char *sort = command_text(context, "sort");
    if (sort == NULL) {
        return NULL;
    }
    if (strcmp(sort, "no") == 0) {
        return by_number;
    }
    return strcmp(sort, "due") == 0 ? by_deadline : by_unit;
}

static int
choose_fields(struct listing *listing)
{
    struct context *context = listing->context;
    const char *words = command_text(context, "fields");
    char wrong[LIST_FIELDS_NAME];
    if (words == NULL) {
        list_fields_usual(&listing->fields, &context->output);
        return 0;
    }
    if (context->settings.json) {
        return command_usage(context, "%s",
            _("--fields chooses columns; --json always has everything"));
    }
    if (list_fields_choose(&listing->fields, words, wrong)) {
        return 0;
    }
    if (listing->fields.count == LIST_FIELDS_MAX) {
        return command_usage(context,
            _("--fields names at most %d columns, and there are fewer"),
            LIST_FIELDS_MAX);
    }
    const char *near = list_fields_nearest(wrong);
    struct jindu_text names = JINDU_TEXT_INIT;
    list_fields_put_names(&names);
    int status = near != NULL
                     ? command_usage(context,
                           _("--fields: no column '%s'; did you mean '%s'?"),
                           wrong, near)
                     : command_usage(context,
                           _("--fields: no column '%s'; there are %s"), wrong,
                           display_or_empty(names.bytes));
    jindu_text_free(&names);
    return status;
}

/* Only the daemon knows which person somebody is. */
static int
find_person(struct listing *listing)
{
    struct context *context = listing->context;
    struct jindu_json *hello = NULL;
    if (!command_flag(context, "mine")) {
        return 0;
    }
    if (command_flag(context, "person")) {
        return command_usage(
            context, "%s", _("--mine and --person both name a person"));
    }
    int status = ask_hello(context, &hello);
    if (status != 0) {
        return status;
    }
    const char *person =
        wording_member(jindu_json_member(hello, "principal"), "person");
    if (*person == '\0') {
        status =
            output_fail(&context->output, jindu_status_token(JINDU_NOT_FOUND),
                jindu_status_exit(JINDU_NOT_FOUND), "%s",
                _("the daemon does not know which person you are"));
        output_hint(&context->output, "%s",
            _("say --person NAME, or ask the office to enter your name"));
    } else {
        listing->person = strdup(person);
        status = listing->person != NULL
                     ? 0
                     : ask_complain(context, JINDU_NO_MEMORY);
    }
    jindu_json_free(hello);
    return status;
}

static int
run(struct context *context)
{
    struct listing listing = { .context = context };
    int status = choose_fields(&listing);
    status = status != 0 ? status : find_person(&listing);
    status = status != 0 ? status : ask_plan(context, listing.plan);
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .compare = chosen_order(context),
        .cookie = &listing };
    if (status == 0) {
        status = context->settings.json ? ask_pages_json(context, &pages)
                                        : print(&listing, &pages);
    }
    free(listing.person);
    return status;
}

const struct command cmd_list = {
    .name = "list",
    .alias = "列表",
    .operands = "",
    .summary = N_("list the items, most urgent first"),
    .details = N_("A '?' after the days left means that a calendar they "
                  "depend on is not announced yet.\n"
                  "  jindu list --mine --due 30d\n"
                  "  jindu list --sort unit --fields no,units,persons,name"),
    .options = options,
    .run = run,
    .paged = true,
};
