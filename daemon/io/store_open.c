/* SPDX-License-Identifier: MIT */
/* The file: opened, checked, checkpointed, closed. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calendar.h"
#include "log.h"
#include "schema.h"
#include "store_file.h"
#include "store_parts.h"

/* FULL syncs the WAL at every commit.  A build that plants NORMAL here shows
 * that the power-cut test can fail. */
#ifndef STORE_SYNCHRONOUS
#define STORE_SYNCHRONOUS "FULL"
#endif

#define PATH_SIZE 4096
#define BUSY_TIMEOUT_MS 5000   /* a reader that recovers the WAL at its open */
#define LENGTH_MAX 1048576     /* of a row; a long digest has 650 kB */
#define CHECKPOINT_FRAMES 1000 /* SQLite's own measure: 4 MB of WAL */
#define WAL_BYTES_MAX (64 * 1048576) /* readers held it too long: cut it */
#define PAGE_SIZE 4096
#define PRAGMA_SIZE 16 /* of the one word that a pragma says */

/* 32 MiB: the items of a large plan, and the right edge of every table. */
#define CACHE_SIZE "-32768"

static enum jindu_status
open_connection(struct store *store, const char *path)
{
    int rc = sqlite3_open_v2(path, &store->connection,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
            SQLITE_OPEN_EXRESCODE,
        NULL);

    if (rc != SQLITE_OK) {
        store->full = store_file_is_full(store->connection);
        log_error("cannot open '%s': %s", path, sqlite3_errstr(rc));
        return rc == SQLITE_NOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
    }
    (void)sqlite3_busy_timeout(store->connection, BUSY_TIMEOUT_MS);
    (void)sqlite3_limit(store->connection, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    return JINDU_OK;
}

static enum jindu_status
configure(struct store *store)
{
    static const struct {
        int option;
        int value;
    } options[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        int rc = sqlite3_db_config(
            store->connection, options[i].option, options[i].value, NULL);

        if (rc != SQLITE_OK) {
            log_error("cannot configure the database: %s", sqlite3_errstr(rc));
            return JINDU_STORAGE;
        }
    }
    return JINDU_OK;
}

/* Somebody else's database is closed as it was found: neither turned to WAL nor
 * relieved of the WAL it has. */
static enum jindu_status
identify(struct store *store)
{
    int rc = sqlite3_db_config(
        store->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    enum jindu_status status =
        rc == SQLITE_OK ? schema_identify(store->connection) : JINDU_INTERNAL;

    if (status == JINDU_OK) {
        (void)sqlite3_db_config(
            store->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    } else {
        store->full = store_file_is_full(store->connection);
        (void)sqlite3_close(store->connection);
        store->connection = NULL;
    }
    return status;
}

/* Runs a pragma and compares what it says then. */
static enum jindu_status
require(struct store *store, const char *pragma, const char *wanted)
{
    sqlite3_stmt *statement = NULL;
    char value[PRAGMA_SIZE] = "";
    int rc =
        sqlite3_prepare_v2(store->connection, pragma, -1, &statement, NULL);

    if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        (void)snprintf(value, sizeof(value), "%s",
            (const char *)sqlite3_column_text(statement, 0));
    }
    /* What a step could not do is an error of the connection only now. */
    if (rc == SQLITE_OK) {
        rc = sqlite3_finalize(statement);
    }
    if (rc == SQLITE_OK && strcmp(value, wanted) == 0) {
        return JINDU_OK;
    }
    if (rc != SQLITE_OK) {
        store->full = store_file_is_full(store->connection);
        log_error("cannot run '%s': %s", pragma,
            store_file_trouble(store->connection));
    } else {
        log_error("'%s' says '%s', not '%s'", pragma, value, wanted);
    }
    return JINDU_STORAGE;
}

static enum jindu_status
set_pragmas(struct store *store)
{
    bool full = strcmp(STORE_SYNCHRONOUS, "FULL") == 0;
    enum jindu_status status =
        require(store, "PRAGMA journal_mode = WAL", "wal");
    int rc;

    if (status != JINDU_OK) {
        return status;
    }
    rc = sqlite3_exec(store->connection,
        "PRAGMA synchronous = " STORE_SYNCHRONOUS ";"
        "PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON;"
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
        "PRAGMA cache_size = " CACHE_SIZE ";"
        "PRAGMA journal_size_limit = 67108864",
        NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        log_error("cannot configure the database: %s", sqlite3_errstr(rc));
        return JINDU_STORAGE;
    }
    return require(store, "PRAGMA synchronous", full ? "2" : "1");
}

static int
note_frames(void *context, sqlite3 *connection, const char *name, int frames)
{
    struct store *store = context;

    (void)connection;
    (void)name;
    if (frames < store->frames) {
        store->checkpoint_at = CHECKPOINT_FRAMES; /* the WAL began anew */
    }
    store->frames = frames;
    return SQLITE_OK;
}

static int64_t
real_time(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum jindu_status
load(struct store *store)
{
    enum jindu_status status = statement_prepare_all(store);

    if (status == JINDU_OK) {
        status = store_begin(store);
    }
    if (status != JINDU_OK) {
        return status;
    }
    status = store_meta_load(store, real_time());
    if (status == JINDU_OK) {
        status = store_calendar_read(store);
    }
    if (status == JINDU_OK) {
        status = store_window_load(store);
    }
    if (status == JINDU_OK) {
        return store_commit(store);
    }
    store_rollback(store);
    return status;
}

static enum jindu_status
migrate(struct store *store)
{
    enum jindu_status status = schema_migrate(store->connection);

    if (status != JINDU_OK) {
        store->full = store_file_is_full(store->connection);
        (void)sqlite3_exec(store->connection, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

/* What is wrong was said where it was found, not in which file, and what to
 * do. */
static void
complain(const struct store *store, const char *path, bool identified)
{
    if (store->full) {
        log_error("cannot start on '%s': its disk has no room left; the "
                  "database is not damaged: make room there, then start again",
            path);
    } else if (identified) {
        log_error("cannot start on '%s'; a backup of it may be whole", path);
    }
}

static enum jindu_status
open_at(struct store *store, const char *directory)
{
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof(path), "%s/%s", directory, STORE_FILE);
    enum jindu_status status;
    bool identified;

    if (length < 0 || (size_t)length >= sizeof(path)) {
        log_error("cannot open '%s': the path is too long", directory);
        return JINDU_STORAGE;
    }
    status = store_file_check(directory, path);
    if (status == JINDU_OK) {
        status = open_connection(store, path);
    }
    if (status == JINDU_OK) {
        status = configure(store);
    }
    if (status == JINDU_OK) {
        status = identify(store);
    }
    identified = status == JINDU_OK;
    if (status == JINDU_OK) {
        status = set_pragmas(store);
    }
    if (status == JINDU_OK) {
        status = store_file_sync(directory);
    }
    if (status == JINDU_OK) {
        status = migrate(store);
    }
    if (status == JINDU_OK) {
        (void)sqlite3_wal_hook(store->connection, note_frames, store);
        status = load(store);
    }
    if (status != JINDU_OK) {
        complain(store, path, identified);
    }
    return status;
}

enum jindu_status
store_open(struct store **store, const struct store_options *options)
{
    struct store *opened = calloc(1, sizeof(*opened));
    enum jindu_status status;

    if (opened == NULL) {
        return JINDU_NO_MEMORY;
    }
    opened->doorbell = options->doorbell;
    opened->state.window = options->window;
    opened->due_is_stale = true;
    opened->checkpoint_at = CHECKPOINT_FRAMES;
    status = open_at(opened, options->directory);
    if (status != JINDU_OK) {
        store_close(opened);
        return status;
    }
    *store = opened;
    return JINDU_OK;
}

static void
truncate_wal(struct store *store)
{
    (void)sqlite3_busy_timeout(store->connection, 0);
    if (sqlite3_wal_checkpoint_v2(store->connection, NULL,
            SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK) {
        store->frames = 0;
    }
    (void)sqlite3_busy_timeout(store->connection, BUSY_TIMEOUT_MS);
}

enum checkpoint {
    CHECKPOINT_DONE,
    CHECKPOINT_HINDERED,
    CHECKPOINT_FAILED
};

/* A reader's snapshot, or a full disk, leaves frames in the WAL: they are as
 * durable there, and the next checkpoint takes them. */
static void
checkpoint(struct store *store)
{
    int frames = 0;
    int copied = 0;
    int rc = sqlite3_wal_checkpoint_v2(
        store->connection, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);

    if (rc != SQLITE_OK && rc != SQLITE_BUSY) {
        log_warning("cannot checkpoint: %s", sqlite3_errstr(rc));
        store->checkpoints[CHECKPOINT_FAILED]++;
    } else if (rc == SQLITE_BUSY || copied < frames) {
        store->checkpoints[CHECKPOINT_HINDERED]++;
    } else {
        store->checkpoints[CHECKPOINT_DONE]++;
    }
}

void
store_maintain(struct store *store)
{
    if (store->poisoned || store->frames < store->checkpoint_at) {
        return;
    }
    checkpoint(store);
    if (store->frames > WAL_BYTES_MAX / PAGE_SIZE) {
        truncate_wal(store);
    }
    /* A reader may keep the WAL from beginning anew: not at every batch. */
    store->checkpoint_at = store->frames + CHECKPOINT_FRAMES;
}

struct store_counters
store_counters(const struct store *store)
{
    return (struct store_counters){
        .checkpoints = store->checkpoints[CHECKPOINT_DONE],
        .checkpoints_hindered = store->checkpoints[CHECKPOINT_HINDERED],
        .checkpoints_failed = store->checkpoints[CHECKPOINT_FAILED],
    };
}

void
store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    if (store->connection != NULL && !store->poisoned) {
        truncate_wal(store);
    }
    statement_finalize_all(store);
    (void)sqlite3_close(store->connection);
    calendar_free(store->calendar);
    calendar_free(store->calendar_before);
    jindu_text_free(&store->event);
    jindu_text_free(&store->scratch);
    free(store);
}
