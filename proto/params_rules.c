/* SPDX-License-Identifier: MIT */
/* Rules between members of one request.  PROTOCOL.md, section 5. */
#include "params.h"

#include <string.h>

static enum jindu_status
broken(struct jp_fault *fault, const char *field, const char *rule)
{
    return jp_refuse(fault, JINDU_INVALID, field, rule);
}

static enum jindu_status
rules_of_report(const struct jp_request *request, struct jp_fault *fault)
{
    if (request->percent < 0 && request->note == NULL && !request->no_change &&
        request->blocked == NULL && !request->done) {
        return broken(fault, NULL, "empty");
    }
    if (request->no_change &&
        (request->percent >= 0 || request->done || request->blocked != NULL)) {
        return broken(fault, "no_change", "exclusive");
    }
    if (request->percent == 100 && !request->done) {
        return broken(fault, "percent", "percent_needs_done");
    }
    if (request->corrects > 0 && request->reason == NULL) {
        return broken(fault, "reason", "required");
    }
    return JINDU_OK;
}

static enum jindu_status
rules_of_update(const struct jp_request *request, struct jp_fault *fault)
{
    if (!request->has_deadline && request->confirm == NULL) {
        return broken(fault, NULL, "empty");
    }
    if (request->has_deadline && request->reason == NULL) {
        return broken(fault, "reason", "required");
    }
    return JINDU_OK;
}

static enum jindu_status
rules_of_load(const struct jp_request *request, struct jp_fault *fault)
{
    if (request->part == 1 && request->head == NULL) {
        return broken(fault, "head", "required");
    }
    if (request->part > 1 && request->head != NULL) {
        return broken(fault, "head", "exclusive");
    }
    return JINDU_OK;
}

static enum jindu_status
rules_of_confirm(const struct jp_request *request, struct jp_fault *fault)
{
    if (request->guesses) {
        return request->draft == NULL && !request->has_digest &&
                       request->vanished == NULL
                   ? JINDU_OK
                   : broken(fault, "guesses", "exclusive");
    }
    if (request->draft == NULL) {
        return broken(fault, "draft", "required");
    }
    if (!request->has_digest) {
        return broken(fault, "digest", "required");
    }
    return JINDU_OK;
}

static enum jindu_status
rules_of_filter(const struct jp_request *request, struct jp_fault *fault)
{
    return request->item > 0 && request->plan == NULL
               ? broken(fault, "plan", "required")
               : JINDU_OK;
}

static enum jindu_status
rules_of_read(const struct jp_request *request, struct jp_fault *fault)
{
    if (request->reader == NULL) {
        return request->has_after ? JINDU_OK
                                  : broken(fault, "after", "required");
    }
    if (request->has_after || request->epoch != NULL) {
        return broken(fault, "cursor", "exclusive");
    }
    return JINDU_OK;
}

enum jindu_status
jp_params_rules(const struct jp_request *request, struct jp_fault *fault)
{
    enum jp_method method = request->method;

    if (method == JP_METHOD_REPORT_SUBMIT) {
        return rules_of_report(request, fault);
    }
    if (method == JP_METHOD_ITEM_UPDATE) {
        return rules_of_update(request, fault);
    }
    if (method == JP_METHOD_PLAN_LOAD) {
        return rules_of_load(request, fault);
    }
    if (method == JP_METHOD_PLAN_CONFIRM) {
        return rules_of_confirm(request, fault);
    }
    if (method == JP_METHOD_REPORT_LIST || method == JP_METHOD_NOTICE_LIST) {
        return rules_of_filter(request, fault);
    }
    if (method == JP_METHOD_STREAM_READ) {
        return rules_of_read(request, fault);
    }
    return JINDU_OK;
}
