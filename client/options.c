/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "commands.h"
#include "language.h"
#include "options_common.h"
#include "options_value.h"
#include "textdistance.h"
#include "typed.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define LETTERS_MAX (2 * COMMAND_VALUES_MAX + 3) /* "+:" and NUL, "x:" each */
/* Three words; longer ones are no command. */
#define WORDS_SIZE 128
/* Getopt's value of the first option: above letters. */
#define LONG_FIRST 1000

/* The options that may stand here, in getopt's form. */
struct table {
    const struct command_option *options[COMMAND_VALUES_MAX];
    size_t count;
    struct option longs[COMMAND_VALUES_MAX + 1];
    char letters[LETTERS_MAX];
};

static void
table_add(struct table *table, const struct command_option *option)
{
    assert(table->count < COMMAND_VALUES_MAX);
    size_t i = table->count++;
    bool has_value = option->kind != COMMAND_FLAG;
    table->options[i] = option;
    table->longs[i] = (struct option){ .name = option->name,
        .has_arg = has_value ? required_argument : no_argument,
        .val = LONG_FIRST + (int)i };
    if (option->letter != 0) {
        size_t length = strlen(table->letters);
        table->letters[length] = (char)option->letter;
        table->letters[length + 1] = has_value ? ':' : '\0';
        table->letters[length + 2] = '\0';
    }
}

/* stop: "+" ends at the first word, "" takes options between words. */
static void
table_init(struct table *table, const struct command *command, const char *stop)
{
    memset(table, 0, sizeof(*table));
    (void)snprintf(table->letters, sizeof(table->letters), "%s:", stop);
    if (command != NULL && command->options != NULL) {
        for (size_t i = 0; command->options[i].name != NULL; i++) {
            table_add(table, &command->options[i]);
        }
    }
    for (size_t i = 0; command_common[i].name != NULL; i++) {
        table_add(table, &command_common[i]);
    }
}

static size_t
table_find(const struct table *table, int found)
{
    if (found >= LONG_FIRST) {
        return (size_t)(found - LONG_FIRST);
    }
    for (size_t i = 0; i < table->count; i++) {
        if (table->options[i]->letter == found) {
            return i;
        }
    }
    assert(false && "getopt returns what it was given");
    return 0;
}

static int
unknown_option(
    struct context *context, const struct table *table, const char *word)
{
    const char *typed = word + strspn(word, "-");
    const char *best = NULL;
    for (size_t i = 0; i < table->count; i++) {
        best = textdistance_nearer(typed, best, table->options[i]->name);
    }
    if (best == NULL) {
        return command_usage(context, _("unknown option '%s'"), word);
    }
    return command_usage(
        context, _("unknown option '%s'; did you mean '--%s'?"), word, best);
}

/* What getopt stumbled over: the word before optind, or one letter of it. */
static int
complain(
    struct context *context, const struct table *table, char **argv, int found)
{
    const char *word = argv[optind > 0 ? optind - 1 : 0];
    char letter[3] = { '-', (char)optopt, '\0' };
    bool is_long = strncmp(word, "--", 2) == 0;
    const char *name =
        is_long || optopt <= 0 || optopt >= LONG_FIRST ? word : letter;
    if (found == ':') {
        return command_usage(context, _("option '%s' needs a value"), name);
    }
    if (is_long && optopt >= LONG_FIRST) {
        return command_usage(context, _("option '%s' takes no value"), name);
    }
    return unknown_option(context, table, typed_shown(context, name));
}

/* getopt takes the beginning of a name for the name.  What a script says would
 * then change with the next option that begins so. */
static bool
is_abbreviated(const struct command_option *option, char **argv, int found)
{
    if (found < LONG_FIRST) {
        return false;
    }
    bool apart = optarg != NULL && optarg == argv[optind - 1];
    const char *typed = argv[optind - (apart ? 2 : 1)] + strlen("--");
    size_t length = strcspn(typed, "=");
    return length != strlen(option->name);
}

static int
take_list(struct context *context, const char *name, const char *value)
{
    if (context->list_count == COMMAND_LIST_MAX) {
        return command_usage(context, _("--%s stands here more than %d times"),
            name, COMMAND_LIST_MAX);
    }
    context->list[context->list_count++] = value;
    return 0;
}

static int
take_value(
    struct context *context, const struct command_option *option, char **value)
{
    int status = option->kind != COMMAND_FILE
                     ? typed_value(context, option->name, value)
                     : 0;
    return status != 0 ? status : options_value(context, option, *value);
}

