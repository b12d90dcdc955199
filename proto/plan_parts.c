/* SPDX-License-Identifier: MIT */
/* The head and the items of plan.load.  PROTOCOL.md, section 5, "plan". */
#include "params.h"

#include "check.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static enum jindu_status
check_short(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_text(value, 1, JP_SHORT_MAX, false));
}

static enum jindu_status
check_short_or_null(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, jindu_json_kind(value) == JINDU_JSON_NULL
                   ? NULL
                   : jp_check_text(value, 0, JP_SHORT_MAX, false));
}

static enum jindu_status
check_text_or_null(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, jindu_json_kind(value) == JINDU_JSON_NULL
                   ? NULL
                   : jp_check_text(value, 0, JP_TEXT_MAX, true));
}

static enum jindu_status
check_source(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jindu_json_kind(value) == JINDU_JSON_NULL
                                    ? NULL
                                    : jp_check_digest(value, NULL));
}

static enum jindu_status
check_year(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, jp_check_integer(value, JP_YEAR_MIN, JP_YEAR_MAX, NULL));
}

static enum jindu_status
check_heads(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_set(value, JP_PEOPLE_MAX, jp_check_id, fault);
}

enum jindu_status
jp_plan_head_check(const struct jindu_json *head, struct jp_fault *fault)
{
    static const struct jp_form form[] = {
        { "heads", false, check_heads },
        { "made", false, check_short_or_null },
        { "org", false, check_short_or_null },
        { "remark", false, check_text_or_null },
        { "source", false, check_source },
        { "title", true, check_short },
        { "year", true, check_year },
    };

    return jp_form_check(head, form, COUNT(form), fault);
}

/* Quadratic in an array that a message of 64 KiB keeps under 700. */
static bool
is_double(const int64_t numbers[], size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (numbers[i] == numbers[count]) {
            return true;
        }
    }
    return false;
}

enum jindu_status
jp_plan_items_check(const struct jindu_json *items, struct jp_fault *fault)
{
    int64_t numbers[JP_PART_MAX];
    const struct jindu_json *value;
    size_t count = 0;

    if (jindu_json_kind(items) != JINDU_JSON_ARRAY) {
        return jp_check_rule(fault, "type");
    }
    for (value = jindu_json_first(items); value != NULL;
         value = jindu_json_next(value), count++) {
        struct jp_plan_item item;
        enum jindu_status status;

        if (count == JP_PART_MAX) {
            return jp_check_rule(fault, "length");
        }
        status = jp_plan_item_decode(&item, value, fault);
        if (status == JINDU_OK) {
            numbers[count] = item.no;
            if (is_double(numbers, count)) {
                status = jp_refuse(fault, JINDU_INVALID, "no", "double");
            }
        }
        if (status != JINDU_OK) {
            (void)jp_within(fault, "", (int64_t)count);
            return status;
        }
    }
    return JINDU_OK;
}
