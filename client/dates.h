/* SPDX-License-Identifier: MIT */
/*
 * dates: days and moments as people write them: 2021-12-28 in English; in
 * Chinese 12月28日 in the present year, else with its year.
 *
 * Threading  One thread.
 */
#ifndef DATES_H
#define DATES_H

#include <jindu/json.h>

#include <stdint.h>

/* All of them are ISO from here on. */
void dates_for_tools(void);

/* A date "2021-12-28"; what is none is appended as it is. */
void dates_put_day(struct jindu_text *text, const char *date);

/* An instant, in the zone of language_use_zone(). */
void dates_put_moment(struct jindu_text *text, int64_t instant);

/* The same where no daemon was asked for that zone: "2021-12-28 20:18 +0800",
 * so that it is told in which one. */
void dates_put_moment_here(struct jindu_text *text, int64_t instant);

#endif
