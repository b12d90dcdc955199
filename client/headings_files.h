/* SPDX-License-Identifier: MIT */
/*
 * headings_files: the words above the columns, from where they lie.
 *
 * The shipped file is needed; /etc/jindu/headings and the user's own (in
 * XDG_CONFIG_HOME, ~/.config) add to it, and --map to all of them.
 *
 * Errors     Returns 0, or the exit status and has said what is wrong.
 */
#ifndef HEADINGS_FILES_H
#define HEADINGS_FILES_H

#include "command.h"
#include "import/headings.h"

/* headings is freed by the caller in any case. */
int headings_files_load(
    struct context *context, struct import_headings *headings);

#endif
