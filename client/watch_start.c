/* SPDX-License-Identifier: MIT */
#include "watch_start.h"

#include "ask.h"
#include "language.h"
#include "outbox.h"
#include "wording.h"

#include <string.h>

#define FOUND (-1) /* stops the walk; no exit status */

struct search {
    struct context *context;
    const char *plan;
    const char *member; /* "person", "leader" or "unit" */
    const char *name;
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct search *search = cookie;
    jindu_json_put_string(params, search->member, search->name);
    jindu_json_put_string(params, "plan", search->plan);
}

static int
take(const struct jindu_json *view, void *cookie)
{
    (void)view;
    (void)cookie;
    return FOUND;
}

/* FOUND when an item of the plan names it so. */
static int
find_name(struct search *search, const char *member)
{
    search->member = member;
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .cookie = search };
    return ask_pages(search->context, &pages);
}

static int
find_item(struct context *context, const char *plan, long long no)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    enum jindu_status status = JINDU_OK;
    ask_begin(&params);
    jindu_json_put_integer(&params, "item", no);
    jindu_json_put_string(&params, "plan", plan);
    int exit_status =
        ask_quietly(context, "item.show", &params, &view, &status);
    jindu_json_free(view);
    if (exit_status != 0 || status == JINDU_NOT_FOUND) {
        return exit_status;
    }
    return status == JINDU_OK ? FOUND : ask_complain(context, status);
}

struct wanted {
    const char *plan; /* NULL each: nothing wanted */
    const char *person;
    const char *unit;
    long long item; /* 0: none */
};

/* Looks through one plan; what is found is wanted no longer. */
static int
look_through(struct context *context, const char *plan, struct wanted *wanted)
{
    struct search search = { .context = context, .plan = plan };
    int status = 0;
    if (wanted->person != NULL) {
        search.name = wanted->person;
        status = find_name(&search, "person");
        status = status == 0 ? find_name(&search, "leader") : status;
        wanted->person = status == FOUND ? NULL : wanted->person;
    }
    if (status <= 0 && wanted->unit != NULL) {
        search.name = wanted->unit;
        status = find_name(&search, "unit");
        wanted->unit = status == FOUND ? NULL : wanted->unit;
    }
    if (status <= 0 && wanted->item > 0) {
        status = find_item(context, plan, wanted->item);
        wanted->item = status == FOUND ? 0 : wanted->item;
    }
    return status == FOUND ? 0 : status;
}

static int
look_through_all(
    struct context *context, const char *only, struct wanted *wanted)
{
    struct jindu_json *answer = NULL;
    int status = ask(context, "plan.list", NULL, &answer);
    const struct jindu_json *plan =
        jindu_json_first(jindu_json_member(answer, "plans"));
    for (; status == 0 && plan != NULL; plan = jindu_json_next(plan)) {
        const char *code = wording_member(plan, "code");
        if (wanted->plan != NULL && strcmp(code, wanted->plan) == 0) {
            wanted->plan = NULL;
        }
        if (only == NULL || strcmp(code, only) == 0) {
            status = look_through(context, code, wanted);
        }
    }
    jindu_json_free(answer);
    return status;
}

static void
remark(struct output *output, const struct wanted *wanted)
{
    if (wanted->plan != NULL) {
        output_remark(
            output, _("there is no plan '%s' yet; waiting"), wanted->plan);
        return;
    }
    if (wanted->person != NULL) {
        output_remark(output, _("nobody in a plan is called '%s' yet; waiting"),
            wanted->person);
    }
    if (wanted->unit != NULL) {
        output_remark(output,
            _("no unit in a plan is called '%s' yet; waiting"), wanted->unit);
    }
    if (wanted->item > 0) {
        output_remark(
            output, _("there is no item %lld yet; waiting"), wanted->item);
    }
}

