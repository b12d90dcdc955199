/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "folder.h"
#include "log.h"

#define LOCK_TEXT_SIZE 24 /* a pid, a line feed and NUL */

/* Told to a person only: the pid may be of another namespace, or stale. */
static void
explain(const char *directory, int descriptor)
{
    char text[LOCK_TEXT_SIZE];
    ssize_t length = pread(descriptor, text, sizeof(text) - 1, 0);
    if (length <= 0) {
        log_error("another jindud uses '%s'", directory);
        return;
    }
    text[length] = '\0';
    text[strspn(text, "0123456789")] = '\0';
    log_error("another jindud (pid %s) uses '%s'", text, directory);
}

static void
write_pid(int descriptor)
{
    char text[LOCK_TEXT_SIZE];
    int length = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
    if (ftruncate(descriptor, 0) != 0 ||
        pwrite(descriptor, text, (size_t)length, 0) != length) {
        log_warning("cannot write the pid into the lock: %s", strerror(errno));
    }
}

enum jindu_status
lock_take(struct lock *lock, const char *directory)
{
    char path[FOLDER_PATH_SIZE];
    if (!folder_join(path, sizeof(path), directory, LOCK_FILE)) {
        log_error("cannot lock '%s': the path is too long", directory);
        return JINDU_STORAGE;
    }
    int descriptor =
        open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        log_error("cannot open '%s': %s", path, strerror(errno));
        return JINDU_STORAGE;
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        enum jindu_status status = JINDU_STORAGE;
        if (errno == EWOULDBLOCK) {
            explain(directory, descriptor);
            status = JINDU_CONFLICT;
        } else {
            log_error("cannot lock '%s': %s", path, strerror(errno));
        }
        close(descriptor);
        return status;
    }
    write_pid(descriptor);
    lock->descriptor = descriptor;
    return JINDU_OK;
}

void
lock_release(struct lock *lock)
{
    if (lock->descriptor >= 0) {
        close(lock->descriptor);
        lock->descriptor = -1;
    }
}
