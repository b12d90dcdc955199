/* SPDX-License-Identifier: MIT */
#include "params.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "check.h"
#include "param.h"

/* In the order of the names, which find() relies on.
 * X(name, token, kind, member of struct jp_request, min, max) */
#define PARAM_MAP(X)                                                        \
    X(AFTER, "after", AFTER, after, 0, JP_SAFE_INTEGER)                     \
    X(AS_OF, "as_of", DATE, as_of, 0, 0)                                    \
    X(BEFORE, "before", INTEGER, before, 1, JP_SAFE_INTEGER)                \
    X(BLOCKED, "blocked", TEXT, blocked, 0, 0)                              \
    X(BRIEF, "brief", TRUE, brief, 0, 0)                                    \
    X(CALENDAR, "calendar", CALENDAR, calendar, 0, 0)                       \
    X(CATEGORY, "category", ANY_TEXT, category, 0, 0)                       \
    X(CLIENT, "client", CLIENT, id, 0, 0)                                   \
    X(CLIENT_TIME, "client_time", INTEGER, client_time, 1, JP_SAFE_INTEGER) \
    X(CONFIRM, "confirm", CONFIRM, confirm, 0, 0)                           \
    X(CORRECTS, "corrects", INTEGER, corrects, 1, JP_SAFE_INTEGER)          \
    X(CURSOR, "cursor", ID, reader, 0, 0)                                   \
    X(DEADLINE, "deadline", DEADLINE, deadline, 0, 0)                       \
    X(DEADLINE_MS, "deadline_ms", INTEGER, deadline_ms, 1, JP_SAFE_INTEGER) \
    X(DIGEST, "digest", DIGEST, digest, 0, 0)                               \
    X(DONE, "done", TRUE, done, 0, 0)                                       \
    X(DRAFT, "draft", UUID_TEXT, draft, 0, 0)                               \
    X(DUE_WITHIN, "due_within", INTEGER, due_within, 0, JP_DUE_WITHIN_MAX)  \
    X(EFFECTIVE, "effective", DATE, effective, 0, 0)                        \
    X(EPOCH, "epoch", SHORT, epoch, 0, 0)                                   \
    X(FILE, "file", FILE, file, 0, 0)                                       \
    X(GUESSES, "guesses", TRUE, guesses, 0, 0)                              \
    X(HEAD, "head", HEAD, head, 0, 0)                                       \
    X(ITEM, "item", INTEGER, item, 1, JP_ITEM_NO_MAX)                       \
    X(ITEMS, "items", ITEMS, items, 0, 0)                                   \
    X(KEY, "key", UUID, key, 0, 0)                                          \
    X(KINDS, "kinds", KINDS, kinds, 0, 0)                                   \
    X(LAST, "last", BOOLEAN, last, 0, 0)                                    \
    X(LEADER, "leader", ID, leader, 0, 0)                                   \
    X(LIMIT, "limit", LIMIT, limit, 1, JP_PAGE_MAX)                         \
    X(NO_CHANGE, "no_change", TRUE, no_change, 0, 0)                        \
    X(NOTE, "note", TEXT, note, 0, 0)                                       \
    X(NOTICE, "notice", INTEGER, notice, 1, JP_SAFE_INTEGER)                \
    X(OVERDUE, "overdue", TRUE, overdue, 0, 0)                              \
    X(PART, "part", INTEGER, part, 1, JP_ITEM_NO_MAX)                       \
    X(PERCENT, "percent", PERCENT, percent, 0, 100)                         \
    X(PERSON, "person", ID, person, 0, 0)                                   \
    X(PHASE, "phase", PHASE, phase, 0, 0)                                   \
    X(PLAN, "plan", PLAN, plan, 0, 0)                                       \
    X(REASON, "reason", TEXT, reason, 0, 0)                                 \
    X(STATE, "state", STATE, state, 0, 0)                                   \
    X(STREAM, "stream", STREAM, stream, 0, 0)                               \
    X(UNIT, "unit", ID, unit, 0, 0)                                         \
    X(VANISHED, "vanished", VANISHED, vanished, 0, 0)                       \
    X(YEAR, "year", INTEGER, year, JP_YEAR_MIN, JP_YEAR_MAX)

enum {
#define PARAM_ENUM(name, token, kind, member, min, max) PARAM_##name,
    PARAM_MAP(PARAM_ENUM)
#undef PARAM_ENUM
    PARAM_COUNT
};

static_assert(PARAM_COUNT <= 64, "a set of params is one uint64_t");

