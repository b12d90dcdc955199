/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include "columns.h"
#include "explain.h"
#include "given.h"
#include "language.h"
#include "wording.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where even the socket's file is missing no daemon runs.  One that is just
 * being started makes it within this, and a person does not wait longer. */
#define MISSING_TIMEOUT_MS 2000

#define TELL_AFTER_MS 1000 /* a person begins to wonder */

#define DAY_MS 86400000LL
#define AS_OF_DAYS 366 /* the oldest figure that the daemon takes */

void
ask_begin(struct jindu_text *params)
{
    jindu_json_put_object(params, NULL);
}

void
ask_begin_write(struct jindu_text *params)
{
    char key[JINDU_KEY_SIZE];
    ask_begin_write_again(params, jindu_key(key));
}

long long
ask_key_time(const char *key)
{
    /* The first 48 bits of a UUIDv7. */
    char digits[13];
    if (strlen(key) != JINDU_KEY_SIZE - 1 || key[14] != '7') {
        return 0;
    }
    (void)snprintf(digits, sizeof(digits), "%.8s%.4s", key, key + 9);
    return strtoll(digits, NULL, 16);
}

void
ask_begin_write_again(struct jindu_text *params, const char *key)
{
    long long made_at = ask_key_time(key);
    jindu_json_put_object(params, NULL);
    if (made_at > 0) {
        jindu_json_put_integer(params, "client_time", made_at);
    }
    jindu_json_put_string(params, "key", key);
}

void
ask_put_option(struct jindu_text *params, const struct context *context,
    const char *option, const char *name)
{
    const char *value = command_text(context, option);
    if (value != NULL) {
        jindu_json_put_string(params, name, value);
    }
}

struct jindu_options
ask_options(const struct context *context, int timeout_ms)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    options.server = context->settings.server;
    options.timeout_ms = timeout_ms;
    options.certificate = context->settings.certificate;
    options.server_certificate = context->settings.server_certificate;
    return options;
}

static enum jindu_status
open_for(struct context *context, int timeout_ms)
{
    struct jindu_options options = ask_options(context, timeout_ms);
    ask_close(context);
    return jindu_client_open(&context->client, &options);
}

/* How long to wait for an answer: the whole limit only where it was chosen or
 * there is a socket that may answer. */
static int
patience(const struct context *context)
{
    static const char scheme[] = "ipc://";
    const struct settings *settings = &context->settings;
    const char *server = jindu_client_server(context->client);
    bool missing = strncmp(server, scheme, strlen(scheme)) == 0 &&
                   access(server + strlen(scheme), F_OK) != 0 &&
                   (errno == ENOENT || errno == ENOTDIR);
    return missing && !settings->timeout_given &&
                   settings->timeout_ms > MISSING_TIMEOUT_MS
               ? MISSING_TIMEOUT_MS
               : settings->timeout_ms;
}

/* Tells a person at a terminal when nobody answers at once.  Returns what is
 * left of the time; the client is to be opened anew. */
static int
knock(struct context *context, int left)
{
    if (open_for(context, TELL_AFTER_MS) != JINDU_OK) {
        return left;
    }
    enum jindu_status status = jindu_client_call(
        context->client, "server.hello", "{\"client\":\"jindu\"}", NULL);
    if (status != JINDU_UNREACHABLE && status != JINDU_TIMEOUT) {
        return left;
    }
    output_remark(&context->output, _("waiting for jindud at '%s'"),
        jindu_client_server(context->client));
    return left - TELL_AFTER_MS;
}

static enum jindu_status
open_client(struct context *context)
{
    if (context->client != NULL) {
        return JINDU_OK;
    }
    enum jindu_status status = open_for(context, context->settings.timeout_ms);
    if (status != JINDU_OK) {
        return status;
    }
    int left = patience(context);
    if (isatty(STDERR_FILENO) == 1 && left > TELL_AFTER_MS) {
        left = knock(context, left);
    } else if (left == context->settings.timeout_ms) {
        return JINDU_OK;
    }
    return open_for(context, left);
}

