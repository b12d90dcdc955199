/* SPDX-License-Identifier: MIT */
/*
 * options_common: what the options that every command has do to its context.
 *
 * Errors     COMMAND_EXIT_USAGE, and it was said why.
 * Threading  One thread.
 */
#ifndef OPTIONS_COMMON_H
#define OPTIONS_COMMON_H

#include "command.h"

/* name: of command_common; value: checked, borrowed, "" for a flag. */
int options_take_common(
    struct context *context, const char *name, const char *value);

#endif
