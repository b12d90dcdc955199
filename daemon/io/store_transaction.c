/* SPDX-License-Identifier: MIT */
/* BEGIN, COMMIT and ROLLBACK, and what memory does with them. */
#include "store_parts.h"

#include <sqlite3.h>

#include "calendar.h"
#include "clock.h"
#include "log.h"
#include "stop_point.h"
#include "store_file.h"

/* A full disk refuses one batch after the other: that is news once, and then
 * once a minute. */
#define COMPLAINT_MS (60 * 1000)

static void
complain(struct store *store, const char *what, int rc)
{
    int64_t now = clock_monotonic();

    store->full |= store_file_is_full(store->connection);
    if (rc != store->complaint || now - store->complained_at >= COMPLAINT_MS) {
        store->complaint = rc;
        store->complained_at = now;
        log_error("cannot %s: %s", what, sqlite3_errstr(rc));
    }
}

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
        complain(store, "begin a transaction", rc);
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
    store->complaint = SQLITE_OK;
}

/* A failed COMMIT whose cause is I/O leaves unknown whether it is on disk, and
 * the next fsync would say that all is well: never try again. */
static enum jindu_status
fail_commit(struct store *store, int rc)
{
    int cause = rc & 0xff;

    complain(store, "commit", rc);
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
    STOP_POINT("before_commit");
    rc = sqlite3_exec(store->connection, "COMMIT", NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return fail_commit(store, rc);
    }
    STOP_POINT("after_commit");
    keep(store);
    return JINDU_OK;
}

static enum jindu_status
run(struct store *store, enum sql sql)
{
    struct statement s = statement_use(store, sql);

    return statement_run(&s);
}

enum jindu_status
store_apart(struct work *work,
    enum jindu_status (*act)(struct work *work, int64_t id), int64_t id,
    bool *undone)
{
    struct store *store = work->store;
    const struct store_state state = store->state;
    const struct batch_mark mark = batch_mark(work->batch);
    enum jindu_status status = run(store, SQL_SAVEPOINT);

    if (status != JINDU_OK) {
        return status;
    }
    status = act(work, id);
    *undone = status == JINDU_INTERNAL;
    if (*undone) {
        status = run(store, SQL_TAKE_BACK);
        store->state = state;
        store->due_is_stale = true;
        batch_cut_back(work->batch, &mark);
    }
    return status == JINDU_OK ? run(store, SQL_RELEASE) : status;
}
