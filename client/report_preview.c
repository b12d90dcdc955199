/* SPDX-License-Identifier: MIT */
#include "report_preview.h"

#include "ask.h"
#include "explain.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define ALL_PERCENT 100

/* As the daemon would say it. */
static int
refuse(struct context *context, enum jindu_status status, const char *name,
    const char *value)
{
    struct jindu_text error = JINDU_TEXT_INIT;
    jindu_json_put_object(&error, NULL);
    jindu_json_put_object(&error, "data");
    jindu_json_put_string(&error, name, value);
    jindu_json_put_string(&error, "status", jindu_status_token(status));
    jindu_json_end_object(&error);
    jindu_json_end_object(&error);
    output_check(&error);
    int exit_status = explain(&context->output, status,
        error.bytes != NULL ? error.bytes : "{}", NULL, "");
    jindu_text_free(&error);
    return exit_status;
}

/* The rules that need no more than the item; PROTOCOL.md, "report". */
static int
check_rules(struct context *context, const struct jindu_json *view,
    const struct jindu_json *sent)
{
    const struct jindu_json *percent = jindu_json_member(sent, "percent");
    bool done = jindu_json_member(sent, "done") != NULL;
    bool blocked = jindu_json_member(sent, "blocked") != NULL;
    bool same = jindu_json_member(sent, "no_change") != NULL;
    int64_t value = jindu_json_integer(percent, -1);
    const char *state = wording_member(view, "state");
    if (strcmp(state, "done") == 0 || strcmp(state, "withdrawn") == 0) {
        return refuse(context, JINDU_REFUSED, "state", state);
    }
    if (same && (percent != NULL || blocked || done)) {
        return refuse(context, JINDU_INVALID, "rule", "exclusive");
    }
    if (percent == NULL && !same && !blocked && !done &&
        jindu_json_member(sent, "note") == NULL) {
        return refuse(context, JINDU_INVALID, "rule", "empty");
    }
    if (value == ALL_PERCENT && !done) {
        return refuse(context, JINDU_INVALID, "rule", "percent_needs_done");
    }
    if (value >= 0 && value < wording_number(view, "percent") &&
        jindu_json_member(sent, "reason") == NULL) {
        return refuse(context, JINDU_INVALID, "rule", "fall_needs_reason");
    }
    return 0;
}

static void
print_line(struct output *output, const char *label, const char *value)
{
    if (*value != '\0') {
        output_print(output, "%s%s%s\n", label, _(": "), value);
    }
}

static void
print(struct context *context, const struct jindu_json *view,
    const struct jindu_json *sent)
{
    struct output *output = &context->output;
    const char *name = wording_member(view, "display_name");
    int64_t before = wording_number(view, "percent");
    int64_t after =
        jindu_json_integer(jindu_json_member(sent, "percent"), before);
    bool done = jindu_json_member(sent, "done") != NULL;
    after = done ? ALL_PERCENT : after;
    output_print(output, _("item %lld %s: %lld%% -> %lld%%\n"),
        (long long)wording_number(view, "no"),
        *name != '\0' ? name : wording_member(view, "name"), (long long)before,
        (long long)after);
    print_line(output, _("as of"), wording_member(sent, "as_of"));
    print_line(output, _("person"), wording_member(sent, "person"));
    print_line(output, _("note"), wording_member(sent, "note"));
    print_line(output, _("blocked"), wording_member(sent, "blocked"));
    print_line(output, _("reason"), wording_member(sent, "reason"));
    if (done) {
        output_print(output, "%s\n", _("completion would be claimed"));
    }
    output_remark(output, "%s",
        _("nothing was sent; the same without --dry-run sends it"));
}

int
report_preview(struct context *context, const char *plan, long long no,
    const struct jindu_text *params)
{
    struct jindu_text question = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    struct jindu_json *sent = NULL;
    ask_begin(&question);
    jindu_json_put_integer(&question, "item", no);
    jindu_json_put_string(&question, "plan", plan);
    int status = ask(context, "item.show", &question, &view);
    if (status == 0 && (params->failed || jindu_json_parse(&sent, params->bytes,
                                              params->length) != JINDU_OK)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    if (status == 0) {
        status = check_rules(context, view, sent);
    }
    if (status == 0 && context->settings.json) {
        output_print(&context->output,
            "{\"dry_run\":true,\"method\":\"report.submit\",\"params\":%s}\n",
            params->bytes);
    } else if (status == 0) {
        print(context, view, sent);
    }
    jindu_json_free(sent);
    jindu_json_free(view);
    return status;
}