/* Takes options until a word (stop "+") or the end. */
static int
take_options(struct context *context, int argc, char **argv, const char *stop)
{
    struct table table;
    table_init(&table, context->command, stop);
    size_t own = 0;
    if (context->command != NULL && context->command->options != NULL) {
        while (context->command->options[own].name != NULL) {
            own++;
        }
    }
    opterr = 0;
    for (;;) {
        int found = getopt_long(argc, argv, table.letters, table.longs, NULL);
        if (found == -1) {
            return 0;
        }
        if (found == '?' || found == ':') {
            return complain(context, &table, argv, found);
        }
        size_t i = table_find(&table, found);
        const struct command_option *option = table.options[i];
        if (is_abbreviated(option, argv, found)) {
            return command_usage(context,
                _("options are written in full: '--%s'"), option->name);
        }
        char *value = optarg;
        int status = value != NULL ? take_value(context, option, &value) : 0;
        if (status == 0 && option->kind == COMMAND_LIST) {
            status = take_list(context, option->name, value);
        }
        if (status == 0 && i >= own) {
            status = options_take_common(
                context, option->name, display_or_empty(value));
        }
        if (status != 0) {
            return status;
        }
        context->values[i] = i < own ? display_or_empty(value) : NULL;
    }
}

static int
unknown_command(struct context *context, const char *typed)
{
    char best[COMMANDS_NAME_SIZE];
    if (!commands_nearest(typed, best)) {
        return command_usage(context, _("no command '%s'"), typed);
    }
    return command_usage(
        context, _("no command '%s'; did you mean '%s'?"), typed, best);
}

static int
take_operands(struct context *context, int argc, char **argv)
{
    const struct command *command = context->command;
    int count = argc - optind;
    if (context->help) {
        return 0;
    }
    if (count < command->least) {
        return command_usage(context, _("'jindu %s' needs %s"), command->name,
            _(command->operands));
    }
    if (count > command->most || count > COMMAND_OPERANDS_MAX) {
        return command_usage(context,
            _("'%s' is one word too many; a text with blanks needs quotes"),
            typed_shown(context, argv[optind + command->most]));
    }
    for (int i = 0; i < count; i++) {
        char *word = argv[optind + i];
        int status =
            i + 1 != command->file ? typed_operand(context, i + 1, &word) : 0;
        if (status != 0) {
            return status;
        }
        context->operands[i] = word;
    }
    context->operand_count = count;
    return 0;
}

static int
needs_word(struct context *context, const char *group)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    commands_put_group(&words, group);
    int status = command_usage(context, _("'jindu %s' needs one more word: %s"),
        group, display_or_empty(words.bytes));
    jindu_text_free(&words);
    return status;
}

/* Whatever is wrong before it is told as an object, too. */
static bool
wants_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            return true;
        }
    }
    return false;
}

/* "jindu plan --help" is "jindu help plan". */
static int
help_for_group(struct context *context, const char *group)
{
    static char words[WORDS_SIZE];
    (void)snprintf(words, sizeof(words), "%s", group);
    context->command = &cmd_help;
    context->operands[0] = words;
    context->operand_count = 1;
    context->help = false;
    return 0;
}

static int
parse(struct context *context, int argc, char **argv)
{
    char name[WORDS_SIZE] = "";
    char group[sizeof(name)] = "";
    int start = 0;
    while (context->command == NULL) {
        optind = 0; /* glibc: begin anew */
        int status = take_options(context, argc - start, argv + start, "+");
        if (status != 0) {
            return status;
        }
        start += optind;
        if (start >= argc) {
            if (group[0] == '\0') {
                return 0;
            }
            return context->help ? help_for_group(context, group)
                                 : needs_word(context, group);
        }
        char *word = argv[start];
        status = typed_name(context, &word);
        if (status != 0) {
            return status;
        }
        int length = snprintf(name, sizeof(name), "%s%s%s", group,
            group[0] != '\0' ? " " : "", word);
        context->command = commands_find(name);
        if (context->command == NULL &&
            (length >= (int)sizeof(name) || !commands_is_group(name))) {
            return unknown_command(context, name);
        }
        memcpy(group, name, sizeof(group));
    }
    optind = 0;
    int status = take_options(context, argc - start, argv + start, "");
    if (status == 0 && context->settings.server != NULL &&
        context->settings.context != NULL) {
        return command_usage(context, "%s",
            _("--server and --context both name a server: say one of them"));
    }
    return status != 0 ? status
                       : take_operands(context, argc - start, argv + start);
}

int
options_parse(struct context *context, int argc, char **argv)
{
    static char version[] = "version"; /* as other programs are asked */
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        argv[1] = version;
    }
    context->output.json = wants_json(argc, argv);
    int status = parse(context, argc, argv);
    if (status == 0) {
        context->output.json = context->settings.json;
    }
    return status;
}
