/* SPDX-License-Identifier: MIT */
#include <jindu/date.h>

#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 9999

/* Days from 0000-03-01 to 1970-01-01, and of 400 Gregorian years. */
#define EPOCH_DAYS 719468
#define ERA_DAYS 146097

static int
days_of_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool
jindu_date_from_civil(int year, int month, int day, int32_t *date)
{
    int era;
    int year_of_era;
    int day_of_year;

    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
        day < 1 || day > days_of_month(year, month)) {
        return false;
    }
    /* Years begin in March, so that the leap day is their last. */
    year -= month <= 2;
    era = year / 400;
    year_of_era = year % 400;
    day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *date = era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 -
            year_of_era / 100 + day_of_year - EPOCH_DAYS;
    return true;
}

void
jindu_date_to_civil(int32_t date, int *year, int *month, int *day)
{
    int64_t shifted = (int64_t)date + EPOCH_DAYS;
    int64_t era =
        (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int day_of_era = (int)(shifted - era * ERA_DAYS);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                          day_of_era / 146096) /
                      365;
    int day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = (int)(era * 400) + year_of_era + (*month <= 2);
}

int
jindu_date_weekday(int32_t date)
{
    int64_t since_monday = ((int64_t)date + 3) % 7; /* 1970-01-01: Thursday */

    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* -1 when one of the count characters is no digit. */
static int
digits(const char *text, int count)
{
    int value = 0;
    int i;

    for (i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool
jindu_date_parse(const char *text, int32_t *date)
{
    if (strnlen(text, JINDU_DATE_SIZE) != JINDU_DATE_SIZE - 1 ||
        text[4] != '-' || text[7] != '-') {
        return false;
    }
    return jindu_date_from_civil(
        digits(text, 4), digits(text + 5, 2), digits(text + 8, 2), date);
}

const char *
jindu_date_format(int32_t date, char text[JINDU_DATE_SIZE])
{
    int parts[3];
    int i;

    text[0] = '\0';
    if (date == JINDU_DATE_NONE) {
        return text;
    }
    jindu_date_to_civil(date, &parts[0], &parts[1], &parts[2]);
    if (parts[0] < 0 || parts[0] > YEAR_MAX) {
        return text;
    }
    text[4] = text[7] = '-';
    text[10] = '\0';
    for (i = 3; i >= 0; i--, parts[0] /= 10) {
        text[i] = (char)('0' + parts[0] % 10);
    }
    for (i = 1; i <= 2; i++) {
        text[3 * i + 2] = (char)('0' + parts[i] / 10);
        text[3 * i + 3] = (char)('0' + parts[i] % 10);
    }
    return text;
}
