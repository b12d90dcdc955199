/* SPDX-License-Identifier: MIT */
/*
 * zone: local dates and wall times of the office, to and from instants.
 *
 * Zone       The process zone (TZ), set once before any thread starts and
 *            never again; with it these are pure functions.
 * Gaps       A local day or time that does not exist begins with the first
 *            instant after the gap.  A time that comes twice is its first.
 * Threading  Any thread (localtime_r only).
 */
#ifndef ZONE_H
#define ZONE_H

#include <stdbool.h>
#include <stdint.h>

#define ZONE_DAY_MINUTES 1440

/* The first instant of the local date. */
int64_t zone_day_start(int32_t date);

/* The local date at an instant. */
int32_t zone_date(int64_t instant);

/* The instant of a wall time, in minutes of the local day; 1440 is the start
 * of the next one. */
int64_t zone_at(int32_t date, int minute);

/* Grammar only: names with '/' between them, such as a zoneinfo directory
 * has; no leading '/', no '.', nothing else that leads out of it. */
bool zone_name_is_valid(const char *name);

#endif
