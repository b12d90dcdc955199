/* SPDX-License-Identifier: MIT */
/*
 * plan_item: a row of a plan as it is sent.  PROTOCOL.md, section 4.
 *
 * Ownership  An item points into the document it was decoded from.
 * Threading  Pure functions.
 * Errors     JINDU_INVALID, and fault says where; *item is untouched then.
 */
#ifndef JP_PLAN_ITEM_H
#define JP_PLAN_ITEM_H

#include <jindu/date.h>
#include <jindu/json.h>

#include "fault.h"

enum jp_source {
    JP_SOURCE_EXPLICIT,
    JP_SOURCE_CARRIED,
    JP_SOURCE_ASSUMED,
    JP_SOURCE_SET
};
const char *jp_source_token(enum jp_source source);
bool jp_source_from_token(const char *token, enum jp_source *source);

/* One row of a plan.  Arrays are values of the document, all checked. */
struct jp_plan_item {
    int64_t no;
    const char *category;
    const char *name;
    const char *target;
    const struct jindu_json *units;
    const struct jindu_json *persons;
    const struct jindu_json *leaders;
    const struct jindu_json *inherited; /* NULL when absent */
    const struct jindu_json *raw;       /* NULL when absent */
    int32_t deadline;                   /* JINDU_DATE_NONE: undated */
    enum jp_source deadline_source;
    int64_t deadline_from; /* 0: none */
    const char *deadline_words;
    bool deadline_confirmed;
    bool unit_confirmed;
};

/* field of fault is relative to the item ("deadline"). */
JINDU_CHECK enum jindu_status jp_plan_item_decode(struct jp_plan_item *item,
    const struct jindu_json *value, struct jp_fault *fault);

#endif
