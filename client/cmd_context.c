/* SPDX-License-Identifier: MIT */
/* Contexts: files of this person only, no daemon is asked. */
#include "columns.h"
#include "commands.h"
#include "contexts.h"
#include "language.h"

#include <jindu/jindu.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command_option add_options[] = {
    { "replace", 0, COMMAND_FLAG, NULL,
        N_("write it anew if there is one of that name") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static const struct command_option select_options[] = {
    { "none", 0, COMMAND_FLAG, NULL, N_("use no context from now on") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

/* Right after what failed: errno is its cause. */
static int
complain(struct context *context, enum jindu_status status, const char *name)
{
    int cause = errno;
    struct output *output = &context->output;
    if (status == JINDU_NOT_FOUND) {
        struct settings_mistake mistake = { .cause = ENOENT };
        (void)snprintf(mistake.context, sizeof(mistake.context), "%s", name);
        return settings_complain(output, &mistake);
    }
    if (status == JINDU_CONFLICT) {
        (void)output_fail(output, jindu_status_token(status),
            jindu_status_exit(status), _("there is a context '%s' already"),
            name);
        output_hint(output, "%s", _("to write it anew, say --replace"));
    } else if (status == JINDU_BUSY) {
        (void)output_fail(output, jindu_status_token(status),
            jindu_status_exit(status), "%s",
            _("another jindu writes contexts just now: try again"));
    } else if (status == JINDU_NO_MEMORY) {
        (void)output_fail(output, jindu_status_token(status),
            jindu_status_exit(status), "%s", _(jindu_status_text(status)));
    } else {
        char folder[SETTINGS_PATH_SIZE];
        (void)output_fail(output, jindu_status_token(status),
            jindu_status_exit(status), _("the contexts in '%s': %s"),
            settings_path(folder, "") ? folder : "~/.config/jindu",
            language_error(cause));
    }
    return jindu_status_exit(status);
}

static bool
is_given_name(struct context *context, const char *name)
{
    if (!contexts_is_name(name)) {
        (void)command_usage(context,
            _("'%s' is no name of a context: up to 64 bytes without blanks, "
              "'/' and signs of shells, beginning with neither '-' nor '.'"),
            name);
        return false;
    }
    return true;
}

/* Read in another folder, a path has to mean the same file. */
static bool
make_absolute(const char **value, char room[SETTINGS_TEXT_MAX])
{
    char folder[SETTINGS_TEXT_MAX];
    if (*value == NULL || **value == '/' || strstr(*value, "://") != NULL) {
        return true;
    }
    int length =
        getcwd(folder, sizeof(folder)) != NULL
            ? snprintf(room, SETTINGS_TEXT_MAX, "%s/%s", folder, *value)
            : -1;
    *value = room;
    return length > 0 && length < SETTINGS_TEXT_MAX;
}

/* Only the library knows what a server is called, and says so before anybody
 * is asked. */
static int
check_endpoint(struct context *context, const char *server)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client = NULL;
    options.server = server;
    options.timeout_ms = 1;
    enum jindu_status status = jindu_client_open(&client, &options);
    if (status == JINDU_OK) {
        status = jindu_client_call(client, "server.hello", NULL, NULL);
    }
    bool wrong = status == JINDU_INVALID && client != NULL &&
                 jindu_client_error(client) == NULL;
    int exit_status =
        wrong ? command_usage(context, "%s", jindu_client_detail(client)) : 0;
    jindu_client_close(client);
    return exit_status;
}

static int
run_add(struct context *context)
{
    struct settings *settings = &context->settings;
    const char *name = context->operands[0];
    if (!is_given_name(context, name)) {
        return COMMAND_EXIT_USAGE;
    }
    if (settings->server == NULL || *settings->server == '\0') {
        return command_usage(
            context, "%s", _("say which server: --server ENDPOINT"));
    }
    int exit_status = check_endpoint(context, settings->server);
    if (exit_status != 0) {
        return exit_status;
    }
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        const char **value = settings_value(settings, i);
        bool is_path = value != &settings->plan;
        if ((is_path && !make_absolute(value, settings->texts[i])) ||
            (*value != NULL && !settings_is_value(*value))) {
            return command_usage(context,
                _("a context cannot hold this value of '%s'"),
                settings_name(i));
        }
    }
    /* A path may be too long now. */
    exit_status = check_endpoint(context, settings->server);
    if (exit_status != 0) {
        return exit_status;
    }
    enum jindu_status status =
        contexts_write(name, settings, command_flag(context, "replace"));
    if (status != JINDU_OK) {
        return complain(context, status, name);
    }
    output_remark(&context->output,
        _("context '%s' is kept; 'jindu context select %s' makes it the one "
          "that is used"),
        name, name);
    return 0;
}

/* What is wrong with its file, in a few words; "": nothing. */
static void
put_fault(struct jindu_text *text, const struct settings_mistake *mistake)
{
    if (mistake->cause != 0) {
        output_append(text, "%s", language_error(mistake->cause));
    } else if (mistake->line == 0) {
        output_append(text, "%s", _("it names no server"));
    } else {
        output_append(text, _("line %d is wrong"), mistake->line);
    }
}

static void
put_members(struct jindu_text *json, struct settings *settings)
{
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        jindu_json_put_string(
            json, settings_name(i), *settings_value(settings, i));
    }
}

