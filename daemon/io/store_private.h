/* SPDX-License-Identifier: MIT */
/*
 * store_private: what the store_*.c files share.
 *
 * One change at a time runs inside the transaction of its batch as a struct
 * work.  A handler refuses before its first write; anything that fails later
 * (JINDU_STORAGE, JINDU_NO_MEMORY, JINDU_INTERNAL) ends the transaction.
 *
 * Ownership  struct store_state is what memory knows of the database; it is
 *            copied back when a transaction is.
 */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "digest.h"
#include "event.h"
#include "item.h"
#include "schema.h"
#include "store.h"
#include "store_statement.h"
#include "store_window.h"

/* meta.hold: why nothing is issued; 0: nothing keeps it. */
#define STORE_HOLD_BEHIND 1
#define STORE_HOLD_RANGE 2
#define STORE_HOLD_FORWARD 3

/* The database as this much memory knows it. */
struct store_state {
    int64_t sequence;                   /* the last of the journal */
    unsigned char hash[JP_DIGEST_SIZE]; /* of that row */
    bool judged;                        /* the clock was, since the start */
    bool metered;                       /* offset is known */
    const char *hold;                   /* why nothing is issued, or NULL */
    int64_t high_water; /* the newest instant of a row, but for those that were
                           written while nothing was issued */
    int64_t water_kept; /* what the database says of it */
    int64_t offset;     /* of the last change, as struct change has it */
    int64_t astray;     /* how far the clock was set from where it should be */
    struct window window; /* of the configuration */
    struct store_window windows;
    struct store_window windows_kept; /* what the database says of them */
    int64_t plan;                     /* the plan used last; 0: none */
    int64_t plan_revision;
    char plan_code[JP_PLAN_MAX + 1];
    int64_t principal; /* the principal used last; 0: none */
    char principal_name[PRINCIPAL_NAME_SIZE];
};

struct store {
    struct sqlite3 *connection;
    struct sqlite3_stmt *statements[SQL_COUNT];
    struct calendar *calendar;
    struct calendar *calendar_before; /* replaced in this transaction */
    char epoch[JP_UUID_TEXT_SIZE];
    struct store_state state;
    struct store_state durable; /* as of the last commit */
    struct jindu_text event;    /* the one being written */
    struct jindu_text scratch;
    int64_t changes_before; /* sqlite3_total_changes64 at BEGIN */
    int64_t next_due;
    bool due_is_stale; /* the ledger changed since next_due was read */
    bool doorbell;     /* publish = doorbell */
    bool poisoned;     /* COMMIT met an I/O error */
    bool full;         /* an error since the start was the disk's room */
    int complaint;     /* what the log was told last; of SQLite */
    int64_t complained_at;
    int frames; /* in the WAL */
    int checkpoint_at;
    _Atomic uint64_t checkpoints[3]; /* by what came of them: store_open.c */
};

/* One change under way. */
struct work {
    struct store *store;
    struct batch *batch;
    struct change *change;
    const struct jp_request *request; /* NULL: the clock */
    int64_t now;
    int32_t today;
    const char *actor;  /* NULL: the clock */
    const char *origin; /* from where; NULL: the clock */
    const char *person; /* on whose behalf; NULL: nobody known */
    int64_t window;     /* under way in this tick; 0: none */
    int64_t sequence;   /* of its event; 0: none was written */
    bool quiet;         /* its events are left to stream.read */
    size_t event_at;    /* in batch->events */
    size_t event_length;
};

/* An item of a live plan, as loaded to be changed. */
struct store_item {
    struct item item;
    int64_t plan;
    int64_t no;
    int64_t content;
    int64_t last_event;
    const char *code; /* of the plan: borrowed from the request or store */
};

static inline bool
store_is_fatal(enum jindu_status status)
{
    return status == JINDU_STORAGE || status == JINDU_NO_MEMORY ||
           status == JINDU_INTERNAL;
}

/* A refusal of this change; returns status. */
static inline enum jindu_status
store_refuse(struct work *work, enum jindu_status status, const char *field,
    const char *rule)
{
    return jp_refuse(&work->change->fault, status, field, rule);
}

#endif
