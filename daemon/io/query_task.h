/* SPDX-License-Identifier: MIT */
/*
 * query_task: what query_backup.c and query_check.c share: a long read that
 * can be ended at any time.
 */
#ifndef QUERY_TASK_H
#define QUERY_TASK_H

#include "query_private.h"

struct query_upkeep;

struct query_task {
    struct query_upkeep *upkeep;
    struct query *query; /* its own */
    const struct jp_request *request;
    struct jindu_text *out;
    struct jp_fault *fault;
};

bool query_task_is_stopped(struct query_task *task);

/* Where the database lies. */
const char *query_task_directory(const struct query_task *task);

/* One snapshot, until the end; JINDU_CLOSED when it was stopped. */
JINDU_CHECK enum jindu_status query_task_begin(struct query_task *task);
void query_task_end(struct query_task *task);

/* Each puts the members of its result. */
JINDU_CHECK enum jindu_status query_backup(struct query_task *task);
JINDU_CHECK enum jindu_status query_check(struct query_task *task);

#endif