/* Refused by the library itself, which knows why; "": it was not. */
static const char *
detail_of(const struct context *context, enum jindu_status status)
{
    bool own = status == JINDU_MALFORMED || status == JINDU_INVALID ||
               status == JINDU_NO_KEY;
    return own && context->client != NULL &&
                   jindu_client_error(context->client) == NULL
               ? jindu_client_detail(context->client)
               : "";
}

int
ask_complain(struct context *context, enum jindu_status status)
{
    const char *error =
        context->client != NULL ? jindu_client_error(context->client) : NULL;
    const char *server =
        context->client != NULL ? jindu_client_server(context->client) : NULL;
    const char *detail = detail_of(context, status);
    if (*detail != '\0') {
        return output_fail(&context->output, jindu_status_token(status),
            jindu_status_exit(status), "%s", detail);
    }
    return explain(&context->output, status, error, server);
}

const char *
ask_put_complaint(
    struct context *context, enum jindu_status status, struct jindu_text *words)
{
    const char *server =
        context->client != NULL ? jindu_client_server(context->client) : NULL;
    const char *detail = detail_of(context, status);
    if (*detail != '\0') {
        output_append(words, "%s", detail);
        return NULL;
    }
    explain_put(words, status, NULL, server);
    return explain_hint(status, NULL, server);
}

int
ask_print_columns(struct context *context, struct columns *columns)
{
    int status = columns_print(columns, &context->output)
                     ? 0
                     : ask_complain(context, JINDU_NO_MEMORY);
    columns_free(columns);
    return status;
}

int
ask_quietly(struct context *context, const char *method,
    struct jindu_text *params, struct jindu_json **answer,
    enum jindu_status *status)
{
    jindu_json_end_object(params);
    context->result = NULL;
    *status = params->failed ? JINDU_NO_MEMORY : open_client(context);
    if (*status == JINDU_OK) {
        *status = jindu_client_call(
            context->client, method, params->bytes, &context->result);
    }
    jindu_text_free(params);
    if (*status != JINDU_OK) {
        return 0;
    }
    enum jindu_status parsed =
        jindu_json_parse(answer, context->result, strlen(context->result));
    if (parsed != JINDU_OK) {
        int exit_status = output_fail(&context->output,
            jindu_status_token(parsed), jindu_status_exit(parsed), "%s",
            _("the answer of the daemon cannot be read"));
        output_hint(&context->output, "%s",
            _("'jindu doctor' tells whether it is another version"));
        return exit_status;
    }
    return 0;
}

int
ask(struct context *context, const char *method, struct jindu_text *params,
    struct jindu_json **answer)
{
    enum jindu_status status = JINDU_OK;
    int exit_status = ask_quietly(context, method, params, answer, &status);
    if (exit_status == 0 && status != JINDU_OK) {
        return ask_complain(context, status);
    }
    return exit_status;
}

/* Several plans: the person must say which. */
static int
complain_about_plans(struct context *context, const struct jindu_json *plans)
{
    struct jindu_text codes = JINDU_TEXT_INIT;
    const struct jindu_json *plan = jindu_json_first(plans);
    for (; plan != NULL; plan = jindu_json_next(plan)) {
        const char *code = jindu_json_string(jindu_json_member(plan, "code"));
        output_append(&codes, "%s%s", codes.length > 0 ? ", " : "",
            code != NULL ? code : "?");
    }
    bool none = jindu_json_count(plans) == 0;
    enum jindu_status status = JINDU_NOT_FOUND;
    int exit_status =
        none ? output_fail(&context->output, jindu_status_token(status),
                   jindu_status_exit(status), _("there is no plan yet"))
             : output_fail(&context->output, "usage", COMMAND_EXIT_USAGE,
                   _("there are several plans: %s"),
                   codes.bytes != NULL ? codes.bytes : "");
    output_hint(&context->output, "%s",
        none ? _("'jindu plan import FILE' brings one in")
             : _("say which with --plan or JINDU_PLAN"));
    jindu_text_free(&codes);
    return exit_status;
}

