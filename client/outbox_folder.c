/* SPDX-License-Identifier: MIT */
#include "outbox_folder.h"

#include "ownfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0700
#define ENDING ".json"
#define FAILED "failed"
#define LOCK "lock"

/* In decimal, all of the same width: their text sorts as they do. */
#define ORDER_DIGITS 10
#define ORDER_MAX 9999999999LL

/* The bytes of the lock file, each a lock of its own. */
enum {
    LOCK_FILES,    /* held while a file is written: a moment */
    LOCK_DELIVERY, /* held as long as one process delivers */
};

bool
outbox_folder_find(char path[OUTBOX_PATH_SIZE])
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int length = -1;
    /* A relative path says nothing: XDG Base Directory Specification. */
    if (state != NULL && *state == '/') {
        length = snprintf(path, OUTBOX_PATH_SIZE, "%s/jindu/outbox", state);
    } else if (home != NULL && *home == '/') {
        length = snprintf(
            path, OUTBOX_PATH_SIZE, "%s/.local/state/jindu/outbox", home);
    }
    if (length <= 0 || length >= OUTBOX_PATH_SIZE) {
        path[0] = '\0';
        return false;
    }
    return true;
}

/* What somebody put where ours belongs; "": it is something else. */
static const char *
in_the_way(const char *part)
{
    return errno == EISDIR || errno == ENOTDIR || errno == ELOOP ||
                   errno == ENXIO
               ? part
               : "";
}

enum jindu_status
outbox_folder_open(struct outbox_folder *folder, bool make)
{
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    folder->waiting = folder->failed = folder->lock = -1;
    folder->names = NULL;
    folder->odd = "";
    if (!outbox_folder_find(folder->path)) {
        errno = ENOENT;
        return JINDU_NOT_FOUND;
    }
    if (make && !ownfile_make_folder(folder->path)) {
        return JINDU_STORAGE;
    }
    folder->waiting = open(folder->path, flags);
    if (folder->waiting < 0) {
        return ownfile_fault();
    }
    if (mkdirat(folder->waiting, FAILED, FOLDER_MODE) != 0 && errno != EEXIST) {
        return JINDU_STORAGE;
    }
    folder->failed = openat(folder->waiting, FAILED, flags | O_NOFOLLOW);
    if (folder->failed < 0) {
        folder->odd = in_the_way(FAILED);
        return JINDU_STORAGE;
    }
    folder->lock = ownfile_open_lock(folder->waiting, LOCK);
    if (folder->lock < 0) {
        folder->odd = in_the_way(LOCK);
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

static void
close_open(int descriptor)
{
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
}

void
outbox_folder_close(struct outbox_folder *folder)
{
    close_open(folder->lock);
    close_open(folder->failed);
    close_open(folder->waiting);
    free(folder->names);
    folder->waiting = folder->failed = folder->lock = -1;
    folder->names = NULL;
}

static bool
lock(const struct outbox_folder *folder, short type, off_t byte, bool wait)
{
    struct flock range = {
        .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
    };
    int done;
    do {
        done = fcntl(folder->lock, wait ? F_SETLKW : F_SETLK, &range);
    } while (done != 0 && errno == EINTR);
    return done == 0;
}

bool
outbox_folder_claim(struct outbox_folder *folder)
{
    return lock(folder, F_WRLCK, LOCK_DELIVERY, false);
}

/* Anything else is none of ours. */
static bool
is_name(const char *name)
{
    size_t length = strlen(name);
    size_t ending = strlen(ENDING);
    return strspn(name, "0123456789") == ORDER_DIGITS &&
           name[ORDER_DIGITS] == '-' && length < OUTBOX_NAME_SIZE &&
           length > ORDER_DIGITS + 1 + ending &&
           strcmp(name + length - ending, ENDING) == 0;
}

static int
compare_names(const void *left, const void *right)
{
    return strcmp(left, right);
}

static DIR *
open_entries(const struct outbox_folder *folder, bool failed)
{
    int descriptor = openat(failed ? folder->failed : folder->waiting, ".",
        O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (entries == NULL) {
        close_open(descriptor);
    }
    return entries;
}

static enum jindu_status
list(
    const struct outbox_folder *folder, bool failed, struct outbox_names *names)
{
    names->count = 0;
    DIR *entries = open_entries(folder, failed);
    if (entries == NULL) {
        return JINDU_STORAGE;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            break;
        }
        if (is_name(entry->d_name) && names->count < OUTBOX_FILES_MAX) {
            memcpy(names->names[names->count++], entry->d_name,
                strlen(entry->d_name) + 1);
        }
    }
    int cause = errno;
    (void)closedir(entries);
    errno = cause;
    if (cause != 0) {
        return JINDU_STORAGE;
    }
    qsort(names->names, names->count, OUTBOX_NAME_SIZE, compare_names);
    return JINDU_OK;
}

enum jindu_status
outbox_folder_list(struct outbox_folder *folder, bool failed)
{
    if (folder->names == NULL) {
        folder->names = malloc(sizeof(*folder->names));
    }
    return folder->names != NULL ? list(folder, failed, folder->names)
                                 : JINDU_NO_MEMORY;
}

/* The file that waits under the key; NULL: none does. */
static const char *
with_key(const struct outbox_names *names, const char *key)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strncmp(names->names[i] + ORDER_DIGITS + 1, key, strlen(key)) ==
            0) {
            return names->names[i];
        }
    }
    return NULL;
}

