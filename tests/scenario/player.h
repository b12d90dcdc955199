/* SPDX-License-Identifier: MIT */
/*
 * player: plays one scenario (README.md has the format) against a real
 * database in a directory of its own, on a clock that is an argument.
 *
 * Ownership  struct player owns everything in it.
 * Errors     Every function that returns bool has told the failure when it
 *            returns false; the scenario ends there.
 */
#ifndef PLAYER_H
#define PLAYER_H

#include "calendar_files.h"
#include "query.h"
#include "store.h"

#define PLAYER_LINE_MAX 8192
#define PLAYER_PATH_MAX 512
#define PLAYER_INSTANT_SIZE 32
#define PLAYER_ITEMS_MAX 64
#define PLAYER_YEARS_MAX 16
#define PLAYER_PEOPLE_MAX 32
#define PLAYER_EVENTS_MAX 256 /* between two lines that act */
#define PLAYER_HEARD_MAX 8192 /* events times streams in one scenario */
#define PLAYER_REPLIES_MAX 512
#define PLAYER_ROWS_MAX 64
#define PLAYER_ROW_SIZE 160
/* Batches at one instant: past it, the store asks to be called for ever. */
#define PLAYER_ROUNDS_MAX 100

struct player_event {
    struct jindu_json *document;
    int64_t sequence; /* in "all", or in the stream that is read */
    int round;        /* the batch it came from */
    struct jindu_text streams;
};

/* One message of PUB, in canonical form. */
struct player_heard {
    char stream[JP_STREAM_MAX + 1];
    int64_t sequence;
    char *text;
};

struct player_first {
    char key[JP_UUID_TEXT_SIZE];
    int line;
    char *text;
};

struct player_reply {
    bool waits; /* for its line */
    int line;
    enum jindu_status status;
    struct jp_fault fault;
    struct jindu_text text;
    char key[JP_UUID_TEXT_SIZE];
};

struct player_item {
    int64_t no;
    struct jindu_text json;
};

struct player {
    const char *path;
    int line;
    struct window window;
    char plan[JP_PLAN_MAX + 1];
    int64_t years[PLAYER_YEARS_MAX]; /* none: all */
    size_t year_count;
    struct calendar_files calendars;
    char directory[PLAYER_PATH_MAX];

    struct store *store; /* NULL: stopped */
    struct query *query;
    struct batch batch;
    int64_t now;
    int64_t offset; /* of the wall clock from one that is never set */
    int64_t next_due;
    bool held;
    int round;

    char people[PLAYER_PEOPLE_MAX][JP_NAME_MAX + 1];
    size_t people_count;
    struct player_reply reply;
    struct player_first firsts[PLAYER_REPLIES_MAX];
    size_t first_count;

    struct player_event events[PLAYER_EVENTS_MAX]; /* expected: next to count */
    size_t event_next;
    size_t event_count;
    struct player_heard heard[PLAYER_HEARD_MAX];
    size_t heard_count;

    char rows[PLAYER_ROWS_MAX][PLAYER_ROW_SIZE];
    size_t row_next;
    size_t row_count;

    struct player_item items[PLAYER_ITEMS_MAX];
    size_t item_count;
    char draft[JP_UUID_TEXT_SIZE];
    unsigned char digest[JP_DIGEST_SIZE];
};

#include "player_parts.h"

#endif