/* Where an answer tells it, so that it need not be asked for. */
static void
note_zone(struct context *context, const struct jindu_json *answer)
{
    const char *zone = jindu_json_string(jindu_json_member(answer, "zone"));
    if (zone != NULL && strlen(zone) < sizeof(context->zone)) {
        (void)snprintf(context->zone, sizeof(context->zone), "%s", zone);
    }
}

int
ask_plans(struct context *context, char plan[ASK_PLAN_SIZE],
    struct jindu_json **answer, enum jindu_status *status)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin(&params);
    jindu_json_put_boolean(&params, "brief", true);
    plan[0] = '\0';
    int exit_status =
        ask_quietly(context, "plan.list", &params, answer, status);
    note_zone(context, *answer);
    const struct jindu_json *plans = jindu_json_member(*answer, "plans");
    const char *code =
        jindu_json_string(jindu_json_member(jindu_json_first(plans), "code"));
    if (jindu_json_count(plans) == 1 && code != NULL) {
        (void)snprintf(plan, ASK_PLAN_SIZE, "%s", code);
    }
    return exit_status;
}

int
ask_plan_or_not(struct context *context, char plan[ASK_PLAN_SIZE],
    enum jindu_status *status)
{
    const char *chosen = context->settings.plan;
    *status = JINDU_OK;
    if (chosen != NULL) {
        if (!given_is_plan(chosen)) {
            return command_usage(context,
                _("'%s' is no plan code; 'jindu plan list' shows them"),
                chosen);
        }
        (void)snprintf(plan, ASK_PLAN_SIZE, "%s", chosen);
        return 0;
    }
    struct jindu_json *answer = NULL;
    int exit_status = ask_plans(context, plan, &answer, status);
    if (exit_status == 0 && *status == JINDU_OK && plan[0] == '\0') {
        exit_status =
            complain_about_plans(context, jindu_json_member(answer, "plans"));
    }
    jindu_json_free(answer);
    return exit_status;
}

int
ask_plan(struct context *context, char plan[ASK_PLAN_SIZE])
{
    enum jindu_status status = JINDU_OK;
    int exit_status = ask_plan_or_not(context, plan, &status);
    if (exit_status == 0 && status != JINDU_OK) {
        return ask_complain(context, status);
    }
    return exit_status;
}

void
ask_begin_hello(struct jindu_text *params)
{
    ask_begin(params);
    jindu_json_put_string(params, "client", "jindu " JINDU_VERSION);
}

int
ask_hello(struct context *context, struct jindu_json **answer)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin_hello(&params);
    return ask(context, "server.hello", &params, answer);
}

/* Tells times in the office's zone from here on; known: that zone is. */
static int
use_zone(struct context *context, bool *known, enum jindu_status *status)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    int exit_status = 0;
    if (context->zone[0] == '\0') {
        ask_begin_hello(&params);
        exit_status =
            ask_quietly(context, "server.hello", &params, &answer, status);
        note_zone(context, answer);
        jindu_json_free(answer);
    }
    *known = language_use_zone(context->zone);
    return exit_status;
}

int
ask_zone(struct context *context)
{
    bool known = false;
    enum jindu_status status = JINDU_OK;
    int exit_status = use_zone(context, &known, &status);
    return exit_status == 0 && status != JINDU_OK
               ? ask_complain(context, status)
               : exit_status;
}

int
ask_day(struct context *context, long long instant, char day[JINDU_DATE_SIZE],
    enum jindu_status *status)
{
    long long now = ask_key_time(jindu_key((char[JINDU_KEY_SIZE]){ 0 }));
    bool known = false;
    day[0] = '\0';
    int exit_status = use_zone(context, &known, status);
    if (exit_status == 0 && *status == JINDU_OK && known && instant <= now &&
        instant > now - AS_OF_DAYS * DAY_MS) {
        wording_day(day, instant);
    }
    return exit_status;
}

void
ask_print_result(struct context *context)
{
    if (context->result != NULL) {
        output_print(&context->output, "%s\n", context->result);
    }
}

void
ask_close(struct context *context)
{
    jindu_client_close(context->client);
    context->client = NULL;
    context->result = NULL;
}
