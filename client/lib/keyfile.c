/* SPDX-License-Identifier: MIT */
#include <jindu/keyfile.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "catalogue.h"
#include "digest.h"
#include "keyring.h"

#define SECRET_SUFFIX "_secret"
#define PUBLIC_MODE 0644
#define SECRET_MODE 0600
/* ".", "." and the six letters of mkstemp, NUL */
#define TEMPORARY_SIZE (JINDU_KEYFILE_PATH_SIZE + 9)

static_assert(sizeof(((struct jindu_keyfile *)0)->person) ==
                  sizeof(((struct jp_certificate *)0)->person),
    "a person fits");
static_assert(sizeof(((struct jindu_keyfile *)0)->role) ==
                  sizeof(((struct jp_certificate *)0)->role),
    "a role fits");

bool
jindu_keyfile_is_key(const char *text)
{
    return jp_curve_key_is_valid(text);
}

/* Right after what failed. */
static enum jindu_status
fail(char *detail, const char *file)
{
    int cause = errno;

    if (cause == EEXIST) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("'%s' is there already and stays as it is; choose another name, "
              "or move it away first"),
            file);
        return JINDU_CONFLICT;
    }
    (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
        _("cannot write '%s': %s"), file, catalogue_errno(cause));
    return cause == ENOENT || cause == ENOTDIR ? JINDU_NOT_FOUND
           : cause == EACCES || cause == EPERM || cause == EROFS
               ? JINDU_DENIED
               : JINDU_STORAGE;
}

static bool
put(int fd, const struct jindu_text *text)
{
    size_t written = 0;

    while (written < text->length) {
        ssize_t count =
            write(fd, text->bytes + written, text->length - written);

        if (count < 0 && errno != EINTR) {
            return false;
        }
        written += count > 0 ? (size_t)count : 0;
    }
    return fsync(fd) == 0;
}

/* A text that held a secret does not stay in memory. */
static void
wipe(struct jindu_text *text)
{
    if (text->bytes != NULL) {
        jp_wipe(text->bytes, text->capacity);
    }
    jindu_text_free(text);
}

static bool
sync_folder(const char *file)
{
    char folder[JINDU_KEYFILE_PATH_SIZE] = ".";
    const char *slash = strrchr(file, '/');
    bool synced;
    int fd;

    if (slash != NULL) { /* the root's own slash stays */
        (void)snprintf(folder, sizeof(folder), "%.*s",
            slash == file ? 1 : (int)(slash - file), file);
    }
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return synced;
}

/* A new file; fails if there is one. */
static bool
create(const char *file, const struct jp_certificate *certificate, mode_t mode)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    bool made = false;
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    int cause;

    if (fd < 0) {
        return false;
    }
    jp_certificate_write(&text, certificate);
    errno = ENOMEM;
    if (!text.failed) {
        made = fchmod(fd, mode) == 0 && put(fd, &text);
    }
    cause = errno;
    wipe(&text);
    (void)close(fd);
    if (!made) {
        (void)unlink(file);
    }
    errno = cause;
    return made;
}

static enum jindu_status
create_both(const char *file, const char *secret,
    const struct jp_certificate *pair, char *detail)
{
    struct jp_certificate public = *pair;
    enum jindu_status status;

    (void)memset(public.secret_key, 0, sizeof(public.secret_key));
    if (!create(secret, pair, SECRET_MODE)) {
        return fail(detail, secret);
    }
    if (!create(file, &public, PUBLIC_MODE)) {
        status = fail(detail, file);
        (void)unlink(secret);
        return status;
    }
    if (!sync_folder(file)) {
        status = fail(detail, file);
        (void)unlink(file);
        (void)unlink(secret);
        return status;
    }
    return JINDU_OK;
}

enum jindu_status
jindu_keyfile_make(const char *file, char key[JINDU_CURVE_KEY_SIZE],
    char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    char secret[JINDU_KEYFILE_PATH_SIZE];
    struct jp_certificate pair = { .public_key = "" };
    enum jindu_status status;
    int length = snprintf(secret, sizeof(secret), "%s" SECRET_SUFFIX, file);

    if (file[0] == '\0' || length >= (int)sizeof(secret)) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("a file is named with 1 to %zu bytes"),
            sizeof(secret) - sizeof(SECRET_SUFFIX));
        return JINDU_INVALID;
    }
    if (zmq_curve_keypair(pair.public_key, pair.secret_key) != 0) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE, "%s",
            _("this libzmq was built without CURVE: no key can be made"));
        return JINDU_INTERNAL;
    }
    status = create_both(file, secret, &pair, detail);
    if (status == JINDU_OK) {
        (void)memcpy(key, pair.public_key, JINDU_CURVE_KEY_SIZE);
    }
    jp_certificate_wipe(&pair);
    return status;
}

