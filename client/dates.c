/* SPDX-License-Identifier: MIT */
#include "dates.h"

#include "language.h"
#include "output.h"
#include "wording.h"

#include <jindu/date.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool for_tools;

void
dates_for_tools(void)
{
    for_tools = true;
}

static int
present_year(void)
{
    time_t now = time(NULL);
    struct tm local;
    return localtime_r(&now, &local) != NULL ? local.tm_year + 1900 : 0;
}

void
dates_put_day(struct jindu_text *text, const char *date)
{
    int32_t day = 0;
    int year = 0;
    int month = 0;
    int of_month = 0;
    if (for_tools || !language_is_chinese() || !jindu_date_parse(date, &day) ||
        sscanf(date, "%4d-%2d-%2d", &year, &month, &of_month) != 3) {
        output_append(text, "%s", date);
    } else if (year == present_year()) {
        output_append(text, "%d月%d日", month, of_month);
    } else {
        output_append(text, "%d年%d月%d日", year, month, of_month);
    }
}

void
dates_put_moment(struct jindu_text *text, int64_t instant)
{
    char day[JINDU_DATE_SIZE];
    struct jindu_text moment = JINDU_TEXT_INIT;
    wording_moment(&moment, instant);
    wording_day(day, instant);
    if (moment.length > strlen(day)) {
        dates_put_day(text, day);
        output_append(text, "%s", moment.bytes + strlen(day));
    }
    jindu_text_free(&moment);
}

void
dates_put_moment_here(struct jindu_text *text, int64_t instant)
{
    char zone[sizeof("+hhmm")] = "";
    time_t seconds = (time_t)(instant / 1000);
    struct tm local;
    dates_put_moment(text, instant);
    if (localtime_r(&seconds, &local) != NULL &&
        strftime(zone, sizeof(zone), "%z", &local) > 0) {
        output_append(text, " %s", zone);
    }
}
