/* SPDX-License-Identifier: MIT */
/*
 * origin: from where a message came, as the journal keeps it.
 *
 *     "localhost:1000:1000:4711"  -->  "uid:1000"    what the kernel says
 *     "10.1.2.3"                  -->  "10.1.2.3"
 *     "::ffff:10.1.2.3"           -->  "10.1.2.3"    over a socket of IPv6
 *
 * The left column is what libzmq calls Peer-Address.  Group and process are
 * left out: one proves nothing, the other is gone when somebody reads it.
 *
 * Threading  A pure function.
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <jindu/status.h>

#include <stdbool.h>

#include "change.h"

/* False: no such address, NULL among them. */
JINDU_CHECK bool origin_read(
    char origin[CHANGE_ORIGIN_SIZE], const char *address);

#endif