static void
list_one(struct jindu_text *json, struct columns *columns, const char *name,
    bool selected)
{
    struct settings settings;
    struct settings_mistake mistake;
    struct jindu_text fault = JINDU_TEXT_INIT;
    settings_init(&settings);
    bool good = settings_load_context(&settings, name, &mistake);
    if (!good) {
        put_fault(&fault, &mistake);
    }
    jindu_json_put_object(json, NULL);
    jindu_json_put_string(json, "fault", fault.bytes);
    jindu_json_put_string(json, "name", name);
    put_members(json, &settings);
    jindu_json_put_boolean(json, "selected", selected);
    jindu_json_end_object(json);
    columns_add(columns, TINT_NONE, selected ? "*" : "");
    columns_add(columns, TINT_NONE, name);
    columns_add(columns, TINT_NONE, settings.plan);
    columns_add(columns, good ? TINT_NONE : TINT_RED,
        good ? settings.server : fault.bytes);
    jindu_text_free(&fault);
}

static int
print_list(
    struct context *context, struct jindu_text *json, struct columns *columns)
{
    struct output *output = &context->output;
    if (context->settings.json) {
        output_check(json);
        output_print(output, "%s\n", display_or_empty(json->bytes));
    } else if (columns_empty(columns)) {
        output_remark(output, "%s",
            _("there is no context; 'jindu context add NAME --server ENDPOINT' "
              "makes one"));
    } else if (!columns_print(columns, output)) {
        return complain(context, JINDU_NO_MEMORY, "");
    }
    return 0;
}

static int
run_list(struct context *context)
{
    const struct column titles[] = { { .title = "" }, { .title = _("context") },
        { .title = _("plan") }, { .title = _("server") } };
    struct contexts contexts;
    struct jindu_text json = JINDU_TEXT_INIT;
    char selected[SETTINGS_TEXT_MAX];
    char path[SETTINGS_PATH_SIZE];
    enum jindu_status status = contexts_list(&contexts);
    if (status != JINDU_OK) {
        return complain(context, status, "");
    }
    (void)contexts_selected(selected, path);
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    jindu_json_put_object(&json, NULL);
    jindu_json_put_array(&json, "contexts");
    for (size_t i = 0; i < contexts.count; i++) {
        list_one(&json, columns, contexts.names[i],
            strcmp(contexts.names[i], selected) == 0);
    }
    jindu_json_end_array(&json);
    jindu_json_end_object(&json);
    int exit_status = print_list(context, &json, columns);
    columns_free(columns);
    jindu_text_free(&json);
    return exit_status;
}

