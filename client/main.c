/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "command.h"
#include "commands.h"
#include "help.h"
#include "language.h"
#include "options.h"
#include "outbox.h"
#include "textdistance.h"

#include <string.h>

static int
settings_wrong(struct context *context, const struct settings_mistake *mistake)
{
    static const char *const known[] = { "server", "certificate",
        "server_certificate", "plan" };
    if (mistake->name[0] == '\0') {
        return output_fail(&context->output, "usage", COMMAND_EXIT_USAGE,
            _("'%s', line %d: not 'name = value'"), mistake->path,
            mistake->line);
    }
    (void)output_fail(&context->output, "usage", COMMAND_EXIT_USAGE,
        _("'%s', line %d: unknown name '%s'"), mistake->path, mistake->line,
        mistake->name);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (textdistance(mistake->name, known[i]) != TEXTDISTANCE_FAR) {
            output_hint(&context->output, _("did you mean '%s'?"), known[i]);
        }
    }
    return COMMAND_EXIT_USAGE;
}

static int
run(struct context *context, int argc, char **argv,
    const struct settings_mistake *mistake)
{
    int status = options_parse(context, argc, argv);
    output_choose_color(&context->output, context->settings.color);
    if (status != 0) {
        return status;
    }
    if (context->command == NULL) {
        help_overview(&context->output);
        return context->help ? 0 : COMMAND_EXIT_USAGE;
    }
    if (context->help) {
        help_command(&context->output, context->command);
        return 0;
    }
    if (mistake != NULL) {
        return settings_wrong(context, mistake);
    }
    return context->command->run(context);
}

int
main(int argc, char **argv)
{
    struct context context;
    struct settings_mistake mistake;
    memset(&context, 0, sizeof(context));
    language_start();
    bool good = settings_load(&context.settings, &mistake);
    output_open(&context.output);
    int status = run(&context, argc, argv, good ? NULL : &mistake);
    if (context.client != NULL && context.command != &cmd_flush) {
        outbox_remind(&context);
    }
    ask_close(&context);
    enum jindu_status finish = output_finish(&context.output);
    if (status == 0 && finish == JINDU_NO_MEMORY) {
        status = output_fail(&context.output, jindu_status_token(finish),
            jindu_status_exit(finish), "%s", _(jindu_status_text(finish)));
    } else if (status == 0 && finish != JINDU_OK) {
        status = output_fail(&context.output, "storage", COMMAND_EXIT_WRITE,
            _("the output could not be written"));
    }
    return status;
}
