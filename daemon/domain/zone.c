/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include <jindu/date.h>

#include <stddef.h>
#include <string.h>
#include <time.h>

#define SECOND_MS 1000
#define MINUTE_SECONDS 60
#define HOUR_SECONDS 3600
#define DAY_SECONDS 86400

/* tzdata's longest name has 32 bytes; twice that is no name of a zone. */
#define NAME_MAX_BYTES 64

static int64_t
floor_divide(int64_t dividend, int64_t divisor)
{
    int64_t quotient = dividend / divisor;

    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

/* The wall clock at an instant, as if its reading were UTC; both in seconds.
 * A reading without a civil date (before 1900, after 9999) is taken as UTC. */
static int64_t
wall(int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm local;
    int32_t date = 0;

    if (localtime_r(&time, &local) == NULL ||
        !jindu_date_from_civil(
            local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &date)) {
        return seconds;
    }
    return (int64_t)date * DAY_SECONDS + local.tm_hour * HOUR_SECONDS +
           local.tm_min * MINUTE_SECONDS + local.tm_sec;
}

/* The first instant in (low, high] whose wall clock has reached reading.  The
 * offset changes once in between, forward, so the wall clock only rises. */
static int64_t
first_reaching(int64_t low, int64_t high, int64_t reading)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (wall(middle) >= reading) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

/* mktime() leaves open which of two instants it takes and what it makes of a
 * gap, so the instant is found from the offsets a day before and a day after:
 * no zone is further from UTC than that, and no zone changes twice within it.
 */
static int64_t
instant_of(int64_t reading)
{
    int64_t before = wall(reading - DAY_SECONDS) - (reading - DAY_SECONDS);
    int64_t after = wall(reading + DAY_SECONDS) - (reading + DAY_SECONDS);
    int64_t low = reading - (before > after ? before : after);
    int64_t high = reading - (before > after ? after : before);

    if (wall(low) == reading) {
        return low;
    }
    if (wall(high) == reading) {
        return high;
    }
    return first_reaching(low, high, reading);
}

int64_t
zone_at(int32_t date, int minute)
{
    return instant_of(
               (int64_t)date * DAY_SECONDS + (int64_t)minute * MINUTE_SECONDS) *
           SECOND_MS;
}

int64_t
zone_day_start(int32_t date)
{
    return zone_at(date, 0);
}

int32_t
zone_date(int64_t instant)
{
    return (int32_t)floor_divide(
        wall(floor_divide(instant, SECOND_MS)), DAY_SECONDS);
}

bool
zone_name_is_valid(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz";
    static const char others[] = "0123456789_+-";
    bool starts = true;

    if (name == NULL || *name == '\0' || strlen(name) > NAME_MAX_BYTES) {
        return false;
    }
    for (; *name != '\0'; name++) {
        if (*name == '/') {
            if (starts) {
                return false;
            }
            starts = true;
        } else if (strchr(letters, *name) != NULL) {
            starts = false;
        } else if (starts || strchr(others, *name) == NULL) {
            return false;
        }
    }
    return !starts;
}
