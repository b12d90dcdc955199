/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include "columns.h"
#include "explain.h"
#include "language.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where even the socket's file is missing no daemon runs.  One that is just
 * being started makes it within this, and a person does not wait longer. */
#define MISSING_TIMEOUT_MS 2000

#define TELL_AFTER_MS 1000 /* a person begins to wonder */

/* What an answer has at least, so that nothing is told of one that says
 * nothing; report.submit is judged by who sends it, ask_pages() by itself. */
static const struct {
    const char *method;
    const char *member;
    enum jindu_json_kind kind;
} forms[] = {
    { "admin.backup", "backup", JINDU_JSON_OBJECT },
    { "admin.permissions", "permissions", JINDU_JSON_ARRAY },
    { "audit.verify", "ok", JINDU_JSON_BOOLEAN },
    { "calendar.load", "calendar", JINDU_JSON_OBJECT },
    { "calendar.show", "days", JINDU_JSON_ARRAY },
    { "item.claim", "item", JINDU_JSON_OBJECT },
    { "item.return", "item", JINDU_JSON_OBJECT },
    { "item.show", "no", JINDU_JSON_INTEGER },
    { "item.update", "item", JINDU_JSON_OBJECT },
    { "item.verify", "item", JINDU_JSON_OBJECT },
    { "item.withdraw", "item", JINDU_JSON_OBJECT },
    { "notice.acknowledge", "notice", JINDU_JSON_OBJECT },
    { "plan.confirm", "plan", JINDU_JSON_OBJECT },
    { "plan.list", "plans", JINDU_JSON_ARRAY },
    { "plan.load", "items", JINDU_JSON_INTEGER },
    { "plan.show", "code", JINDU_JSON_STRING },
    { "server.check", "ok", JINDU_JSON_BOOLEAN },
    { "server.clock", "clock", JINDU_JSON_OBJECT },
    { "server.hello", "principal", JINDU_JSON_OBJECT },
    { "server.status", "clock", JINDU_JSON_OBJECT },
    { "stream.forget", "after", JINDU_JSON_INTEGER },
};

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

long long
ask_now(void)
{
    return ask_key_time(jindu_key((char[JINDU_KEY_SIZE]){ 0 }));
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
    const char *missing = status == JINDU_NOT_FOUND ? context->missing : "";
    return explain(&context->output, status, error, server, missing);
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

static int
complain_of_answer(struct output *output, enum jindu_status status,
    const char *words, const char *hint)
{
    int exit_status = output_fail(output, jindu_status_token(status),
        jindu_status_exit(status), "%s", words);
    output_hint(output, "%s", hint);
    return exit_status;
}

int
ask_complain_unreadable(struct context *context)
{
    return complain_of_answer(&context->output, JINDU_MALFORMED,
        _("the answer of the daemon cannot be read"),
        _("'jindu doctor' tells whether it is another version"));
}

int
ask_complain_endless(struct context *context)
{
    return complain_of_answer(&context->output, JINDU_INTERNAL,
        _("the daemon goes on telling without an end; reading was given up"),
        _("ask for less at a time; if that does not help, the administrator "
          "looks into the daemon's log and starts it anew"));
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

static bool
has_form(const char *method, const struct jindu_json *answer)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (strcmp(forms[i].method, method) == 0) {
            return jindu_json_kind(jindu_json_member(
                       answer, forms[i].member)) == forms[i].kind;
        }
    }
    return true;
}

/* What was asked for and is not there, in the words of the question. */
static void
note_missing(struct context *context, const struct jindu_text *params)
{
    const char *text = jindu_client_error(context->client);
    struct jindu_json *error = NULL;
    struct jindu_json *asked = NULL;
    if (text != NULL &&
        jindu_json_parse(&error, text, strlen(text)) == JINDU_OK &&
        jindu_json_parse(&asked, params->bytes, params->length) == JINDU_OK) {
        const char *field = jindu_json_string(
            jindu_json_member(jindu_json_member(error, "data"), "field"));
        const struct jindu_json *value =
            jindu_json_member(asked, display_or_empty(field));
        const char *name = jindu_json_string(value);
        if (jindu_json_kind(value) == JINDU_JSON_INTEGER) {
            (void)snprintf(context->missing, sizeof(context->missing), "%lld",
                (long long)jindu_json_integer(value, 0));
        } else if (name != NULL && strlen(name) < sizeof(context->missing)) {
            memcpy(context->missing, name, strlen(name) + 1);
            char *slash = strrchr(context->missing, '/');
            if (strcmp(field, "file") == 0 && slash != NULL) {
                /* It is the folder that is not there. */
                slash[slash == context->missing ? 1 : 0] = '\0';
            }
        }
    }
    jindu_json_free(asked);
    jindu_json_free(error);
}

int
ask_quietly(struct context *context, const char *method,
    struct jindu_text *params, struct jindu_json **answer,
    enum jindu_status *status)
{
    struct jindu_text none = JINDU_TEXT_INIT;
    if (params == NULL) {
        ask_begin(&none);
        params = &none;
    }
    jindu_json_end_object(params);
    context->result = NULL;
    *status = params->failed ? JINDU_NO_MEMORY : open_client(context);
    if (*status == JINDU_OK) {
        *status = jindu_client_call(
            context->client, method, params->bytes, &context->result);
    }
    context->missing[0] = '\0';
    if (*status == JINDU_NOT_FOUND) {
        note_missing(context, params);
    }
    jindu_text_free(params);
    if (*status != JINDU_OK) {
        return 0;
    }
    *status =
        jindu_json_parse(answer, context->result, strlen(context->result));
    if (*status == JINDU_OK && !has_form(method, *answer)) {
        jindu_json_free(*answer);
        *answer = NULL;
        *status = JINDU_MALFORMED;
    }
    return *status == JINDU_MALFORMED ? ask_complain_unreadable(context) : 0;
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
