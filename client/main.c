/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "command.h"
#include "commands.h"
#include "dates.h"
#include "help.h"
#include "language.h"
#include "options.h"
#include "outbox.h"
#include "typed.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Where one was closed, the next file or socket would get its number, and what
 * is printed.  Reading and writing fail as if it were closed. */
static void
fill_standard(void)
{
    for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++) {
        if (fcntl(standard, F_GETFD) < 0) {
            (void)open(
                "/dev/null", standard == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

static int
run(struct context *context, int argc, char **argv)
{
    int status = options_parse(context, argc, argv);
    const struct command *command = context->command;
    output_choose_color(&context->output, context->settings.color);
    if (context->settings.plain) {
        output_make_plain(&context->output);
    }
    if (context->settings.plain || context->settings.json) {
        dates_for_tools();
    }
    if (status == 0 && !context->settings.no_pager &&
        (command == NULL || command->paged || context->help)) {
        output_page(&context->output);
    }
    if (status != 0) {
        return status;
    }
    if (command == NULL) {
        help_overview(&context->output);
        return context->help ? 0 : COMMAND_EXIT_USAGE;
    }
    if (context->help) {
        help_command(&context->output, command);
        return 0;
    }
    struct settings_mistake mistake;
    if (!command->bare && !settings_load(&context->settings, &mistake)) {
        return settings_complain(&context->output, &mistake);
    }
    return command->run(context);
}

/* Two tell of the outbox themselves, and check is silent. */
static bool
is_reminded(const struct command *command)
{
    return command != &cmd_flush && command != &cmd_doctor &&
           command != &cmd_check;
}

int
main(int argc, char **argv)
{
    struct context context;
    fill_standard();
    memset(&context, 0, sizeof(context));
    language_start();
    settings_init(&context.settings);
    output_open(&context.output);
    context.settings.codeset = context.output.codeset;
    int status = run(&context, argc, argv);
    output_end_page(&context.output);
    if (context.client != NULL && is_reminded(context.command)) {
        outbox_remind(&context);
    }
    ask_close(&context);
    enum jindu_status finish = output_finish(&context.output);
    /* FOUND is a result; any other status has been complained about. */
    bool good = status == 0 || status == COMMAND_EXIT_FOUND;
    if (good && finish == JINDU_NO_MEMORY) {
        status = output_fail(&context.output, jindu_status_token(finish),
            jindu_status_exit(finish), "%s", _(jindu_status_text(finish)));
    } else if (good && finish != JINDU_OK) {
        status = output_fail(&context.output, "storage", COMMAND_EXIT_WRITE,
            _("the output could not be written: is the disk full, or did the "
              "program behind the pipe end?"));
    }
    output_close(&context.output);
    typed_free(&context);
    return status;
}
