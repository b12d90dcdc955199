/* SPDX-License-Identifier: MIT */
#include "options_value.h"

#include "given.h"
#include "language.h"

#include <jindu/date.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MAX 3660 /* PROTOCOL.md, "due_within": ten years */

static bool
is_number(const char *text, long long most, bool may_end_in_d)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (may_end_in_d && *end == 'd') {
        end++;
    }
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 &&
           value >= 0 && value <= most;
}

static bool
is_choice(const char *text, const char *choices)
{
    size_t length = strlen(text);
    for (const char *at = choices; at != NULL && length > 0;) {
        if (strncmp(at, text, length) == 0 &&
            (at[length] == '|' || at[length] == '\0')) {
            return true;
        }
        at = strchr(at, '|');
        at = at != NULL ? at + 1 : NULL;
    }
    return false;
}

static bool
is_valid(const struct command_option *option, const char *value)
{
    int32_t date = 0;
    switch (option->kind) {
    case COMMAND_FLAG:
    case COMMAND_TEXT:
    case COMMAND_PERSON:
    case COMMAND_UNIT:
    case COMMAND_LIST:
    case COMMAND_FILE:
        return true;
    case COMMAND_NUMBER:
        return is_number(value, LLONG_MAX, false);
    case COMMAND_DAYS:
        return is_number(value, DAYS_MAX, true);
    case COMMAND_DATE:
        return jindu_date_parse(value, &date) ||
               (strcmp(option->name, "deadline") == 0 &&
                   strcmp(value, "none") == 0);
    case COMMAND_CHOICE:
        return is_choice(value, option->value);
    }
    return false;
}

static int
wrong_value(struct context *context, const struct command_option *option,
    const char *value)
{
    if (option->kind == COMMAND_DATE) {
        return command_usage(context,
            _("--%s: '%s' is no day of the calendar; write it as 2026-12-31"),
            option->name, value);
    }
    if (option->kind == COMMAND_DAYS) {
        return command_usage(context,
            _("--%s: '%s' is no number of days from 0 to %d"), option->name,
            value, DAYS_MAX);
    }
    const char *form = option->value;
    return command_usage(context, _("'%s' is no value for --%s (%s)"), value,
        option->name, option->kind == COMMAND_CHOICE ? form : _(form));
}

/* Texts and names: what the daemon could not read, or would take for another
 * name. */
static int
take_words(
    struct context *context, const struct command_option *option, char *value)
{
    bool of_person = option->kind == COMMAND_PERSON;
    if (option->kind != COMMAND_FILE && !given_is_utf8(value)) {
        return command_usage(
            context, _("the text of --%s is not UTF-8"), option->name);
    }
    if ((of_person || option->kind == COMMAND_UNIT) &&
        given_name(value, of_person) != 1) {
        return command_usage(
            context, _("--%s: '%s' is not one name"), option->name, value);
    }
    return 0;
}

int
options_value(
    struct context *context, const struct command_option *option, char *value)
{
    int status = take_words(context, option, value);
    return status != 0 || is_valid(option, value)
               ? status
               : wrong_value(context, option, value);
}
