/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define VERIFY_ROWS 10000 /* the most that one audit.verify walks */

static const struct command_option clock_options[] = {
    { "confirm", 0, COMMAND_FLAG, NULL, N_("the clock is right: go on") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static void
print_moment(struct output *output, const char *label, int64_t instant)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    if (instant > 0) {
        dates_put_moment(&text, instant);
        output_print(output, "%s %s\n", label, display_or_empty(text.bytes));
    }
    jindu_text_free(&text);
}

static void
print_calendars(struct output *output, const struct jindu_json *calendars)
{
    const struct jindu_json *year = jindu_json_first(calendars);
    for (; year != NULL; year = jindu_json_next(year)) {
        bool announced =
            jindu_json_boolean(jindu_json_member(year, "announced"), false);
        output_print(output, _("calendar %lld: %s\n"),
            (long long)wording_number(year, "year"),
            announced ? _("announced") : _("not announced yet"));
    }
}

static void
print_hold(struct output *output, const struct jindu_json *clock)
{
    if (!jindu_json_boolean(jindu_json_member(clock, "held"), false)) {
        return;
    }
    output_tinted(
        output, TINT_RED, _("the clock is doubtful; no notice is sent"));
    output_print(output, "%s%s\n", _(": "),
        wording_doubt(wording_member(clock, "reason")));
    output_print(output, "%s\n",
        _("set it right; if it is right: jindu server clock --confirm"));
}

static void
print_status(struct output *output, const struct jindu_json *answer)
{
    const struct jindu_json *clock = jindu_json_member(answer, "clock");
    output_print(output, "jindud %s\n", wording_member(answer, "version"));
    output_print(output, _("zone %s\n"), wording_member(answer, "zone"));
    print_moment(output, _("started"), wording_number(answer, "started_at"));
    print_moment(output, _("now"), wording_number(clock, "now"));
    print_moment(output, _("next notice"), wording_number(answer, "next_due"));
    output_print(output, _("events %lld\n"),
        (long long)wording_number(answer, "sequence"));
    output_print(output, _("plans %zu\n"),
        jindu_json_count(jindu_json_member(answer, "plans")));
    print_calendars(output, jindu_json_member(answer, "calendar"));
    print_hold(output, clock);
}

static int
run_status(struct context *context)
{
    struct jindu_json *answer = NULL;
    int status = ask(context, "server.status", NULL, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        (void)language_use_zone(wording_member(answer, "zone"));
        print_status(&context->output, answer);
    }
    jindu_json_free(answer);
    return 0;
}

static int
run_clock(struct context *context)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    if (!command_flag(context, "confirm")) {
        return command_usage(
            context, "%s", _("say --confirm when the clock is right"));
    }
    ask_begin_write(&params);
    jindu_json_put_boolean(&params, "confirm", true);
    int status = ask(context, "server.clock", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        output_print(&context->output, "%s\n", _("the clock is confirmed"));
    }
    jindu_json_free(answer);
    return 0;
}

static int
tell_broken(struct context *context, const struct jindu_json *answer)
{
    int status = output_fail(&context->output,
        jindu_status_token(JINDU_STORAGE), jindu_status_exit(JINDU_STORAGE),
        _("the journal is damaged at event %lld"),
        (long long)wording_number(answer, "bad"));
    output_hint(&context->output, "%s",
        _("stop jindud and start it on a backup: jindud(8)"));
    return status;
}

static int
run_verify(struct context *context)
{
    int64_t after = 0;
    int64_t checked = 0;
    bool more = true;
    for (size_t page = 0; more; page++) {
        if (page == ASK_PAGES_MAX) {
            return ask_complain_endless(context);
        }
        struct jindu_text params = JINDU_TEXT_INIT;
        struct jindu_json *answer = NULL;
        ask_begin(&params);
        jindu_json_put_integer(&params, "after", after);
        jindu_json_put_integer(&params, "limit", VERIFY_ROWS);
        int status = ask(context, "audit.verify", &params, &answer);
        if (status != 0) {
            return status;
        }
        const struct jindu_json *next = jindu_json_member(answer, "next");
        more = jindu_json_kind(next) == JINDU_JSON_INTEGER;
        after = jindu_json_integer(next, after);
        checked += wording_number(answer, "checked");
        if (!jindu_json_boolean(jindu_json_member(answer, "ok"), false)) {
            status = tell_broken(context, answer);
        } else if (!more && context->settings.json) {
            ask_print_result(context);
        } else if (!more) {
            output_print(&context->output,
                ngettext("%lld event, the chain is whole\n",
                    "%lld events, the chain is whole\n",
                    (unsigned long)checked),
                (long long)checked);
            output_print(
                &context->output, "%s\n", wording_member(answer, "hash"));
        }
        jindu_json_free(answer);
        if (status != 0) {
            return status;
        }
    }
    return 0;
}

const struct command cmd_server_status = {
    .name = "server status",
    .operands = "",
    .summary = N_("how the daemon is"),
    .run = run_status,
    .paged = true,
};

const struct command cmd_server_clock = {
    .name = "server clock",
    .operands = "",
    .summary = N_("end the hold of a doubtful clock"),
    .options = clock_options,
    .run = run_clock,
};

const struct command cmd_server_verify = {
    .name = "server verify",
    .operands = "",
    .summary = N_("check the hash chain of the whole journal"),
    .run = run_verify,
};
