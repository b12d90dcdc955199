/* SPDX-License-Identifier: MIT */
/*
 * watch_exec: runs a command for one event, and waits for its end.
 *
 * The command is given to sh -c.  Its standard input is the event as one line
 * of JSON; JINDU_STREAM, JINDU_EPOCH, JINDU_SEQUENCE and JINDU_TYPE say which
 * one it is: the first three together know a repeat.
 *
 * Errors     Returns 0, or the exit status and has complained.
 * Threading  One thread; the signals of the whole process.
 */
#ifndef WATCH_EXEC_H
#define WATCH_EXEC_H

#include <jindu/jindu.h>

#include "output.h"

/* Between the two, the first SIGTERM or SIGINT waits until the second of them
 * is called; another ends the process at once.  From the first on SIGPIPE is
 * ignored, as a command need not read its input, and SIGCHLD is not. */
void watch_exec_hold(void);
void watch_exec_release(void);

/* Only while held. */
int watch_exec(struct output *output, const char *command, const char *stream,
    const char *epoch, const struct jindu_event *event);

#endif
