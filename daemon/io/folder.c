/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

static bool
is_fit(const char *path, const struct stat *facts)
{
    if (!S_ISREG(facts->st_mode) || facts->st_size > FOLDER_TEXT_MAX) {
        log_error("cannot read '%s': it is %s", path,
            S_ISREG(facts->st_mode) ? "longer than 1 MiB" : "no regular file");
        return false;
    }
    return true;
}

enum jindu_status
folder_open_text(FILE **file, const char *path)
{
    struct stat facts;
    enum jindu_status status = JINDU_NOT_FOUND;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &facts) != 0) {
        log_error("cannot open '%s': %s", path, strerror(errno));
        goto err_close;
    }
    if (!is_fit(path, &facts)) {
        status = JINDU_INVALID;
        goto err_close;
    }
    *file = fdopen(fd, "rb");
    if (*file == NULL) {
        status = JINDU_NO_MEMORY;
        goto err_close;
    }
    return JINDU_OK;

err_close:
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

static enum jindu_status
look(FILE *file, const char *path, struct stat *facts)
{
    if (fstat(fileno(file), facts) != 0) {
        log_error("cannot read '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

enum jindu_status
folder_check_secret(FILE *file, const char *path, mode_t forbidden)
{
    struct stat facts;
    enum jindu_status status = look(file, path, &facts);
    if (status == JINDU_OK && (facts.st_mode & forbidden) != 0) {
        log_error("'%s' holds a secret and has mode %04o: others than its "
                  "owner may use it; chmod 0600 it, or make another key",
            path, (unsigned)(facts.st_mode & 07777));
        status = JINDU_DENIED;
    }
    return status;
}

static enum jindu_status
check_writers(const char *path, const struct stat *facts)
{
    if ((facts->st_mode & S_IWOTH) == 0) {
        return JINDU_OK;
    }
    log_error("'%s' says who may do what and has mode %04o: everybody may "
              "change it; chmod o-w it, and look who stands in it",
        path, (unsigned)(facts->st_mode & 07777));
    return JINDU_DENIED;
}

enum jindu_status
folder_check_text(FILE *file, const char *path)
{
    struct stat facts;
    enum jindu_status status = look(file, path, &facts);
    return status == JINDU_OK ? check_writers(path, &facts) : status;
}

enum jindu_status
folder_check_directory(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 ? check_writers(path, &facts) : JINDU_OK;
}

enum jindu_status
folder_read(
    FILE *file, const char *path, char *bytes, size_t size, size_t *length)
{
    *length = fread(bytes, 1, size, file);
    if (*length == size && fgetc(file) != EOF) {
        log_error("cannot read '%s': it has more than %zu bytes", path, size);
        return JINDU_INVALID;
    }
    if (ferror(file) != 0) {
        log_error("cannot read '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

static bool
is_called(const char *name, const char *suffix)
{
    size_t length = strlen(name);
    size_t tail = strlen(suffix);
    return name[0] != '.' && length > tail &&
           strcmp(name + length - tail, suffix) == 0;
}

static enum jindu_status
visit_one(const char *directory, const char *name,
    const struct folder_visitor *visitor)
{
    char path[FOLDER_PATH_SIZE];
    if (!folder_join(path, sizeof(path), directory, name)) {
        log_error("cannot read '%s': the path is too long", name);
        return JINDU_INVALID;
    }
    enum jindu_status status = visitor->visit(visitor->cookie, path, name);
    /* One that went meanwhile is not the directory that is missing. */
    return status == JINDU_NOT_FOUND ? JINDU_STORAGE : status;
}

enum jindu_status
folder_each(
    const char *directory, const char *suffix, struct folder_visitor visitor)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, NULL, alphasort);
    if (count < 0) {
        if (errno == ENOENT) {
            return JINDU_NOT_FOUND;
        }
        log_error("cannot open '%s': %s", directory, strerror(errno));
        return errno == ENOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
    }
    enum jindu_status status = JINDU_OK;
    for (int i = 0; i < count; i++) {
        if (status == JINDU_OK && is_called(entries[i]->d_name, suffix)) {
            status = visit_one(directory, entries[i]->d_name, &visitor);
        }
        free(entries[i]);
    }
    free(entries);
    return status;
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
        log_error(
            "cannot use '%s': it belongs to uid %lu, not to uid %lu; jindud "
            "runs as the user who owns it",
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
