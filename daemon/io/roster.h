/* SPDX-License-Identifier: MIT */
/*
 * roster: which uid, and which CURVE key, is which person in which role.
 *
 * Ownership  A roster owns its entries.
 * Threading  Filled by one thread, then only read; zap gives it to the others.
 * Errors     JINDU_NO_MEMORY; JINDU_BUSY beyond ROSTER_MAX; JINDU_CONFLICT for
 *            a key that is there.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "certificate.h"
#include "principal.h"

/* A township office has tens; more is a mistake of whoever wrote it. */
#define ROSTER_MAX 4096

/* Of "key:NAME"; the rest of PRINCIPAL_NAME_SIZE. */
#define ROSTER_NAME_MAX 27

struct roster_entry {
    uint32_t uid;                /* of a local peer */
    char key[JP_CURVE_KEY_SIZE]; /* of a remote one; "": it is local */
    bool has_role;
    bool disabled; /* known, and let in no more */
    struct principal principal;
};

struct roster {
    struct roster_entry *entries; /* local ones by uid, then remote by key */
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

/* A new entry with the name "key:NAME"; name and key are valid. */
JINDU_CHECK enum jindu_status roster_add_key(struct roster *roster,
    const char *key, const char *name, struct roster_entry **entry);

/* Who may come in.  NULL: nobody, or disabled. */
const struct roster_entry *roster_find(
    const struct roster *roster, uint32_t uid);
const struct roster_entry *roster_find_key(
    const struct roster *roster, const char *key);

/* By what ZAP calls a peer, which is "uid:N" or its key: another key under the
 * same name is another peer. */
const struct roster_entry *roster_find_user(
    const struct roster *roster, const char *user);

/* What ZAP calls it. */
const char *roster_user(const struct roster_entry *entry);

/* Whether somebody who might come in by before may not by after. */
bool roster_lacks(const struct roster *after, const struct roster *before);

/* [0-9a-z][0-9a-z_-]*, at most ROSTER_NAME_MAX. */
bool roster_is_name(const char *text, size_t length);

/* Digits alone, no leading zero, at most 2^32 - 1. */
JINDU_CHECK bool roster_parse_uid(
    const char *digits, size_t length, uint32_t *uid);

#endif
