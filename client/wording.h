/* SPDX-License-Identifier: MIT */
/*
 * wording: the tokens of the wire in people's words.
 *
 * Ownership  Strings are static or borrowed from the argument; texts are
 *            appended to.
 * Source     PROTOCOL.md, "Shapes" and "Events".
 */
#ifndef WORDING_H
#define WORDING_H

#include <jindu/date.h>
#include <jindu/json.h>

#include <stdbool.h>
#include <stdint.h>

#include "output.h"

/* An unknown token is its own word. */
const char *wording_state(const char *token);
const char *wording_light(const char *token);
const char *wording_phase(const char *token);
const char *wording_stage(const char *token);
const char *wording_cancel(const char *token); /* why a notice was not sent */
const char *wording_doubt(const char *token);  /* why a clock is held */
const char *wording_field(const char *token);  /* "deadline" of an item */
const char *wording_role(const char *token);   /* of a principal */
const char *wording_source(const char *token); /* of a deadline */
enum tint wording_tint(const char *light);

/* Shortcuts to members; "" when absent or null. */
const char *wording_member(const struct jindu_json *object, const char *name);
int64_t wording_number(const struct jindu_json *object, const char *name);

/* Names joined as the language joins them. */
void wording_names(struct jindu_text *text, const struct jindu_json *array);

/* The names, or on a terminal the first and how many there are where all of
 * them take more cells; a name is never cut. */
void wording_names_short(struct jindu_text *text,
    const struct jindu_json *array, const struct output *output, size_t cells,
    bool of_units);

/* An instant as "2021-12-28 08:30" in the zone of language_use_zone(). */
void wording_moment(struct jindu_text *text, int64_t instant);

/* The day of it, as the system reckons. */
void wording_day(char day[JINDU_DATE_SIZE], int64_t instant);

/* The moment of an RFC 3339 time as events have it; 0 when it is none. */
int64_t wording_instant(const char *time);

/* "3 days, 1 working day late"; of an item view.  brief: without working
 * days. */
void wording_left(
    struct jindu_text *text, const struct jindu_json *view, bool brief);
void wording_days(struct jindu_text *text, int64_t days, int64_t working_days);

/* percent of cells filled: "■■■□□". */
void wording_bar(struct jindu_text *text, const struct output *output,
    int64_t percent, int cells);

#endif
