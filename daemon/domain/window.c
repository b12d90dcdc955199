/* SPDX-License-Identifier: MIT */
#include "window.h"

#include "calendar.h"
#include "zone.h"

#include <assert.h>

/* No gap of a zone swallows the windows of more days than this (one day was
 * skipped at the date line, in 2011). */
#define SWALLOWED_DAYS 3

/* The window is judged by its two instants and not by the reading of the wall
 * clock, so that an hour that comes twice does not open it twice. */
static int64_t
closing(const struct window *window, int32_t date)
{
    return zone_at(date, window->close);
}

int64_t
window_opening(const struct window *window, int32_t date)
{
    return zone_at(date, window->open);
}

bool
window_is_open(
    const struct window *window, const struct calendar *calendar, int64_t now)
{
    int32_t date = zone_date(now);

    assert(window->open < window->close);
    return (window->every_day || calendar_is_working(calendar, date)) &&
           window_opening(window, date) <= now && now < closing(window, date);
}

int64_t
window_next(
    const struct window *window, const struct calendar *calendar, int64_t now)
{
    int32_t date = zone_date(now) - 1;
    int64_t opening = now;

    if (window_is_open(window, calendar, now)) {
        return now;
    }
    for (int tries = 0; tries < SWALLOWED_DAYS + 1; tries++) {
        do {
            date = window->every_day ? date + 1
                                     : calendar_after(calendar, 1, date);
            opening = window_opening(window, date);
        } while (opening <= now);
        if (opening < closing(window, date)) {
            break;
        }
    }
    return opening;
}
