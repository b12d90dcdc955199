/* SPDX-License-Identifier: MIT */
/*
 * lock: one daemon to a directory.
 *
 * Taken before anything in the directory is touched and held for life; the
 * kernel lets go of it however the process ends.  The file itself stays: to
 * remove it would let two daemons hold two files of the same name.
 *
 * Ownership  lock_release() gives back what lock_take() took.
 * Errors     JINDU_CONFLICT when another process holds it, else JINDU_STORAGE;
 *            logged here.
 */
#ifndef LOCK_H
#define LOCK_H

#include <jindu/status.h>

#define LOCK_FILE "lock"
#define LOCK_INIT \
    {             \
        -1        \
    }

struct lock {
    int descriptor; /* -1: not taken */
};

JINDU_CHECK enum jindu_status lock_take(
    struct lock *lock, const char *directory);
void lock_release(struct lock *lock);

#endif
