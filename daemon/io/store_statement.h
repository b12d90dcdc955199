/* SPDX-License-Identifier: MIT */
/*
 * store_statement: the SQL of the writer, prepared once, and its use.
 *
 *     struct statement s = statement_use(store, SQL_ITEM_FIND);
 *     statement_integer(&s, plan);       binds ?1, the next call ?2 ...
 *     statement_integer(&s, no);
 *     if (statement_row(&s)) { ... column_integer(&s, 0) ... }
 *     return statement_done(&s);
 *
 * Ownership  Bound texts are borrowed until statement_done(); so are column
 *            texts, also while other statements write.
 * Errors     The first failure is kept, everything after it does nothing, and
 *            statement_done() logs it and says which: JINDU_NO_MEMORY,
 *            JINDU_INTERNAL (a constraint, which is a defect of ours), else
 *            JINDU_STORAGE.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <jindu/json.h>

#include "store_sql.h"

struct store;
struct sqlite3_stmt;

struct statement {
    struct store *store;
    struct sqlite3_stmt *handle;
    int bound;
    int rc;
};

JINDU_CHECK enum jindu_status statement_prepare_all(struct store *store);
void statement_finalize_all(struct store *store);

struct statement statement_use(struct store *store, enum sql sql);
void statement_integer(struct statement *s, int64_t value);
/* 0 and less: NULL. */
void statement_positive(struct statement *s, int64_t value);
void statement_date(struct statement *s, int32_t date);     /* NONE: NULL */
void statement_text(struct statement *s, const char *text); /* NULL: NULL */
void statement_bytes(struct statement *s, const char *text, size_t length);
void statement_blob(struct statement *s, const void *bytes, size_t length);

/* Steps once; true when there is a row. */
bool statement_row(struct statement *s);
JINDU_CHECK enum jindu_status statement_done(struct statement *s);
/* Steps once and is done. */
JINDU_CHECK enum jindu_status statement_run(struct statement *s);

int64_t column_integer(const struct statement *s, int column);
/* What no rule of ours writes is a damaged row: logged with table and id, and s
 * has failed with JINDU_INTERNAL. */
void statement_damaged(struct statement *s, int column, int64_t id);
/* A number from 0 to count - 1; 0 of a damaged row. */
int column_choice(struct statement *s, int column, int count, int64_t id);
/* Of the years that jindu/date.h knows; NONE of a damaged row. */
int32_t column_date(struct statement *s, int column);
/* NULL for NULL alone: without memory it is "" and s has failed. */
const char *column_text(struct statement *s, int column);
size_t column_bytes(const struct statement *s, int column);
/* False unless the column holds exactly length bytes. */
JINDU_CHECK bool column_blob(
    const struct statement *s, int column, void *bytes, size_t length);

#endif
