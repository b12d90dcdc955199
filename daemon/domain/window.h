/* SPDX-License-Identifier: MIT */
/*
 * window: when notices to people may leave.
 *
 * Threading  Pure functions; the calendar is borrowed.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stdint.h>

struct calendar;

/* Minutes of the local day, open inclusive and close exclusive, open < close.
 * 0, 1440 and every_day is a window that never shuts. */
struct window {
    int open;
    int close;
    bool every_day; /* else on working days only */
};

bool window_is_open(
    const struct window *window, const struct calendar *calendar, int64_t now);

/* The instant the window opens on that date, whether it is a working day or
 * not. */
int64_t window_opening(const struct window *window, int32_t date);

/* now when open, else the next opening. */
int64_t window_next(
    const struct window *window, const struct calendar *calendar, int64_t now);

#endif
