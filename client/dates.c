/* SPDX-License-Identifier: MIT */
#include "dates.h"

#include "language.h"
#include "output.h"
#include "wording.h"

#include <jindu/date.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t usual_year; /* 0: not told */

void
dates_use_year(int64_t year)
{
    usual_year = language_is_chinese() ? year : 0;
}

void
dates_use_present_year(void)
{
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local) != NULL) {
        dates_use_year(local.tm_year + 1900);
    }
}

bool
dates_know_year(void)
{
    return usual_year != 0 || !language_is_chinese();
}

void
dates_put_day(struct jindu_text *text, const char *date)
{
    int32_t day = 0;
    int year = 0;
    int month = 0;
    int of_month = 0;
    if (usual_year == 0 || !jindu_date_parse(date, &day) ||
        sscanf(date, "%4d-%2d-%2d", &year, &month, &of_month) != 3) {
        output_append(text, "%s", date);
    } else if (year == usual_year) {
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
