/* SPDX-License-Identifier: MIT */
/*
 * watch_start: is there what a watcher asks for?  Looked at once, before it
 * waits: a wrong name waits for ever.
 *
 * Errors     Returns 0, or the exit status and has complained.
 */
#ifndef WATCH_START_H
#define WATCH_START_H

#include "command.h"
#include "watch_filter.h"

/* Remarks on what does not exist yet.  since: the position the person named,
 * negative for none; beyond the end of the stream is an error. */
int watch_start(struct context *context, const struct watch_filter *filter,
    const char *stream, long long since);

/* Claims the name where it stands: one that would be refused is refused before
 * anything was done under it.  What may pass is left to the follower. */
int watch_claim(struct context *context, const char *stream, const char *name);

#endif
