/* SPDX-License-Identifier: MIT */
#include "calendar_days.h"

#include "ask.h"
#include "wording.h"

#include <string.h>

#define SATURDAY 6
#define THIS_YEAR 1 /* of calendar_days::years */

int
calendar_days_load(
    struct context *context, int year, struct calendar_days *days)
{
    memset(days, 0, sizeof(*days));
    days->year = year;
    for (int i = 0; i < CALENDAR_DAYS_YEARS; i++) {
        struct jindu_text params = JINDU_TEXT_INIT;
        enum jindu_status status = JINDU_OK;
        ask_begin(&params);
        jindu_json_put_integer(&params, "year", year + i - THIS_YEAR);
        int exit_status = ask_quietly(
            context, "calendar.show", &params, &days->years[i], &status);
        /* Of a year that nobody told of, or beyond what a calendar may be. */
        bool none = status == JINDU_NOT_FOUND ||
                    (status == JINDU_INVALID && i != THIS_YEAR);
        if (exit_status == 0 && status != JINDU_OK && !none) {
            exit_status = ask_complain(context, status);
        }
        if (exit_status != 0) {
            return exit_status;
        }
    }
    return 0;
}

void
calendar_days_free(struct calendar_days *days)
{
    for (int i = 0; i < CALENDAR_DAYS_YEARS; i++) {
        jindu_json_free(days->years[i]);
    }
}

const struct jindu_json *
calendar_days_listed(const struct calendar_days *days, int32_t date)
{
    char text[JINDU_DATE_SIZE];
    (void)jindu_date_format(date, text);
    for (int i = CALENDAR_DAYS_YEARS - 1; i >= 0; i--) {
        const struct jindu_json *day =
            jindu_json_first(jindu_json_member(days->years[i], "days"));
        for (; day != NULL; day = jindu_json_next(day)) {
            if (strcmp(wording_member(day, "date"), text) == 0) {
                return day;
            }
        }
    }
    return NULL;
}

bool
calendar_days_is_weekday(int32_t date)
{
    return jindu_date_weekday(date) < SATURDAY;
}

bool
calendar_days_is_working(const struct calendar_days *days, int32_t date)
{
    const struct jindu_json *listed = calendar_days_listed(days, date);
    bool weekday = calendar_days_is_weekday(date);
    return listed != NULL ? !jindu_json_boolean(
                                jindu_json_member(listed, "isOffDay"), !weekday)
                          : weekday;
}

bool
calendar_days_is_announced(const struct calendar_days *days)
{
    return jindu_json_boolean(
        jindu_json_member(days->years[THIS_YEAR], "announced"), false);
}
