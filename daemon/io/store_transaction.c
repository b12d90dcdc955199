/* SPDX-License-Identifier: MIT */
/* BEGIN, COMMIT and ROLLBACK, and what memory does with them. */
#include "store_parts.h"

#include <sqlite3.h>

#include "calendar.h"
#include "log.h"

enum jindu_status
store_begin(struct store *store)
{
    int rc;

    if (store->poisoned) {
        return JINDU_STORAGE;
    }
    /* IMMEDIATE: a reader's transaction cannot be raised to a writer's. */
    rc = sqlite3_exec(store->connection, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        log_error("cannot begin a transaction: %s", sqlite3_errstr(rc));
        return rc == SQLITE_NOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
    }
    store->changes_before = sqlite3_total_changes64(store->connection);
    return JINDU_OK;
}

/* SQLite has rolled back by itself after some errors; only the autocommit
 * flag tells. */
static void
end_transaction(struct store *store)
{
    int rc = SQLITE_OK;

    if (sqlite3_get_autocommit(store->connection) == 0) {
        rc = sqlite3_exec(store->connection, "ROLLBACK", NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK) {
        log_error("cannot roll back: %s", sqlite3_errstr(rc));
        store->poisoned = true;
    }
}

void
store_rollback(struct store *store)
{
    end_transaction(store);
    if (store->calendar_before != NULL) {
        calendar_free(store->calendar);
        store->calendar = store->calendar_before;
        store->calendar_before = NULL;
    }
    store->state = store->durable;
    store->due_is_stale = true;
}

static void
keep(struct store *store)
{
    calendar_free(store->calendar_before);
    store->calendar_before = NULL;
    store->durable = store->state;
}

/* A failed COMMIT whose cause is I/O leaves unknown whether it is on disk, and
 * the next fsync would say that all is well: never try again. */
static enum jindu_status
fail_commit(struct store *store, int rc)
{
    int cause = rc & 0xff;

    log_error("cannot commit: %s", sqlite3_errstr(rc));
    if (cause != SQLITE_FULL && cause != SQLITE_NOMEM && cause != SQLITE_BUSY) {
        store->poisoned = true;
    }
    store_rollback(store);
    return cause == SQLITE_NOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
}

enum jindu_status
store_commit(struct store *store)
{
    int rc;

    if (sqlite3_total_changes64(store->connection) == store->changes_before) {
        end_transaction(store);
        keep(store);
        return store->poisoned ? JINDU_STORAGE : JINDU_OK;
    }
    rc = sqlite3_exec(store->connection, "COMMIT", NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return fail_commit(store, rc);
    }
    keep(store);
    return JINDU_OK;
}
