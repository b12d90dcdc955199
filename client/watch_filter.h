/* SPDX-License-Identifier: MIT */
/*
 * watch_filter: which stream a watcher follows, and which events it shows.
 *
 * Ownership  Texts are borrowed.
 * Threading  Pure functions.
 */
#ifndef WATCH_FILTER_H
#define WATCH_FILTER_H

#include <jindu/api.h>
#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

#define WATCH_STREAM_SIZE 256 /* "person/" and the longest id, with room */

struct watch_filter {
    const char *stream; /* NULL: chosen from the others */
    const char *kinds;  /* "overdue,report"; NULL: all */
    const char *unit;
    const char *person;
    const char *plan;
    long long item; /* 0: all */
};

/* False when there can be no such stream. */
JINDU_CHECK bool watch_filter_stream(
    const struct watch_filter *filter, char stream[WATCH_STREAM_SIZE]);

bool watch_filter_takes(
    const struct watch_filter *filter, const struct jindu_json *event);

/* A kind is a whole type, a prefix ending in ".", or a word of a type:
 * "overdue", "report", "notice".  False with *wrong at the first word that no
 * type has, and its length. */
bool watch_filter_knows(
    const struct watch_filter *filter, const char **wrong, size_t *length);

/* The words of types: "report, claimed". */
void watch_filter_put_kinds(struct jindu_text *text);

#endif
