/* SPDX-License-Identifier: MIT */
/*
 * query: everything that is only read, on a read-only connection.
 *
 * Each query is one short transaction: a page, never a plan.  It sees what was
 * committed when it began, so a client that waits for the answer of a write
 * reads its own writes.
 *
 * Ownership  The result is appended to the caller's text: one JSON object, the
 *            result of the method.  On failure the text is as it was.
 * Threading  One thread at a time: the reader's.
 * Errors     JINDU_NOT_FOUND, JINDU_RESET, JINDU_TRUNCATED and the like with
 *            their fault; JINDU_STORAGE when SQLite fails.
 */
#ifndef QUERY_H
#define QUERY_H

#include <jindu/json.h>

#include "fault.h"
#include "principal.h"
#include "request.h"

struct query;

/* What only the loop knows: who asks, and what server.status tells. */
struct query_facts {
    const struct principal *principal;
    int64_t now;
    int64_t caught_up; /* 0: a hold lasts since the start */
    int64_t started_at;
    const char *zone;
    bool doorbell;
    const char *counters; /* a JSON object as text */
};

JINDU_CHECK enum jindu_status query_open(
    struct query **query, const char *directory);
void query_close(struct query *query);

JINDU_CHECK enum jindu_status query_run(struct query *query,
    const struct jp_request *request, const struct query_facts *facts,
    struct jindu_text *result, struct jp_fault *fault);

/* For a beat.  JINDU_NOT_FOUND: nothing was published on it yet. */
JINDU_CHECK enum jindu_status query_head(
    struct query *query, const char *stream, int64_t *head, int64_t *floor);

#endif
