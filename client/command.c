/* SPDX-License-Identifier: MIT */
#include "command.h"

#include "language.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SEQUENCE_MAX 9007199254740991LL /* 2^53 - 1 */

/* The place of an option among the values.  Asking for one that the command
 * does not have is a mistake of ours. */
static size_t
place_of(const struct context *context, const char *name)
{
    size_t place = 0;
    const struct command_option *option = context->command->options;
    for (; option != NULL && option->name != NULL; option++, place++) {
        if (strcmp(option->name, name) == 0) {
            return place;
        }
    }
    assert(false && "the command has this option");
    return place;
}

const char *
command_text(const struct context *context, const char *name)
{
    return context->values[place_of(context, name)];
}

bool
command_flag(const struct context *context, const char *name)
{
    return command_text(context, name) != NULL;
}

long long
command_number(
    const struct context *context, const char *name, long long otherwise)
{
    const char *text = command_text(context, name);
    return text == NULL ? otherwise : strtoll(text, NULL, 10);
}

static bool
read_number(
    const char *text, long long least, long long most, long long *number)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    bool digits = *text >= '0' && *text <= '9' && *end == '\0';
    if (!digits || errno != 0 || value < least || value > most) {
        return false;
    }
    *number = value;
    return true;
}

bool
command_operand_number(
    struct context *context, int index, long long most, long long *number)
{
    const char *text = context->operands[index];
    if (!read_number(text, 0, most, number)) {
        (void)command_usage(context,
            _("'%s' is not a number from 0 to %lld in plain digits"), text,
            most);
        return false;
    }
    return true;
}

bool
command_operand_item(struct context *context, int index, long long *number)
{
    const char *text = context->operands[index];
    if (!read_number(text, 1, COMMAND_ITEM_MAX, number)) {
        bool wide = (unsigned char)*text >= 0x80; /* may be of full width */
        (void)command_usage(context,
            wide
                ? _("'%s' is not the number of an item in plain digits; 'jindu "
                    "list' shows them")
                : _("'%s' is not the number of an item; 'jindu list' shows "
                    "them"),
            text);
        return false;
    }
    return true;
}

bool
command_operand_sequence(struct context *context, int index, long long *number)
{
    const char *text = context->operands[index];
    if (!read_number(text, 1, SEQUENCE_MAX, number)) {
        (void)command_usage(context,
            _("'%s' is not the sequence of a notice; 'jindu notice list' shows "
              "them"),
            text);
        return false;
    }
    return true;
}

int
command_usage(struct context *context, const char *format, ...)
{
    struct jindu_text message = JINDU_TEXT_INIT;
    va_list arguments;
    va_start(arguments, format);
    output_append_list(&message, format, arguments);
    va_end(arguments);
    int status = output_fail(&context->output, "usage", COMMAND_EXIT_USAGE,
        "%s", display_or_empty(message.bytes));
    jindu_text_free(&message);
    const char *name = context->command != NULL ? context->command->name : NULL;
    if (name != NULL) {
        output_hint(&context->output, _("see 'jindu help %s'"), name);
    } else {
        output_hint(&context->output, _("see 'jindu help'"));
    }
    return status;
}
