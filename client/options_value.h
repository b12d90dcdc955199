/* SPDX-License-Identifier: MIT */
/*
 * options_value: what may be the value of an option, by its kind.
 *
 * Errors     COMMAND_EXIT_USAGE, and it was said why.
 * Threading  One thread.
 */
#ifndef OPTIONS_VALUE_H
#define OPTIONS_VALUE_H

#include "command.h"

/* A name is rewritten in its place; given.h. */
int options_value(
    struct context *context, const struct command_option *option, char *value);

#endif
