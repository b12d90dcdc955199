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
#include <sys/types.h>

#define FOLDER_PATH_SIZE 1024 /* with NUL; any sane path, on the stack */

/* Makes it with this mode; or checks that it is ours and gives nobody more
 * than mode does.  A parent that is missing is more likely a slip. */
JINDU_CHECK enum jindu_status folder_make(const char *path, mode_t mode);

/* Those that are missing, with 0700: for a place that nobody named. */
JINDU_CHECK enum jindu_status folder_make_parents(const char *path);

/* "directory/name".  False when size is too small. */
JINDU_CHECK bool folder_join(
    char *path, size_t size, const char *directory, const char *name);

#endif
