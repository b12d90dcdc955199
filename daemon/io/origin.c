/* SPDX-License-Identifier: MIT */
#include "origin.h"

#include <stddef.h>
#include <string.h>

#define ORIGIN_LOCAL "localhost:" /* an address of tcp is numeric */
#define ORIGIN_MAPPED "::ffff:"

static bool
take_prefix(const char **text, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(*text, prefix, length) != 0) {
        return false;
    }
    *text += length;
    return true;
}

static bool
keep(char origin[CHANGE_ORIGIN_SIZE], const char *prefix, const char *text,
    size_t length)
{
    size_t before = strlen(prefix);
    if (length == 0 || before + length >= CHANGE_ORIGIN_SIZE) {
        return false;
    }
    memcpy(origin, prefix, before);
    memcpy(origin + before, text, length);
    origin[before + length] = '\0';
    return true;
}

bool
origin_read(char origin[CHANGE_ORIGIN_SIZE], const char *address)
{
    if (address == NULL) {
        return false;
    }
    if (take_prefix(&address, ORIGIN_LOCAL)) {
        return keep(origin, "uid:", address, strspn(address, "0123456789"));
    }
    if (strchr(address, '.') != NULL) {
        (void)take_prefix(&address, ORIGIN_MAPPED);
    }
    return keep(origin, "", address, strlen(address));
}
