/* SPDX-License-Identifier: MIT */
/*
 * writer: a store in a directory of its own, driven as the daemon drives it:
 * each request decoded, judged by its role, applied in a batch, and what it
 * publishes kept until the test has looked at it.  What should never fail
 * fails the running test.
 *
 * Ownership  writer_close() removes the directory.
 */
#ifndef WRITER_H
#define WRITER_H

#include "store.h"

#include <jindu/json.h>

#define WRITER_CALLS_MAX 64 /* in one batch */
#define WRITER_PATH_MAX 128

/* Day and minute of 2021-12-20 09:00 in Shanghai: a Monday, window open. */
#define WRITER_START 1639962000000

struct writer_call {
    struct jp_message message;
    struct jp_request request;
    struct change change;
};

struct writer {
    char directory[WRITER_PATH_MAX];
    struct store_options options;
    struct store *store;
    struct batch batch;
    struct writer_call calls[WRITER_CALLS_MAX];
    size_t count; /* calls of the batch that is gathered */
    int64_t now;
    int64_t keys; /* the last key that was made up */
};

void writer_open(struct writer *writer);
/* With plan 2021: item 3 until 2021-12-31 and item 4 undated. */
void writer_open_plan(struct writer *writer);
void writer_close(struct writer *writer);
/* Closed and opened again, as after a stop. */
void writer_restart(struct writer *writer);
void writer_path(const struct writer *writer, char path[WRITER_PATH_MAX]);

/* who: "admin", "office", "leader NAME", "reporter NAME" ... */
void writer_principal(struct principal *principal, const char *who);

/* One more call for the batch.  key NULL: a new one.  params without key, or
 * "{}". */
struct writer_call *writer_add(struct writer *writer, const char *who,
    const char *method, const char *params, const char *key);
struct writer_call *writer_add_tick(
    struct writer *writer, enum change_kind kind);
void writer_apply(struct writer *writer);
/* The three together, of one call. */
enum jindu_status writer_call(struct writer *writer, const char *who,
    const char *method, const char *params);
/* The same, which has to succeed; returns its result. */
const char *writer_ok(struct writer *writer, const char *who,
    const char *method, const char *params);
/* Ticks at instant until nothing is due by then; returns the events. */
size_t writer_tick(struct writer *writer, int64_t instant);
/* Plays all that is due until instant, each at its time. */
size_t writer_advance(struct writer *writer, int64_t instant);
const char *writer_result(
    const struct writer *writer, const struct writer_call *call);

/* Loads and confirms a plan of these items (a JSON array).  more is put
 * into plan.confirm: ",\"vanished\":\"keep\"", or "".  The status is that of
 * plan.confirm. */
void writer_plan(struct writer *writer, const char *plan, const char *items);
enum jindu_status writer_revise(struct writer *writer, const char *plan,
    const char *items, const char *more);
/* The digest that plan.confirm names. */
void writer_digest(const char *items, char hex[JP_DIGEST_HEX_SIZE]);
/* One item: {"no":no, ... "deadline":deadline ...}; deadline may be NULL. */
const char *writer_item(char *text, size_t size, int no, const char *deadline);
/* The calendars that are shipped, first to last year. */
void writer_calendars(struct writer *writer, int first, int last);

/* Batches of reports, each report of some pages: 1 MB a batch. */
void writer_fill(struct writer *writer, int batches);

/* What the database says: one integer, or one text that the caller frees. */
int64_t writer_integer(const struct writer *writer, const char *sql);
char *writer_text(const struct writer *writer, const char *sql);
/* Fails the running test unless the query says expected. */
void writer_expect(
    const struct writer *writer, const char *sql, const char *expected);
void writer_run(const struct writer *writer, const char *sql);

#endif
