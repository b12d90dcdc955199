/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROSTER_PREFIX "uid:"
#define ROSTER_UID_DIGITS 10

void
roster_fini(struct roster *roster)
{
    free(roster->entries);
    *roster = (struct roster)ROSTER_INIT;
}

/* Where uid is or belongs. */
static size_t
place_of(const struct roster *roster, uint32_t uid)
{
    size_t low = 0;
    size_t high = roster->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (roster->entries[middle].uid < uid) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
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

enum jindu_status
roster_entry(struct roster *roster, uint32_t uid, struct roster_entry **entry)
{
    size_t place = place_of(roster, uid);
    if (place == roster->count || roster->entries[place].uid != uid) {
        enum jindu_status status = grow(roster);
        if (status != JINDU_OK) {
            return status;
        }
        struct roster_entry *made = &roster->entries[place];
        memmove(made + 1, made, (roster->count - place) * sizeof(*made));
        roster->count++;
        *made = (struct roster_entry){ .uid = uid };
        made->principal.role = ROLE_OBSERVER;
        (void)snprintf(made->principal.name, sizeof(made->principal.name),
            ROSTER_PREFIX "%" PRIu32, uid);
    }
    *entry = &roster->entries[place];
    return JINDU_OK;
}

const struct roster_entry *
roster_find(const struct roster *roster, uint32_t uid)
{
    size_t place = place_of(roster, uid);
    if (place == roster->count || roster->entries[place].uid != uid) {
        return NULL;
    }
    return &roster->entries[place];
}

const struct roster_entry *
roster_find_name(const struct roster *roster, const char *name)
{
    const size_t prefix = sizeof(ROSTER_PREFIX) - 1;
    uint32_t uid;
    if (strncmp(name, ROSTER_PREFIX, prefix) != 0 ||
        !roster_parse_uid(name + prefix, strlen(name + prefix), &uid)) {
        return NULL;
    }
    return roster_find(roster, uid);
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
