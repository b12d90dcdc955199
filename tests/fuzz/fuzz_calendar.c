/* SPDX-License-Identifier: MIT */
/*
 * fuzz_calendar: any bytes as the calendar of a year, a file's or a request's.
 *
 * What is taken can be counted with: every listed day is what it says, working
 * days are found before and after each, and counting agrees with finding.
 */
#include "calendar_form.h"

#include <stdint.h>
#include <stdlib.h>

#include "calendar.h"
#include "fuzz_target.h"

static void
check_around(const struct calendar *calendar, int32_t date)
{
    int32_t before = calendar_before(calendar, 1, date);
    int32_t after = calendar_after(calendar, 1, date);

    check(before < date && calendar_is_working(calendar, before));
    check(after > date && calendar_is_working(calendar, after));
    check(calendar_count(calendar, date, after) == 1);
    check(calendar_count(calendar, before, date) ==
          (calendar_is_working(calendar, date) ? 1 : 0));
    check(calendar_before(calendar, 1, after) ==
          (calendar_is_working(calendar, date) ? date : before));
}

static void
check_days(const struct jindu_json *document, const struct calendar_day *days,
    size_t count)
{
    const struct jindu_json *papers = jindu_json_member(document, "papers");
    const struct calendar_year year = {
        .year = (int)jindu_json_integer(jindu_json_member(document, "year"), 0),
        .announced = jindu_json_count(papers) > 0,
    };
    struct calendar *calendar = NULL;

    check(calendar_new(&calendar, days, count, &year, 1) == JINDU_OK);
    check(calendar_is_announced(calendar, year.year) == year.announced);
    check(year.announced || count == 0);
    for (size_t i = 0; i < count; i++) {
        check(calendar_is_working(calendar, days[i].date) != days[i].off);
        check_around(calendar, days[i].date);
    }
    calendar_free(calendar);
}

static void
check_calendar(const struct jindu_json *document)
{
    const struct jindu_json *list = jindu_json_member(document, "days");
    size_t count = jindu_json_count(list);
    struct calendar_day *days = calloc(count + 1, sizeof(*days));
    size_t i = 0;

    if (days == NULL) {
        return;
    }
    for (const struct jindu_json *day = jindu_json_first(list); day != NULL;
         day = jindu_json_next(day)) {
        const struct jindu_json *off = jindu_json_member(day, "isOffDay");
        const struct jindu_json *date = jindu_json_member(day, "date");

        check(jindu_date_parse(jindu_json_string(date), &days[i].date));
        days[i++].off = jindu_json_boolean(off, false);
    }
    check_days(document, days, count);
    free(days);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct jindu_json *document = NULL;
    struct jp_fault fault = { .rule = NULL };

    if (jindu_json_parse(&document, (const char *)data, size) != JINDU_OK) {
        return 0;
    }
    if (jp_calendar_check(document, &fault) == JINDU_OK) {
        check_calendar(document);
    } else {
        check(fault.rule != NULL);
    }
    jindu_json_free(document);
    return 0;
}
