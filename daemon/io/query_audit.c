/* SPDX-License-Identifier: MIT */
/* The chain of the journal, recomputed part by part: audit.verify. */
#include "query_private.h"

#include <string.h>

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
query_chain_walk(struct query *query, struct query_chain *chain, int64_t rows)
{
    sqlite3_stmt *statement = query_statement(query, sql_chain);
    int rc = SQLITE_DONE;

    if (statement == NULL) {
        return JINDU_STORAGE;
    }
    (void)sqlite3_bind_int64(statement, 1, chain->at);
    (void)sqlite3_bind_int64(statement, 2, rows);
    while (
        chain->bad == 0 && (rc = query_step(query, statement)) == SQLITE_ROW) {
        chain->at++;
        if (!link_holds(statement, chain->at, chain->hash)) {
            chain->bad = chain->at;
        }
    }
    if (chain->bad == 0 && (rc & 0xff) == SQLITE_CORRUPT) {
        chain->bad = ++chain->at; /* it cannot even be read */
    }
    return chain->bad != 0 || rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

enum jindu_status
query_audit_verify(struct query_call *call)
{
    struct query_chain chain = { .at = call->request->after };
    char hex[JP_DIGEST_HEX_SIZE];
    int64_t limit = call->request->limit;
    int64_t wanted = limit > 0 ? limit : VERIFY_DEFAULT;
    int64_t checked;
    enum jindu_status status = chain_start(call, chain.hash);

    if (status == JINDU_OK) {
        status = query_chain_walk(call->query, &chain, wanted);
    }
    if (status != JINDU_OK) {
        return status;
    }
    checked = chain.at - call->request->after;
    if (chain.bad != 0) {
        jindu_json_put_integer(call->out, "bad", chain.bad);
    }
    jindu_json_put_integer(call->out, "checked", checked);
    jindu_json_put_string(call->out, "hash", jp_digest_hex(chain.hash, hex));
    query_put_instant(
        call->out, "next", chain.bad == 0 && checked == wanted ? chain.at : 0);
    jindu_json_put_boolean(call->out, "ok", chain.bad == 0);
    return JINDU_OK;
}
