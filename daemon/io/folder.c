/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

bool
folder_join(char *path, size_t size, const char *directory, const char *name)
{
    int length = snprintf(path, size, "%s/%s", directory, name);
    return length >= 0 && (size_t)length < size;
}

enum jindu_status
folder_open_text(FILE **file, const char *path)
{
    struct stat facts;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &facts) != 0) {
        log_error("cannot open '%s': %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return JINDU_NOT_FOUND;
    }
    if (!S_ISREG(facts.st_mode) || facts.st_size > FOLDER_TEXT_MAX) {
        log_error("cannot read '%s': it is %s", path,
            S_ISREG(facts.st_mode) ? "longer than 1 MiB" : "no regular file");
        close(fd);
        return JINDU_INVALID;
    }
    *file = fdopen(fd, "rb");
    if (*file == NULL) {
        close(fd);
        return JINDU_NO_MEMORY;
    }
    return JINDU_OK;
}

enum jindu_status
folder_make_parents(const char *path)
{
    char part[FOLDER_PATH_SIZE];
    size_t length = strlen(path);
    if (length >= sizeof(part)) {
        log_error("cannot make '%s': the path is too long", path);
        return JINDU_STORAGE;
    }
    memcpy(part, path, length + 1);
    for (char *slash = strchr(part + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST) {
            log_error("cannot make '%s': %s", part, strerror(errno));
            return JINDU_STORAGE;
        }
        *slash = '/';
    }
    return JINDU_OK;
}

static enum jindu_status
check(const char *path, mode_t mode)
{
    struct stat found;
    if (stat(path, &found) != 0) {
        log_error("cannot use '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    if (!S_ISDIR(found.st_mode)) {
        log_error("cannot use '%s': it is no directory", path);
        return JINDU_DENIED;
    }
    if (found.st_uid != geteuid()) {
        log_error("cannot use '%s': it belongs to uid %lu, not to uid %lu",
            path, (unsigned long)found.st_uid, (unsigned long)geteuid());
        return JINDU_DENIED;
    }
    if ((found.st_mode & 0777 & ~mode) != 0) {
        log_error("cannot use '%s': mode %04o is open to others; at most %04o",
            path, (unsigned)(found.st_mode & 07777), (unsigned)mode);
        return JINDU_DENIED;
    }
    return JINDU_OK;
}

enum jindu_status
folder_make(const char *path, mode_t mode)
{
    if (mkdir(path, mode) != 0) {
        if (errno == EEXIST) {
            return check(path, mode);
        }
        log_error("cannot make '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    /* The umask took the group's bits away. */
    if (chmod(path, mode) != 0) {
        log_error("cannot set the mode of '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}
