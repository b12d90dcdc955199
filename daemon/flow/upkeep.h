/* SPDX-License-Identifier: MIT */
/*
 * upkeep: admin.backup and server.check, on a thread of their own; one at a
 * time, so that the disk serves the others meanwhile.
 *
 * Ownership  A part is lent from upkeep_submit() on JINDU_OK until it is
 *            answered.
 * Threading  Loop thread; the query is the thread's.
 */
#ifndef UPKEEP_H
#define UPKEEP_H

#include <jindu/status.h>

struct calls;
struct part;
struct upkeep;
struct uv_loop_s;

struct upkeep_options {
    struct uv_loop_s *loop;
    struct calls *calls;
    const char *directory; /* of the store; borrowed for good */
};

JINDU_CHECK enum jindu_status upkeep_new(
    struct upkeep **upkeep, const struct upkeep_options *options);

/* JINDU_BUSY while another one is under way. */
JINDU_CHECK enum jindu_status upkeep_submit(
    struct upkeep *upkeep, struct part *part);

/* What is under way ends soon and is answered JINDU_CLOSED. */
void upkeep_stop(struct upkeep *upkeep);

/* Waits for that.  NULL is allowed. */
void upkeep_free(struct upkeep *upkeep);

#endif
