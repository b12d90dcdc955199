/* SPDX-License-Identifier: MIT */
/*
 * help_topics: what the help tells beside the commands.
 *
 * Threading  Reads static data.
 */
#ifndef HELP_TOPICS_H
#define HELP_TOPICS_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

/* "exit-codes", "environment" ..; NULL beyond the last. */
const char *help_topics_name(size_t i);

/* The one that was probably meant; NULL: none. */
const char *help_topics_nearest(const char *typed);

/* Their names, a line each. */
void help_topics_list(struct output *output);

/* False: there is none of this name. */
bool help_topics_print(struct output *output, const char *name);

#endif
