/* SPDX-License-Identifier: MIT */
/*
 * lookup: reads, on the reader's thread.
 *
 * Ownership  A part is lent from lookup_submit() until it is answered.
 * Threading  Loop thread; the query is the reader's until its worker ends.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stdint.h>

struct batch;
struct calls;
struct lookup;
struct part;
struct query;
struct worker;

struct lookup_options {
    struct worker *worker;
    struct query *query;
    struct calls *calls;
    int64_t started_at;
    const char *zone;
    bool doorbell;
    /* Appends one JSON object: what server.status tells beside the store. */
    void (*count)(void *cookie, struct jindu_text *out);
    /* Answers lookup_head(). */
    void (*head)(void *cookie, const char *stream, enum jindu_status status,
        int64_t head, int64_t floor);
    void *cookie;
};

JINDU_CHECK enum jindu_status lookup_new(
    struct lookup **lookup, const struct lookup_options *options);

/* After each batch: it says until when all is told. */
void lookup_released(struct lookup *lookup, const struct batch *batch);

void lookup_submit(struct lookup *lookup, struct part *part);
void lookup_head(struct lookup *lookup, const char *stream);

/* Only when the worker has ended.  NULL is allowed. */
void lookup_free(struct lookup *lookup);

#endif
