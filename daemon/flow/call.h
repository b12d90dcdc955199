/* SPDX-License-Identifier: MIT */
/*
 * call: one frame of a client, from its arrival to its reply.
 *
 *     frame --> call --> part, part ...  each a change or a read
 *     reply <-- when every part is answered, in the order of the requests
 *
 * Ownership  A call and its parts are calls' own, kept for the next frame.
 *            A part is lent to whoever is to answer it, and comes back by
 *            exactly one calls_result() or calls_refuse().
 * Threading  Loop thread only; a part that is lent to the reader is its own.
 * Bounds     By quota: at most JP_WAITING_MAX parts exist.
 */
#ifndef CALL_H
#define CALL_H

#include <jindu/json.h>

#include "change.h"
#include "front.h"
#include "quota.h"
#include "request.h"
#include "turns.h"
#include "worker.h"

struct call;
struct calls;
struct lookup;

struct part {
    struct change change; /* first: release finds the part by it */
    struct jp_request request;
    struct jp_fault fault;
    struct worker_job job; /* of a read */
    struct turn turn;      /* of a read */
    int64_t caught_up;     /* of server.status */
    const void *peer;      /* the same for all of one connection */
    struct lookup *lookup;
    enum jindu_status status;
    struct jindu_text result;   /* of a read */
    struct jindu_text counters; /* of server.status */
    struct jindu_text answer;   /* in a batch, until all are there */
    struct call *call;
    struct part *next; /* call::parts, in order; or calls::spare_parts */
};

struct calls_options {
    void (*reply)(void *cookie, const struct front_address *address,
        const char *bytes, size_t length);
    void *cookie;
    const char *epoch; /* borrowed for good */
};

struct calls_counters {
    uint64_t requests;
    uint64_t refused[JINDU_INTERNAL + 1]; /* by status */
    struct quota_counters busy;
};

JINDU_CHECK enum jindu_status calls_new(
    struct calls **calls, const struct calls_options *options);
/* Only when nothing is unanswered.  NULL is allowed. */
void calls_free(struct calls *calls);

/* Takes message over on JINDU_OK.  JINDU_BUSY or JINDU_NO_MEMORY: nothing was
 * taken; calls_turn_away() says so to the client. */
JINDU_CHECK enum jindu_status calls_begin(struct calls *calls,
    const struct front_address *address, const struct jp_message *message,
    struct part **parts);

/* Answers the whole message with one status, and frees it.  retry_ms goes with
 * JINDU_BUSY. */
void calls_turn_away(struct calls *calls, const struct front_address *address,
    struct jp_message *message, enum jindu_status status, int64_t retry_ms);

/* Answers what is no message at all: id null. */
void calls_refuse_frame(struct calls *calls,
    const struct front_address *address, enum jindu_status status,
    const struct jp_fault *fault);

void calls_result(
    struct calls *calls, struct part *part, const char *result, size_t length);
/* fault may be NULL. */
void calls_refuse(struct calls *calls, struct part *part,
    enum jindu_status status, const struct jp_fault *fault);

/* Requests not yet answered. */
size_t calls_waiting(const struct calls *calls);
struct calls_counters calls_counters(const struct calls *calls);

#endif
