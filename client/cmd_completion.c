/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "language.h"

#include <string.h>

static void
print_options(struct output *output, const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        output_print(output, " --%s", options->name);
    }
}

/* True when no command before i begins with these bytes and then ends or has
 * another word. */
static bool
is_first_of(size_t i, size_t length)
{
    for (size_t j = 0; j < i; j++) {
        const char *name = commands_all[j]->name;
        if (strncmp(name, commands_all[i]->name, length) == 0 &&
            (name[length] == ' ' || name[length] == '\0')) {
            return false;
        }
    }
    return true;
}

/* The words that may follow the first length bytes of a name. */
static void
print_group(struct output *output, const char *group, size_t length)
{
    output_print(output, "    '%.*s') words='", (int)length, group);
    const char *gap = "";
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const char *name = commands_all[i]->name;
        if (strncmp(name, group, length) == 0 && name[length] == ' ') {
            size_t word = strcspn(name + length + 1, " ");
            if (is_first_of(i, length + 1 + word)) {
                output_print(
                    output, "%s%.*s", gap, (int)word, name + length + 1);
                gap = " ";
            }
        }
    }
    output_print(output, "' ;;\n");
}

/* Every group that this command is the first of. */
static void
print_groups(struct output *output, size_t i)
{
    const char *name = commands_all[i]->name;
    size_t length = strcspn(name, " ");
    while (name[length] == ' ') {
        if (is_first_of(i, length)) {
            print_group(output, name, length);
        }
        length += 1 + strcspn(name + length + 1, " ");
    }
}

static void
print_words(struct output *output)
{
    const char *gap = "";
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const char *name = commands_all[i]->name;
        size_t length = strcspn(name, " ");
        if (is_first_of(i, length)) {
            output_print(output, "%s%.*s", gap, (int)length, name);
            gap = " ";
        }
    }
}

static int
run(struct context *context)
{
    struct output *output = &context->output;
    if (strcmp(context->operands[0], "bash") != 0) {
        return command_usage(context, _("no completion for '%s', only bash"),
            context->operands[0]);
    }
    output_print(output, "%s",
        "# bash completion of jindu\n_jindu()\n{\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} words=''\n"
        "    local typed=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\"\n"
        "    case $typed in\n    '') words='");
    print_words(output);
    output_print(output, "' ;;\n");
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        print_groups(output, i);
    }
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        output_print(output, "    '%s'*) words='", commands_all[i]->name);
        print_options(output, commands_all[i]->options);
        print_options(output, command_common);
        output_print(output, "' ;;\n");
    }
    output_print(output, "%s",
        "    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
        "}\ncomplete -o default -F _jindu jindu\n");
    return 0;
}

const struct command cmd_completion = {
    .name = "completion",
    .operands = N_("bash"),
    .least = 1,
    .most = 1,
    .summary = N_("print the completion script of a shell"),
    .run = run,
    .bare = true,
};
