/* SPDX-License-Identifier: MIT */
/*
 * setup: what the command line, the file and the environment say together;
 * the same at a start and at a reload.
 *
 * Ownership  struct setup borrows the words of the command line for good.
 * Threading  One thread, as config_read().
 * Errors     Logged here with file and line; config is untouched then.
 *            JINDU_NOT_FOUND: the file cannot be opened.
 */
#ifndef SETUP_H
#define SETUP_H

#include <jindu/status.h>

struct config;

/* NULL: not given. */
struct setup {
    const char *config;
    const char *state;
    const char *sockets;
};

/* What the file says, or what an empty one means when there is none. */
JINDU_CHECK enum jindu_status setup_read(
    const struct setup *setup, struct config *config);

/* Sets the two directories, absolute.  The parents of one that nobody named
 * are made. */
JINDU_CHECK enum jindu_status setup_place(
    const struct setup *setup, struct config *config);

#endif
