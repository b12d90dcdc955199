/* SPDX-License-Identifier: MIT */
#include "ownfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0700
#define FILE_MODE 0600
#define WRITING "writing"
#define READ_ROOM 4096 /* bytes read at once */

enum jindu_status
ownfile_fault(void)
{
    /* Nothing can be where a file, or /dev/null, is the home folder. */
    return errno == ENOENT || errno == ENOTDIR ? JINDU_NOT_FOUND
                                               : JINDU_STORAGE;
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
bool
ownfile_make_folder(const char *path)
{
    char part[PATH_MAX];
    char parent[PATH_MAX] = "/";
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
read_all(int file, struct jindu_text *text)
{
    char room[READ_ROOM];
    ssize_t length = 0;
    do {
        length = read(file, room, sizeof(room));
        if (length > 0) {
            jindu_text_append(text, room, (size_t)length);
        }
        if (text->length > OWNFILE_MAX) {
            return JINDU_INVALID; /* it grows while it is read */
        }
    } while (length > 0 || (length < 0 && errno == EINTR));
    if (length < 0) {
        return JINDU_STORAGE;
    }
    return text->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

enum jindu_status
ownfile_read(int folder, const char *name, struct jindu_text *text)
{
    struct stat about;
    int file =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        /* A symbolic link; a socket, or a device that is not there. */
        return errno == ELOOP || errno == ENXIO ? JINDU_INVALID
                                                : ownfile_fault();
    }
    enum jindu_status status = JINDU_INVALID;
    if (fstat(file, &about) != 0) {
        status = JINDU_STORAGE;
    } else if (S_ISREG(about.st_mode) && about.st_size <= OWNFILE_MAX) {
        status = read_all(file, text);
    }
    int cause = errno;
    (void)close(file);
    errno = cause;
    return status;
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

enum jindu_status
ownfile_write(int folder, const char *name, const struct jindu_text *text)
{
    if (text->failed) {
        return JINDU_NO_MEMORY;
    }
    if (unlinkat(folder, WRITING, 0) != 0 && errno != ENOENT) {
        return JINDU_STORAGE;
    }
    int file = openat(folder, WRITING,
        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (file < 0) {
        return JINDU_STORAGE;
    }
    bool wrote = write_all(file, text);
    int cause = errno;
    if (close(file) == 0 && wrote &&
        renameat(folder, WRITING, folder, name) == 0) {
        return fsync(folder) == 0 ? JINDU_OK : JINDU_STORAGE;
    }
    cause = wrote ? errno : cause;
    (void)unlinkat(folder, WRITING, 0);
    errno = cause;
    return JINDU_STORAGE;
}

enum jindu_status
ownfile_remove(int folder, const char *name)
{
    int done = unlinkat(folder, name, 0);
    if (done != 0 && errno == EISDIR) {
        done = unlinkat(folder, name, AT_REMOVEDIR);
    }
    return done != 0 || fsync(folder) != 0 ? ownfile_fault() : JINDU_OK;
}

int
ownfile_open_lock(int folder, const char *name)
{
    int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int file = openat(folder, name, flags, FILE_MODE);
    /* Only what cannot be the lock of another process may go. */
    if (file < 0 && errno == EISDIR) {
        (void)unlinkat(folder, name, AT_REMOVEDIR);
        file = openat(folder, name, flags, FILE_MODE);
    }
    return file;
}

/* It, or the folder that it may lie in, is this user's. */
static bool
is_own(const char *path)
{
    struct stat about;
    char folder[PATH_MAX];
    if (stat(path, &about) == 0) {
        return about.st_uid == geteuid();
    }
    const char *slash = strrchr(path, '/');
    if (errno != EACCES || slash == NULL ||
        (size_t)(slash - path) >= sizeof(folder)) {
        return false;
    }
    memcpy(folder, path, (size_t)(slash - path));
    folder[slash - path] = '\0';
    return stat(folder, &about) == 0 && about.st_uid == geteuid();
}

bool
ownfile_may_lack(const char *path, int cause)
{
    return cause == ENOENT || cause == ENOTDIR ||
           (cause == EACCES && !is_own(path));
}
