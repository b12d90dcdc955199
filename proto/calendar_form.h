/* SPDX-License-Identifier: MIT */
/*
 * calendar_form: a year's calendar as it is sent.  PROTOCOL.md, section 5.
 *
 * Threading  Pure.
 * Errors     JINDU_INVALID, and fault says where, relative to the calendar.
 * Source     The JSON form of the holiday-cn data set.
 */
#ifndef JP_CALENDAR_FORM_H
#define JP_CALENDAR_FORM_H

#include <jindu/json.h>

#include "fault.h"

JINDU_CHECK enum jindu_status jp_calendar_check(
    const struct jindu_json *calendar, struct jp_fault *fault);

#endif
