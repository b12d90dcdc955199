/* SPDX-License-Identifier: MIT */
/*
 * office: the office the domain's tests take place in: its zone, its window,
 * and times as a reader writes them.  What is malformed fails the test.
 */
#ifndef OFFICE_H
#define OFFICE_H

#include "window.h"
#include "zone.h"

#include <jindu/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Fails the running test unless date is the one written. */
#define assert_date(date, text) \
    assert_string_equal(        \
        jindu_date_format((date), (char[JINDU_DATE_SIZE]){ 0 }), (text))

#define OFFICE_MINUTE_MS 60000
#define OFFICE_DAY_MS 86400000

static const struct window office_window = { .open = 8 * 60 + 30,
    .close = 17 * 60 + 30,
    .digest_count = 1,
    .digests = { 14 * 60 } };
static const struct window office_always = {
    .open = 0, .close = 24 * 60, .every_day = true
};

/* NULL: Asia/Shanghai. */
static inline void
office_zone(const char *name)
{
    assert_int_equal(setenv("TZ", name != NULL ? name : "Asia/Shanghai", 1), 0);
    tzset();
}

static inline int32_t
office_date(const char *text)
{
    int32_t date = 0;

    if (text == NULL || !jindu_date_parse(text, &date)) {
        fail_msg("no date: '%s'", text != NULL ? text : "");
    }
    return date;
}

static inline void
office_split(const char *text, int32_t *date, int *minute)
{
    char day[JINDU_DATE_SIZE] = { 0 };
    int hour = 0;
    int rest = 0;

    assert_int_equal(sscanf(text, "%10[^T]T%2d:%2d", day, &hour, &rest), 3);
    *date = office_date(day);
    *minute = hour * 60 + rest;
}

/* "2021-12-31T08:30" in the zone of the process. */
static inline int64_t
office_local(const char *text)
{
    int32_t date = 0;
    int minute = 0;

    office_split(text, &date, &minute);
    return zone_at(date, minute);
}

static inline int64_t
office_utc(const char *text)
{
    int32_t date = 0;
    int minute = 0;

    office_split(text, &date, &minute);
    return (int64_t)date * OFFICE_DAY_MS + (int64_t)minute * OFFICE_MINUTE_MS;
}

#endif
