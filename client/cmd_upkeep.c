/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "given.h"
#include "language.h"
#include "metrics.h"
#include "typed.h"
#include "wording.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A question whose answer may take minutes.  That there is a daemon is found
 * out within the usual time. */
static int
ask_long(struct context *context, const char *method, struct jindu_text *params,
    struct jindu_json **answer)
{
    int status = ask_zone(context);
    if (status != 0) {
        jindu_text_free(params);
        return status;
    }
    if (!context->settings.timeout_given) {
        ask_close(context);
        context->settings.timeout_ms = INT_MAX;
    }
    return ask(context, method, params, answer);
}

/* The daemon stands in another folder. */
static bool
make_absolute(char path[PATH_MAX], const char *given)
{
    char folder[PATH_MAX];
    int length = -1;
    if (*given == '/') {
        length = snprintf(path, PATH_MAX, "%s", given);
    } else if (getcwd(folder, sizeof(folder)) != NULL) {
        length = snprintf(path, PATH_MAX, "%s/%s", folder, given);
    }
    return length > 0 && length < PATH_MAX;
}

static int
run_backup(struct context *context)
{
    char path[PATH_MAX];
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    if (!make_absolute(path, context->operands[0])) {
        return command_usage(context, _("'%s' is too long a path"),
            typed_shown(context, context->operands[0]));
    }
    ask_begin(&params);
    jindu_json_put_string(&params, "file", path);
    int status = ask_long(context, "admin.backup", &params, &answer);
    if (status != 0) {
        return status;
    }
    const struct jindu_json *backup = jindu_json_member(answer, "backup");
    if (context->settings.json) {
        ask_print_result(context);
    } else if (!context->settings.quiet) {
        output_print(&context->output,
            _("'%s': %lld bytes, everything up to event %lld\n"),
            wording_member(backup, "file"),
            (long long)wording_number(backup, "bytes"),
            (long long)wording_number(backup, "sequence"));
    }
    jindu_json_free(answer);
    return 0;
}

static void
tell_check(struct context *context, const struct jindu_json *answer)
{
    const struct jindu_json *chain = jindu_json_member(answer, "chain");
    const struct jindu_json *line =
        jindu_json_first(jindu_json_member(answer, "database"));
    int64_t checked = wording_number(chain, "checked");
    int64_t bad = wording_number(chain, "bad");
    for (; line != NULL; line = jindu_json_next(line)) {
        const char *words = jindu_json_string(line);
        output_print(
            &context->output, _("database: %s\n"), display_or_empty(words));
    }
    if (bad > 0) {
        output_print(&context->output, _("the chain breaks at event %lld\n"),
            (long long)bad);
    } else {
        output_print(&context->output,
            ngettext("%lld event, the chain is whole\n",
                "%lld events, the chain is whole\n", (unsigned long)checked),
            (long long)checked);
    }
}

static int
run_check(struct context *context)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin(&params);
    int status = ask_long(context, "server.check", &params, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        tell_check(context, answer);
    }
    if (!jindu_json_boolean(jindu_json_member(answer, "ok"), false)) {
        status =
            output_fail(&context->output, jindu_status_token(JINDU_STORAGE),
                jindu_status_exit(JINDU_STORAGE), _("the store is damaged"));
        output_hint(&context->output, "%s",
            _("stop jindud and start it on a backup: jindud(8)"));
    } else if (!context->settings.json) {
        output_print(&context->output, "%s\n", _("the store is sound"));
    }
    jindu_json_free(answer);
    return status;
}

static int
run_metrics(struct context *context)
{
    struct jindu_json *answer = NULL;
    struct jindu_text text = JINDU_TEXT_INIT;
    int status = ask(context, "server.status", NULL, &answer);
    if (status != 0) {
        return status;
    }
    metrics_write(&text, answer);
    output_check(&text);
    output_write(&context->output, display_or_empty(text.bytes), text.length);
    jindu_text_free(&text);
    jindu_json_free(answer);
    return 0;
}

static void
begin_cursors(struct jindu_text *params, void *cookie)
{
    (void)params;
    (void)cookie;
}

