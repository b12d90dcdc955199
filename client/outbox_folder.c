/* SPDX-License-Identifier: MIT */
#include "outbox_folder.h"

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
#define FILE_MODE 0600
#define WRITING "writing"
#define ENDING ".json"
#define READ_ROOM 4096 /* bytes read at once */

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

/* A folder made is on disk once the one that holds it is. */
static bool
make_folder(const char *path, const char *parent)
{
    if (mkdir(path, FOLDER_MODE) != 0) {
        return errno == EEXIST;
    }
    int holder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool kept = holder >= 0 && fsync(holder) == 0;
    if (holder >= 0) {
        (void)close(holder);
    }
    return kept;
}

/* Every folder on the way, too. */
static bool
make_path(const char *path)
{
    char part[OUTBOX_PATH_SIZE];
    char parent[OUTBOX_PATH_SIZE] = "/";
    for (const char *at = path; *at != '\0';) {
        at += 1 + strcspn(at + 1, "/");
        (void)snprintf(part, sizeof(part), "%.*s", (int)(at - path), path);
        if (!make_folder(part, parent)) {
            return false;
        }
        memcpy(parent, part, sizeof(parent));
    }
    return true;
}

static enum jindu_status
storage(void)
{
    /* Nothing can be where a file, or /dev/null, is the home folder. */
    return errno == ENOENT || errno == ENOTDIR ? JINDU_NOT_FOUND
                                               : JINDU_STORAGE;
}

enum jindu_status
outbox_folder_open(struct outbox_folder *folder, bool make)
{
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    folder->waiting = folder->failed = folder->lock = -1;
    if (!outbox_folder_find(folder->path)) {
        errno = ENOENT;
        return JINDU_NOT_FOUND;
    }
    if (make && !make_path(folder->path)) {
        return JINDU_STORAGE;
    }
    folder->waiting = open(folder->path, flags);
    if (folder->waiting < 0) {
        return storage();
    }
    if (mkdirat(folder->waiting, "failed", FOLDER_MODE) != 0 &&
        errno != EEXIST) {
        return JINDU_STORAGE;
    }
    folder->failed = openat(folder->waiting, "failed", flags | O_NOFOLLOW);
    folder->lock = openat(folder->waiting, "lock",
        O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    return folder->failed < 0 || folder->lock < 0 ? JINDU_STORAGE : JINDU_OK;
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
    folder->waiting = folder->failed = folder->lock = -1;
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

static bool
is_name(const char *name)
{
    size_t length = strlen(name);
    size_t ending = strlen(ENDING);
    return length < OUTBOX_NAME_SIZE && length > ending && name[0] >= '0' &&
           name[0] <= '9' && strcmp(name + length - ending, ENDING) == 0;
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

enum jindu_status
outbox_folder_list(
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

static bool
write_all(int file, const struct jindu_text *text)
{
    for (size_t done = 0; done < text->length;) {
        ssize_t wrote = write(file, text->bytes + done, text->length - done);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return fsync(file) == 0;
}

/* Under the lock of the files, so that there is one being written. */
static enum jindu_status
write_file(const struct outbox_folder *folder, const char *name,
    const struct jindu_text *text)
{
    if (text->failed) {
        return JINDU_NO_MEMORY;
    }
    if (unlinkat(folder->waiting, WRITING, 0) != 0 && errno != ENOENT) {
        return JINDU_STORAGE;
    }
    int file = openat(folder->waiting, WRITING,
        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (file < 0) {
        return JINDU_STORAGE;
    }
    bool wrote = write_all(file, text);
    int cause = errno;
    if (close(file) == 0 && wrote &&
        renameat(folder->waiting, WRITING, folder->waiting, name) == 0) {
        return fsync(folder->waiting) == 0 ? JINDU_OK : JINDU_STORAGE;
    }
    cause = wrote ? errno : cause;
    (void)unlinkat(folder->waiting, WRITING, 0);
    errno = cause;
    return JINDU_STORAGE;
}

/* The file that waits under the key; NULL: none does. */
static const char *
with_key(const struct outbox_names *names, const char *key)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *hyphen = strchr(names->names[i], '-');
        if (hyphen != NULL && strncmp(hyphen + 1, key, strlen(key)) == 0) {
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
    if (status == JINDU_OK && !is_same(&there, text)) {
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
    enum jindu_status status = outbox_folder_list(folder, true, names);
    size_t failed = names->count;
    if (status == JINDU_OK) {
        status = outbox_folder_list(folder, false, names);
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
    int length =
        snprintf(name, sizeof(name), "%010lld-%s" ENDING, last + 1, key);
    if (length < 0 || length >= OUTBOX_NAME_SIZE) {
        return JINDU_INVALID;
    }
    return write_file(folder, name, text);
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
    char room[READ_ROOM];
    ssize_t length = 0;
    int file = openat(failed ? folder->failed : folder->waiting, name,
        O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return storage();
    }
    do {
        length = read(file, room, sizeof(room));
        if (length > 0) {
            jindu_text_append(text, room, (size_t)length);
        }
    } while (length > 0 || (length < 0 && errno == EINTR));
    int cause = errno;
    (void)close(file);
    errno = cause;
    if (length < 0) {
        return JINDU_STORAGE;
    }
    return text->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

enum jindu_status
outbox_folder_replace(struct outbox_folder *folder, const char *name,
    const struct jindu_text *text)
{
    if (!lock(folder, F_WRLCK, LOCK_FILES, true)) {
        return JINDU_STORAGE;
    }
    enum jindu_status status = write_file(folder, name, text);
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
        return storage();
    }
    return JINDU_OK;
}

enum jindu_status
outbox_folder_remove(
    struct outbox_folder *folder, bool failed, const char *name)
{
    int descriptor = failed ? folder->failed : folder->waiting;
    if (unlinkat(descriptor, name, 0) != 0 || fsync(descriptor) != 0) {
        return storage();
    }
    return JINDU_OK;
}
