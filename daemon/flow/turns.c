/* SPDX-License-Identifier: MIT */
#include "turns.h"

#include <stddef.h>

static void
put_last(struct turns *turns, struct turn *first)
{
    first->other = NULL;
    if (turns->end == NULL) {
        turns->first = first;
    } else {
        turns->end->other = first;
    }
    turns->end = first;
}

void
turns_add(struct turns *turns, struct turn *turn, const void *peer)
{
    struct turn *first = turns->first;
    *turn = (struct turn){ .peer = peer, .last = turn };
    while (first != NULL && first->peer != peer) {
        first = first->other;
    }
    if (first == NULL) {
        put_last(turns, turn);
    } else {
        first->last->next = turn;
        first->last = turn;
    }
}

struct turn *
turns_take(struct turns *turns)
{
    struct turn *taken = turns->first;
    if (taken == NULL) {
        return NULL;
    }
    turns->first = taken->other;
    if (turns->first == NULL) {
        turns->end = NULL;
    }
    if (taken->next != NULL) {
        taken->next->last = taken->last;
        put_last(turns, taken->next);
    }
    return taken;
}
