/* SPDX-License-Identifier: MIT */
/*
 * office_calendar: the calendar that is shipped, read as jindud reads it.
 * What is missing fails the running test.
 */
#ifndef OFFICE_CALENDAR_H
#define OFFICE_CALENDAR_H

#include "calendar.h"
#include "office.h"

#include <jindu/json.h>

#define OFFICE_FIRST_YEAR 2021
#define OFFICE_LAST_YEAR 2027
#define OFFICE_DAYS_MAX 512
#define OFFICE_FILE_MAX 16384

static inline struct jindu_json *
office_read(int year)
{
    const char *source = getenv("JINDU_SOURCE");
    struct jindu_json *document = NULL;
    char path[512];
    char text[OFFICE_FILE_MAX];
    size_t length;
    FILE *file;

    if (source == NULL) {
        fail_msg("JINDU_SOURCE names no source tree");
    }
    (void)snprintf(
        path, sizeof(path), "%s/packaging/calendar/%d.json", source, year);
    file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("cannot open '%s'", path);
        abort();
    }
    length = fread(text, 1, sizeof(text), file);
    (void)fclose(file);
    assert_true(length < sizeof(text));
    assert_int_equal(jindu_json_parse(&document, text, length), JINDU_OK);
    return document;
}

/* packaging/calendar, all years; the caller frees it. */
static inline struct calendar *
office_calendar(void)
{
    struct calendar_day days[OFFICE_DAYS_MAX];
    struct calendar_year years[OFFICE_LAST_YEAR - OFFICE_FIRST_YEAR + 1];
    struct calendar *calendar = NULL;
    size_t count = 0;

    for (int year = OFFICE_FIRST_YEAR; year <= OFFICE_LAST_YEAR; year++) {
        struct jindu_json *document = office_read(year);
        const struct jindu_json *list = jindu_json_member(document, "days");
        const struct jindu_json *papers = jindu_json_member(document, "papers");

        assert_int_equal(
            jindu_json_integer(jindu_json_member(document, "year"), 0), year);
        years[year - OFFICE_FIRST_YEAR].year = year;
        years[year - OFFICE_FIRST_YEAR].announced =
            jindu_json_count(papers) > 0;
        for (const struct jindu_json *day = jindu_json_first(list); day != NULL;
             day = jindu_json_next(day)) {
            assert_true(count < OFFICE_DAYS_MAX);
            days[count].date =
                office_date(jindu_json_string(jindu_json_member(day, "date")));
            days[count++].off =
                jindu_json_boolean(jindu_json_member(day, "isOffDay"), false);
        }
        jindu_json_free(document);
    }
    assert_int_equal(calendar_new(&calendar, days, count, years,
                         sizeof(years) / sizeof(years[0])),
        JINDU_OK);
    return calendar;
}

#endif
