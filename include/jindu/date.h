/* SPDX-License-Identifier: MIT */
/*
 * date: civil dates, without clock or zone.
 *
 * Shapes     A date is a count of days since 1970-01-01 in the proleptic
 *            Gregorian calendar; its text is YYYY-MM-DD.  Years 1900 to 9999.
 * Threading  Pure functions.
 * Source     ISO 8601; days <-> civil by the era arithmetic of H. Hinnant.
 */
#ifndef JINDU_DATE_H
#define JINDU_DATE_H

#include <jindu/api.h>

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JINDU_DATE_NONE INT32_MIN /* no date: an undated item */
#define JINDU_DATE_SIZE 11        /* YYYY-MM-DD and NUL */

/* False, and *date untouched, when there is no such day (2021-02-30). */
JINDU_API JINDU_CHECK bool jindu_date_from_civil(
    int year, int month, int day, int32_t *date);
JINDU_API void jindu_date_to_civil(
    int32_t date, int *year, int *month, int *day);

/* 1 is Monday, 7 is Sunday. */
JINDU_API int jindu_date_weekday(int32_t date);

/* Exactly YYYY-MM-DD, nothing before or after. */
JINDU_API JINDU_CHECK bool jindu_date_parse(const char *text, int32_t *date);

/* Returns text.  JINDU_DATE_NONE gives "". */
JINDU_API const char *jindu_date_format(
    int32_t date, char text[JINDU_DATE_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
