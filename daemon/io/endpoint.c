/* SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "folder.h"
#include "log.h"

#define ENDPOINT_SCHEME "ipc://"

static_assert(ENDPOINT_PATH_SIZE == sizeof((struct sockaddr_un *)0)->sun_path,
    "the path must fit a local socket address");

static const char *
path_of(const char *endpoint)
{
    return endpoint + strlen(ENDPOINT_SCHEME);
}

enum jindu_status
endpoint_prepare(
    char endpoint[ENDPOINT_SIZE], const char *directory, const char *name)
{
    char path[ENDPOINT_PATH_SIZE];
    if (!folder_join(path, sizeof(path), directory, name)) {
        log_error("cannot bind in '%s': the path of a socket has at most %d "
                  "bytes",
            directory, ENDPOINT_PATH_SIZE - 1);
        return JINDU_INVALID;
    }
    struct stat found;
    if (lstat(path, &found) == 0) {
        if (!S_ISSOCK(found.st_mode)) {
            log_error("cannot bind '%s': it exists and is no socket", path);
            return JINDU_CONFLICT;
        }
    } else if (errno != ENOENT) {
        log_error("cannot bind '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    (void)snprintf(endpoint, ENDPOINT_SIZE, ENDPOINT_SCHEME "%s", path);
    return JINDU_OK;
}

enum jindu_status
endpoint_share(const char *endpoint)
{
    if (chmod(path_of(endpoint), 0660) != 0) {
        log_error("cannot set the mode of '%s': %s", path_of(endpoint),
            strerror(errno));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

void
endpoint_remove(const char *endpoint)
{
    if (unlink(path_of(endpoint)) != 0 && errno != ENOENT) {
        log_warning(
            "cannot remove '%s': %s", path_of(endpoint), strerror(errno));
    }
}
