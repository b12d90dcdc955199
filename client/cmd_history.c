/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "display.h"
#include "event_words.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define HISTORY_ROWS 50 /* a few screens */

static const struct command_option options[] = {
    { "count", 'n', COMMAND_NUMBER, N_("COUNT"),
        N_("how many events (50; 0 for all)") },
    { "since", 0, COMMAND_DATE, N_("DATE"), N_("of this day and later") },
    { "by", 0, COMMAND_PERSON, N_("NAME"),
        N_("reported by this person, or for them") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct history {
    struct context *context;
    struct columns *columns;
    char plan[ASK_PLAN_SIZE]; /* "": every plan */
    long long no;             /* 0: every item */
    long long most;           /* rows; 0: all */
    long long taken;
    const char *since; /* NULL: from the beginning */
    const char *by;    /* NULL: by anybody */
};

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

/* The newest come first, so the first one too old is the end. */
static bool
is_too_old(const struct history *history, const struct jindu_json *event)
{
    char day[JINDU_DATE_SIZE];
    if (history->since == NULL) {
        return false;
    }
    wording_day(day, wording_instant(wording_member(event, "time")));
    return strcmp(day, history->since) < 0;
}

static bool
is_by(const struct history *history, const struct jindu_json *event)
{
    const struct jindu_json *data = jindu_json_member(event, "data");
    return history->by == NULL ||
           strcmp(wording_member(data, "person"), history->by) == 0 ||
           strcmp(wording_member(data, "actor"), history->by) == 0;
}

/* Without an item the daemon tells about every plan. */
static bool
is_of_plan(const struct history *history, const struct jindu_json *event)
{
    const char *slash = strrchr(wording_member(event, "source"), '/');
    return history->plan[0] == '\0' ||
           (slash != NULL && strcmp(slash + 1, history->plan) == 0);
}

static enum ask_wanted
wanted(const struct jindu_json *event, void *cookie)
{
    struct history *history = cookie;
    if ((history->most > 0 && history->taken >= history->most) ||
        is_too_old(history, event)) {
        return ASK_NO_MORE;
    }
    if (!is_of_plan(history, event) || !is_by(history, event)) {
        return ASK_NOT_WANTED;
    }
    history->taken++;
    return ASK_WANTED;
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

static int
take(const struct jindu_json *event, void *cookie)
{
    struct history *history = cookie;
    struct columns *columns = history->columns;
    struct jindu_text text = JINDU_TEXT_INIT;
    columns_add(columns, TINT_NONE, event_words_number(event));
    dates_put_moment(&text, wording_instant(wording_member(event, "time")));
    columns_add(columns, TINT_NONE, text.bytes);
    add_item(history, event);
    columns_add(columns, TINT_NONE, event_words_who(event));
    columns_add(
        columns, TINT_NONE, event_words_kind(wording_member(event, "type")));
    jindu_text_clear(&text);
    event_words_what(&text, event);
    columns_add(columns, TINT_NONE, text.length > 0 ? text.bytes : "");
    jindu_text_free(&text);
    return 0;
}

static int
print(struct history *history, const struct ask_pages *pages)
{
    struct context *context = history->context;
    const struct column titles[] = { { .title = _("sequence"), .right = true },
        { .title = _("time") }, { .title = _("item"), .right = true },
        { .title = _("who"), .spare = 1 }, { .title = _("event") },
        { .title = _("what"), .right = false } };
    history->columns = columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    int status = ask_pages(context, pages);
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
    history.most = command_number(context, "count", HISTORY_ROWS);
    history.since = command_text(context, "since");
    history.by = command_text(context, "by");
    if (history.since != NULL || !context->settings.json) {
        status = ask_zone(context);
    }
    if (status != 0) {
        return status;
    }
    bool every = history.since == NULL && history.by == NULL &&
                 (every_plan || history.no > 0);
    const struct ask_pages pages = { .method = "report.list",
        .member = "events",
        .cursor = "before",
        .limit = every ? history.most : 0,
        .begin = begin,
        .wanted = wanted,
        .take = take,
        .cookie = &history };
    return context->settings.json ? ask_pages_json(context, &pages)
                                  : print(&history, &pages);
}

const struct command cmd_history = {
    .name = "history",
    .alias = "历史",
    .operands = N_("[NO]"),
    .most = 1,
    .summary = N_("tell who reported and changed what, newest first"),
    .details = N_("NO is the number of an item; without it all are told.\n"
                  "  jindu history 3\n"
                  "  jindu history --since 2031-06-01 --by 李乙 -n 0"),
    .options = options,
    .run = run,
    .paged = true,
};
