/* SPDX-License-Identifier: MIT */
/*
 * calendar_month: a month or a day for people, and for tools.
 *
 * Errors     Returns the exit status and has complained unless it is 0.
 */
#ifndef CALENDAR_MONTH_H
#define CALENDAR_MONTH_H

#include "command.h"

#include <stdint.h>

int calendar_month_print(struct context *context, int year, int month);
int calendar_month_print_day(struct context *context, int32_t date);

#endif
