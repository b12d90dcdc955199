/* SPDX-License-Identifier: MIT */
/*
 * principal: who is asking.
 *
 * Ownership  A value, copied into every change: a reload of the configuration
 *            never alters what is under way.
 * Threading  Pure functions.
 */
#ifndef PRINCIPAL_H
#define PRINCIPAL_H

#include <stdbool.h>

#include "bounds.h"

#define PRINCIPAL_NAME_SIZE 32 /* "uid:4294967295" and NUL fits */

enum role {
    ROLE_ADMIN,
    ROLE_OFFICE,
    ROLE_LEADER,
    ROLE_REPORTER,
    ROLE_OBSERVER
};
#define ROLE_COUNT 5

struct principal {
    char name[PRINCIPAL_NAME_SIZE]; /* keys of requests belong to it */
    char person[JP_NAME_MAX + 1];   /* "" when the uid stands for nobody */
    enum role role;
};

const char *role_token(enum role role);
bool role_from_token(const char *token, enum role *role);

/* Who reports or is told of something does so as somebody. */
bool role_needs_person(enum role role);

#endif
