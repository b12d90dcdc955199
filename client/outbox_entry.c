/* SPDX-License-Identifier: MIT */
#include "outbox_entry.h"

#include "ask.h"
#include "explain.h"
#include "language.h"
#include "outbox.h"
#include "wording.h"

#include <string.h>

/* One endpoint is written with the scheme and without. */
static const char *
without_scheme(const char *server)
{
    static const char scheme[] = "ipc://";
    size_t length = strlen(scheme);
    return strncmp(server, scheme, length) == 0 ? server + length : server;
}

void
outbox_entry_write(struct jindu_text *text, const char *method,
    const struct jindu_text *params, const char *server, bool settled)
{
    const char *bytes = params->bytes != NULL ? params->bytes : "{}";
    jindu_json_put_object(text, NULL);
    jindu_json_put_string(text, "method", method);
    jindu_json_put_raw(text, "params", bytes, strlen(bytes));
    jindu_json_put_string(
        text, "server", server != NULL ? without_scheme(server) : NULL);
    jindu_json_put_boolean(text, "settled", settled);
    jindu_json_end_object(text);
    text->failed = text->failed || params->failed;
}

/* All members but those called name and other. */
static void
copy_members(struct jindu_text *text, const struct jindu_json *object,
    const char *name, const char *other)
{
    const struct jindu_json *member = jindu_json_first(object);
    for (; member != NULL; member = jindu_json_next(member)) {
        if (strcmp(jindu_json_name(member), name) != 0 &&
            strcmp(jindu_json_name(member), other) != 0) {
            jindu_json_put_value(text, jindu_json_name(member), member);
        }
    }
}

void
outbox_entry_write_error(
    struct jindu_text *text, const struct jindu_json *entry, const char *error)
{
    jindu_json_put_object(text, NULL);
    copy_members(text, entry, "error", "");
    jindu_json_put_raw(text, "error", error, strlen(error));
    jindu_json_end_object(text);
}

void
outbox_entry_write_again(
    struct jindu_text *text, const struct jindu_json *entry)
{
    jindu_json_put_object(text, NULL);
    copy_members(text, entry, "error", "");
    jindu_json_end_object(text);
}

enum jindu_status
outbox_entry_parse(struct jindu_json **entry, const struct jindu_text *text)
{
    struct jindu_json *parsed = NULL;
    enum jindu_status status =
        jindu_json_parse(&parsed, display_or_empty(text->bytes), text->length);
    if (status != JINDU_OK) {
        return status == JINDU_NO_MEMORY ? status : JINDU_INVALID;
    }
    const struct jindu_json *params = jindu_json_member(parsed, "params");
    enum jindu_json_kind server =
        jindu_json_kind(jindu_json_member(parsed, "server"));
    if (jindu_json_string(jindu_json_member(parsed, "method")) == NULL ||
        jindu_json_string(jindu_json_member(params, "key")) == NULL ||
        (server != JINDU_JSON_NULL && server != JINDU_JSON_STRING)) {
        jindu_json_free(parsed);
        return JINDU_INVALID;
    }
    *entry = parsed;
    return JINDU_OK;
}

bool
outbox_entry_is_for(const struct jindu_json *entry, const char *server)
{
    const char *meant = jindu_json_string(jindu_json_member(entry, "server"));
    if (meant == NULL || server == NULL) {
        return meant == server;
    }
    return strcmp(meant, without_scheme(server)) == 0;
}

/* As they are printed: strict JSON has one form. */
static bool
is_equal(const struct jindu_json *left, const struct jindu_json *right)
{
    struct jindu_text first = JINDU_TEXT_INIT;
    struct jindu_text second = JINDU_TEXT_INIT;
    jindu_json_put_value(&first, NULL, left);
    jindu_json_put_value(&second, NULL, right);
    bool equal = !first.failed && !second.failed &&
                 first.length == second.length &&
                 memcmp(first.bytes, second.bytes, first.length) == 0;
    jindu_text_free(&first);
    jindu_text_free(&second);
    return equal;
}

/* Every member of some is in all; what is more in all may be put there by
 * outbox_entry_settle(). */
