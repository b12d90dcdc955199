/* SPDX-License-Identifier: MIT */
/*
 * query_upkeep: what takes minutes and is asked for now and then: a backup,
 * and a check of the whole database.
 *
 * Each opens a read-only connection of its own and closes it at its end, so
 * an idle daemon has none, and the reader serves meanwhile.  A backup holds
 * one snapshot until it is done, the quick_check of a check too: the WAL
 * grows by what is written meanwhile, and is cut back afterwards.
 *
 *     FOLDER/.jindu-XXXXXX  --copy, mark, sync-->  renamed to FILE
 *
 * Ownership  The result is appended to the caller's text.
 * Threading  query_upkeep_run() on one thread; query_upkeep_stop() on any.
 * Errors     JINDU_CLOSED after query_upkeep_stop(); of a backup that fails
 *            nothing is left, of one that was killed nothing after the next
 *            query_upkeep_new() (leftover.h).
 */
#ifndef QUERY_UPKEEP_H
#define QUERY_UPKEEP_H

#include <jindu/json.h>

#include "fault.h"
#include "request.h"

struct query_upkeep;

/* directory: of the store; borrowed for good. */
JINDU_CHECK enum jindu_status query_upkeep_new(
    struct query_upkeep **upkeep, const char *directory);

/* server.check or admin.backup. */
JINDU_CHECK enum jindu_status query_upkeep_run(struct query_upkeep *upkeep,
    const struct jp_request *request, struct jindu_text *result,
    struct jp_fault *fault);

/* What runs ends soon, and all that comes. */
void query_upkeep_stop(struct query_upkeep *upkeep);

/* NULL is allowed. */
void query_upkeep_free(struct query_upkeep *upkeep);

#endif
