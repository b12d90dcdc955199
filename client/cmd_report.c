/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "explain.h"
#include "given.h"
#include "language.h"
#include "outbox.h"
#include "outbox_entry.h"
#include "report_note.h"
#include "report_preview.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PERCENT_MAX 100LL

static const struct command_option options[] = {
    { "note", 'm', COMMAND_TEXT, N_("TEXT"), N_("what was done") },
    { "note-file", 'F', COMMAND_FILE, N_("FILE"),
        N_("the same from a file; - reads the standard input") },
    { "no-change", 0, COMMAND_FLAG, NULL,
        N_("say that nothing changed since the last report") },
    { "blocked", 0, COMMAND_TEXT, N_("WHY"), N_("what holds the work up") },
    { "done", 0, COMMAND_FLAG, NULL,
        N_("claim completion; the office verifies it") },
    { "as-of", 0, COMMAND_DATE, N_("DATE"),
        N_("the day this was true (today)") },
    { "date", 0, COMMAND_DATE, N_("DATE"), N_("the same as --as-of") },
    { "person", 0, COMMAND_PERSON, N_("NAME"),
        N_("report for a colleague; the office may") },
    { "reason", 0, COMMAND_TEXT, N_("WHY"),
        N_("why it is less than before, or corrected") },
    { "corrects", 0, COMMAND_NUMBER, N_("SEQUENCE"),
        N_("the report that this one corrects; needs --reason") },
    { "key", 0, COMMAND_TEXT, N_("KEY"),
        N_("of an earlier try without an answer: it counts once") },
    { "dry-run", 0, COMMAND_FLAG, NULL,
        N_("only tell what it would change; nothing is sent or kept") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct report {
    struct context *context;
    char key[JINDU_KEY_SIZE];
    char plan[ASK_PLAN_SIZE]; /* "": not known yet */
    long long no;
    long long percent;         /* -1: none */
    const char *as_of;         /* NULL: the day it is meant */
    char *note;                /* NULL: none; to be freed */
    char day[JINDU_DATE_SIZE]; /* "": not known, or the person gave one */
    bool sent;                 /* perhaps: its bytes are settled */
    bool taken;                /* another process delivers what is before it */
    struct outbox_fault fault; /* what is before it cannot be delivered */
};

static void
put_params(struct jindu_text *params, const struct report *report)
{
    const struct context *context = report->context;
    if (report->as_of != NULL) {
        jindu_json_put_string(params, "as_of", report->as_of);
    }
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
    if (report->note != NULL) {
        jindu_json_put_string(params, "note", report->note);
    }
    ask_put_option(params, context, "person", "person");
    ask_put_option(params, context, "reason", "reason");
}

/* The same bytes each time. */
static void
write_report(struct jindu_text *params, const struct report *report)
{
    ask_begin_write_again(params, report->key);
    jindu_json_put_integer(params, "item", report->no);
    if (report->day[0] != '\0') {
        jindu_json_put_string(params, "as_of", report->day);
    }
    if (report->percent >= 0) {
        jindu_json_put_integer(params, "percent", report->percent);
    }
    if (report->plan[0] != '\0') {
        jindu_json_put_string(params, "plan", report->plan);
    }
    put_params(params, report);
}

static int
tell_queued(const struct report *report, enum jindu_status why)
{
    struct context *context = report->context;
    struct jindu_text error = JINDU_TEXT_INIT;
    struct jindu_text words = JINDU_TEXT_INIT;
    const char *server =
        context->client != NULL ? jindu_client_server(context->client) : NULL;
    const char *hint = NULL;
    int exit_status = jindu_status_exit(JINDU_QUEUED);
    if (report->fault.status != JINDU_OK) {
        outbox_put_fault(&words, &report->fault);
    } else if (report->taken) {
        output_append(&words, "%s", _("another jindu delivers what waits"));
    } else if (why == JINDU_NO_KEY && context->client != NULL) {
        output_append(&words, "%s", jindu_client_detail(context->client));
    } else {
        explain_put(&words, why, NULL, server);
        hint = explain_hint(why, NULL, server);
    }
    output_append(&words, "%s", _("; the report is kept in the outbox"));
    jindu_json_put_object(&error, NULL);
    jindu_json_put_object(&error, "data");
    jindu_json_put_string(&error, "key", report->key);
    jindu_json_put_string(&error, "status", jindu_status_token(JINDU_QUEUED));
    jindu_json_end_object(&error);
    jindu_json_put_string(&error, "message", words.bytes);
    jindu_json_end_object(&error);
    (void)output_fail_raw(&context->output, exit_status,
        error.bytes != NULL ? error.bytes : "{}",
        display_or_empty(words.bytes));
    output_hint(&context->output, "%s",
        _("the next report delivers it, or 'jindu flush'"));
    if (hint != NULL) {
        output_hint(&context->output, "%s", hint);
    }
    jindu_text_free(&words);
    jindu_text_free(&error);
    return exit_status;
}

static int
queue(struct report *report, enum jindu_status why)
{
    struct context *context = report->context;
    struct jindu_text params = JINDU_TEXT_INIT;
    write_report(&params, report);
    jindu_json_end_object(&params);
    struct outbox_fault fault = outbox_put(
        context, "report.submit", report->key, &params, report->sent);
    jindu_text_free(&params);
    if (fault.status == JINDU_OK) {
        return tell_queued(report, why);
    }
    /* The daemon may have it, and only the key tells it that it is the same. */
    int exit_status = outbox_complain(context, &fault, report->key);
    output_hint(&context->output,
        _("the report was NOT stored as far as is known; run the same "
          "command again later, with --key %s, and it counts once"),
        report->key);
    return exit_status;
}

/* Whether the same one may yet succeed, or was judged. */
static int
queue_or_complain(struct report *report, enum jindu_status status)
{
    return outbox_stays(status) ? queue(report, status)
                                : ask_complain(report->context, status);
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
send_report(struct report *report)
{
    struct context *context = report->context;
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    enum jindu_status status = JINDU_OK;
    write_report(&params, report);
    report->sent = true;
    int exit_status =
        ask_quietly(context, "report.submit", &params, &answer, &status);
    if (exit_status != 0) {
        return exit_status;
    }
    if (status == JINDU_OK && !outbox_entry_is_stored(answer)) {
        status = JINDU_INTERNAL;
    }
    if (status != JINDU_OK) {
        jindu_json_free(answer);
        return queue_or_complain(report, status);
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        tell(context, answer);
    }
    jindu_json_free(answer);
    return 0;
}

/* Whenever it arrives, it says what was true when the person meant it. */
static int
find_day(struct report *report, enum jindu_status *status)
{
    long long meant_at = ask_key_time(report->key);
    if (meant_at <= 0 || report->as_of != NULL) {
        return 0;
    }
    return ask_day(report->context, meant_at, report->day, status);
}

/* The daemon would refuse it; without one it must not wait for that. */
static bool
says_something(const struct report *report)
{
    const struct context *context = report->context;
    return report->percent >= 0 || report->note != NULL ||
           command_flag(context, "no-change") ||
           command_flag(context, "blocked") || command_flag(context, "done");
}

/* Likewise. */
static bool
are_texts(struct report *report)
{
    static const char *const names[] = { "note", "reason", "blocked" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *text = command_text(report->context, names[i]);
        if (text != NULL && !given_is_text(text)) {
            (void)command_usage(report->context,
                _("--%s is a text of 1 to 4,000 characters, without control "
                  "characters but line breaks and tabs"),
                names[i]);
            return false;
        }
    }
    return true;
}

static int
read_operands(struct report *report)
{
    struct context *context = report->context;
    const char *key = command_text(context, "key");
    report->percent = -1;
    const char *as_of = command_text(context, "as-of");
    const char *date = command_text(context, "date");
    if (as_of != NULL && date != NULL) {
        return command_usage(
            context, "%s", _("--as-of and --date are the same: say one"));
    }
    report->as_of = as_of != NULL ? as_of : date;
    int status = report_note(context, &report->note);
    if (status != 0) {
        return status;
    }
    if (context->operand_count > 2) {
        return command_usage(context,
            _("'%s' is one word too many; a text comes behind -m, in quotes"),
            context->operands[2]);
    }
    if (!command_operand_item(context, 0, &report->no) ||
        (context->operand_count > 1 && !command_operand_number(context, 1,
                                           PERCENT_MAX, &report->percent))) {
        return COMMAND_EXIT_USAGE;
    }
    if (!are_texts(report)) {
        return COMMAND_EXIT_USAGE;
    }
    if (!says_something(report)) {
        return command_usage(context, "%s",
            _("nothing is reported: give a percent, -m TEXT, --no-change, "
              "--blocked WHY or --done"));
    }
    if (key == NULL) {
        (void)jindu_key(report->key);
    } else if (!given_is_key(key)) {
        return command_usage(context,
            _("'%s' is no key; jindu told it with the report that got no answer"),
            key);
    } else {
        (void)snprintf(report->key, sizeof(report->key), "%s", key);
    }
    return 0;
}

/* Nothing waits: the report can go all the same. */
static void
tell_fault(struct report *report)
{
    if (report->fault.status != JINDU_OK) {
        struct jindu_text words = JINDU_TEXT_INIT;
        outbox_put_fault(&words, &report->fault);
        output_remark(
            &report->context->output, "%s", display_or_empty(words.bytes));
        jindu_text_free(&words);
        report->fault.status = JINDU_OK;
    }
}

static int
preview(struct report *report)
{
    struct context *context = report->context;
    struct jindu_text params = JINDU_TEXT_INIT;
    int status = ask_plan(context, report->plan);
    if (status == 0) {
        write_report(&params, report);
        jindu_json_end_object(&params);
        status = report_preview(context, report->plan, report->no, &params);
    }
    jindu_text_free(&params);
    return status;
}

/* What waits goes first. */
static int
deliver(struct report *report)
{
    struct context *context = report->context;
    struct outbox_tally tally;
    enum jindu_status status = JINDU_OK;
    const char *chosen = context->settings.plan;
    report->fault = outbox_deliver(context, &tally);
    if (tally.left > 0) {
        (void)snprintf(
            report->plan, sizeof(report->plan), "%s", display_or_empty(chosen));
        report->taken = tally.taken;
        return queue(report, tally.why);
    }
    tell_fault(report);
    int exit_status = ask_plan_or_not(context, report->plan, &status);
    if (exit_status == 0 && status == JINDU_OK) {
        exit_status = find_day(report, &status);
    }
    if (exit_status != 0) {
        return exit_status;
    }
    return status != JINDU_OK ? queue_or_complain(report, status)
                              : send_report(report);
}

static int
run(struct context *context)
{
    struct report report = { .context = context };
    const char *chosen = context->settings.plan;
    int status = read_operands(&report);
    if (status == 0 && chosen != NULL && !given_is_plan(chosen)) {
        status = command_usage(context,
            _("'%s' is no plan code; 'jindu plan list' shows them"), chosen);
    }
    if (status == 0) {
        status = command_flag(context, "dry-run") ? preview(&report)
                                                  : deliver(&report);
    }
    free(report.note);
    return status;
}

const struct command cmd_report = {
    .name = "report",
    .alias = "上报",
    .operands = N_("NO [PERCENT] [-]"),
    .least = 1,
    .most = COMMAND_OPERANDS_MAX, /* of a text without quotes */
    .summary = N_("report the progress of an item"),
    .details = N_("NO is the item's number, PERCENT how much of it is done, "
                  "from 0 to 100. A percent of 100 needs --done. With - the "
                  "note is read from the standard input. Without an "
                  "answer of the daemon the report is kept in the outbox of "
                  "this computer, which exits 75: 'jindu help flush'.\n"
                  "  jindu report 3 40 -m \"road bed finished\"\n"
                  "  jindu report 3 40 -F note.txt --dry-run\n"
                  "  jindu report 3 --no-change\n"
                  "  jindu report 3 --done"),
    .options = options,
    .run = run,
};
