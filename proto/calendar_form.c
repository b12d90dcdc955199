/* SPDX-License-Identifier: MIT */
/* holiday-cn's form of a year.  PROTOCOL.md, section 5, "calendar". */
#include "calendar_form.h"

#include <jindu/date.h>

#include <assert.h>

#include "bounds.h"
#include "check.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* December before, the year, January after: 31 + 366 + 31. */
#define CALENDAR_DAYS_MAX 428

/* A notice of the State Council a year, and one that amends it. */
#define CALENDAR_PAPERS_MAX 16

static enum jindu_status
check_string(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_text(value, 0, JP_SHORT_MAX, false));
}

static enum jindu_status
check_date(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_date(value, NULL));
}

static enum jindu_status
check_boolean(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_kind(value, JINDU_JSON_BOOLEAN));
}

static enum jindu_status
check_year(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, jp_check_integer(value, JP_YEAR_MIN, JP_YEAR_MAX, NULL));
}

static const char *
check_paper(const struct jindu_json *value)
{
    return jp_check_text(value, 1, JP_SHORT_MAX, false);
}

static enum jindu_status
check_papers(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_set(value, CALENDAR_PAPERS_MAX, check_paper, fault);
}

static enum jindu_status
check_days(const struct jindu_json *value, struct jp_fault *fault)
{
    static const struct jp_form form[] = {
        { "date", true, check_date },
        { "isOffDay", true, check_boolean },
        { "name", false, check_string },
    };
    const struct jindu_json *day;
    int64_t index = 0;

    if (jindu_json_kind(value) != JINDU_JSON_ARRAY) {
        return jp_check_rule(fault, "type");
    }
    if (jindu_json_count(value) > CALENDAR_DAYS_MAX) {
        return jp_check_rule(fault, "length");
    }
    for (day = jindu_json_first(value); day != NULL;
         day = jindu_json_next(day), index++) {
        enum jindu_status status = jp_form_check(day, form, COUNT(form), fault);

        if (status != JINDU_OK) {
            (void)jp_within(fault, "", index);
            return status;
        }
    }
    return JINDU_OK;
}

static enum jindu_status
refuse_day(struct jp_fault *fault, size_t index, const char *rule)
{
    (void)jp_refuse(fault, JINDU_INVALID, "date", rule);
    return jp_within(fault, "days", (int64_t)index);
}

/* What a day may be in its year, once every day is well formed. */
static enum jindu_status
check_dates(const struct jindu_json *days, int year, struct jp_fault *fault)
{
    int32_t dates[CALENDAR_DAYS_MAX];
    const struct jindu_json *day;
    size_t count = 0;
    int32_t from = 0;
    int32_t to = 0;
    bool known = jindu_date_from_civil(year - 1, 12, 1, &from) &&
                 jindu_date_from_civil(year + 1, 1, 31, &to);

    assert(known);
    (void)known;
    for (day = jindu_json_first(days); day != NULL;
         day = jindu_json_next(day), count++) {
        bool off =
            jindu_json_boolean(jindu_json_member(day, "isOffDay"), false);
        size_t i;

        if (jp_check_date(jindu_json_member(day, "date"), &dates[count]) !=
                NULL ||
            dates[count] < from || dates[count] > to) {
            return refuse_day(fault, count, "range");
        }
        if (!off && jindu_date_weekday(dates[count]) < 6) {
            return refuse_day(fault, count, "weekend");
        }
        for (i = 0; i < count; i++) {
            if (dates[i] == dates[count]) {
                return refuse_day(fault, count, "double");
            }
        }
    }
    return JINDU_OK;
}

enum jindu_status
jp_calendar_check(const struct jindu_json *calendar, struct jp_fault *fault)
{
    static const struct jp_form form[] = {
        { "$id", false, check_string },
        { "$schema", false, check_string },
        { "days", true, check_days },
        { "papers", true, check_papers },
        { "year", true, check_year },
    };
    enum jindu_status status =
        jp_form_check(calendar, form, COUNT(form), fault);
    const struct jindu_json *days = jindu_json_member(calendar, "days");

    if (status != JINDU_OK) {
        return status;
    }
    if (jindu_json_count(jindu_json_member(calendar, "papers")) == 0 &&
        jindu_json_count(days) > 0) {
        return jp_refuse(fault, JINDU_INVALID, "papers", "required");
    }
    return check_dates(days,
        (int)jindu_json_integer(jindu_json_member(calendar, "year"), 0), fault);
}