static int
complain_about_since(
    struct context *context, const char *stream, long long since)
{
    struct jindu_json *error = NULL;
    const char *text = jindu_client_error(context->client);
    int64_t head = 0;
    if (text != NULL &&
        jindu_json_parse(&error, text, strlen(text)) == JINDU_OK) {
        head = wording_number(jindu_json_member(error, "data"), "head");
        jindu_json_free(error);
    }
    return output_fail(&context->output, jindu_status_token(JINDU_RESET),
        jindu_status_exit(JINDU_RESET),
        _("stream '%s' has no event %lld; its last is %lld"), stream, since,
        (long long)head);
}

/* Whether anything was ever published on the stream. */
static int
look_at_stream(
    struct context *context, const char *stream, long long since, bool *used)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *page = NULL;
    enum jindu_status status = JINDU_OK;
    ask_begin(&params);
    jindu_json_put_integer(&params, "after", since > 0 ? since : 0);
    jindu_json_put_integer(&params, "limit", 1);
    jindu_json_put_string(&params, "stream", stream);
    int exit_status =
        ask_quietly(context, "stream.read", &params, &page, &status);
    if (exit_status != 0) {
        return exit_status;
    }
    if (status == JINDU_RESET) {
        return complain_about_since(context, stream, since);
    }
    if (status != JINDU_OK && status != JINDU_TRUNCATED) {
        return ask_complain(context, status);
    }
    *used = status == JINDU_TRUNCATED || wording_number(page, "head") > 0;
    jindu_json_free(page);
    return 0;
}

/* The part of stream behind prefix; NULL when it is of another kind. */
static const char *
named(const char *stream, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(stream, prefix, length) == 0 ? stream + length : NULL;
}

int
watch_start(struct context *context, const struct watch_filter *filter,
    const char *stream, long long since)
{
    const char *plan = named(stream, "plan/");
    const char *person = named(stream, "person/");
    const char *unit = named(stream, "unit/");
    bool used = false;
    int status = look_at_stream(context, stream, since, &used);
    if (status != 0) {
        return status;
    }
    /* What once had an event is no slip of the pen, in a plan or not. */
    struct wanted wanted = { .plan = filter->plan,
        .person = filter->person,
        .unit = filter->unit,
        .item = filter->item };
    if (wanted.plan == NULL && !used) {
        wanted.plan = plan;
    }
    if (person != NULL) {
        wanted.person = used ? NULL : person;
    }
    if (unit != NULL) {
        wanted.unit = used ? NULL : unit;
    }
    if (wanted.plan != NULL || wanted.person != NULL || wanted.unit != NULL ||
        wanted.item > 0) {
        status = look_through_all(context, filter->plan, &wanted);
    }
    if (status == 0) {
        remark(&context->output, &wanted);
    }
    return status;
}

/* A name that was used before may stand in another epoch, or at events that
 * are gone: it needs no claim, and the follower tells. */
static bool
is_used(enum jindu_status status)
{
    return status == JINDU_RESET || status == JINDU_TRUNCATED;
}

int
watch_claim(struct context *context, const char *stream, const char *name)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    enum jindu_status status = JINDU_OK;
    ask_begin(&params);
    jindu_json_put_string(&params, "cursor", name);
    jindu_json_put_integer(&params, "limit", 1);
    jindu_json_put_string(&params, "stream", stream);
    int exit_status =
        ask_quietly(context, "stream.read", &params, &answer, &status);
    if (exit_status != 0 || is_used(status) || outbox_stays(status)) {
        return exit_status;
    }
    if (status != JINDU_OK) {
        return ask_complain(context, status);
    }
    ask_begin(&params);
    jindu_json_put_integer(&params, "after", wording_number(answer, "after"));
    jindu_json_put_string(&params, "cursor", name);
    jindu_json_put_string(&params, "epoch", wording_member(answer, "epoch"));
    jindu_json_put_string(&params, "stream", stream);
    jindu_json_free(answer);
    answer = NULL;
    exit_status =
        ask_quietly(context, "stream.commit", &params, &answer, &status);
    jindu_json_free(answer);
    if (exit_status != 0 || status == JINDU_OK || is_used(status) ||
        outbox_stays(status)) {
        return exit_status;
    }
    return ask_complain(context, status);
}
