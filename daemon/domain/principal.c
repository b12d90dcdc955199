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

bool
principal_may(const struct principal *principal, enum jp_method method)
{
    const char *roles = jp_method_roles(method);

    switch (principal->role) {
    case ROLE_ADMIN:
        return true;
    case ROLE_OFFICE:
        return strchr(roles, '!') == NULL;
    case ROLE_LEADER:
        return strchr(roles, 'L') != NULL;
    case ROLE_REPORTER:
        return strchr(roles, 'P') != NULL;
    case ROLE_OBSERVER:
        return strchr(roles, 'O') != NULL;
    }
    return false;
}

bool
principal_speaks_for_others(const struct principal *principal)
{
    return principal->role == ROLE_ADMIN || principal->role == ROLE_OFFICE;
}
