/* SPDX-License-Identifier: MIT */
/*
 * event_words: an event in one line for people.
 *
 * Source     PROTOCOL.md, section 6.  An unknown type is told by its name.
 */
#ifndef EVENT_WORDS_H
#define EVENT_WORDS_H

#include "output.h"

#include <stdint.h>

/* Who: the person reported for, or the actor; "" for the clock. */
const char *event_words_who(const struct jindu_json *event);

/* Its sequence in the stream all, the end of the id "<epoch>-1934"; or "". */
const char *event_words_number(const struct jindu_json *event);

/* Short: "report", "deadline soon". */
const char *event_words_kind(const char *type);

/* What happened, in a line; texts of people are cleaned. */
void event_words_what(struct jindu_text *text, const struct jindu_json *event);

/* The whole line of a follower: time, item, kind, what, to whom; of a digest
 * the lines below it, too.  At the instant now a reminder whose deadline has
 * passed is marked; 0 marks none. */
void event_words_line(
    struct jindu_text *text, const struct jindu_json *event, int64_t now);

/* The same to stdout; what is longer than a line of the terminal goes on
 * below. */
void event_words_print(
    struct output *output, const struct jindu_json *event, int64_t now);

#endif
