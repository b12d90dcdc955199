/* SPDX-License-Identifier: MIT */
/*
 * folder: the directories jindud keeps its own things in.
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

/* "directory/name".  False when size is too small. */
JINDU_CHECK bool folder_join(
    char *path, size_t size, const char *directory, const char *name);

#endif
