/* SPDX-License-Identifier: MIT */
#include "principal.h"

#include <stddef.h>
#include <string.h>

static const char *const tokens[] = {
    [ROLE_ADMIN] = "admin",
    [ROLE_OFFICE] = "office",
    [ROLE_LEADER] = "leader",
    [ROLE_REPORTER] = "reporter",
    [ROLE_OBSERVER] = "observer",
};

const char *
role_token(enum role role)
{
    return tokens[role];
}

bool
role_from_token(const char *token, enum role *role)
{
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        if (strcmp(tokens[i], token) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

bool
role_needs_person(enum role role)
{
    return role == ROLE_REPORTER || role == ROLE_LEADER;
}
