/* SPDX-License-Identifier: MIT */
/*
 * zone_setup: makes the office zone the zone of the process.
 *
 * glibc takes an unknown zone for UTC without a word, so the name is checked
 * against the zoneinfo files first.
 *
 * Threading  Once, before any other thread starts: setenv() races with every
 *            reader of the environment.
 * Errors     JINDU_INVALID when there is no such zone; logged here.
 */
#ifndef ZONE_SETUP_H
#define ZONE_SETUP_H

#include <jindu/status.h>

#include <stdbool.h>

/* Whether there is one of this name; nothing is logged. */
bool zone_setup_exists(const char *name);

JINDU_CHECK enum jindu_status zone_setup_check(const char *name);
JINDU_CHECK enum jindu_status zone_setup_use(const char *name);

#endif
