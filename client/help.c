/* SPDX-License-Identifier: MIT */
#include "help.h"

#include "commands.h"
#include "display.h"
#include "help_topics.h"
#include "language.h"
#include "places.h"

#include <jindu/version.h>

#include <stdio.h>
#include <string.h>

#define LEFT_CELLS 26 /* room of a command or option before its words */
#define RIGHT_CELLS (LEFT_CELLS + 4)

void
help_pair(struct output *output, const char *left, const char *right)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    struct jindu_text words = JINDU_TEXT_INIT;
    size_t width = display_width(left, output->wide);
    output_append(&line, "  %s", left);
    for (; width < LEFT_CELLS; width++) {
        jindu_text_append(&line, " ", 1);
    }
    /* A left side that is longer has a line of its own on a terminal. */
    if (width > LEFT_CELLS && output->width != OUTPUT_NO_LIMIT) {
        output_append(&line, "\n%*s", RIGHT_CELLS, "");
    } else {
        output_append(&line, "  ");
    }
    output_append(&line, "%s\n", places_tell(&words, right));
    output_lines(output, RIGHT_CELLS, display_or_empty(line.bytes));
    jindu_text_free(&words);
    jindu_text_free(&line);
}

static void
print_option(struct output *output, const struct command_option *option)
{
    struct jindu_text left = JINDU_TEXT_INIT;
    bool choice = option->kind == COMMAND_CHOICE;
    if (option->letter != 0) {
        output_append(&left, "-%c, ", option->letter);
    }
    output_append(&left, "--%s", option->name);
    if (option->value != NULL) {
        output_append(&left, " %s", choice ? option->value : _(option->value));
    }
    help_pair(output, display_or_empty(left.bytes), _(option->help));
    jindu_text_free(&left);
}

static void
print_options(struct output *output, const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        print_option(output, options);
    }
}

void
help_overview(struct output *output)
{
    output_print(output, "%s\n\n",
        _("jindu: report the progress of a plan, and hear its notices"));
    output_print(output, "%s\n", _("Usage: jindu COMMAND [OPTION]..."));
    output_print(output, "\n%s\n", _("Commands:"));
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        struct jindu_text left = JINDU_TEXT_INIT;
        const struct command *command = commands_all[i];
        output_append(&left, "%s", command->name);
        if (command->alias != NULL) {
            output_append(&left, " (%s)", command->alias);
        }
        help_pair(output, display_or_empty(left.bytes), _(command->summary));
        jindu_text_free(&left);
    }
    output_print(output, "\n%s\n", _("Options of every command:"));
    print_options(output, command_common);
    output_print(output, "\n%s\n", _("More: jindu help COMMAND, or of"));
    help_topics_list(output);
}

void
help_command(struct output *output, const struct command *command)
{
    const char *operands = command->operands;
    output_print(
        output, "jindu %s: %s\n\n", command->name, _(command->summary));
    output_print(output, _("Usage: jindu %s%s%s [OPTION]...\n"), command->name,
        *operands != '\0' ? " " : "", *operands != '\0' ? _(operands) : "");
    if (command->alias != NULL) {
        output_print(output, _("Also: jindu %s\n"), command->alias);
    }
    if (command->details != NULL) {
        struct jindu_text words = JINDU_TEXT_INIT;
        output_print(output, "\n");
        output_lines(output, 0, places_tell(&words, _(command->details)));
        output_print(output, "\n");
        jindu_text_free(&words);
    }
    if (command->options != NULL) {
        output_print(output, "\n%s\n", _("Options:"));
        print_options(output, command->options);
    }
    output_print(output, "\n%s\n", _("Options of every command:"));
    print_options(output, command_common);
}

static int
run_help(struct context *context)
{
    char name[128]; /* up to three words */
    struct output *output = &context->output;
    const char *first =
        context->operand_count > 0 ? context->operands[0] : NULL;
    if (first == NULL) {
        help_overview(output);
        return 0;
    }
    if (context->operand_count == 1 && help_topics_print(output, first)) {
        return 0;
    }
    size_t length = 0;
    name[0] = '\0';
    for (int i = 0; i < context->operand_count && length < sizeof(name); i++) {
        length += (size_t)snprintf(name + length, sizeof(name) - length, "%s%s",
            i > 0 ? " " : "", context->operands[i]);
    }
    const struct command *command = commands_find(name);
    if (command != NULL) {
        help_command(output, command);
        return 0;
    }
    if (length < sizeof(name) && commands_is_group(name)) {
        for (size_t i = 0; commands_all[i] != NULL; i++) {
            const char *other = commands_all[i]->name;
            if (strncmp(other, name, length) == 0 && other[length] == ' ') {
                help_pair(output, other, _(commands_all[i]->summary));
            }
        }
        return 0;
    }
    char near[COMMANDS_NAME_SIZE];
    const char *topic = help_topics_nearest(name);
    context->command = NULL; /* the complaint is not about help itself */
    if (topic != NULL) {
        return command_usage(
            context, _("no command '%s'; did you mean '%s'?"), name, topic);
    }
    return commands_nearest(name, near)
               ? command_usage(context,
                     _("no command '%s'; did you mean '%s'?"), name, near)
               : command_usage(context, _("no command '%s'"), name);
}

static int
run_version(struct context *context)
{
    output_print(&context->output,
        context->settings.json ? "{\"version\":\"%s\"}\n" : "jindu %s\n",
        JINDU_VERSION);
    return 0;
}

const struct command cmd_help = {
    .name = "help",
    .alias = "帮助",
    .operands = N_("[COMMAND|TOPIC]"),
    .most = 3,
    .summary = N_("tell about jindu or a command"),
    .run = run_help,
    .paged = true,
    .bare = true,
};

const struct command cmd_version = {
    .name = "version",
    .operands = "",
    .summary = N_("print the version"),
    .run = run_version,
    .bare = true,
};
