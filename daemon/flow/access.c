/* SPDX-License-Identifier: MIT */
#include "access.h"

#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "permission.h"
#include "roster.h"

#define PRINCIPALS_DEFAULT 100 /* of a page when no limit is asked for */

bool
access_answers(enum jp_method method)
{
    return method == JP_METHOD_ADMIN_PERMISSIONS ||
           method == JP_METHOD_ADMIN_PRINCIPALS;
}

static void
put_role(struct jindu_text *out, enum role role, enum jp_method method,
    bool doorbell)
{
    jindu_json_put_string(out, role_token(role),
        permission_token(permission_of(role, method, doorbell)));
}

static void
put_permissions(struct jindu_text *out, bool doorbell)
{
    jindu_json_put_array(out, "permissions");
    for (enum jp_method method = 0; method < JP_METHOD_COUNT; method++) {
        jindu_json_put_object(out, NULL);
        put_role(out, ROLE_ADMIN, method, doorbell);
        put_role(out, ROLE_LEADER, method, doorbell);
        jindu_json_put_string(out, "method", jp_method_token(method));
        put_role(out, ROLE_OBSERVER, method, doorbell);
        put_role(out, ROLE_OFFICE, method, doorbell);
        put_role(out, ROLE_REPORTER, method, doorbell);
        jindu_json_end_object(out);
    }
    jindu_json_end_array(out);
}

static void
put_principal(struct jindu_text *out, const struct roster_entry *entry)
{
    const struct principal *principal = &entry->principal;

    jindu_json_put_object(out, NULL);
    jindu_json_put_boolean(out, "disabled", entry->disabled);
    jindu_json_put_string(out, "key", entry->key[0] ? entry->key : NULL);
    jindu_json_put_string(out, "name", principal->name);
    jindu_json_put_string(
        out, "person", principal->person[0] ? principal->person : NULL);
    jindu_json_put_string(out, "role", role_token(principal->role));
    jindu_json_end_object(out);
}

static int
compare_names(const void *a, const void *b)
{
    const struct roster_entry *const *one = a;
    const struct roster_entry *const *other = b;

    return strcmp((*one)->principal.name, (*other)->principal.name);
}

/* The roster has an order of its own, which finds a peer and not a page. */
static enum jindu_status
put_principals(struct jindu_text *out, const struct roster *roster,
    const char *after, size_t limit)
{
    const struct roster_entry **sorted =
        calloc(roster->count + 1, sizeof(const struct roster_entry *));
    size_t count = 0;

    if (sorted == NULL) {
        return JINDU_NO_MEMORY;
    }
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];

        if (after == NULL || strcmp(entry->principal.name, after) > 0) {
            sorted[count++] = entry;
        }
    }
    qsort(sorted, count, sizeof(const struct roster_entry *), compare_names);
    size_t taken = count < limit ? count : limit;
    jindu_json_put_string(
        out, "next", taken < count ? sorted[taken - 1]->principal.name : NULL);
    jindu_json_put_array(out, "principals");
    for (size_t i = 0; i < taken; i++) {
        put_principal(out, sorted[i]);
    }
    jindu_json_end_array(out);
    free(sorted);
    return JINDU_OK;
}

void
access_answer(struct calls *calls, const struct roster *roster, bool doorbell,
    struct part *part)
{
    const struct jp_request *request = &part->request;
    struct jindu_text *out = &part->result;
    int64_t limit = request->limit > 0 ? request->limit : PRINCIPALS_DEFAULT;
    enum jindu_status status = JINDU_OK;

    jindu_json_put_object(out, NULL);
    if (request->method == JP_METHOD_ADMIN_PERMISSIONS) {
        put_permissions(out, doorbell);
    } else {
        status = put_principals(out, roster, request->cursor, (size_t)limit);
    }
    jindu_json_end_object(out);
    if (status == JINDU_OK && out->failed) {
        status = JINDU_NO_MEMORY;
    }
    if (status == JINDU_OK) {
        calls_result(calls, part, out->bytes, out->length);
    } else {
        calls_refuse(calls, part, status, NULL);
    }
}
