/* SPDX-License-Identifier: MIT */
#include "ceiling_store.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 4096
#define CHECKPOINT_FRAMES 1000 /* as the daemon does */

struct ceiling_store {
    sqlite3 *connection;
    sqlite3_stmt *journal;
    sqlite3_stmt *item;
    sqlite3_stmt *key;
    int64_t sequence;
    unsigned char hash[32];
    int frames;
};

static const char schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 0;"
    "CREATE TABLE IF NOT EXISTS journal (sequence INTEGER PRIMARY KEY,"
    " at INTEGER, type TEXT, item INTEGER, previous INTEGER, event TEXT,"
    " hash BLOB) STRICT;"
    "CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, plan INTEGER,"
    " no INTEGER, state INTEGER, percent INTEGER, revision INTEGER,"
    " last_event INTEGER, last_report_at INTEGER, rest TEXT) STRICT;"
    "CREATE TABLE IF NOT EXISTS request_key (principal INTEGER, key BLOB,"
    " content BLOB, sequence INTEGER, PRIMARY KEY (principal, key)) STRICT,"
    " WITHOUT ROWID;";

static void
check(struct ceiling_store *store, int rc, int expected)
{
    if (rc != expected) {
        bench_die("sqlite", sqlite3_errmsg(store->connection));
    }
}

static void
prepare(struct ceiling_store *store, const char *sql, sqlite3_stmt **statement)
{
    check(store,
        sqlite3_prepare_v2(store->connection, sql, -1, statement, NULL),
        SQLITE_OK);
}

static int
count_frames(void *cookie, sqlite3 *connection, const char *name, int frames)
{
    struct ceiling_store *store = cookie;

    (void)connection;
    (void)name;
    store->frames = frames;
    return SQLITE_OK;
}

struct ceiling_store *
ceiling_open(const char *directory, int items)
{
    struct ceiling_store *store = calloc(1, sizeof(*store));
    char path[PATH_SIZE];
    char sql[256];
    sqlite3_stmt *last;

    if (store == NULL || sodium_init() < 0) {
        bench_die("cannot begin", "out of memory");
    }
    (void)snprintf(path, sizeof(path), "%s/ceiling.db", directory);
    check(store, sqlite3_open(path, &store->connection), SQLITE_OK);
    check(store, sqlite3_exec(store->connection, schema, NULL, NULL, NULL),
        SQLITE_OK);
    (void)snprintf(sql, sizeof(sql),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
        "i < %d) INSERT OR IGNORE INTO item SELECT i, 1, i, 0, 0, 1, 0, 0, "
        "'0123456789012345678901234567890123456789' FROM n",
        items);
    check(store, sqlite3_exec(store->connection, sql, NULL, NULL, NULL),
        SQLITE_OK);
    prepare(store, "SELECT coalesce(max(sequence), 0) FROM journal", &last);
    check(store, sqlite3_step(last), SQLITE_ROW);
    store->sequence = sqlite3_column_int64(last, 0);
    (void)sqlite3_finalize(last);
    prepare(store, "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &store->journal);
    prepare(store,
        "UPDATE item SET percent = ?2, revision = revision + 1,"
        " last_event = ?3, last_report_at = ?4 WHERE id = ?1",
        &store->item);
    prepare(
        store, "INSERT INTO request_key VALUES (1, ?1, ?2, ?3)", &store->key);
    (void)sqlite3_wal_hook(store->connection, count_frames, store);
    return store;
}

static void
step(struct ceiling_store *store, sqlite3_stmt *statement)
{
    check(store, sqlite3_step(statement), SQLITE_DONE);
    (void)sqlite3_reset(statement);
}

/* The 16 bytes of a UUID in text. */
static void
read_key(const char *text, unsigned char key[16])
{
    for (int i = 0; i < 16; i++) {
        while (*text == '-') {
            text++;
        }
        char digits[3] = { text[0], text[1], '\0' };

        key[i] = (unsigned char)strtoul(digits, NULL, 16);
        text += 2;
    }
}

/* The three writes and both hashes of one report. */
static void
store_one(struct ceiling_store *store, const struct ticket *ticket)
{
    cJSON *request = cJSON_ParseWithLength(ticket->text, ticket->length);
    cJSON *params = cJSON_GetObjectItemCaseSensitive(request, "params");
    int item = cJSON_GetObjectItemCaseSensitive(params, "item")->valueint;
    const char *key =
        cJSON_GetObjectItemCaseSensitive(params, "key")->valuestring;
    const char *note =
        cJSON_GetObjectItemCaseSensitive(params, "note")->valuestring;
    unsigned char content[32];
    unsigned char whole[16];
    char event[BENCH_TEXT_SIZE];
    int64_t now = bench_now_ms();
    size_t length;

    (void)crypto_generichash(content, sizeof(content),
        (const unsigned char *)ticket->text, ticket->length, NULL, 0);
    store->sequence++;
    length = bench_event_text(event, item, key, note, store->sequence, now);
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, 32);
    (void)crypto_generichash_update(&state, store->hash, 32);
    (void)crypto_generichash_update(
        &state, (const unsigned char *)event, length);
    (void)crypto_generichash_final(&state, store->hash, 32);

    (void)sqlite3_bind_int64(store->journal, 1, store->sequence);
    (void)sqlite3_bind_int64(store->journal, 2, now);
    (void)sqlite3_bind_text(
        store->journal, 3, "jindu.report.submitted", -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(store->journal, 4, item);
    (void)sqlite3_bind_int64(store->journal, 5, store->sequence - 1);
    (void)sqlite3_bind_text(
        store->journal, 6, event, (int)length, SQLITE_STATIC);
    (void)sqlite3_bind_blob(store->journal, 7, store->hash, 32, SQLITE_STATIC);
    step(store, store->journal);
    (void)sqlite3_bind_int64(store->item, 1, item);
    (void)sqlite3_bind_int64(store->item, 2, 50);
    (void)sqlite3_bind_int64(store->item, 3, store->sequence);
    (void)sqlite3_bind_int64(store->item, 4, now);
    step(store, store->item);
    read_key(key, whole);
    (void)sqlite3_bind_blob(store->key, 1, whole, 16, SQLITE_STATIC);
    (void)sqlite3_bind_blob(store->key, 2, content, 32, SQLITE_STATIC);
    (void)sqlite3_bind_int64(store->key, 3, store->sequence);
    step(store, store->key);
    cJSON_Delete(request);
}

void
ceiling_write(
    struct ceiling_store *store, struct ticket *const *batch, size_t count)
{
    check(store,
        sqlite3_exec(store->connection, "BEGIN IMMEDIATE", NULL, NULL, NULL),
        SQLITE_OK);
    for (size_t i = 0; i < count; i++) {
        store_one(store, batch[i]);
    }
    check(store, sqlite3_exec(store->connection, "COMMIT", NULL, NULL, NULL),
        SQLITE_OK);
}

void
ceiling_checkpoint(struct ceiling_store *store)
{
    if (store->frames >= CHECKPOINT_FRAMES) {
        (void)sqlite3_wal_checkpoint_v2(
            store->connection, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
}

void
ceiling_close(struct ceiling_store *store)
{
    (void)sqlite3_finalize(store->journal);
    (void)sqlite3_finalize(store->item);
    (void)sqlite3_finalize(store->key);
    (void)sqlite3_close(store->connection);
    free(store);
}
