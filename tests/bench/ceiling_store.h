/* SPDX-License-Identifier: MIT */
/*
 * ceiling_store: the least that durable reports cost a database: parse, two
 * hashes, three writes, one transaction for a batch.
 *
 * Ownership  ceiling_open() exits on failure; ceiling_close() frees.
 * Threading  One thread at a time.
 */
#ifndef CEILING_STORE_H
#define CEILING_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "bench.h"

struct ceiling_store;

/* One request as a client would have sent it. */
struct ticket {
    char text[BENCH_TEXT_SIZE];
    size_t length;
    int64_t sent_at;
};

struct ceiling_store *ceiling_open(const char *directory, int items);
void ceiling_write(
    struct ceiling_store *store, struct ticket *const *batch, size_t count);
/* Between batches, when the WAL asks for it. */
void ceiling_checkpoint(struct ceiling_store *store);
void ceiling_close(struct ceiling_store *store);

#endif
