/* SPDX-License-Identifier: MIT */
/*
 * roster: which uid is which person, and in which role.
 *
 * Ownership  A roster owns its entries.
 * Threading  Filled by one thread, then only read; zap gives it to the others.
 * Errors     JINDU_NO_MEMORY; JINDU_BUSY beyond ROSTER_MAX.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "principal.h"

/* A township office has tens; more is a mistake of whoever wrote it. */
#define ROSTER_MAX 4096

struct roster_entry {
    uint32_t uid;
    bool has_role;
    struct principal principal;
};

struct roster {
    struct roster_entry *entries; /* by uid */
    size_t count;
    size_t capacity;
};
#define ROSTER_INIT \
    {               \
        0           \
    }

void roster_fini(struct roster *roster);

/* The entry of uid, made when there is none: no person, no role, and the name
 * "uid:N".  The pointer lives until the next call. */
JINDU_CHECK enum jindu_status roster_entry(
    struct roster *roster, uint32_t uid, struct roster_entry **entry);

/* NULL: nobody. */
const struct roster_entry *roster_find(
    const struct roster *roster, uint32_t uid);
const struct roster_entry *roster_find_name(
    const struct roster *roster, const char *name);

/* Digits alone, no leading zero, at most 2^32 - 1. */
JINDU_CHECK bool roster_parse_uid(
    const char *digits, size_t length, uint32_t *uid);

#endif
