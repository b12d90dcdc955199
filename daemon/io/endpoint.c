/* SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "folder.h"
#include "log.h"

#define ENDPOINT_SCHEME "ipc://"
#define ENDPOINT_REMOTE "tcp://"
#define ENDPOINT_PORT_MAX 65535

static_assert(ENDPOINT_PATH_SIZE == sizeof((struct sockaddr_un *)0)->sun_path,
    "the path must fit a local socket address");

static bool
is_local(const char *endpoint)
{
    return strncmp(endpoint, ENDPOINT_SCHEME, sizeof(ENDPOINT_SCHEME) - 1) == 0;
}

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
    if (is_local(endpoint) && chmod(path_of(endpoint), 0660) != 0) {
        log_error("cannot set the mode of '%s': %s", path_of(endpoint),
            strerror(errno));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

void
endpoint_remove(const char *endpoint)
{
    if (is_local(endpoint) && unlink(path_of(endpoint)) != 0 &&
        errno != ENOENT) {
        log_warning(
            "cannot remove '%s': %s", path_of(endpoint), strerror(errno));
    }
}

/* 1 to 65535, without a zero before it. */
static bool
is_port(const char *text)
{
    size_t length = strspn(text, "0123456789");
    if (text[length] != '\0' || length == 0 || length > 5 || text[0] == '0') {
        return false;
    }
    return strtol(text, NULL, 10) <= ENDPOINT_PORT_MAX;
}

/* Of an endpoint with the right scheme, and its address, a wildcard as a star;
 * NULL when it has none, or an address that no socket could have. */
static const char *
port_of(const char *endpoint, char address[INET6_ADDRSTRLEN])
{
    const char *host = endpoint + sizeof(ENDPOINT_REMOTE) - 1;
    const char *colon = strrchr(host, ':');
    if (colon == NULL) {
        return NULL;
    }
    size_t length = (size_t)(colon - host);
    bool bracketed = length > 2 && host[0] == '[' && colon[-1] == ']';
    if (bracketed) {
        host++;
        length -= 2;
    }
    if (length >= INET6_ADDRSTRLEN) {
        return NULL;
    }
    memcpy(address, host, length);
    address[length] = '\0';
    unsigned char binary[sizeof(struct in6_addr)];
    static const unsigned char none[sizeof(struct in6_addr)];
    bool good = bracketed ? inet_pton(AF_INET6, address, binary) == 1
                          : strcmp(address, "*") == 0 ||
                                inet_pton(AF_INET, address, binary) == 1;
    size_t size = bracketed ? sizeof(struct in6_addr) : sizeof(struct in_addr);
    if (good && address[0] != '*' && memcmp(binary, none, size) == 0) {
        memcpy(address, "*", sizeof("*"));
    }
    return good ? colon + 1 : NULL;
}

bool
endpoint_is_remote(const char *text)
{
    char address[INET6_ADDRSTRLEN];
    if (strncmp(text, ENDPOINT_REMOTE, sizeof(ENDPOINT_REMOTE) - 1) != 0) {
        return false;
    }
    const char *port = port_of(text, address);
    return port != NULL && is_port(port);
}

bool
endpoint_collides(const char *one, const char *other)
{
    char address[INET6_ADDRSTRLEN] = "";
    char beside[INET6_ADDRSTRLEN] = "";
    const char *port = port_of(one, address);
    const char *second = port_of(other, beside);
    return port != NULL && second != NULL && strcmp(port, second) == 0 &&
           (strcmp(address, beside) == 0 || strcmp(address, "*") == 0 ||
               strcmp(beside, "*") == 0);
}

void
endpoint_tell(char told[ENDPOINT_SIZE], const char *endpoint)
{
    char address[INET6_ADDRSTRLEN] = "";
    const char *port = is_local(endpoint) ? NULL : port_of(endpoint, address);
    if (port != NULL && strcmp(address, "*") == 0) {
        (void)snprintf(told, ENDPOINT_SIZE, ENDPOINT_REMOTE "*:%s", port);
    } else {
        (void)snprintf(told, ENDPOINT_SIZE, "%s", endpoint);
    }
}
