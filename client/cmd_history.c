/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "display.h"
#include "event_words.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define HISTORY_ROWS 50 /* a few screens */

static const struct command_option options[] = {
    { "count", 'n', COMMAND_NUMBER, N_("COUNT"),
        N_("how many events (50; 0 for all)") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct history {
    struct context *context;
    struct columns *columns;
    char plan[ASK_PLAN_SIZE]; /* "": every plan */
    long long no;             /* 0: every item */
    long long wanted;         /* rows; 0: all */
};

#define ENOUGH (-1) /* stops the walk; no exit status */

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct history *history = cookie;
    if (history->no > 0) {
        jindu_json_put_integer(params, "item", history->no);
    }
    if (history->plan[0] != '\0') {
        jindu_json_put_string(params, "plan", history->plan);
    }
}

/* Without an item the daemon tells about every plan. */
static bool
is_wanted(const struct history *history, const struct jindu_json *event)
{
    const char *slash = strrchr(wording_member(event, "source"), '/');
    return history->plan[0] == '\0' ||
           (slash != NULL && strcmp(slash + 1, history->plan) == 0);
}

static void
add_item(const struct history *history, const struct jindu_json *event)
{
    const struct jindu_json *item =
        jindu_json_member(jindu_json_member(event, "data"), "item");
    if (item == NULL) {
        columns_add(history->columns, TINT_NONE, "-");
    } else if (history->plan[0] == '\0') {
        columns_add(
            history->columns, TINT_NONE, wording_member(event, "subject"));
    } else {
        columns_add_integer(history->columns, wording_number(item, "no"));
    }
}

/* The number of the event in the stream all: the end of "<epoch>-1934". */
static const char *
sequence_of(const struct jindu_json *event)
{
    const char *dash = strrchr(wording_member(event, "id"), '-');
    return dash != NULL ? dash + 1 : "";
}

static int
take(const struct jindu_json *event, void *cookie)
{
    struct history *history = cookie;
    struct columns *columns = history->columns;
    struct jindu_text text = JINDU_TEXT_INIT;
    if (!is_wanted(history, event)) {
        return 0;
    }
    columns_add(columns, TINT_NONE, sequence_of(event));
    wording_moment(&text, wording_instant(wording_member(event, "time")));
    columns_add(columns, TINT_NONE, text.bytes);
    add_item(history, event);
    columns_add(columns, TINT_NONE, event_words_who(event));
    columns_add(
        columns, TINT_NONE, event_words_kind(wording_member(event, "type")));
    jindu_text_clear(&text);
    event_words_what(&text, event);
    columns_add(columns, TINT_NONE, text.length > 0 ? text.bytes : "");
    jindu_text_free(&text);
    bool enough = history->wanted > 0 &&
                  (long long)columns_rows(columns) >= history->wanted;
    return enough ? ENOUGH : 0;
}

static int
print(struct history *history, const struct ask_pages *pages)
{
    struct context *context = history->context;
    const struct column titles[] = { { .title = _("sequence"), .right = true },
        { .title = _("time") }, { .title = _("item"), .right = true },
        { .title = _("who"), .spare = 1 }, { .title = _("event") },
        { .title = _("what"), .right = false } };
    int status = ask_zone(context);
    if (status != 0) {
        return status;
    }
    history->columns = columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    status = ask_pages(context, pages);
    status = status == ENOUGH ? 0 : status;
    if (status == 0 && columns_empty(history->columns)) {
        output_remark(&context->output, "%s", _("nothing happened yet"));
    } else if (status == 0 &&
               !columns_print(history->columns, &context->output)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    columns_free(history->columns);
    return status;
}

static int
run(struct context *context)
{
    struct history history = { .context = context };
    if (context->operand_count > 0 &&
        !command_operand_item(context, 0, &history.no)) {
        return COMMAND_EXIT_USAGE;
    }
    bool every_plan = history.no == 0 && context->settings.plan == NULL;
    int status = every_plan ? 0 : ask_plan(context, history.plan);
    if (status != 0) {
        return status;
    }
    history.wanted = command_number(context, "count", HISTORY_ROWS);
    const struct ask_pages pages = { .method = "report.list",
        .member = "events",
        .cursor = "before",
        .limit = context->settings.json ? history.wanted : 0,
        .begin = begin,
        .take = take,
        .cookie = &history };
    return context->settings.json ? ask_pages_json(context, &pages)
                                  : print(&history, &pages);
}

const struct command cmd_history = {
    .name = "history",
    .operands = N_("[NO]"),
    .most = 1,
    .summary = N_("tell who reported and changed what, newest first"),
    .options = options,
    .run = run,
    .paged = true,
};
