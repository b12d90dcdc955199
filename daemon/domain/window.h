/* SPDX-License-Identifier: MIT */
/*
 * window: when notices to people leave.
 *
 * The office has hours, and within them a few window instants: the opening, and
 * the times of digests.  Notices leave at these instants, so that people hear
 * of them together; a window that never shuts has every instant for one.
 *
 * Threading  Pure functions; the calendar is borrowed.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stdint.h>

struct calendar;

/* Times of digests besides the opening: a day that is cut finer is no window
 * any more. */
#define WINDOW_DIGESTS_MAX 4

/* Minutes of the local day, open inclusive and close exclusive, open < close.
 * 0, 1440 and every_day is a window that never shuts. */
struct window {
    int open;
    int close;
    bool every_day; /* else on working days only */
    int digest_count;
    int digests[WINDOW_DIGESTS_MAX]; /* ascending, open < each < close */
};

/* "08:30-17:30 working 14:00" */
#define WINDOW_TEXT_SIZE 64
const char *window_format(
    const struct window *window, char text[WINDOW_TEXT_SIZE]);

bool window_is_open(
    const struct window *window, const struct calendar *calendar, int64_t now);

/* The instant the window opens on that date, whether it is a working day or
 * not. */
int64_t window_opening(const struct window *window, int32_t date);

/* The last window instant that is not after now and not longer ago than leeway
 * milliseconds; false, and *instant untouched, when there is none. */
bool window_reached(int64_t *instant, const struct window *window,
    const struct calendar *calendar, int64_t now, int64_t leeway);

/* The first window instant after now. */
int64_t window_next(
    const struct window *window, const struct calendar *calendar, int64_t now);

#endif
