/* SPDX-License-Identifier: MIT */
/*
 * param: one member of params, by what it is.  PROTOCOL.md, sections 4 and 5.
 *
 * Threading  Pure functions.
 * Errors     JINDU_INVALID; the field in fault is relative to the member.
 */
#ifndef JP_PARAM_H
#define JP_PARAM_H

#include "request.h"

enum jp_kind {
    JP_KIND_ANY_TEXT, /* as far as VANISHED: strings, kept as pointers */
    JP_KIND_CURSOR,
    JP_KIND_FILE,
    JP_KIND_ID,
    JP_KIND_PHASE,
    JP_KIND_PLAN,
    JP_KIND_SHORT,
    JP_KIND_STATE,
    JP_KIND_STREAM,
    JP_KIND_SUBJECT, /* deadline or unit */
    JP_KIND_TEXT,
    JP_KIND_UUID_TEXT,
    JP_KIND_VANISHED,
    JP_KIND_AFTER, /* a cursor or a number: the method tells */
    JP_KIND_BOOLEAN,
    JP_KIND_CALENDAR,
    JP_KIND_CLIENT,  /* checked, not kept */
    JP_KIND_CONFIRM, /* a subject, or true: the method tells */
    JP_KIND_DATE,
    JP_KIND_DEADLINE,
    JP_KIND_DIGEST,
    JP_KIND_HEAD,
    JP_KIND_INTEGER,
    JP_KIND_ITEMS,
    JP_KIND_KINDS,
    JP_KIND_LIMIT, /* the method tells how much */
    JP_KIND_PERCENT,
    JP_KIND_TRUE,
    JP_KIND_UUID,
};

struct jp_param {
    const char *name;
    enum jp_kind kind;
    size_t offset; /* in struct jp_request */
    int64_t min;   /* of integers */
    int64_t max;
};

/* Checks value and keeps it in request, whose method is set. */
JINDU_CHECK enum jindu_status jp_param_decode(struct jp_request *request,
    const struct jp_param *param, const struct jindu_json *value,
    struct jp_fault *fault);

#endif
