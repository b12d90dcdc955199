/* SPDX-License-Identifier: MIT */
/*
 * change: what is to happen, and what happened.  The two sources (a client, the
 * clock) make changes; one transaction takes a batch of them; the sinks (reply,
 * publish, next wake-up) read what came out.
 *
 * Ownership  A change borrows its request until it is released.  A batch owns
 *            its outcomes' texts and its emissions; batch_clear() keeps their
 *            memory for the next round.
 * Threading  A batch belongs to one thread at a time and is handed over whole.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include <jindu/json.h>

#include "fault.h"
#include "principal.h"
#include "request.h"
#include "window.h"

#define BATCH_MAX 1024 /* changes in one transaction (design: at most 1024) */
#define BATCH_BYTES_MAX 1048576 /* of their messages, roughly */

/* "uid:N" of a local peer, else its numeric address: the longest is one of
 * IPv6 with a zone. */
#define CHANGE_ORIGIN_SIZE 80 /* "key:", a name, "@", an IPv6 address */

enum change_kind {
    CHANGE_REQUEST, /* a write of a client */
    CHANGE_TICK,    /* what is due at received_at; also the first at start */
    CHANGE_CLOCK,   /* the clock was stepped: judge the hold again, then tick */
    CHANGE_RELOAD,  /* the configuration was read again */
};

/* What of a configuration the store works by. */
struct change_reload {
    struct window window;
    const struct jindu_json *const *calendars; /* as store_fill_calendar() */
    size_t calendar_count;
};

struct change {
    enum change_kind kind;
    const struct jp_request *request;   /* NULL unless CHANGE_REQUEST */
    const struct change_reload *reload; /* NULL unless CHANGE_RELOAD */
    struct principal principal;
    char origin[CHANGE_ORIGIN_SIZE]; /* from where the request came */
    int64_t received_at;             /* the receipt time that decides */
    int64_t offset;      /* then, of the wall clock from the clock since boot:
                            it changes when somebody sets the first */
    size_t bytes;        /* counted against BATCH_BYTES_MAX */
    struct change *next; /* commit: the changes that wait */

    /* What came of it; set by the store. */
    enum jindu_status status;
    struct jp_fault fault;
    size_t result_at; /* in batch.results */
    size_t result_length;
};

/* One event in one stream, to be published once the batch is on disk. */
struct emission {
    size_t event_at; /* stored bytes, in batch.events */
    size_t event_length;
    int64_t sequence; /* in this stream */
    char stream[JP_STREAM_MAX + 1];
};

struct batch {
    struct change *changes[BATCH_MAX];
    size_t count;
    enum jindu_status status; /* of the transaction; not OK: nothing happened,
                                 and every change has this status */
    bool fatal;               /* an I/O error on COMMIT: the daemon must end */
    struct jindu_text results;
    struct jindu_text events;
    struct emission *emissions;
    size_t emission_count;
    size_t emission_capacity;
    int64_t next_due; /* when to tick next; INT64_MAX: never */
    int64_t sequence; /* the last of stream "all" */
    bool held;        /* the clock is not trusted (R2) */
    bool ticked;      /* a tick changed rows, with an event or without */
};

/* How full a batch is, to be cut back to when what came since is undone. */
struct batch_mark {
    size_t results;
    size_t events;
    size_t emissions;
};

struct batch_mark batch_mark(const struct batch *batch);
void batch_cut_back(struct batch *batch, const struct batch_mark *mark);

bool batch_holds(const struct batch *batch, const struct change *change);

/* Forgets everything but the memory. */
void batch_clear(struct batch *batch);
void batch_fini(struct batch *batch);

/* JINDU_NO_MEMORY; emissions are appended in the order of publication. */
JINDU_CHECK enum jindu_status batch_emit(struct batch *batch, size_t event_at,
    size_t event_length, const char *stream, int64_t sequence);

#endif
