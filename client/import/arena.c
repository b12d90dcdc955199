/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Large enough that a plan of some dozens of rows is one block. */
#define ARENA_BLOCK_SIZE 65536

struct import_arena_block {
    struct import_arena_block *next; /* import_arena::blocks */
    size_t used;
    size_t size;
    max_align_t bytes[];
};

static struct import_arena_block *
arena_block(struct import_arena *arena, size_t size)
{
    struct import_arena_block *block = NULL;

    if (size < ARENA_BLOCK_SIZE) {
        size = ARENA_BLOCK_SIZE;
    }
    if (size <= SIZE_MAX - sizeof(*block)) {
        block = calloc(1, sizeof(*block) + size);
    }
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *
import_arena_alloc(struct import_arena *arena, size_t count, size_t size)
{
    const size_t step = sizeof(max_align_t);
    struct import_arena_block *block = arena->blocks;
    void *memory = NULL;

    if (size && count > (SIZE_MAX - step) / size) {
        arena->failed = true;
        return NULL;
    }
    size = (count * size + step - 1) / step * step;
    if (!block || block->size - block->used < size) {
        block = arena_block(arena, size);
        if (!block) {
            return NULL;
        }
    }
    memory = (char *)block->bytes + block->used;
    block->used += size;
    return memory;
}

const char *
import_arena_string(
    struct import_arena *arena, const char *bytes, size_t length)
{
    char *copy = NULL;

    if (length == 0) {
        return "";
    }
    copy = import_arena_alloc(arena, length + 1, 1);
    if (!copy) {
        return NULL;
    }
    memcpy(copy, bytes, length);
    return copy;
}

void
import_arena_free(struct import_arena *arena)
{
    struct import_arena_block *block = arena->blocks;

    while (block) {
        struct import_arena_block *next = block->next;

        free(block);
        block = next;
    }
    arena->blocks = NULL;
}
