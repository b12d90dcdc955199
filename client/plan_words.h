/* SPDX-License-Identifier: MIT */
/* plan_words: a plan view in lines for people. */
#ifndef PLAN_WORDS_H
#define PLAN_WORDS_H

#include "output.h"

struct jindu_json;

/* Title, heads, and how many items are in which state. */
void plan_words_print(struct output *output, const struct jindu_json *plan);

/* Items that are not withdrawn. */
int64_t plan_words_items(const struct jindu_json *plan);

/* "12 active, 3 done (1 withdrawn)"; appended. */
void plan_words_states(struct jindu_text *text, const struct jindu_json *plan);

#endif
