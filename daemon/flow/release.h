/* SPDX-License-Identifier: MIT */
/*
 * release: lets the effects of a batch out, once it is on disk: the replies,
 * then the events, then the next instant to wake.
 *
 * Threading  Loop thread only.
 */
#ifndef RELEASE_H
#define RELEASE_H

struct batch;
struct calls;
struct doors;
struct ticker;

/* Borrowed.  doors is NULL before the sockets are open: nobody can have
 * subscribed, and whoever comes later reads what was stored. */
struct release {
    struct calls *calls;
    struct doors *doors;
    struct ticker *ticker;
};

void release_batch(const struct release *release, const struct batch *batch);

#endif
