/* SPDX-License-Identifier: MIT */
/*
 * report_preview: what a report would do, without sending it.
 *
 * Errors     Returns the exit status and has complained unless it is 0.
 */
#ifndef REPORT_PREVIEW_H
#define REPORT_PREVIEW_H

#include "command.h"

struct jindu_text;

/* params: the whole object that would be sent. */
int report_preview(struct context *context, const char *plan, long long no,
    const struct jindu_text *params);

#endif
