/* SPDX-License-Identifier: MIT */
#include "window.h"

#include "calendar.h"
#include "zone.h"

#include <assert.h>
#include <stdio.h>

#define HOUR_MINUTES 60

static bool
is_always(const struct window *window)
{
    return window->open == 0 && window->close == ZONE_DAY_MINUTES &&
           window->every_day;
}

const char *
window_format(const struct window *window, char text[WINDOW_TEXT_SIZE])
{
    size_t length = (size_t)snprintf(text, WINDOW_TEXT_SIZE,
        "%02d:%02d-%02d:%02d %s", window->open / HOUR_MINUTES,
        window->open % HOUR_MINUTES, window->close / HOUR_MINUTES,
        window->close % HOUR_MINUTES, window->every_day ? "all" : "working");

    for (int i = 0; i < window->digest_count; i++) {
        length += (size_t)snprintf(text + length, WINDOW_TEXT_SIZE - length,
            " %02d:%02d", window->digests[i] / HOUR_MINUTES,
            window->digests[i] % HOUR_MINUTES);
        assert(length < WINDOW_TEXT_SIZE);
    }
    return text;
}

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

/* Whether it opens on that date.  A gap of the zone may swallow it. */
static bool
is_window_day(
    const struct window *window, const struct calendar *calendar, int32_t date)
{
    assert(window->open < window->close);
    return (window->every_day || calendar_is_working(calendar, date)) &&
           window_opening(window, date) < closing(window, date);
}

/* 0: the opening; then the digests. */
static int64_t
instant_of(const struct window *window, int32_t date, int which)
{
    return which == 0 ? window_opening(window, date)
                      : zone_at(date, window->digests[which - 1]);
}

bool
window_is_open(
    const struct window *window, const struct calendar *calendar, int64_t now)
{
    int32_t date = zone_date(now);

    return is_window_day(window, calendar, date) &&
           window_opening(window, date) <= now && now < closing(window, date);
}

static bool
reached_on(int64_t *instant, const struct window *window, int32_t date,
    int64_t now, int64_t leeway)
{
    for (int i = window->digest_count; i >= 0; i--) {
        int64_t at = instant_of(window, date, i);

        if (at <= now) {
            if (now - at > leeway) {
                return false;
            }
            *instant = at;
            return true;
        }
    }
    return false;
}

bool
window_reached(int64_t *instant, const struct window *window,
    const struct calendar *calendar, int64_t now, int64_t leeway)
{
    int32_t today = zone_date(now);

    if (is_always(window)) {
        *instant = now;
        return true;
    }
    /* Yesterday's last may lie just before midnight. */
    for (int32_t date = today; date >= today - 1; date--) {
        if (is_window_day(window, calendar, date) &&
            reached_on(instant, window, date, now, leeway)) {
            return true;
        }
    }
    return false;
}

static bool
next_on(
    int64_t *instant, const struct window *window, int32_t date, int64_t now)
{
    for (int i = 0; i <= window->digest_count; i++) {
        *instant = instant_of(window, date, i);
        if (*instant > now) {
            return true;
        }
    }
    return false;
}

int64_t
window_next(
    const struct window *window, const struct calendar *calendar, int64_t now)
{
    int32_t date = zone_date(now);
    int64_t instant = now + 1;

    if (is_always(window)) {
        return instant;
    }
    while (!is_window_day(window, calendar, date) ||
           !next_on(&instant, window, date, now)) {
        date = window->every_day ? date + 1 : calendar_after(calendar, 1, date);
    }
    return instant;
}
