/* SPDX-License-Identifier: MIT */
/* The chain of the journal, recomputed page by page: audit.verify. */
#include "query_private.h"

#include <string.h>

#include "digest.h"

#define VERIFY_DEFAULT 1000

static const char sql_chain[] =
    "SELECT sequence, event, hash FROM journal WHERE sequence > ?1"
    " ORDER BY sequence LIMIT ?2";
static const char sql_hash[] = "SELECT hash FROM journal WHERE sequence = ?1";

static enum jindu_status
chain_start(struct query_call *call, unsigned char hash[JP_DIGEST_SIZE])
{
    sqlite3_stmt *statement = query_statement(call->query, sql_hash);
    const void *bytes;

    memset(hash, 0, JP_DIGEST_SIZE);
    if (call->request->after == 0) {
        return JINDU_OK;
    }
    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(statement, 1, call->request->after);
    if (query_step(call->query, statement) != SQLITE_ROW) {
        return jp_refuse(call->fault, JINDU_NOT_FOUND, "after", "exists");
    }
    bytes = sqlite3_column_blob(statement, 0);
    if (sqlite3_column_bytes(statement, 0) == JP_DIGEST_SIZE) {
        memcpy(hash, bytes, JP_DIGEST_SIZE);
    }
    (void)sqlite3_reset(statement);
    return JINDU_OK;
}

/* Recomputes one link; false when the stored one differs. */
static bool
link_holds(sqlite3_stmt *statement, int64_t expected,
    unsigned char hash[JP_DIGEST_SIZE])
{
    int64_t sequence = sqlite3_column_int64(statement, 0);

    jp_digest_chain(hash, hash, sequence, query_text(statement, 1),
        (size_t)sqlite3_column_bytes(statement, 1));
    return sequence == expected &&
           sqlite3_column_bytes(statement, 2) == JP_DIGEST_SIZE &&
           memcmp(hash, sqlite3_column_blob(statement, 2), JP_DIGEST_SIZE) == 0;
}

enum jindu_status
query_audit_verify(struct query_call *call)
{
    unsigned char hash[JP_DIGEST_SIZE];
    char hex[JP_DIGEST_HEX_SIZE];
    sqlite3_stmt *statement;
    int64_t limit = call->request->limit;
    int64_t wanted = limit > 0 ? limit : VERIFY_DEFAULT;
    int64_t at = call->request->after;
    int64_t bad = 0;
    enum jindu_status status = chain_start(call, hash);
    int rc = SQLITE_DONE;

    if (status != JINDU_OK) {
        return status;
    }
    statement = query_statement(call->query, sql_chain);
    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(statement, 1, at);
    (void)sqlite3_bind_int64(statement, 2, wanted);
    while (
        bad == 0 && (rc = query_step(call->query, statement)) == SQLITE_ROW) {
        at++;
        if (!link_holds(statement, at, hash)) {
            bad = at;
        }
    }
    if (bad == 0 && rc != SQLITE_DONE) {
        return JINDU_STORAGE;
    }
    if (bad != 0) {
        jindu_json_put_integer(call->out, "bad", bad);
    }
    jindu_json_put_integer(call->out, "checked", at - call->request->after);
    jindu_json_put_string(call->out, "hash", jp_digest_hex(hash, hex));
    query_put_instant(call->out, "next",
        bad == 0 && at - call->request->after == wanted ? at : 0);
    jindu_json_put_boolean(call->out, "ok", bad == 0);
    return JINDU_OK;
}
