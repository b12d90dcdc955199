/* SPDX-License-Identifier: MIT */
/* A row of a plan.  PROTOCOL.md, section 4, "plan item". */
#include "plan_item.h"

#include <assert.h>
#include <string.h>

#include "bounds.h"
#include "check.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const source_tokens[] = { "explicit", "carried", "assumed",
    "set", NULL };

/* Only jindud sets "set": it is what item.update leaves behind. */
static const char *const sent_source_tokens[] = { "explicit", "carried",
    "assumed", NULL };

static const char *const cell_tokens[] = { "category", "deadline", "leaders",
    "name", "persons", "target", "units", NULL };
static const char *const unconfirmed_tokens[] = { "deadline", "unit", NULL };

const char *
jp_source_token(enum jp_source source)
{
    return source_tokens[source];
}

bool
jp_source_from_token(const char *token, enum jp_source *source)
{
    int i;

    for (i = 0; source_tokens[i] != NULL; i++) {
        if (strcmp(source_tokens[i], token) == 0) {
            *source = (enum jp_source)i;
            return true;
        }
    }
    return false;
}

static bool
is_null(const struct jindu_json *value)
{
    return jindu_json_kind(value) == JINDU_JSON_NULL;
}

static enum jindu_status
check_any_text(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_text(value, 0, JP_TEXT_MAX, true));
}

static enum jindu_status
check_full_text(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_text(value, 1, JP_TEXT_MAX, true));
}

static enum jindu_status
check_cell(const struct jindu_json *value, struct jp_fault *fault)
{
    return is_null(value) ? JINDU_OK : check_any_text(value, fault);
}

static enum jindu_status
check_words(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault,
        is_null(value) ? NULL : jp_check_text(value, 1, JP_SHORT_MAX, false));
}

static enum jindu_status
check_no(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, jp_check_integer(value, 1, JP_ITEM_NO_MAX, NULL));
}

static enum jindu_status
check_from(const struct jindu_json *value, struct jp_fault *fault)
{
    return is_null(value) ? JINDU_OK : check_no(value, fault);
}

static enum jindu_status
check_deadline(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(
        fault, is_null(value) ? NULL : jp_check_date(value, NULL));
}

static enum jindu_status
check_source(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_rule(fault, jp_check_token(value, sent_source_tokens));
}

static enum jindu_status
check_ids(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_set(value, JP_PEOPLE_MAX, jp_check_id, fault);
}

static const char *
check_cell_name(const struct jindu_json *value)
{
    return jp_check_token(value, cell_tokens);
}

static enum jindu_status
check_inherited(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_set(value, COUNT(cell_tokens) - 1, check_cell_name, fault);
}

static const char *
check_unconfirmed_name(const struct jindu_json *value)
{
    return jp_check_token(value, unconfirmed_tokens);
}

static enum jindu_status
check_unconfirmed(const struct jindu_json *value, struct jp_fault *fault)
{
    return jp_check_set(
        value, COUNT(unconfirmed_tokens) - 1, check_unconfirmed_name, fault);
}

static enum jindu_status
check_raw(const struct jindu_json *value, struct jp_fault *fault)
{
    static const struct jp_form cells[] = {
        { "category", false, check_cell },
        { "deadline", false, check_cell },
        { "leaders", false, check_cell },
        { "name", false, check_cell },
        { "persons", false, check_cell },
        { "target", false, check_cell },
        { "units", false, check_cell },
    };

    return jp_form_check(value, cells, COUNT(cells), fault);
}

static const struct jp_form item_form[] = {
    { "category", true, check_any_text },
    { "deadline", true, check_deadline },
    { "deadline_from", false, check_from },
    { "deadline_source", false, check_source },
    { "deadline_words", false, check_words },
    { "inherited", false, check_inherited },
    { "leaders", true, check_ids },
    { "name", true, check_full_text },
    { "no", true, check_no },
    { "persons", true, check_ids },
    { "raw", false, check_raw },
    { "target", true, check_full_text },
    { "unconfirmed", false, check_unconfirmed },
    { "units", true, check_ids },
};

static bool
holds(const struct jindu_json *array, const char *token)
{
    const struct jindu_json *value;

    for (value = jindu_json_first(array); value != NULL;
         value = jindu_json_next(value)) {
        if (strcmp(jindu_json_string(value), token) == 0) {
            return true;
        }
    }
    return false;
}

enum jindu_status
jp_plan_item_decode(struct jp_plan_item *item, const struct jindu_json *value,
    struct jp_fault *fault)
{
    enum jindu_status status =
        jp_form_check(value, item_form, COUNT(item_form), fault);
    const struct jindu_json *source;
    const struct jindu_json *unconfirmed;
    const char *deadline;

    if (status != JINDU_OK) {
        return status;
    }
    *item = (struct jp_plan_item){
        .no = jindu_json_integer(jindu_json_member(value, "no"), 0),
        .category = jindu_json_string(jindu_json_member(value, "category")),
        .name = jindu_json_string(jindu_json_member(value, "name")),
        .target = jindu_json_string(jindu_json_member(value, "target")),
        .units = jindu_json_member(value, "units"),
        .persons = jindu_json_member(value, "persons"),
        .leaders = jindu_json_member(value, "leaders"),
        .inherited = jindu_json_member(value, "inherited"),
        .raw = jindu_json_member(value, "raw"),
        .deadline = JINDU_DATE_NONE,
        .deadline_from =
            jindu_json_integer(jindu_json_member(value, "deadline_from"), 0),
        .deadline_words =
            jindu_json_string(jindu_json_member(value, "deadline_words")),
    };
    deadline = jindu_json_string(jindu_json_member(value, "deadline"));
    if (deadline != NULL) {
        bool known = jindu_date_parse(deadline, &item->deadline);

        assert(known);
        (void)known;
    }
    source = jindu_json_member(value, "deadline_source");
    if (source != NULL) {
        bool known = jp_source_from_token(
            jindu_json_string(source), &item->deadline_source);

        assert(known);
        (void)known;
    }
    unconfirmed = jindu_json_member(value, "unconfirmed");
    item->deadline_confirmed = !holds(unconfirmed, "deadline");
    item->unit_confirmed = !holds(unconfirmed, "unit");
    return JINDU_OK;
}
