/* SPDX-License-Identifier: MIT */
/* server.check: the pages of the database, and the chain of its journal. */
#include "query_task.h"

#include <string.h>

#include "digest.h"

/* Rows of the chain in one snapshot, so that none lasts long; a row is never
 * changed, so the parts fit together. */
#define SLICE_ROWS 10000

static const char sql_pages[] = "PRAGMA quick_check(100)";

/* What quick_check says; a page that cannot even be read is told too. */
static enum jindu_status
check_pages(struct query_task *task, bool *sound)
{
    sqlite3_stmt *row = query_statement(task->query, sql_pages);
    int rc = SQLITE_ERROR;

    *sound = true;
    while (row != NULL && (rc = sqlite3_step(row)) == SQLITE_ROW) {
        const char *text = query_text(row, 0);

        if (text == NULL || strcmp(text, "ok") != 0) {
            *sound = false;
            jindu_json_put_string(task->out, NULL, text);
        }
    }
    if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) {
        *sound = false;
        jindu_json_put_string(
            task->out, NULL, sqlite3_errmsg(task->query->connection));
        return JINDU_OK;
    }
    return rc == SQLITE_DONE ? JINDU_OK : JINDU_STORAGE;
}

static enum jindu_status
check_chain(struct query_task *task, struct query_chain *chain)
{
    enum jindu_status status = JINDU_OK;
    int64_t before;

    do {
        before = chain->at;
        status = query_task_begin(task);
        if (status == JINDU_OK) {
            status = query_chain_walk(task->query, chain, SLICE_ROWS);
        }
        query_task_end(task);
    } while (status == JINDU_OK && chain->bad == 0 &&
             chain->at - before == SLICE_ROWS);
    return status;
}

enum jindu_status
query_check(struct query_task *task)
{
    struct query_chain chain = { .at = 0 };
    struct jindu_text pages = JINDU_TEXT_INIT;
    struct jindu_text *out = task->out;
    bool sound = false;
    enum jindu_status status = query_task_begin(task);

    task->out = &pages;
    jindu_json_put_array(&pages, NULL);
    if (status == JINDU_OK) {
        status = check_pages(task, &sound);
    }
    jindu_json_end_array(&pages);
    task->out = out;
    query_task_end(task);
    if (status == JINDU_OK) {
        status = check_chain(task, &chain);
    }
    if (status == JINDU_OK) {
        jindu_json_put_object(out, "chain");
        query_put_instant(out, "bad", chain.bad);
        jindu_json_put_integer(out, "checked", chain.at);
        jindu_json_end_object(out);
        jindu_json_put_raw(out, "database", pages.bytes, pages.length);
        jindu_json_put_boolean(out, "ok", sound && chain.bad == 0);
    }
    out->failed = out->failed || pages.failed;
    jindu_text_free(&pages);
    return status;
}
