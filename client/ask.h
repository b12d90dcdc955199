/* SPDX-License-Identifier: MIT */
/*
 * ask: one question to the daemon, and the complaint when it fails.
 *
 * Ownership  ask() frees params whatever happens.  *answer is the caller's to
 *            free with jindu_json_free(); context->result is the same as text
 *            and lives until the next question.
 * Errors     A call that returns an exit status has complained unless it is 0.
 * Threading  One thread.
 */
#ifndef ASK_H
#define ASK_H

#include <jindu/date.h>
#include <jindu/jindu.h>

#include "command.h"

struct columns;

#define ASK_PLAN_SIZE 33    /* a plan code and NUL */
#define ASK_PAGE 200        /* rows of one page: the most the daemon gives */
#define ASK_PAGES_MAX 16384 /* of one list: 3 million rows, or 4 GiB */

/* Opens the object of params; a write gets its key, and the moment in the key
 * as the one when the person meant it: the same key, the same bytes. */
void ask_begin(struct jindu_text *params);
void ask_begin_write(struct jindu_text *params);
void ask_begin_write_again(struct jindu_text *params, const char *key);

/* The moment in the key, 0: there is none; and that of a key made now. */
long long ask_key_time(const char *key);
long long ask_now(void);

/* Puts the option's value under name when it was given. */
void ask_put_option(struct jindu_text *params, const struct context *context,
    const char *option, const char *name);

/* How the settings say that a daemon is reached. */
struct jindu_options ask_options(const struct context *context, int timeout_ms);

/* Closes params (NULL: there are none), sends them, parses the answer. */
int ask(struct context *context, const char *method, struct jindu_text *params,
    struct jindu_json **answer);

/* The same without a complaint: *status says how it went.  Complains only, and
 * returns non-zero, when there was no useful answer at all. */
int ask_quietly(struct context *context, const char *method,
    struct jindu_text *params, struct jindu_json **answer,
    enum jindu_status *status);

/* Complains about the last question, or its answer; returns the exit status. */
int ask_complain(struct context *context, enum jindu_status status);
int ask_complain_unreadable(struct context *context);
int ask_complain_endless(struct context *context);
/* The first in words only.  Returns what to do; NULL: nobody knows. */
const char *ask_put_complaint(struct context *context, enum jindu_status status,
    struct jindu_text *words);

/* Prints the table and frees it.  Returns the exit status. */
int ask_print_columns(struct context *context, struct columns *columns);

/* The plan of the settings, or the single live one. */
int ask_plan(struct context *context, char plan[ASK_PLAN_SIZE]);

/* The same; that the daemon did not tell its plans is in *status alone. */
int ask_plan_or_not(struct context *context, char plan[ASK_PLAN_SIZE],
    enum jindu_status *status);

/* Asks for the plans, as ask_quietly(); plan is the single one, or "". */
int ask_plans(struct context *context, char plan[ASK_PLAN_SIZE],
    struct jindu_json **answer, enum jindu_status *status);

/* What the daemon says of itself and of who asks; and the params for it. */
void ask_begin_hello(struct jindu_text *params);
int ask_hello(struct context *context, struct jindu_json **answer);

/* Tells times in the office's zone from here on. */
int ask_zone(struct context *context);

/* Prints the last answer as it is, in one line. */
void ask_print_result(struct context *context);

/* The day of an instant in the office's zone, for a report of it; *status says
 * how the asking went.  "" where the daemon's own day has to do: its zone is
 * not known to this computer, or it would not take a day so far away. */
int ask_day(struct context *context, long long instant,
    char day[JINDU_DATE_SIZE], enum jindu_status *status);

/* The order of two rows: less than, equal to or greater than 0. */
typedef int ask_compare(const struct jindu_json *a, const struct jindu_json *b);

enum ask_wanted { /* whether a row counts */
    ASK_WANTED,
    ASK_NOT_WANTED,
    ASK_NO_MORE
};

/* Asks for one page after another; take() gets each row and stops the walk by
 * returning non-zero.  begin() writes the params but for the cursor. */
struct ask_pages {
    const char *method;
    const char *member; /* the array of rows: "items" */
    const char *cursor; /* "after", or "before" */
    long long limit;    /* of all rows; 0: none */
    void (*begin)(struct jindu_text *params, void *cookie);
    enum ask_wanted (*wanted)(const struct jindu_json *row, void *cookie);
    int (*take)(const struct jindu_json *row, void *cookie);
    ask_compare *compare; /* of all rows; NULL: as the daemon orders them */
    void *cookie;         /* wanted may be NULL: every row */
};
int ask_pages(struct context *context, const struct ask_pages *pages);

/* Prints all pages as one object with the members of a page. */
int ask_pages_json(struct context *context, const struct ask_pages *pages);

void ask_close(struct context *context);

#endif
