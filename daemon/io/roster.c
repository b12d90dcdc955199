/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROSTER_PREFIX "uid:"
#define ROSTER_KEY_PREFIX "key:"
#define ROSTER_UID_DIGITS 10

static_assert(
    sizeof(ROSTER_KEY_PREFIX) + ROSTER_NAME_MAX == PRINCIPAL_NAME_SIZE,
    "a name must fit, and so does every uid");

void
roster_fini(struct roster *roster)
{
    free(roster->entries);
    *roster = (struct roster)ROSTER_INIT;
}

static int
compare(const struct roster_entry *entry, uint32_t uid, const char *key)
{
    bool local = entry->key[0] == '\0';
    if (local != (key[0] == '\0')) {
        return local ? -1 : 1;
    }
    if (!local) {
        return strcmp(entry->key, key);
    }
    return (entry->uid > uid) - (entry->uid < uid);
}

/* Where the key, or with "" the uid, is or belongs. */
static size_t
place_of(const struct roster *roster, uint32_t uid, const char *key)
{
    size_t low = 0;
    size_t high = roster->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&roster->entries[middle], uid, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
is_at(const struct roster *roster, size_t place, uint32_t uid, const char *key)
{
    return place < roster->count &&
           compare(&roster->entries[place], uid, key) == 0;
}

static enum jindu_status
grow(struct roster *roster)
{
    if (roster->count < roster->capacity) {
        return JINDU_OK;
    }
    if (roster->count == ROSTER_MAX) {
        return JINDU_BUSY;
    }
    size_t capacity = roster->capacity == 0 ? 16 : roster->capacity * 2;
    struct roster_entry *entries =
        realloc(roster->entries, capacity * sizeof(*entries));
    if (entries == NULL) {
        return JINDU_NO_MEMORY;
    }
    roster->entries = entries;
    roster->capacity = capacity;
    return JINDU_OK;
}

/* An empty entry at place, which is where it belongs. */
static enum jindu_status
insert(struct roster *roster, size_t place, struct roster_entry **entry)
{
    enum jindu_status status = grow(roster);
    if (status != JINDU_OK) {
        return status;
    }
    struct roster_entry *made = &roster->entries[place];
    memmove(made + 1, made, (roster->count - place) * sizeof(*made));
    roster->count++;
    *made = (struct roster_entry){ .principal.role = ROLE_OBSERVER };
    *entry = made;
    return JINDU_OK;
}

enum jindu_status
roster_entry(struct roster *roster, uint32_t uid, struct roster_entry **entry)
{
    size_t place = place_of(roster, uid, "");
    if (!is_at(roster, place, uid, "")) {
        struct roster_entry *made;
        enum jindu_status status = insert(roster, place, &made);
        if (status != JINDU_OK) {
            return status;
        }
        made->uid = uid;
        (void)snprintf(made->principal.name, sizeof(made->principal.name),
            ROSTER_PREFIX "%" PRIu32, uid);
    }
    *entry = &roster->entries[place];
    return JINDU_OK;
}

enum jindu_status
roster_add_key(struct roster *roster, const char *key, const char *name,
    struct roster_entry **entry)
{
    size_t place = place_of(roster, 0, key);
    if (is_at(roster, place, 0, key)) {
        return JINDU_CONFLICT;
    }
    enum jindu_status status = insert(roster, place, entry);
    if (status == JINDU_OK) {
        (void)snprintf((*entry)->key, sizeof((*entry)->key), "%s", key);
        (void)snprintf((*entry)->principal.name,
            sizeof((*entry)->principal.name), ROSTER_KEY_PREFIX "%.*s",
            ROSTER_NAME_MAX, name);
    }
    return status;
}

static const struct roster_entry *
find(const struct roster *roster, uint32_t uid, const char *key)
{
    size_t place = place_of(roster, uid, key);
    return is_at(roster, place, uid, key) && !roster->entries[place].disabled
               ? &roster->entries[place]
               : NULL;
}

const struct roster_entry *
roster_find(const struct roster *roster, uint32_t uid)
{
    return find(roster, uid, "");
}

const struct roster_entry *
roster_find_key(const struct roster *roster, const char *key)
{
    return key[0] == '\0' ? NULL : find(roster, 0, key);
}

const struct roster_entry *
roster_find_user(const struct roster *roster, const char *user)
{
    const size_t prefix = sizeof(ROSTER_PREFIX) - 1;
    uint32_t uid;
    if (strlen(user) == JP_CURVE_KEY_SIZE - 1) {
        return roster_find_key(roster, user);
    }
    if (strncmp(user, ROSTER_PREFIX, prefix) != 0 ||
        !roster_parse_uid(user + prefix, strlen(user + prefix), &uid)) {
        return NULL;
    }
    return roster_find(roster, uid);
}

const char *
roster_user(const struct roster_entry *entry)
{
    return entry->key[0] != '\0' ? entry->key : entry->principal.name;
}

bool
roster_lacks(const struct roster *after, const struct roster *before)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct roster_entry *entry = &before->entries[i];
        if (!entry->disabled && find(after, entry->uid, entry->key) == NULL) {
            return true;
        }
    }
    return false;
}

bool
roster_is_name(const char *text, size_t length)
{
    const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz_-";
    return length > 0 && length <= ROSTER_NAME_MAX && text[0] != '_' &&
           text[0] != '-' && strspn(text, letters) >= length;
}

bool
roster_parse_uid(const char *digits, size_t length, uint32_t *uid)
{
    if (length == 0 || length > ROSTER_UID_DIGITS ||
        (digits[0] == '0' && length > 1)) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(digits[i] - '0');
    }
    if (value > UINT32_MAX) {
        return false;
    }
    *uid = (uint32_t)value;
    return true;
}