enum jindu_status
jindu_keyfile_read(struct jindu_keyfile *keyfile, const char *file,
    char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    struct jp_certificate certificate;
    enum jindu_status status;

    if (keyfile->size < sizeof(*keyfile)) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE, "%s",
            _("the struct jindu_keyfile has no size"));
        return JINDU_INVALID;
    }
    status = keyring_load(&certificate, file, detail);
    if (status != JINDU_OK) {
        return status;
    }
    (void)memcpy(keyfile->key, certificate.public_key, sizeof(keyfile->key));
    (void)memcpy(keyfile->role, certificate.role, sizeof(keyfile->role));
    (void)memcpy(keyfile->person, certificate.person, sizeof(keyfile->person));
    keyfile->disabled = certificate.disabled;
    keyfile->secret = certificate.secret_key[0] != '\0';
    jp_certificate_wipe(&certificate);
    return JINDU_OK;
}

/* What is written must be read again: by the rules of reading. */
static enum jindu_status
print(
    struct jindu_text *text, const struct jindu_keyfile *keyfile, char *detail)
{
    struct jp_certificate certificate = { .disabled = keyfile->disabled };
    struct jp_certificate again;
    struct jp_certificate_fault fault;
    enum jindu_status status;

    (void)snprintf(certificate.public_key, sizeof(certificate.public_key), "%s",
        keyfile->key);
    (void)snprintf(
        certificate.role, sizeof(certificate.role), "%s", keyfile->role);
    (void)snprintf(
        certificate.person, sizeof(certificate.person), "%s", keyfile->person);
    jp_certificate_write(text, &certificate);
    if (text->failed) {
        (void)snprintf(
            detail, JINDU_KEYFILE_DETAIL_SIZE, "%s", _("out of memory"));
        return JINDU_NO_MEMORY;
    }
    status = jp_certificate_parse(&again, text->bytes, text->length, &fault);
    if (status != JINDU_OK) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE,
            _("this makes no certificate: %s%s"), fault.name, _(fault.why));
        return status;
    }
    /* A value must not read as more than itself. */
    if (strcmp(again.person, certificate.person) != 0 ||
        strcmp(again.role, certificate.role) != 0 ||
        again.disabled != certificate.disabled) {
        (void)snprintf(detail, JINDU_KEYFILE_DETAIL_SIZE, "%s",
            _("the person's name cannot stand in a certificate"));
        return JINDU_INVALID;
    }
    return JINDU_OK;
}

/* "folder/.name.XXXXXX": what reads the folder passes over hidden files. */
static bool
name_temporary(char temporary[TEMPORARY_SIZE], const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *name = slash == NULL ? file : slash + 1;

    return strlen(file) < JINDU_KEYFILE_PATH_SIZE &&
           snprintf(temporary, TEMPORARY_SIZE, "%.*s.%s.XXXXXX",
               (int)(name - file), file, name) > 0;
}

static bool
move_into_place(const char *temporary, const char *file, bool replace)
{
    if (replace) {
        return rename(temporary, file) == 0;
    }
    return link(temporary, file) == 0 && unlink(temporary) == 0;
}

enum jindu_status
jindu_keyfile_write(const struct jindu_keyfile *keyfile, const char *file,
    bool replace, char detail[JINDU_KEYFILE_DETAIL_SIZE])
{
    char temporary[TEMPORARY_SIZE];
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status = print(&text, keyfile, detail);
    int fd = -1;

    if (status != JINDU_OK) {
        goto out_free;
    }
    errno = ENAMETOOLONG;
    if (name_temporary(temporary, file)) {
        fd = mkstemp(temporary);
    }
    if (fd < 0) {
        status = fail(detail, file);
        goto out_free;
    }
    if (fchmod(fd, PUBLIC_MODE) != 0 || !put(fd, &text) ||
        !move_into_place(temporary, file, replace) || !sync_folder(file)) {
        status = fail(detail, file);
        (void)unlink(temporary);
    }
    (void)close(fd);

out_free:
    jindu_text_free(&text);
    return status;
}
