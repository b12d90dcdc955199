/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define PERCENT_MAX 100LL

static const struct command_option options[] = {
    { "note", 'm', COMMAND_TEXT, N_("TEXT"), N_("what was done") },
    { "no-change", 0, COMMAND_FLAG, NULL,
        N_("say that nothing changed since the last report") },
    { "blocked", 0, COMMAND_TEXT, N_("WHY"), N_("what holds the work up") },
    { "done", 0, COMMAND_FLAG, NULL,
        N_("claim completion; the office verifies it") },
    { "as-of", 0, COMMAND_DATE, N_("DATE"),
        N_("the day this was true (today)") },
    { "person", 0, COMMAND_PERSON, N_("NAME"),
        N_("report for a colleague; the office may") },
    { "reason", 0, COMMAND_TEXT, N_("WHY"),
        N_("why it is less than before, or corrected") },
    { "corrects", 0, COMMAND_NUMBER, N_("SEQUENCE"),
        N_("the report that this one corrects; needs --reason") },
    { "key", 0, COMMAND_TEXT, N_("KEY"),
        N_("of an earlier try without an answer: it counts once") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static void
put_params(struct jindu_text *params, const struct context *context)
{
    ask_put_option(params, context, "as-of", "as_of");
    ask_put_option(params, context, "blocked", "blocked");
    if (command_flag(context, "corrects")) {
        jindu_json_put_integer(
            params, "corrects", command_number(context, "corrects", 0));
    }
    if (command_flag(context, "done")) {
        jindu_json_put_boolean(params, "done", true);
    }
    if (command_flag(context, "no-change")) {
        jindu_json_put_boolean(params, "no_change", true);
    }
    ask_put_option(params, context, "note", "note");
    ask_put_option(params, context, "person", "person");
    ask_put_option(params, context, "reason", "reason");
}

/* A write without an answer: the person must know where it stands.  The
 * daemon may have it, and only the key tells it that it is the same one. */
static int
tell_unanswered(struct context *context, int exit_status, const char *key)
{
    if (exit_status == jindu_status_exit(JINDU_TIMEOUT)) {
        output_hint(&context->output,
            _("the report was NOT stored as far as is known; run the same "
              "command again later, with --key %s, and it counts once"),
            key);
    }
    return exit_status;
}

static void
tell(struct context *context, const struct jindu_json *answer)
{
    const struct jindu_json *item = jindu_json_member(answer, "item");
    if (context->settings.quiet) {
        return;
    }
    output_print(&context->output, _("item %lld: %lld%%, %s (report %lld)\n"),
        (long long)wording_number(item, "no"),
        (long long)wording_number(item, "percent"),
        wording_state(wording_member(item, "state")),
        (long long)wording_number(answer, "sequence"));
    if (strcmp(wording_member(item, "state"), "claimed") == 0) {
        output_print(
            &context->output, "%s\n", _("the office verifies the claim"));
    }
}

static int
run(struct context *context)
{
    char plan[ASK_PLAN_SIZE];
    char made[JINDU_KEY_SIZE];
    const char *key = command_text(context, "key");
    long long no = 0;
    long long percent = -1;
    if (!command_operand_item(context, 0, &no) ||
        (context->operand_count > 1 &&
            !command_operand_number(context, 1, PERCENT_MAX, &percent))) {
        return COMMAND_EXIT_USAGE;
    }
    key = key == NULL ? jindu_key(made) : key;
    int exit_status = ask_plan(context, plan);
    if (exit_status != 0) {
        return tell_unanswered(context, exit_status, key);
    }
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    enum jindu_status status = JINDU_OK;
    ask_begin_write_again(&params, key);
    jindu_json_put_integer(&params, "item", no);
    if (percent >= 0) {
        jindu_json_put_integer(&params, "percent", percent);
    }
    jindu_json_put_string(&params, "plan", plan);
    put_params(&params, context);
    exit_status =
        ask_quietly(context, "report.submit", &params, &answer, &status);
    if (exit_status != 0 || status != JINDU_OK) {
        return exit_status != 0 ? exit_status
                                : tell_unanswered(context,
                                      ask_complain(context, status), key);
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        tell(context, answer);
    }
    jindu_json_free(answer);
    return 0;
}

const struct command cmd_report = {
    .name = "report",
    .alias = "上报",
    .operands = N_("NO [PERCENT]"),
    .least = 1,
    .most = 2,
    .summary = N_("report the progress of an item"),
    .details = N_("NO is the item's number, PERCENT how much of it is done, "
                  "from 0 to 100. A percent of 100 needs --done.\n"
                  "  jindu report 3 40 -m \"road bed finished\"\n"
                  "  jindu report 3 --no-change\n"
                  "  jindu report 3 --done"),
    .options = options,
    .run = run,
};