static bool
is_settled_from(const struct jindu_json *all, const struct jindu_json *some)
{
    const struct jindu_json *member = jindu_json_first(some);
    for (; member != NULL; member = jindu_json_next(member)) {
        const struct jindu_json *there =
            jindu_json_member(all, jindu_json_name(member));
        if (there == NULL || !is_equal(there, member)) {
            return false;
        }
    }
    member = jindu_json_first(all);
    for (; member != NULL; member = jindu_json_next(member)) {
        const char *name = jindu_json_name(member);
        if (jindu_json_member(some, name) == NULL &&
            strcmp(name, "as_of") != 0 && strcmp(name, "plan") != 0) {
            return false;
        }
    }
    return true;
}

bool
outbox_entry_is_same(
    const struct jindu_text *there, const struct jindu_text *text)
{
    struct jindu_json *old = NULL;
    struct jindu_json *new = NULL;
    bool same = outbox_entry_parse(&old, there) == JINDU_OK &&
                outbox_entry_parse(&new, text) == JINDU_OK &&
                is_equal(jindu_json_member(old, "method"),
                    jindu_json_member(new, "method")) &&
                is_equal(jindu_json_member(old, "server"),
                    jindu_json_member(new, "server")) &&
                is_settled_from(jindu_json_member(old, "params"),
                    jindu_json_member(new, "params"));
    jindu_json_free(old);
    jindu_json_free(new);
    return same;
}

bool
outbox_entry_is_settled(const struct jindu_json *entry)
{
    return jindu_json_boolean(jindu_json_member(entry, "settled"), false);
}

static void
put_error(struct jindu_text *error, enum jindu_status status, const char *field,
    const char *rule, const char *message)
{
    jindu_json_put_object(error, NULL);
    jindu_json_put_object(error, "data");
    if (field != NULL) {
        jindu_json_put_string(error, "field", field);
        jindu_json_put_string(error, "rule", rule);
    }
    jindu_json_put_string(error, "status", jindu_status_token(status));
    jindu_json_end_object(error);
    jindu_json_put_string(error, "message", message);
    jindu_json_end_object(error);
}

/* Of the daemon, or of the library that refused to send it. */
static void
copy_error(struct jindu_text *error, const struct context *context,
    enum jindu_status status)
{
    const char *said = NULL;
    const char *detail = "";
    if (context->client != NULL) {
        said = jindu_client_error(context->client);
        detail = jindu_client_detail(context->client);
    }
    if (said != NULL) {
        jindu_text_append_string(error, said);
    } else {
        put_error(error, status, NULL, NULL,
            *detail != '\0' ? detail : jindu_status_text(status));
    }
}

/* "outbox, plan 2031, item 3: "; without the plan when it is not known. */
static void
put_request(struct jindu_text *text, const struct jindu_json *entry)
{
    const struct jindu_json *params = jindu_json_member(entry, "params");
    const char *plan = wording_member(params, "plan");
    long long item = wording_number(params, "item");
    if (*plan != '\0') {
        output_append(text, _("outbox, plan %s, item %lld: "), plan, item);
    } else {
        output_append(text, _("outbox, item %lld: "), item);
    }
}

static void
tell(struct context *context, const struct jindu_json *entry,
    const struct jindu_json *result, const struct outbox_answer *answer)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    put_request(&line, entry);
    if (answer->status == JINDU_OK) {
        output_append(&line, _("delivered (report %lld)"),
            (long long)wording_number(result, "sequence"));
    } else {
        bool stays = outbox_stays(answer->status);
        struct jindu_json *error = NULL;
        if (jindu_json_parse(&error, answer->error.bytes,
                answer->error.length) != JINDU_OK) {
            error = NULL;
        }
        output_append(&line, "%s", stays ? _("stays: ") : _("refused: "));
        explain_put(&line, answer->status, error, NULL);
        jindu_json_free(error);
    }
    output_remark(&context->output, "%s", display_or_empty(line.bytes));
    jindu_text_free(&line);
}

/* A defect is the daemon's, but of this request alone perhaps. */
static bool
is_told(enum jindu_status status)
{
    return status == JINDU_INTERNAL || !outbox_stays(status);
}

