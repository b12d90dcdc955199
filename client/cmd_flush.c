/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "dates.h"
#include "explain.h"
#include "language.h"
#include "outbox.h"
#include "wording.h"

#include <string.h>

static const struct command_option options[] = {
    { "failed", 0, COMMAND_FLAG, NULL,
        N_("show the requests that were refused, and why") },
    { "forget", 0, COMMAND_FLAG, NULL,
        N_("show them, and remove them from the outbox") },
    { "retry", 0, COMMAND_TEXT, N_("ID|all"),
        N_("send refused ones again, when their cause is mended") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static int
tell_left(struct context *context, const struct outbox_tally *tally)
{
    const char *why = tally->taken ? _("another jindu delivers what waits")
                                   : _(jindu_status_text(tally->why));
    enum jindu_status status = JINDU_QUEUED;
    return output_fail(&context->output, jindu_status_token(status),
        jindu_status_exit(status),
        ngettext("%zu request stays in the outbox: %s",
            "%zu requests stay in the outbox: %s", (unsigned long)tally->left),
        tally->left, why);
}

static void
tell_elsewhere(
    struct context *context, const struct outbox_elsewhere *elsewhere)
{
    char path[OUTBOX_PATH_SIZE];
    struct jindu_text words = JINDU_TEXT_INIT;
    outbox_put_elsewhere(&words, elsewhere);
    output_remark(&context->output, "%s", display_or_empty(words.bytes));
    jindu_text_free(&words);
    if (outbox_folder_find(path)) {
        output_remark(&context->output,
            _("whoever gives it up removes '%s/%s'"), path, elsewhere->name);
    }
}

static void
tell_tally(struct context *context, const struct outbox_tally *tally)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    if (context->settings.json) {
        jindu_json_put_object(&text, NULL);
        jindu_json_put_integer(&text, "delivered", (int64_t)tally->delivered);
        jindu_json_put_integer(&text, "left", (int64_t)tally->left);
        jindu_json_put_integer(&text, "refused", (int64_t)tally->refused);
        jindu_json_end_object(&text);
        output_check(&text);
        output_print(&context->output, "%s\n", display_or_empty(text.bytes));
        jindu_text_free(&text);
    } else if (tally->delivered + tally->refused + tally->left +
                   tally->elsewhere.count ==
               0) {
        output_remark(&context->output, "%s", _("nothing waits"));
    } else if (!context->settings.quiet) {
        output_print(&context->output,
            _("delivered %zu, refused %zu, left %zu\n"), tally->delivered,
            tally->refused, tally->left);
    }
    if (tally->elsewhere.count > 0) {
        tell_elsewhere(context, &tally->elsewhere);
    }
}

static int
flush_all(struct context *context)
{
    struct outbox_tally tally;
    struct outbox_fault fault = outbox_deliver(context, &tally);
    if (fault.status != JINDU_OK) {
        return outbox_complain(context, &fault, NULL);
    }
    tell_tally(context, &tally);
    if (tally.left > 0) {
        return tell_left(context, &tally);
    }
    if (tally.refused > 0) {
        return output_fail(&context->output, jindu_status_token(JINDU_REFUSED),
            jindu_status_exit(JINDU_REFUSED),
            _("refused and put aside: 'jindu flush --failed' shows them"));
    }
    return 0;
}

struct refused {
    struct context *context;
    struct columns *columns; /* for people */
    struct jindu_text json;  /* for tools */
    bool forget;
    int status;
};

static void
add_row(struct columns *columns, const struct jindu_json *entry)
{
    const struct jindu_json *params = jindu_json_member(entry, "params");
    const struct jindu_json *percent = jindu_json_member(params, "percent");
    int64_t meant_at = wording_number(params, "client_time");
    struct jindu_text text = JINDU_TEXT_INIT;
    if (meant_at > 0) {
        dates_put_moment_here(&text, meant_at);
    }
    char id[OUTBOX_ID_SIZE];
    columns_add(columns, TINT_NONE, outbox_id(entry, id));
    columns_add(columns, TINT_NONE, text.bytes);
    columns_add(columns, TINT_NONE, wording_member(params, "plan"));
    columns_add_integer(columns, wording_number(params, "item"));
    jindu_text_clear(&text);
    if (jindu_json_kind(percent) == JINDU_JSON_INTEGER) {
        output_append(
            &text, "%lld%%", (long long)jindu_json_integer(percent, 0));
    }
    columns_add(columns, TINT_NONE, text.length > 0 ? text.bytes : "");
    jindu_text_clear(&text);
    if (entry != NULL) {
        const struct jindu_json *error = jindu_json_member(entry, "error");
        const char *token =
            wording_member(jindu_json_member(error, "data"), "status");
        explain_put(&text, jindu_status_from_token(token), error, NULL);
    } else {
        output_append(&text, "%s", _("the file cannot be read"));
    }
    columns_add(columns, TINT_RED, text.bytes);
    columns_add(columns, TINT_NONE, wording_member(params, "note"));
    jindu_text_free(&text);
}

static void
take(const struct jindu_json *entry, void *cookie)
{
    struct refused *refused = cookie;
    if (!refused->context->settings.json) {
        add_row(refused->columns, entry);
    } else if (entry != NULL) {
        jindu_json_put_value(&refused->json, NULL, entry);
    } else {
        jindu_json_put_null(&refused->json, NULL);
    }
}

static int
print(struct refused *refused)
{
    struct context *context = refused->context;
    struct output *output = &context->output;
    if (context->settings.json) {
        jindu_json_end_array(&refused->json);
        jindu_json_end_object(&refused->json);
        if (refused->json.failed) {
            return ask_complain(context, JINDU_NO_MEMORY);
        }
        output_print(output, "%s\n", refused->json.bytes);
    } else if (columns_empty(refused->columns)) {
        output_remark(output, "%s", _("nothing was refused"));
    } else if (!columns_print(refused->columns, output)) {
        return ask_complain(context, JINDU_NO_MEMORY);
    }
    return 0;
}

/* What nobody could see is not forgotten. */
static bool
told(void *cookie)
{
    struct refused *refused = cookie;
    struct output *output = &refused->context->output;
    refused->status = print(refused);
    output_flush(output);
    return refused->forget && refused->status == 0 && !output->failed;
}

static int
show(struct context *context, bool forget)
{
    const struct column titles[] = { { .title = _("ID") },
        { .title = _("time"), .spare = 1 }, { .title = _("plan"), .spare = 2 },
        { .title = _("no"), .right = true },
        { .title = _("percent"), .right = true }, { .title = _("why") },
        { .title = _("note"), .right = false } };
    struct refused refused = { .context = context,
        .columns = columns_new(titles, sizeof(titles) / sizeof(titles[0])),
        .forget = forget };
    jindu_json_put_object(&refused.json, NULL);
    jindu_json_put_array(&refused.json, "failed");
    int status = outbox_refused(context, take, told, &refused);
    columns_free(refused.columns);
    jindu_text_free(&refused.json);
    return status != 0 ? status : refused.status;
}

static int
retry(struct context *context, const char *id)
{
    size_t count = 0;
    bool all = strcmp(id, "all") == 0;
    struct outbox_fault fault = outbox_retry(all ? NULL : id, &count);
    if (fault.status != JINDU_OK) {
        return outbox_complain(context, &fault, NULL);
    }
    if (count == 0 && !all) {
        int status =
            output_fail(&context->output, jindu_status_token(JINDU_NOT_FOUND),
                jindu_status_exit(JINDU_NOT_FOUND),
                _("no refused request has the id '%s'"), id);
        output_hint(&context->output, "%s",
            _("'jindu flush --failed' shows them with their ids"));
        return status;
    }
    return flush_all(context);
}

static int
run(struct context *context)
{
    bool forget = command_flag(context, "forget");
    const char *id = command_text(context, "retry");
    if (id != NULL && (forget || command_flag(context, "failed"))) {
        return command_usage(context, "%s",
            _("--retry stands alone: first --failed, then --retry"));
    }
    if (id != NULL) {
        return retry(context, id);
    }
    if (!forget && !command_flag(context, "failed")) {
        return flush_all(context);
    }
    return show(context, forget);
}

const struct command cmd_flush = {
    .name = "flush",
    .alias = "补报",
    .operands = "",
    .summary = N_("deliver the reports that wait in the outbox"),
    .details = N_("A report that no daemon takes is kept on this computer, "
                  "with its key: it counts once, however often it is sent. "
                  "The next report to the same daemon delivers it first, or "
                  "this command. What the daemon refuses is put aside and "
                  "told until --forget, or --retry sends it again.\n"
                  "  jindu flush\n"
                  "  jindu flush --failed\n"
                  "  jindu flush --retry all"),
    .options = options,
    .run = run,
};
