/* SPDX-License-Identifier: MIT */
/*
 * real: the store of jindud, driven through its requests and ticks as the
 * daemon drives it, and saying the lines that the model says.
 *
 * Ownership  real_fini() removes the directory.
 * Threading  One thread.
 * Errors     What should never fail is told as a line "failed: ...", which the
 *            model never says.
 */
#ifndef REAL_H
#define REAL_H

#include "model.h"

#include "query.h"
#include "store.h"

#define REAL_PATH_MAX 128

struct real {
    char directory[REAL_PATH_MAX];
    struct store *store;
    struct query *query;
    struct batch batch;
    struct jindu_text text;
    int64_t now;
    int64_t offset; /* of the wall clock from the time since boot */
    int64_t next_due;
    struct lines heard;
};

void real_init(struct real *real);
void real_fini(struct real *real);

/* These are the model's, in the same order. */
void real_start(struct real *real, int64_t now, const struct first_item *first);
void real_ask(
    struct real *real, const struct asked *asked, char answer[LINE_SIZE]);
void real_run(struct real *real, int64_t then);
void real_jump(struct real *real, int64_t then, enum jump jump);
void real_items(struct real *real, struct lines *lines);
void real_stop(struct real *real);

/* real_text.c: requests and events as text. */
void real_put_request(struct jindu_text *text, const struct asked *asked);
void real_put_plan(struct jindu_text *text, const struct first_item *first);
void real_hear(
    struct lines *heard, int64_t now, const struct jindu_json *event);
void real_put_items(struct lines *lines, const struct jindu_json *views);
void real_put_calendar(struct jindu_text *text, int year);

#endif
