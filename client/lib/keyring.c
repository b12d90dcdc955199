/* SPDX-License-Identifier: MIT */
#include "keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalogue.h"
#include "digest.h"

static enum jindu_status
of_errno(int cause)
{
    switch (cause) {
    case ENOENT:
    case ENOTDIR:
        return JINDU_NOT_FOUND;
    case EACCES:
    case EPERM:
        return JINDU_DENIED;
    case ENOMEM:
        return JINDU_NO_MEMORY;
    default:
        return JINDU_STORAGE;
    }
}

static const char *
variable(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* given, or the variable, or the file of this name beside the settings. */
static enum jindu_status
find(char path[JINDU_KEYFILE_PATH_SIZE], const char *given,
    const char *variable_name, const char *file, char *detail)
{
    const char *config = variable("XDG_CONFIG_HOME");
    const char *home = variable("HOME");
    int length = -1;

    if (given == NULL || given[0] == '\0') {
        given = variable(variable_name);
    }
    if (given != NULL) {
        length = snprintf(path, JINDU_KEYFILE_PATH_SIZE, "%s", given);
    } else if (config != NULL) {
        length = snprintf(
            path, JINDU_KEYFILE_PATH_SIZE, "%s/jindu/%s", config, file);
    } else if (home != NULL) {
        length = snprintf(
            path, JINDU_KEYFILE_PATH_SIZE, "%s/.config/jindu/%s", home, file);
    }
    if (length <= 0 || length >= JINDU_KEYFILE_PATH_SIZE) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("no place for '%s' is known: HOME is not set, or a path is too "
              "long; name the file with $%s"),
            file, variable_name);
        return JINDU_INVALID;
    }
    return JINDU_OK;
}

/* One byte more than a certificate may have tells that there are too many. */
static ssize_t
read_whole(int fd, char text[JP_CERTIFICATE_BYTES_MAX + 1])
{
    size_t length = 0;

    while (length < JP_CERTIFICATE_BYTES_MAX + 1) {
        ssize_t count =
            read(fd, text + length, JP_CERTIFICATE_BYTES_MAX + 1 - length);

        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 ? -1 : (ssize_t)length;
        }
        length += (size_t)count;
    }
    return (ssize_t)length;
}

static enum jindu_status
load(struct jp_certificate *certificate, int fd, const char *file, char *detail)
{
    char text[JP_CERTIFICATE_BYTES_MAX + 1];
    struct jp_certificate_fault fault;
    struct jp_certificate read;
    enum jindu_status status;
    struct stat state;
    ssize_t length;

    if (fstat(fd, &state) != 0 || !S_ISREG(state.st_mode)) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' is no regular file"), file);
        return JINDU_INVALID;
    }
    length = read_whole(fd, text);
    if (length < 0) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("cannot read '%s': %s"), file, catalogue_errno(errno));
        return JINDU_STORAGE;
    }
    status = jp_certificate_parse(&read, text, (size_t)length, &fault);
    jp_wipe(text, sizeof(text));
    if (status != JINDU_OK) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' is no certificate: line %d: %s%s"), file, fault.line,
            fault.name, _(fault.why));
        return status;
    }
    if (read.secret_key[0] != '\0' &&
        (state.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        jp_certificate_wipe(&read);
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' holds a secret key that others may get at (mode %04o): make "
              "a new pair, or 'chmod 600' it if nobody did"),
            file, (unsigned)(state.st_mode & 07777));
        return JINDU_DENIED;
    }
    *certificate = read;
    jp_certificate_wipe(&read);
    return JINDU_OK;
}

enum jindu_status
keyring_load(struct jp_certificate *certificate, const char *file,
    char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    /* Whatever it is, opening it must not wait. */
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    enum jindu_status status;

    if (fd < 0) {
        status = of_errno(errno);
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("cannot open '%s': %s"), file, catalogue_errno(errno));
        return status;
    }
    status = load(certificate, fd, file, detail);
    (void)close(fd);
    return status;
}

static void
add(char *detail, const char *advice)
{
    size_t length = strlen(detail);

    (void)snprintf(
        detail + length, JINDU_KEYFILE_DETAIL_SIZE - length, "%s", advice);
}

static enum jindu_status
load_own(struct jp_certificate *own, const char *given, char *detail)
{
    char path[JINDU_KEYFILE_PATH_SIZE];
    enum jindu_status status = jindu_keyfile_own(path, given, detail);

    if (status == JINDU_OK) {
        status = keyring_load(own, path, detail);
        if (status == JINDU_NOT_FOUND) {
            add(detail, _("; 'jindu key new' makes a key for this computer"));
        }
    }
    if (status == JINDU_OK && own->secret_key[0] == '\0') {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' holds no secret key; name the file that ends in _secret"),
            path);
        status = JINDU_INVALID;
    }
    return status;
}

static enum jindu_status
load_server(char key[JP_CURVE_KEY_SIZE], const char *given, char *detail)
{
    char path[JINDU_KEYFILE_PATH_SIZE];
    struct jp_certificate server;
    enum jindu_status status =
        find(path, given, "JINDU_SERVER_CERTIFICATE", "server.key", detail);

    if (status == JINDU_OK) {
        status = keyring_load(&server, path, detail);
        if (status == JINDU_NOT_FOUND) {
            add(detail, _("; ask the office for the public certificate of its "
                          "server"));
        }
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (server.secret_key[0] == '\0') {
        (void)memcpy(key, server.public_key, JP_CURVE_KEY_SIZE);
    } else {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' holds a secret key, which no client is to have; ask for "
              "the public certificate, and for a new key of the server"),
            path);
        status = JINDU_INVALID;
    }
    jp_certificate_wipe(&server);
    return status;
}

enum jindu_status
keyring_read(struct keyring *keyring, const char *certificate,
    const char *server_certificate, char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    enum jindu_status status =
        load_server(keyring->server_key, server_certificate, detail);

    if (status == JINDU_OK) {
        status = load_own(&keyring->own, certificate, detail);
    }
    return status == JINDU_OK || status == JINDU_NO_MEMORY ? status
                                                           : JINDU_NO_KEY;
}

void
keyring_wipe(struct keyring *keyring)
{
    jp_certificate_wipe(&keyring->own);
}

enum jindu_status
jindu_keyfile_own(char path[JINDU_KEYFILE_PATH_SIZE], const char *given,
    char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    return find(path, given, "JINDU_CERTIFICATE", "client.key_secret", detail);
}
