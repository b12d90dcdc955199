/* SPDX-License-Identifier: MIT */
/*
 * config_doors: the doors that a configuration names, each with its key.
 *
 * Ownership  Keys are read here, wiped here and kept by nobody but libzmq.
 * Errors     Logged where they are found.
 */
#ifndef CONFIG_DOORS_H
#define CONFIG_DOORS_H

#include "config.h"
#include "doors.h"

/* Whether the keys can be used. */
JINDU_CHECK enum jindu_status config_doors_check(const struct config *config);

/* options has all but the places. */
JINDU_CHECK enum jindu_status config_doors_open(struct doors **doors,
    const struct config *config, const struct door_place *local,
    struct doors_options options);

#endif
