/* SPDX-License-Identifier: MIT */
#include "when.h"

#include <jindu/date.h>

#include <string.h>

#define DAY_MS 86400000

/* 0001-01-01 to 9999-12-31: what four digits of a year can say. */
#define WHEN_MIN (-62135596800000)
#define WHEN_MAX 253402300799999

/* YYYY-MM-DDT before it. */
#define CLOCK_AT 11

static void
put_digits(char *text, int count, int value)
{
    while (count-- > 0) {
        text[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

const char *
jp_when_format(int64_t instant, char text[JP_WHEN_SIZE])
{
    char date[JINDU_DATE_SIZE];
    int64_t days;
    int ms;

    if (instant < WHEN_MIN) {
        instant = WHEN_MIN;
    } else if (instant > WHEN_MAX) {
        instant = WHEN_MAX;
    }
    days = instant / DAY_MS - (instant % DAY_MS < 0);
    ms = (int)(instant - days * DAY_MS);
    (void)memcpy(text + CLOCK_AT - 1, "T00:00:00.000Z", 15);
    put_digits(text + CLOCK_AT, 2, ms / 3600000);
    put_digits(text + CLOCK_AT + 3, 2, ms / 60000 % 60);
    put_digits(text + CLOCK_AT + 6, 2, ms / 1000 % 60);
    put_digits(text + CLOCK_AT + 9, 3, ms % 1000);
    (void)memcpy(
        text, jindu_date_format((int32_t)days, date), JINDU_DATE_SIZE - 1);
    return text;
}

/* -1 when they are no digits, or more than max. */
static int
read_digits(const char *text, int count, int max)
{
    int value = 0;

    while (count-- > 0) {
        if (*text < '0' || *text > '9') {
            return -1;
        }
        value = value * 10 + (*text++ - '0');
    }
    return value <= max ? value : -1;
}

bool
jp_when_parse(const char *text, int64_t *instant)
{
    char date[JINDU_DATE_SIZE] = "";
    int32_t days;
    int hour;
    int minute;
    int second;
    int ms;

    if (strnlen(text, JP_WHEN_SIZE) != JP_WHEN_SIZE - 1 || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':' || text[19] != '.' ||
        text[23] != 'Z') {
        return false;
    }
    (void)memcpy(date, text, JINDU_DATE_SIZE - 1);
    hour = read_digits(text + CLOCK_AT, 2, 23);
    minute = read_digits(text + CLOCK_AT + 3, 2, 59);
    second = read_digits(text + CLOCK_AT + 6, 2, 59);
    ms = read_digits(text + CLOCK_AT + 9, 3, 999);
    if (!jindu_date_parse(date, &days) || hour < 0 || minute < 0 ||
        second < 0 || ms < 0) {
        return false;
    }
    *instant = (int64_t)days * DAY_MS + hour * 3600000 + minute * 60000 +
               second * 1000 + ms;
    return true;
}
