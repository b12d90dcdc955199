/* SPDX-License-Identifier: MIT */
/*
 * params: the members of a request's params.  PROTOCOL.md, section 5.
 *
 * One table says what each member is, another which members each method has;
 * params_rules.c holds the rules that need two members.
 *
 * Threading  Pure functions.
 * Errors     JINDU_INVALID with the field, relative to params, and the rule.
 */
#ifndef JP_PARAMS_H
#define JP_PARAMS_H

#include "request.h"

/* request->method is set; params may be NULL. */
JINDU_CHECK enum jindu_status jp_params_decode(struct jp_request *request,
    const struct jindu_json *params, struct jp_fault *fault);

/* After every member has passed alone. */
JINDU_CHECK enum jindu_status jp_params_rules(
    const struct jp_request *request, struct jp_fault *fault);

JINDU_CHECK enum jindu_status jp_plan_head_check(
    const struct jindu_json *head, struct jp_fault *fault);
JINDU_CHECK enum jindu_status jp_plan_items_check(
    const struct jindu_json *items, struct jp_fault *fault);

#endif
