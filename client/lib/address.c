/* SPDX-License-Identifier: MIT */
#include "address.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PORT_MAX 65535

static const char scheme[] = "ipc://";
static const char remote[] = "tcp://";
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

/* In bytes: of HOST in "HOST:PORT"; 0 when it is none. */
static size_t
host_length(const char *at)
{
    const char *end = at;
    const char *port;

    if (*at == '[') {
        end += 1 + strspn(at + 1, "0123456789abcdefABCDEF:.");
        end += *end == ']';
        if (end - at < 4 || end[-1] != ']') { /* "[::]" */
            return 0;
        }
    } else {
        end += strspn(at, "0123456789abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_");
    }
    if (end - at < 1 || end - at > ADDRESS_HOST_MAX || *end != ':') {
        return 0;
    }
    port = end + 1;
    return *port >= '1' && *port <= '9' &&
                   port[strspn(port, "0123456789")] == '\0' &&
                   strlen(port) <= 5 && strtol(port, NULL, 10) <= PORT_MAX
               ? (size_t)(end - at)
               : 0;
}

static enum jindu_status
take_remote(char endpoint[ADDRESS_SIZE], const char *given)
{
    if (host_length(given + sizeof(remote) - 1) == 0) {
        return JINDU_INVALID;
    }
    memcpy(endpoint, given, strlen(given) + 1);
    return JINDU_OK;
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
    if (address_is_remote(path)) {
        return take_remote(endpoint, path);
    }
    if (strncmp(path, scheme, sizeof(scheme) - 1) == 0) {
        path += sizeof(scheme) - 1;
    } else if (host_length(path) > 0) {
        return JINDU_INVALID; /* another computer, and tcp:// was forgotten */
    }
    length = strlen(path);
    if (length == 0 || length > ADDRESS_PATH_MAX ||
        strstr(path, "://") != NULL) {
        return JINDU_INVALID;
    }
    memcpy(endpoint, scheme, sizeof(scheme) - 1);
    memcpy(endpoint + sizeof(scheme) - 1, path, length + 1);
    return JINDU_OK;
}

enum jindu_status
address_events(
    char endpoint[ADDRESS_SIZE], const char *told, const char *requests)
{
    static const char any[] = "tcp://*:";
    char whole[ADDRESS_SIZE];
    int length;

    if (told == NULL || told[0] == '\0' ||
        address_is_remote(told) != address_is_remote(requests)) {
        return JINDU_INVALID;
    }
    if (strncmp(told, any, sizeof(any) - 1) != 0) {
        return address_find(endpoint, told);
    }
    length = snprintf(whole, sizeof(whole), "%.*s:%s",
        (int)(sizeof(remote) - 1 + host_length(requests + sizeof(remote) - 1)),
        requests, told + sizeof(any) - 1);
    return length > 0 && length < (int)sizeof(whole)
               ? address_find(endpoint, whole)
               : JINDU_INVALID;
}

bool
address_is_remote(const char *endpoint)
{
    return strncmp(endpoint, remote, sizeof(remote) - 1) == 0;
}

const char *
address_path(const char *endpoint)
{
    assert(strncmp(endpoint, scheme, sizeof(scheme) - 1) == 0);
    return endpoint + sizeof(scheme) - 1;
}
