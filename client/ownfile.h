/* SPDX-License-Identifier: MIT */
/*
 * ownfile: one file in a folder of the person's own (the outbox, the contexts),
 * and whatever else somebody put there under its name.
 *
 * Ownership  Descriptors stay the caller's; texts are appended to.
 * Threading  One thread; a writer holds the lock of the files.
 * Errors     JINDU_NOT_FOUND: no such file.  JINDU_STORAGE and errno: anything
 *            else the system refuses.
 * Modes      Folders that are made are 0700, files 0600.
 * Bounds     A file has at most OWNFILE_MAX bytes; nothing here waits for
 *            another process.
 */
#ifndef OWNFILE_H
#define OWNFILE_H

#include <jindu/json.h>

#include <stdbool.h>

/* Four texts of the longest argument, 128 KiB, each byte escaped to six: more
 * than a report has. */
#define OWNFILE_MAX 4194304

/* The folder and those on the way to it, on disk; false and errno. */
JINDU_CHECK bool ownfile_make_folder(const char *path);

/* The status for errno. */
enum jindu_status ownfile_fault(void);

/* JINDU_INVALID: it is no regular file, or too large. */
JINDU_CHECK enum jindu_status ownfile_read(
    int folder, const char *name, struct jindu_text *text);

/* Whole and on disk before it has its name. */
JINDU_CHECK enum jindu_status ownfile_write(
    int folder, const char *name, const struct jindu_text *text);

/* A folder goes as well, if it is empty. */
JINDU_CHECK enum jindu_status ownfile_remove(int folder, const char *name);

/* To read and write, made when it is not there; -1 and errno. */
JINDU_CHECK int ownfile_open_lock(int folder, const char *name);

/* Whether nothing is missed without a file that could not be opened for this
 * errno, path whole: it is not there, or another's, as in the home that sudo
 * leaves.  One that is this user's, or may lie in a folder of theirs, counts.
 */
bool ownfile_may_lack(const char *path, int cause);

#endif
