/* SPDX-License-Identifier: MIT */
#include "address.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char scheme[] = "ipc://";
static const char packaged[] = "/run/jindu/requests";

static bool
is_socket(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISSOCK(status.st_mode);
}

static bool
session_path(char path[ADDRESS_PATH_MAX + 1])
{
    const char *directory = getenv("XDG_RUNTIME_DIR");
    int length;

    if (directory == NULL || directory[0] == '\0') {
        return false;
    }
    length =
        snprintf(path, ADDRESS_PATH_MAX + 1, "%s/jindu/requests", directory);
    return length > 0 && length <= ADDRESS_PATH_MAX;
}

enum jindu_status
address_find(char endpoint[ADDRESS_SIZE], const char *given)
{
    char session[ADDRESS_PATH_MAX + 1];
    const char *path = given;
    size_t length;

    if (path == NULL || path[0] == '\0') {
        path = getenv("JINDU_SERVER");
    }
    if (path == NULL || path[0] == '\0') {
        path = session_path(session) && is_socket(session) ? session : packaged;
    }
    if (strncmp(path, scheme, sizeof(scheme) - 1) == 0) {
        path += sizeof(scheme) - 1;
    }
    length = strlen(path);
    /* TCP waits for CURVE: requests do not travel in the clear. */
    if (length == 0 || length > ADDRESS_PATH_MAX ||
        strstr(path, "://") != NULL) {
        return JINDU_INVALID;
    }
    memcpy(endpoint, scheme, sizeof(scheme) - 1);
    memcpy(endpoint + sizeof(scheme) - 1, path, length + 1);
    return JINDU_OK;
}

const char *
address_path(const char *endpoint)
{
    assert(strncmp(endpoint, scheme, sizeof(scheme) - 1) == 0);
    return endpoint + sizeof(scheme) - 1;
}
