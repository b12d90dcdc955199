/* SPDX-License-Identifier: MIT */
/*
 * dates: days and moments as people write them: 2021-12-28 in English; in
 * Chinese 12月28日 in the year that goes without saying, else with its year.
 *
 * Until that year is told, and for tools, all of them are ISO.
 *
 * Threading  One thread.
 */
#ifndef DATES_H
#define DATES_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stdint.h>

/* The plan's year, or the present one where no single plan is meant. */
void dates_use_year(int64_t year);
void dates_use_present_year(void);
bool dates_know_year(void);

/* A date "2021-12-28"; what is none is appended as it is. */
void dates_put_day(struct jindu_text *text, const char *date);

/* An instant, in the zone of language_use_zone(). */
void dates_put_moment(struct jindu_text *text, int64_t instant);

#endif