static int
take_cursor(const struct jindu_json *cursor, void *cookie)
{
    struct columns *columns = cookie;
    struct jindu_text at = JINDU_TEXT_INIT;
    int64_t after = wording_number(cursor, "after");
    dates_put_moment(&at, wording_number(cursor, "at"));
    columns_add(columns, TINT_NONE, wording_member(cursor, "cursor"));
    columns_add_integer(
        columns, (long long)(wording_number(cursor, "head") - after));
    columns_add_integer(columns, (long long)after);
    columns_add(columns, TINT_NONE, at.bytes);
    columns_add(columns, TINT_NONE, wording_member(cursor, "principal"));
    columns_add(columns, TINT_NONE, wording_member(cursor, "stream"));
    jindu_text_free(&at);
    return 0;
}

static int
print_cursors(struct context *context, struct ask_pages *pages)
{
    const struct column titles[] = { { .title = _("reader") },
        { .title = _("not heard"), .right = true },
        { .title = _("heard"), .right = true },
        { .title = _("at"), .right = false }, { .title = _("who"), .spare = 1 },
        { .title = _("stream"), .right = false } };
    int status = ask_zone(context);
    if (status != 0) {
        return status;
    }
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    pages->cookie = columns;
    status = ask_pages(context, pages);
    if (status != 0) {
        columns_free(columns);
        return status;
    }
    if (columns_empty(columns)) {
        output_remark(&context->output, "%s", _("nobody follows under a name"));
        columns_free(columns);
        return 0;
    }
    return ask_print_columns(context, columns);
}

static int
forget_cursor(struct context *context, const char *name)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    const char *stream = command_text(context, "stream");
    if (!given_is_cursor(name)) {
        return command_usage(
            context, _("'%s' is no name: 1 to 120 bytes without '/'"), name);
    }
    ask_begin(&params);
    jindu_json_put_string(&params, "cursor", name);
    jindu_json_put_string(&params, "stream", stream != NULL ? stream : "all");
    int status = ask(context, "stream.forget", &params, &answer);
    if (status == 0 && context->settings.json) {
        ask_print_result(context);
    } else if (status == 0 && !context->settings.quiet) {
        output_print(&context->output,
            _("%s no longer follows %s; it had heard event %lld\n"),
            wording_member(answer, "cursor"), wording_member(answer, "stream"),
            (long long)wording_number(answer, "after"));
    }
    jindu_json_free(answer);
    return status;
}

static int
run_cursors(struct context *context)
{
    const char *name = command_text(context, "forget");
    if (name != NULL) {
        return forget_cursor(context, name);
    }
    if (command_flag(context, "stream")) {
        return command_usage(
            context, "%s", _("--stream says what --forget is to forget"));
    }
    struct ask_pages pages = { .method = "stream.cursors",
        .member = "cursors",
        .cursor = "after",
        .begin = begin_cursors,
        .take = take_cursor };
    return context->settings.json ? ask_pages_json(context, &pages)
                                  : print_cursors(context, &pages);
}

static const struct command_option cursor_options[] = {
    { "forget", 0, COMMAND_TEXT, N_("NAME"),
        N_("remove this name of yours; used again, it hears all there is") },
    { "stream", 0, COMMAND_TEXT, N_("STREAM"),
        N_("which one NAME follows; all unless said") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

const struct command cmd_server_backup = {
    .name = "server backup",
    .operands = N_("FILE"),
    .least = 1,
    .most = 1,
    .file = 1,
    .summary = N_("write a whole copy of the store while the daemon serves"),
    .details = N_("FILE is on the daemon's computer, in a folder it may write "
                  "to, and must not exist. Takes as long as it takes. "
                  "Copy the result away; to restore, start jindud on it: "
                  "jindud(8).\n"
                  "  jindu server backup /var/backups/jindu/today.db"),
    .run = run_backup,
};

const struct command cmd_server_check = {
    .name = "server check",
    .operands = "",
    .summary = N_("check the whole database and the chain of its journal"),
    .details = N_("Takes as long as it takes; the daemon goes on serving. "
                  "Exits 74 when the store is damaged."),
    .run = run_check,
};

const struct command cmd_server_metrics = {
    .name = "server metrics",
    .operands = "",
    .summary = N_("print the counters of the daemon for Prometheus"),
    .details = N_("For the textfile collector of node_exporter:\n"
                  "  jindu server metrics >jindu.prom.new && "
                  "mv jindu.prom.new jindu.prom"),
    .run = run_metrics,
    .paged = true,
};

const struct command cmd_server_cursors = {
    .name = "server cursors",
    .operands = "",
    .summary = N_("tell who follows under a name, and what was not heard"),
    .options = cursor_options,
    .run = run_cursors,
    .paged = true,
};
