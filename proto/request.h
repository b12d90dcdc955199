/* SPDX-License-Identifier: MIT */
/*
 * request: a JSON-RPC message -> struct jp_request.  PROTOCOL.md, 2 and 5.
 *
 * Decoding is total: any bytes yield requests that satisfy every rule which
 * needs no store, or a fault that names the first offending member.  Nothing
 * past this header checks the grammar of a request again.
 *
 * Ownership  A request points into the document it was decoded from and lives
 *            as long; it frees nothing.
 * Threading  Pure functions.  A document may be read by several threads as
 *            long as nobody frees it.
 * Errors     The status says which; fault says where.
 * Vectors    proto/vectors/request.vec
 */
#ifndef JP_REQUEST_H
#define JP_REQUEST_H

#include "bounds.h"
#include "calendar_form.h"
#include "digest.h"
#include "fault.h"
#include "method.h"
#include "plan_item.h"
#include "uuid.h"

/* Members that a method does not have are NULL, 0, false or NONE. */
struct jp_request {
    enum jp_method method;
    const struct jindu_json *id;
    unsigned char key[JP_UUID_SIZE];       /* of a write with a key */
    unsigned char content[JP_DIGEST_SIZE]; /* of the same */
    int64_t deadline_ms;                   /* 0: none */
    int64_t client_time;                   /* 0: none */

    const char *plan;
    int64_t item;       /* 0: none */
    const char *person; /* on whose behalf, or a filter */

    /* report.submit, item.* */
    int percent; /* -1: none */
    bool no_change;
    bool done;
    const char *note;
    const char *blocked;
    const char *reason;
    int64_t corrects;
    int32_t as_of;
    int32_t effective;
    bool has_deadline; /* item.update; deadline may be NONE: made undated */
    int32_t deadline;
    const char *confirm; /* "deadline", "unit" */

    bool brief; /* plan.list */

    /* plan.load, plan.confirm */
    const char *draft;
    int64_t part;
    bool last;
    const struct jindu_json *head;
    const struct jindu_json *items;
    bool has_digest; /* whenever draft is set */
    unsigned char digest[JP_DIGEST_SIZE];
    const char *vanished; /* NULL, "withdraw", "keep" */
    bool guesses;

    /* notice.*, calendar.* */
    int64_t notice;
    const char *phase;
    const struct jindu_json *calendar;
    int64_t year;

    /* lists */
    const char *category;
    const char *unit;
    const char *leader;
    const char *state;
    bool overdue;
    int64_t due_within; /* -1: none */
    const char *cursor; /* "after" where it is no number */
    int64_t after;      /* stream.read, stream.commit, audit.verify */
    bool has_after;
    int64_t before; /* 0: none */
    int64_t limit;  /* 0: the default */
    const char *stream;
    const char *reader; /* "cursor": the name of one */
    const char *epoch;
    const struct jindu_json *kinds;

    const char *file; /* admin.backup */
};

/* A frame: parsed, not yet looked into. */
struct jp_message {
    struct jindu_json *document;
    bool batch; /* an array: answered by an array */
    size_t count;
};

/* JINDU_MALFORMED, JINDU_INVALID_REQUEST (empty or too long a batch, or
 * neither object nor array) or JINDU_NO_MEMORY. */
JINDU_CHECK enum jindu_status jp_message_parse(
    struct jp_message *message, const char *bytes, size_t length);
void jp_message_free(struct jp_message *message);

/* value: the document itself, or one element of a batch.  request->id is set
 * whenever the value has a proper one, whatever is returned. */
JINDU_CHECK enum jindu_status jp_request_decode(struct jp_request *request,
    const struct jindu_json *value, struct jp_fault *fault);

#endif
