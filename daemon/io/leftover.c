/* SPDX-License-Identifier: MIT */
#include "leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "log.h"

#define NOTE "backup" /* one path, nothing else */
#define TRIES_MAX 100 /* of a name that somebody has; each is one of 2^30 */
#define DIGITS 6      /* the X of LEFTOVER_NAME */

static bool
note_path(char path[FOLDER_PATH_SIZE], const char *directory)
{
    return folder_join(path, FOLDER_PATH_SIZE, directory, NOTE);
}

static void
write_note(const char *directory, const char *path)
{
    char note[FOLDER_PATH_SIZE];
    int fd;

    if (!note_path(note, directory)) {
        return;
    }
    fd = open(note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
        S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return;
    }
    /* A part of a path does not end like one of ours. */
    if (write(fd, path, strlen(path)) < 0) {
        (void)unlink(note);
    }
    (void)close(fd);
}

/* 0 or the errno. */
static int
choose(char *digits)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char bytes[DIGITS];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes)) {
        return errno;
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        digits[i] = alphabet[bytes[i] % (sizeof(alphabet) - 1)];
    }
    return 0;
}

int
leftover_make(const char *directory, char *path)
{
    char *digits = path + strlen(path) - DIGITS;
    int error = EEXIST;
    int fd = -1;

    for (int i = 0; i < TRIES_MAX && error == EEXIST; i++) {
        error = choose(digits);
        if (error != 0) {
            break;
        }
        write_note(directory, path);
        fd = open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        error = fd < 0 ? errno : 0;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return error;
}

void
leftover_forget(const char *directory)
{
    char note[FOLDER_PATH_SIZE];

    if (note_path(note, directory)) {
        (void)unlink(note);
    }
}

void
leftover_unlink(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-journal", "-shm" };
    char name[LEFTOVER_PATH_SIZE + 16];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

static bool
read_note(const char *note, char path[LEFTOVER_PATH_SIZE])
{
    int fd = open(note, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t length = -1;

    if (fd < 0) {
        return false;
    }
    length = read(fd, path, LEFTOVER_PATH_SIZE - 1);
    (void)close(fd);
    if (length < 0) {
        return false;
    }
    path[length] = '\0';
    return true;
}

/* By its name, and by who made it. */
static bool
is_ours(const char *path)
{
    const char *name = strrchr(path, '/');
    size_t given = strlen(LEFTOVER_NAME) - DIGITS;
    struct stat facts;

    return path[0] == '/' && strlen(name) == strlen(LEFTOVER_NAME) &&
           strncmp(name, LEFTOVER_NAME, given) == 0 &&
           lstat(path, &facts) == 0 && S_ISREG(facts.st_mode) &&
           facts.st_uid == geteuid();
}

void
leftover_remove(const char *directory)
{
    char note[FOLDER_PATH_SIZE];
    char path[LEFTOVER_PATH_SIZE];

    if (!note_path(note, directory) || !read_note(note, path)) {
        return;
    }
    if (is_ours(path)) {
        leftover_unlink(path);
        if (access(path, F_OK) == 0) {
            log_warning("an unfinished backup is left: delete '%s'", path);
        } else {
            log_info("removed an unfinished backup, '%s'", path);
        }
    }
    (void)unlink(note);
}
