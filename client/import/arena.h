/* SPDX-License-Identifier: MIT */
/*
 * arena: memory that lives and ends with one imported file.
 *
 * Ownership  Everything handed out belongs to the arena and ends with it.
 * Threading  One thread at a time.
 * Errors     NULL when memory is out; failed then stays set, so that a caller
 *            may ask once, at its end.
 */
#ifndef IMPORT_ARENA_H
#define IMPORT_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct import_arena_block;

struct import_arena {
    struct import_arena_block *blocks; /* the one being filled first */
    bool failed;
};

/* Zeroed, aligned for any type; size 0 gives a valid pointer as well. */
void *import_arena_alloc(struct import_arena *arena, size_t count, size_t size);

/* A NUL-terminated copy; "" is not copied. */
const char *import_arena_string(
    struct import_arena *arena, const char *bytes, size_t length);

void import_arena_free(struct import_arena *arena);

#endif
