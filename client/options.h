/* SPDX-License-Identifier: MIT */
/*
 * options: the command line -> context.  Common options may stand before,
 * between and after the words of the command.
 *
 * Errors     Returns 0, or the exit status and has said what is wrong.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "command.h"

/* Fills command, operands and values, and lays the common options over the
 * settings.  Without any word context->command stays NULL. */
int options_parse(struct context *context, int argc, char **argv);

#endif