static int
run_select(struct context *context)
{
    bool none = command_flag(context, "none");
    const char *name = none ? NULL : context->operands[0];
    if (none == (context->operand_count > 0)) {
        return command_usage(
            context, "%s", _("say the name of a context, or --none"));
    }
    if (!none && !is_given_name(context, name)) {
        return COMMAND_EXIT_USAGE;
    }
    enum jindu_status status = contexts_select(name);
    if (status != JINDU_OK) {
        return complain(context, status, none ? "" : name);
    }
    if (none) {
        output_remark(&context->output, "%s", _("no context is used now"));
    } else {
        output_remark(&context->output, _("'%s' is used from now on"), name);
    }
    return 0;
}

static int
run_remove(struct context *context)
{
    const char *name = context->operands[0];
    if (!is_given_name(context, name)) {
        return COMMAND_EXIT_USAGE;
    }
    enum jindu_status status = contexts_remove(name);
    if (status != JINDU_OK) {
        return complain(context, status, name);
    }
    output_remark(&context->output,
        _("context '%s' is removed; its key files are left alone"), name);
    return 0;
}

static void
print_settings(struct context *context, struct settings *settings)
{
    struct output *output = &context->output;
    if (context->settings.json) {
        struct jindu_text json = JINDU_TEXT_INIT;
        jindu_json_put_object(&json, NULL);
        jindu_json_put_string(&json, "context", settings->context);
        put_members(&json, settings);
        jindu_json_end_object(&json);
        output_check(&json);
        output_print(output, "%s\n", display_or_empty(json.bytes));
        jindu_text_free(&json);
        return;
    }
    if (settings->context == NULL) {
        output_remark(output, "%s", _("no context is used"));
    } else {
        output_print(output, "# %s\n", settings->context);
    }
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        const char *value = *settings_value(settings, i);
        if (value != NULL) {
            output_print(output, "%s = %s\n", settings_name(i), value);
        }
    }
}

static int
run_show(struct context *context)
{
    struct settings named;
    struct settings_mistake mistake;
    struct settings *settings = &context->settings;
    const char *name = context->operand_count > 0 ? context->operands[0] : NULL;
    bool good;
    if (name == NULL) {
        good = settings_load(settings, &mistake);
    } else {
        settings = &named;
        settings_init(settings);
        settings->context = name;
        good = settings_load_context(settings, name, &mistake);
    }
    if (!good) {
        return settings_complain(&context->output, &mistake);
    }
    print_settings(context, settings);
    return 0;
}

const struct command cmd_context_add = {
    .name = "context add",
    .operands = N_("NAME"),
    .least = 1,
    .most = 1,
    .summary = N_("keep a server and its keys under a name"),
    .details = N_("Keeps what --server, --certificate, --server-certificate "
                  "and --plan say. A context counts as a whole: with a server "
                  "from --server or JINDU_SERVER nothing of it is used, and "
                  "with it no other file of settings.\n"
                  "  jindu context add county --server tcp://10.0.0.5:7447 \\\n"
                  "    --server-certificate county.key\n"
                  "  jindu context select county\n"
                  "  jindu list --context county"),
    .options = add_options,
    .run = run_add,
    .bare = true,
};

const struct command cmd_context_list = {
    .name = "context list",
    .operands = "",
    .summary = N_("show the contexts, and which is used"),
    .run = run_list,
    .paged = true,
    .bare = true,
};

const struct command cmd_context_select = {
    .name = "context select",
    .operands = N_("[NAME]"),
    .most = 1,
    .summary = N_("use this context from now on"),
    .details = N_("For one command --context NAME does it, for one terminal "
                  "JINDU_CONTEXT."),
    .options = select_options,
    .run = run_select,
    .bare = true,
};

const struct command cmd_context_show = {
    .name = "context show",
    .operands = N_("[NAME]"),
    .most = 1,
    .summary = N_("show a context, or what is used just now"),
    .run = run_show,
    .bare = true,
};

const struct command cmd_context_remove = {
    .name = "context remove",
    .operands = N_("NAME"),
    .least = 1,
    .most = 1,
    .summary = N_("forget a context"),
    .run = run_remove,
    .bare = true,
};
