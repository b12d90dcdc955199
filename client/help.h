/* SPDX-License-Identifier: MIT */
/* help: what is told about the commands, from their one list. */
#ifndef HELP_H
#define HELP_H

#include "command.h"

void help_overview(struct output *output);
void help_command(struct output *output, const struct command *command);

/* A line of help: "  left        right"; right begins in one column. */
void help_pair(struct output *output, const char *left, const char *right);

#endif
