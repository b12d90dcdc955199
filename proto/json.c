/* SPDX-License-Identifier: MIT */
/* The one file that sees cJSON: a jindu_json is a cJSON by another name, so
 * that no copy of the tree is made. */
#include <jindu/json.h>

#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>

#include "bounds.h"
#include "json_scan.h"
#include "json_sort.h"

static const cJSON *
inside(const struct jindu_json *value)
{
    return (const cJSON *)(const void *)value;
}

static const struct jindu_json *
outside(const cJSON *item)
{
    return (const struct jindu_json *)(const void *)item;
}

size_t
jp_json_sort(const struct jindu_json *object,
    const struct jindu_json *sorted[JP_MEMBERS_MAX])
{
    const cJSON *member;
    size_t count = 0;

    /* Insertion: requests have a dozen members, most of them in order. */
    for (member = inside(object)->child; member != NULL;
         member = member->next) {
        size_t at = count++;

        assert(count <= JP_MEMBERS_MAX);
        while (at > 0 &&
               strcmp(inside(sorted[at - 1])->string, member->string) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = outside(member);
    }
    return count;
}

static bool
members_differ(const cJSON *object)
{
    const struct jindu_json *sorted[JP_MEMBERS_MAX];
    size_t count = jp_json_sort(outside(object), sorted);
    size_t i;

    for (i = 1; i < count; i++) {
        if (strcmp(inside(sorted[i - 1])->string, inside(sorted[i])->string) ==
            0) {
            return false;
        }
    }
    return true;
}

/* Calls itself at most JP_DEPTH_MAX deep: the scan has seen to that. */
static bool
all_members_differ(const cJSON *value)
{
    const cJSON *child;

    if (cJSON_IsObject(value) && !members_differ(value)) {
        return false;
    }
    for (child = value->child; child != NULL; child = child->next) {
        if (child->child != NULL && !all_members_differ(child)) {
            return false;
        }
    }
    return true;
}

enum jindu_status
jindu_json_parse(struct jindu_json **document, const char *text, size_t length)
{
    cJSON *root;

    if (!jp_json_scan(text, length)) {
        return JINDU_MALFORMED;
    }
    /* Whatever fails on a text that passed the scan is memory. */
    root = cJSON_ParseWithLength(text, length);
    if (root == NULL) {
        return JINDU_NO_MEMORY;
    }
    if (!all_members_differ(root)) {
        cJSON_Delete(root);
        return JINDU_MALFORMED;
    }
    *document = (struct jindu_json *)(void *)root;
    return JINDU_OK;
}

void
jindu_json_free(struct jindu_json *document)
{
    cJSON_Delete((cJSON *)(void *)document);
}

enum jindu_json_kind
jindu_json_kind(const struct jindu_json *value)
{
    if (value == NULL) {
        return JINDU_JSON_ABSENT;
    }
    switch (inside(value)->type & 0xff) {
    case cJSON_False:
    case cJSON_True:
        return JINDU_JSON_BOOLEAN;
    case cJSON_Number:
        return JINDU_JSON_INTEGER;
    case cJSON_String:
        return JINDU_JSON_STRING;
    case cJSON_Array:
        return JINDU_JSON_ARRAY;
    case cJSON_Object:
        return JINDU_JSON_OBJECT;
    default:
        return JINDU_JSON_NULL;
    }
}

/* cJSON's own search looks at names in arrays too, which are NULL. */
const struct jindu_json *
jindu_json_member(const struct jindu_json *object, const char *name)
{
    const cJSON *member;

    if (jindu_json_kind(object) != JINDU_JSON_OBJECT) {
        return NULL;
    }
    for (member = inside(object)->child; member != NULL;
         member = member->next) {
        if (strcmp(member->string, name) == 0) {
            return outside(member);
        }
    }
    return NULL;
}

const struct jindu_json *
jindu_json_first(const struct jindu_json *value)
{
    return value == NULL ? NULL : outside(inside(value)->child);
}

const struct jindu_json *
jindu_json_next(const struct jindu_json *value)
{
    return value == NULL ? NULL : outside(inside(value)->next);
}

size_t
jindu_json_count(const struct jindu_json *value)
{
    const struct jindu_json *child;
    size_t count = 0;

    for (child = jindu_json_first(value); child != NULL;
         child = jindu_json_next(child)) {
        count++;
    }
    return count;
}

const char *
jindu_json_name(const struct jindu_json *value)
{
    return value == NULL ? NULL : inside(value)->string;
}

const char *
jindu_json_string(const struct jindu_json *value)
{
    return jindu_json_kind(value) == JINDU_JSON_STRING
               ? inside(value)->valuestring
               : NULL;
}

int64_t
jindu_json_integer(const struct jindu_json *value, int64_t otherwise)
{
    return jindu_json_kind(value) == JINDU_JSON_INTEGER
               ? (int64_t)inside(value)->valuedouble
               : otherwise;
}

bool
jindu_json_boolean(const struct jindu_json *value, bool otherwise)
{
    return jindu_json_kind(value) == JINDU_JSON_BOOLEAN
               ? (inside(value)->type & 0xff) == cJSON_True
               : otherwise;
}