static const struct jp_param params_known[] = {
#define PARAM_ROW(name, token, kind, member, min, max) \
    { token, JP_KIND_##kind, offsetof(struct jp_request, member), min, max },
    PARAM_MAP(PARAM_ROW)
#undef PARAM_ROW
};

#define BIT(name) (UINT64_C(1) << PARAM_##name)

/* Of every method: deadline_ms.  Of every write with a key: that, and
 * client_time. */
#define ITEM_BITS (BIT(PLAN) | BIT(ITEM))
#define PAGE_BITS (BIT(LIMIT) | BIT(BEFORE))

static const struct {
    uint64_t required;
    uint64_t optional;
} forms[JP_METHOD_COUNT] = {
    [JP_METHOD_SERVER_HELLO] = { 0, BIT(CLIENT) },
    [JP_METHOD_SERVER_CLOCK] = { BIT(CONFIRM), 0 },
    [JP_METHOD_ADMIN_BACKUP] = { BIT(FILE), 0 },
    [JP_METHOD_ADMIN_PRINCIPALS] = { 0, BIT(AFTER) | BIT(LIMIT) },
    [JP_METHOD_PLAN_LOAD] = { BIT(PLAN) | BIT(DRAFT) | BIT(PART) | BIT(LAST) |
                                  BIT(ITEMS),
        BIT(HEAD) },
    [JP_METHOD_PLAN_CONFIRM] = { BIT(PLAN),
        BIT(DRAFT) | BIT(DIGEST) | BIT(VANISHED) | BIT(GUESSES) },
    [JP_METHOD_PLAN_LIST] = { 0, BIT(BRIEF) },
    [JP_METHOD_PLAN_SHOW] = { BIT(PLAN), 0 },
    [JP_METHOD_ITEM_LIST] = { 0, BIT(PLAN) | BIT(CATEGORY) | BIT(UNIT) |
                                     BIT(PERSON) | BIT(LEADER) | BIT(STATE) |
                                     BIT(OVERDUE) | BIT(DUE_WITHIN) |
                                     BIT(AFTER) | BIT(LIMIT) },
    [JP_METHOD_ITEM_SHOW] = { ITEM_BITS, 0 },
    [JP_METHOD_ITEM_CLAIM] = { ITEM_BITS, BIT(NOTE) | BIT(PERSON) },
    [JP_METHOD_ITEM_VERIFY] = { ITEM_BITS, BIT(NOTE) | BIT(EFFECTIVE) },
    [JP_METHOD_ITEM_RETURN] = { ITEM_BITS | BIT(REASON), 0 },
    [JP_METHOD_ITEM_WITHDRAW] = { ITEM_BITS | BIT(REASON), 0 },
    [JP_METHOD_ITEM_UPDATE] = { ITEM_BITS,
        BIT(DEADLINE) | BIT(REASON) | BIT(CONFIRM) },
    [JP_METHOD_REPORT_SUBMIT] = { ITEM_BITS,
        BIT(PERCENT) | BIT(NOTE) | BIT(NO_CHANGE) | BIT(BLOCKED) | BIT(DONE) |
            BIT(AS_OF) | BIT(PERSON) | BIT(REASON) | BIT(CORRECTS) },
    [JP_METHOD_REPORT_LIST] = { 0, ITEM_BITS | BIT(KINDS) | PAGE_BITS },
    [JP_METHOD_NOTICE_LIST] = { 0,
        ITEM_BITS | BIT(UNIT) | BIT(PERSON) | BIT(PHASE) | PAGE_BITS },
    [JP_METHOD_NOTICE_ACKNOWLEDGE] = { BIT(NOTICE), BIT(PERSON) | BIT(NOTE) },
    [JP_METHOD_CALENDAR_LOAD] = { BIT(CALENDAR), 0 },
    [JP_METHOD_CALENDAR_SHOW] = { BIT(YEAR), 0 },
    [JP_METHOD_STREAM_READ] = { BIT(STREAM),
        BIT(AFTER) | BIT(CURSOR) | BIT(EPOCH) | BIT(KINDS) | BIT(LIMIT) },
    [JP_METHOD_STREAM_COMMIT] = { BIT(CURSOR) | BIT(STREAM) | BIT(EPOCH) |
                                      BIT(AFTER),
        0 },
    [JP_METHOD_STREAM_FORGET] = { BIT(CURSOR) | BIT(STREAM), 0 },
    [JP_METHOD_STREAM_CURSORS] = { 0, BIT(AFTER) | BIT(LIMIT) },
    [JP_METHOD_STREAM_LIST] = { 0, BIT(AFTER) | BIT(LIMIT) },
    [JP_METHOD_AUDIT_VERIFY] = { 0, BIT(AFTER) | BIT(LIMIT) },
};

/* Index of the param with this name; PARAM_COUNT when there is none. */
static int
find(const char *name)
{
    int low = 0;
    int high = PARAM_COUNT;

    while (low < high) {
        int middle = (low + high) / 2;
        int order = strcmp(name, params_known[middle].name);

        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return PARAM_COUNT;
}

static enum jindu_status
refuse_missing(struct jp_fault *fault, uint64_t missing)
{
    int index = 0;

    while ((missing >> index & 1) == 0) {
        index++;
    }
    return jp_refuse(
        fault, JINDU_INVALID, params_known[index].name, "required");
}

enum jindu_status
jp_params_decode(struct jp_request *request, const struct jindu_json *params,
    struct jp_fault *fault)
{
    uint64_t required = forms[request->method].required;
    uint64_t allowed =
        required | forms[request->method].optional | BIT(DEADLINE_MS);
    const struct jindu_json *value;
    uint64_t seen = 0;

    if (jp_method_has_key(request->method)) {
        required |= BIT(KEY);
        allowed |= BIT(KEY) | BIT(CLIENT_TIME);
    }
    for (value = jindu_json_first(params); value != NULL;
         value = jindu_json_next(value)) {
        const char *name = jindu_json_name(value);
        int index = find(name);
        enum jindu_status status;

        if (index == PARAM_COUNT || (allowed >> index & 1) == 0) {
            return jp_refuse(fault, JINDU_INVALID, name, "unknown_member");
        }
        status = jp_param_decode(request, &params_known[index], value, fault);
        if (status != JINDU_OK) {
            (void)jp_within(fault, name, -1);
            return status;
        }
        seen |= UINT64_C(1) << index;
    }
    if ((required & ~seen) != 0) {
        return refuse_missing(fault, required & ~seen);
    }
    return jp_params_rules(request, fault);
}