/* The single plan; else answer says why there is none. */
static bool
find_plan(struct context *context, char plan[ASK_PLAN_SIZE],
    struct outbox_answer *answer)
{
    struct jindu_json *list = NULL;
    if (ask_plans(context, plan, &list, &answer->status) != 0) {
        answer->status = JINDU_TIMEOUT; /* as good as no answer */
    }
    const struct jindu_json *plans = jindu_json_member(list, "plans");
    bool none = jindu_json_count(plans) == 0;
    if (answer->status == JINDU_OK &&
        jindu_json_kind(plans) != JINDU_JSON_ARRAY) {
        answer->status = JINDU_INTERNAL;
    }
    jindu_json_free(list);
    if (answer->status != JINDU_OK) {
        copy_error(&answer->error, context, answer->status);
    } else if (plan[0] == '\0') {
        answer->status = none ? JINDU_NOT_FOUND : JINDU_INVALID;
        put_error(&answer->error, answer->status, "plan",
            none ? "exists" : "required",
            none ? "there is no plan" : "there are several plans");
    }
    return answer->status == JINDU_OK;
}

/* What it says was true when it was meant, whenever it arrives.  "": nothing
 * has to be added. */
static bool
find_day(struct context *context, const struct jindu_json *params,
    char day[JINDU_DATE_SIZE], struct outbox_answer *answer)
{
    int64_t meant_at = wording_number(params, "client_time");
    day[0] = '\0';
    if (meant_at <= 0 || jindu_json_member(params, "as_of") != NULL) {
        return true;
    }
    if (ask_day(context, meant_at, day, &answer->status) != 0) {
        answer->status = JINDU_TIMEOUT; /* as good as no answer */
    }
    if (answer->status != JINDU_OK) {
        copy_error(&answer->error, context, answer->status);
    }
    return answer->status == JINDU_OK;
}

bool
outbox_entry_settle(struct context *context, const struct jindu_json *entry,
    struct jindu_text *text, struct outbox_answer *answer)
{
    char plan[ASK_PLAN_SIZE];
    char day[JINDU_DATE_SIZE];
    const struct jindu_json *params = jindu_json_member(entry, "params");
    bool planned = jindu_json_member(params, "plan") != NULL;
    if (!find_day(context, params, day, answer) ||
        (!planned && !find_plan(context, plan, answer))) {
        if (is_told(answer->status)) {
            tell(context, entry, NULL, answer);
        }
        return false;
    }
    jindu_json_put_object(text, NULL);
    copy_members(text, entry, "params", "settled");
    jindu_json_put_object(text, "params");
    copy_members(text, params, "", "");
    if (!planned) {
        jindu_json_put_string(text, "plan", plan);
    }
    if (day[0] != '\0') {
        jindu_json_put_string(text, "as_of", day);
    }
    jindu_json_end_object(text);
    jindu_json_put_boolean(text, "settled", true);
    jindu_json_end_object(text);
    return true;
}

bool
outbox_entry_is_stored(const struct jindu_json *result)
{
    return jindu_json_kind(result) == JINDU_JSON_OBJECT &&
           wording_number(result, "sequence") > 0;
}

void
outbox_entry_send(struct context *context, const struct jindu_json *entry,
    struct outbox_answer *answer)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *result = NULL;
    jindu_json_put_object(&params, NULL);
    copy_members(&params, jindu_json_member(entry, "params"), "", "");
    if (ask_quietly(context, wording_member(entry, "method"), &params, &result,
            &answer->status) != 0) {
        answer->status = JINDU_TIMEOUT; /* as good as no answer */
        return;
    }
    if (answer->status == JINDU_OK && !outbox_entry_is_stored(result)) {
        answer->status = JINDU_INTERNAL;
    }
    if (is_told(answer->status)) {
        if (answer->status != JINDU_OK) {
            copy_error(&answer->error, context, answer->status);
        }
        tell(context, entry, result, answer);
    }
    jindu_json_free(result);
}

void
outbox_entry_tell_damaged(struct context *context, const char *name, int cause)
{
    if (cause == 0) {
        output_remark(&context->output,
            _("outbox: '%s' cannot be read and is put aside"), name);
    } else {
        output_remark(&context->output,
            _("outbox: '%s' cannot be read; remove it: %s"), name,
            language_error(cause));
    }
}