static enum jindu_status
add_again(const struct outbox_folder *folder, const char *name,
    const struct jindu_text *text, outbox_same_cb *is_same)
{
    struct jindu_text there = JINDU_TEXT_INIT;
    enum jindu_status status = outbox_folder_read(folder, false, name, &there);
    if (status == JINDU_INVALID ||
        (status == JINDU_OK && !is_same(&there, text))) {
        status = JINDU_CONFLICT;
    }
    jindu_text_free(&there);
    return status;
}

static enum jindu_status
add_locked(struct outbox_folder *folder, const char *key,
    const struct jindu_text *text, outbox_same_cb *is_same,
    struct outbox_names *names)
{
    char name[OUTBOX_NAME_SIZE];
    enum jindu_status status = list(folder, true, names);
    size_t failed = names->count;
    if (status == JINDU_OK) {
        status = list(folder, false, names);
    }
    if (status != JINDU_OK) {
        return status;
    }
    const char *same = with_key(names, key);
    if (same != NULL) {
        return add_again(folder, same, text, is_same);
    }
    if (names->count + failed >= OUTBOX_FILES_MAX) {
        return JINDU_REFUSED;
    }
    long long last = names->count == 0
                         ? 0
                         : strtoll(names->names[names->count - 1], NULL, 10);
    if (last >= ORDER_MAX) {
        return JINDU_INVALID;
    }
    (void)snprintf(
        name, sizeof(name), "%0*lld-%s" ENDING, ORDER_DIGITS, last + 1, key);
    return ownfile_write(folder->waiting, name, text);
}

enum jindu_status
outbox_folder_add(struct outbox_folder *folder, const char *key,
    const struct jindu_text *text, outbox_same_cb *is_same)
{
    struct outbox_names *names = malloc(sizeof(*names));
    if (names == NULL) {
        return JINDU_NO_MEMORY;
    }
    enum jindu_status status = JINDU_STORAGE;
    if (lock(folder, F_WRLCK, LOCK_FILES, true)) {
        status = add_locked(folder, key, text, is_same, names);
        int cause = errno;
        (void)lock(folder, F_UNLCK, LOCK_FILES, false);
        errno = cause;
    }
    free(names);
    return status;
}

enum jindu_status
outbox_folder_read(const struct outbox_folder *folder, bool failed,
    const char *name, struct jindu_text *text)
{
    return ownfile_read(failed ? folder->failed : folder->waiting, name, text);
}

enum jindu_status
outbox_folder_replace(struct outbox_folder *folder, const char *name,
    const struct jindu_text *text)
{
    if (!lock(folder, F_WRLCK, LOCK_FILES, true)) {
        return JINDU_STORAGE;
    }
    enum jindu_status status = ownfile_write(folder->waiting, name, text);
    int cause = errno;
    (void)lock(folder, F_UNLCK, LOCK_FILES, false);
    errno = cause;
    return status;
}

enum jindu_status
outbox_folder_fail(struct outbox_folder *folder, const char *name)
{
    /* First where it goes to: a power cut may leave both, never none. */
    if (renameat(folder->waiting, name, folder->failed, name) != 0 ||
        fsync(folder->failed) != 0 || fsync(folder->waiting) != 0) {
        return ownfile_fault();
    }
    return JINDU_OK;
}

enum jindu_status
outbox_folder_remove(
    struct outbox_folder *folder, bool failed, const char *name)
{
    return ownfile_remove(failed ? folder->failed : folder->waiting, name);
}
