/* SPDX-License-Identifier: MIT */
/*
 * store: the only read-write connection to the database.  It takes a batch of
 * changes, judges each by the rules of domain/, and puts what follows from them
 * on disk in one transaction.
 *
 *     batch --> BEGIN IMMEDIATE --> each change: key? rules? rows, event
 *           --> COMMIT (synchronous=FULL) --> batch with outcomes
 *
 * What a report writes: one journal row (event, audit record and source of
 * the reply at once), its item's row, its key.  Nothing that is keyed by
 * anything random is touched.
 *
 * Ownership  store_apply() fills the batch and keeps nothing of it.
 * Threading  One thread at a time: the writer's.  Every other connection to the
 *            file is read-only and never checkpoints (the WAL-reset defect of
 *            SQLite before 3.51.3 needs two writers).
 * Errors     A change that is refused fails alone: rules are checked before its
 *            first write.  So does one that meets a defect, ours or of a row:
 *            it has JINDU_INTERNAL; a tick puts such an item off for an hour.
 *            When SQLite fails, the whole batch is rolled back and has the
 *            status JINDU_STORAGE or JINDU_NO_MEMORY.  After an I/O error on
 *            COMMIT batch.fatal is set, and every further call says
 *            JINDU_STORAGE: whether that batch is on disk is unknown.
 */
#ifndef STORE_H
#define STORE_H

#include "change.h"
#include "window.h"

struct store;

#define STORE_FILE "jindu.db"
#define STORE_NEVER INT64_MAX

struct store_options {
    const char *directory; /* exists, 0700, the lock is held */
    struct window window;
    bool doorbell; /* streams are committed by who may read them */
};

/* Opens or creates, migrates, checks: header, application_id, version, pragmas
 * read back, the chain of the last rows; syncs the directory once.  A problem
 * is logged where it is found. */
JINDU_CHECK enum jindu_status store_open(
    struct store **store, const struct store_options *options);
/* Truncates the WAL when nobody reads, and closes.  NULL is allowed. */
void store_close(struct store *store);

/* Fills the years that the database lacks (files never overrule it). documents:
 * calendars in the form of calendar.load that jp_calendar_check() accepted.
 * Before the first batch. */
JINDU_CHECK enum jindu_status store_fill_calendar(struct store *store,
    const struct jindu_json *const *documents, size_t count, int64_t now);

/* One transaction.  batch->changes and count are set; the rest is filled. */
void store_apply(struct store *store, struct batch *batch, int64_t now);

/* Between batches: a checkpoint when the WAL asks for one. */
void store_maintain(struct store *store);

/* Of any thread. */
struct store_counters {
    uint64_t checkpoints;
    uint64_t checkpoints_hindered; /* a reader kept some of the WAL */
    uint64_t checkpoints_failed;
};
struct store_counters store_counters(const struct store *store);

const char *store_epoch(const struct store *store);
int64_t store_sequence(const struct store *store);

#endif
