/* SPDX-License-Identifier: MIT */
/*
 * turns: whose request is next, when many wait: one of each peer in turn, and
 * those of one peer in order.  A peer that asks for much waits for itself.
 *
 *     ring:  A1 ── B1 ── C1        take: A1, B1, C1, A2, B2, A3
 *            │     │
 *            A2    B2
 *            │
 *            A3
 *
 * Ownership  A turn is part of what waits; from turns_add() to turns_take() it
 *            belongs to the ring.
 * Threading  Loop thread only.
 */
#ifndef TURNS_H
#define TURNS_H

struct turn {
    const void *peer;   /* compared, never followed */
    struct turn *next;  /* of the same peer */
    struct turn *last;  /* of the same peer; kept in its first */
    struct turn *other; /* the first of the next peer; kept in its first */
};

/* Zeroed, it is empty. */
struct turns {
    struct turn *first; /* whose peer is next */
    struct turn *end;
};

/* Looks for the peer along the ring: as many steps as peers wait. */
void turns_add(struct turns *turns, struct turn *turn, const void *peer);

/* NULL when nobody waits. */
struct turn *turns_take(struct turns *turns);

#endif
