/* SPDX-License-Identifier: MIT */
/*
 * stop_point: a place where a test build can end, stop or stall the daemon.
 *
 * In every other build STOP_POINT() is nothing.  The test build is the target
 * jindud_stops; tests/process/stop_point.c tells how it is used.
 *
 * Threading  Any thread.
 */
#ifndef STOP_POINT_H
#define STOP_POINT_H

#ifdef JINDU_STOP_POINTS
void stop_point(const char *name);
#define STOP_POINT(name) stop_point(name)
#else
#define STOP_POINT(name) ((void)0)
#endif

#endif
