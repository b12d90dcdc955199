/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "notice_table.h"
#include "wording.h"

#include <string.h>

#define NOTICE_ROWS 50 /* a few screens */

static const struct command_option list_options[] = {
    { "item", 0, COMMAND_NUMBER, N_("NO"), N_("of this item") },
    { "unit", 0, COMMAND_UNIT, N_("NAME"), N_("of this unit") },
    { "person", 0, COMMAND_PERSON, N_("NAME"), N_("of this person") },
    { "phase", 0, COMMAND_CHOICE, "planned|published|superseded|cancelled",
        N_("in this phase") },
    { "count", 'n', COMMAND_NUMBER, N_("COUNT"),
        N_("how many notices (50; 0 for all)") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static const struct command_option acknowledge_options[] = {
    { "note", 'm', COMMAND_TEXT, N_("TEXT"), N_("what you mean to do") },
    { "person", 0, COMMAND_PERSON, N_("NAME"),
        N_("acknowledge for a colleague; the office may") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct ledger {
    struct context *context;
    struct columns *columns;
    char plan[ASK_PLAN_SIZE];
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct ledger *ledger = cookie;
    const struct context *context = ledger->context;
    if (command_flag(context, "item")) {
        jindu_json_put_integer(
            params, "item", command_number(context, "item", COMMAND_ITEM_MAX));
    }
    ask_put_option(params, context, "person", "person");
    ask_put_option(params, context, "phase", "phase");
    jindu_json_put_string(params, "plan", ledger->plan);
    ask_put_option(params, context, "unit", "unit");
}

static int
take(const struct jindu_json *notice, void *cookie)
{
    const struct ledger *ledger = cookie;
    notice_table_add(ledger->columns, notice);
    return 0;
}

static int
print(struct ledger *ledger, const struct ask_pages *pages)
{
    struct context *context = ledger->context;
    struct column titles[NOTICE_TABLE_COLUMNS];
    int status = ask_zone(context);
    if (status != 0) {
        return status;
    }
    notice_table_titles(titles);
    ledger->columns = columns_new(titles, NOTICE_TABLE_COLUMNS);
    status = ask_pages(context, pages);
    if (status == 0 && columns_empty(ledger->columns)) {
        output_remark(&context->output, "%s", _("no notices"));
    } else if (status == 0 &&
               !columns_print(ledger->columns, &context->output)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    columns_free(ledger->columns);
    return status;
}

static int
run_list(struct context *context)
{
    struct ledger ledger = { .context = context };
    int status = ask_plan(context, ledger.plan);
    if (status != 0) {
        return status;
    }
    const struct ask_pages pages = { .method = "notice.list",
        .member = "notices",
        .cursor = "before",
        .limit = command_number(context, "count", NOTICE_ROWS),
        .begin = begin,
        .take = take,
        .cookie = &ledger };
    return context->settings.json ? ask_pages_json(context, &pages)
                                  : print(&ledger, &pages);
}

static int
run_acknowledge(struct context *context)
{
    long long sequence = 0;
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    if (!command_operand_sequence(context, 0, &sequence)) {
        return COMMAND_EXIT_USAGE;
    }
    ask_begin_write(&params);
    ask_put_option(&params, context, "note", "note");
    jindu_json_put_integer(&params, "notice", sequence);
    ask_put_option(&params, context, "person", "person");
    int status = ask(context, "notice.acknowledge", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        output_print(&context->output, _("notice %lld acknowledged by %s\n"),
            sequence,
            wording_member(jindu_json_member(answer, "notice"), "person"));
    }
    jindu_json_free(answer);
    return 0;
}

const struct command cmd_notice_list = {
    .name = "notice list",
    .operands = "",
    .summary = N_("list notices, the last planned first"),
    .options = list_options,
    .run = run_list,
    .paged = true,
};

const struct command cmd_notice_acknowledge = {
    .name = "notice acknowledge",
    .operands = N_("SEQUENCE"),
    .least = 1,
    .most = 1,
    .summary = N_("say that you have seen a notice"),
    .options = acknowledge_options,
    .run = run_acknowledge,
};
