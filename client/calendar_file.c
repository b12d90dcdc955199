/* SPDX-License-Identifier: MIT */
#include "calendar_file.h"

#include "calendar_days.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define YEAR_MIN 2000
#define YEAR_MAX 2100
#define DECEMBER 12

/* Holidays with the weekends joined to them: every year's notice so far. */
#define OFF_LEAST 20
#define OFF_MOST 40

struct check {
    struct context *context;
    const char *file;
    int64_t year;
};

static int
refuse(const struct check *check, const char *day, const char *why)
{
    return output_fail(&check->context->output,
        jindu_status_token(JINDU_INVALID), COMMAND_EXIT_INPUT, "'%s', %s: %s",
        check->file, day, why);
}

static bool
is_near(int64_t year, int32_t date)
{
    int of_year = 0;
    int month = 0;
    int day = 0;
    jindu_date_to_civil(date, &of_year, &month, &day);
    return of_year == year || (of_year == year - 1 && month == DECEMBER) ||
           (of_year == year + 1 && month == 1);
}

static int
check_day(const struct check *check, const struct jindu_json *row)
{
    const char *text = wording_member(row, "date");
    const struct jindu_json *off = jindu_json_member(row, "isOffDay");
    int32_t date = 0;
    if (!jindu_date_parse(text, &date)) {
        return refuse(check, *text != '\0' ? text : "?",
            _("this is no day of the calendar"));
    }
    if (!is_near(check->year, date)) {
        return refuse(check, text, _("this day is not of the file's year"));
    }
    for (const struct jindu_json *other = jindu_json_next(row); other != NULL;
         other = jindu_json_next(other)) {
        if (strcmp(wording_member(other, "date"), text) == 0) {
            return refuse(check, text, _("the day is there twice"));
        }
    }
    if (jindu_json_kind(off) != JINDU_JSON_BOOLEAN) {
        return refuse(check, text, _("isOffDay is neither true nor false"));
    }
    if (!jindu_json_boolean(off, true) && calendar_days_is_weekday(date)) {
        return refuse(check, text,
            _("a day to make up for is a Saturday or Sunday, this one is not"));
    }
    return 0;
}

static int
check_count(const struct check *check, long long off)
{
    (void)output_fail(&check->context->output,
        jindu_status_token(JINDU_INVALID), COMMAND_EXIT_INPUT,
        ngettext("'%s' has %lld day off; a year has %d to %d",
            "'%s' has %lld days off; a year has %d to %d", (unsigned long)off),
        check->file, off, OFF_LEAST, OFF_MOST);
    output_hint(&check->context->output, "%s",
        _("look at the file; if it is right, say --force"));
    return COMMAND_EXIT_INPUT;
}

int
calendar_file_check(struct context *context, const char *file,
    const struct jindu_json *calendar, bool any_count)
{
    struct check check = { .context = context,
        .file = file,
        .year = wording_number(calendar, "year") };
    const struct jindu_json *days = jindu_json_member(calendar, "days");
    const struct jindu_json *papers = jindu_json_member(calendar, "papers");
    long long off = 0;
    if (check.year < YEAR_MIN || check.year > YEAR_MAX ||
        jindu_json_kind(days) != JINDU_JSON_ARRAY ||
        jindu_json_kind(papers) != JINDU_JSON_ARRAY) {
        return output_fail(&context->output,
            jindu_status_token(JINDU_MALFORMED), COMMAND_EXIT_INPUT,
            _("'%s' is no calendar file: JSON with year, papers and days"),
            file);
    }
    if (jindu_json_count(days) > 0 && jindu_json_count(papers) == 0) {
        return refuse(&check, "papers",
            _("the notice that the days come from is missing"));
    }
    for (const struct jindu_json *row = jindu_json_first(days); row != NULL;
         row = jindu_json_next(row)) {
        int status = check_day(&check, row);
        if (status != 0) {
            return status;
        }
        off += jindu_json_boolean(jindu_json_member(row, "isOffDay"), false);
    }
    bool usual = off >= OFF_LEAST && off <= OFF_MOST;
    return jindu_json_count(days) == 0 || usual || any_count
               ? 0
               : check_count(&check, off);
}
