/* SPDX-License-Identifier: MIT */
/*
 * server: runs the loop, from start to a stop in order.
 *
 * Threading  The main thread, once.
 * Errors     Logged where they are found; the status is why the daemon ended.
 */
#ifndef SERVER_H
#define SERVER_H

#include <jindu/status.h>

struct config;
struct setup;

/* A stop that takes longer ends the process at once: all that was
 * acknowledged is on disk, so nothing is lost by it. */
#define SERVER_STOP_MS 10000

/* Paths are set, directories made, locks held.  Returns after SIGTERM or
 * SIGINT with JINDU_OK.  A reload reads setup again and changes config. */
JINDU_CHECK enum jindu_status server_run(
    struct config *config, const struct setup *setup);

#endif
