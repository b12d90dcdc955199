/* SPDX-License-Identifier: MIT */
/*
 * folder: the directories jindud keeps its own things in, and the files that
 * people put there for it.
 *
 * Errors     JINDU_STORAGE when one cannot be made, JINDU_DENIED when one that
 *            exists is another user's or open to others.  Both are logged here.
 *            An existing directory is never changed: it may be somebody's.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#define FOLDER_PATH_SIZE 1024 /* with NUL; any sane path, on the stack */

/* Makes it with this mode; or checks that it is ours and gives nobody more
 * than mode does.  A parent that is missing is more likely a slip. */
JINDU_CHECK enum jindu_status folder_make(const char *path, mode_t mode);

/* Those that are missing, with 0700: for a place that nobody named. */
JINDU_CHECK enum jindu_status folder_make_parents(const char *path);

/* Of what a person wrote: more bytes than that are a slip. */
#define FOLDER_TEXT_MAX 1048576

/* To read; a regular file only, for a FIFO would be waited for.  Logged:
 * JINDU_NOT_FOUND when it cannot be opened, JINDU_INVALID when it is something
 * else, or longer than FOLDER_TEXT_MAX. */
JINDU_CHECK enum jindu_status folder_open_text(FILE **file, const char *path);

/* Of an open file that holds a secret: JINDU_DENIED, logged, when its mode has
 * one of the bits that forbidden names. */
JINDU_CHECK enum jindu_status folder_check_secret(
    FILE *file, const char *path, mode_t forbidden);

/* Of what says who may do what, an open file or a directory: JINDU_DENIED,
 * logged, when everybody may write to it.  Of a directory that is not there
 * JINDU_OK: who reads it says so. */
JINDU_CHECK enum jindu_status folder_check_text(FILE *file, const char *path);
JINDU_CHECK enum jindu_status folder_check_directory(const char *path);

/* All of file into bytes, which has room for size.  JINDU_INVALID when there is
 * more, JINDU_STORAGE; logged. */
JINDU_CHECK enum jindu_status folder_read(
    FILE *file, const char *path, char *bytes, size_t size, size_t *length);

struct folder_visitor {
    enum jindu_status (*visit)(
        void *cookie, const char *path, const char *name);
    void *cookie;
};

/* Visits what is called "NAME<suffix>", hidden files excepted, in the order of
 * the names, until a visit fails.  JINDU_NOT_FOUND, the only thing that is not
 * logged: no such directory. */
JINDU_CHECK enum jindu_status folder_each(
    const char *directory, const char *suffix, struct folder_visitor visitor);

/* "directory/name".  False when size is too small. */
JINDU_CHECK bool folder_join(
    char *path, size_t size, const char *directory, const char *name);

#endif
