/* SPDX-License-Identifier: MIT */
/*
 * store_window: what memory knows of the window under way and of the outage
 * before it; meta keeps all but the last.
 */
#ifndef STORE_WINDOW_H
#define STORE_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

/* The window under way, what waits for the next, and the outage that its
 * digests tell.  Instants; 0: none. */
struct store_window {
    int64_t open;        /* of the window that has begun and is not over */
    int64_t done;        /* of the last that is */
    int64_t digest_due;  /* when the lines of digests leave; 0: no lines */
    int64_t outage_from; /* the newest row before it */
    int64_t outage_to;
    bool moved; /* by a configuration: no tick has settled that yet */
};

#endif
