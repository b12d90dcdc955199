/* SPDX-License-Identifier: MIT */
/*
 * outbox_file: one file in a folder of the outbox, and whatever else somebody
 * put there under its name.
 *
 * Ownership  Descriptors stay the caller's; texts are appended to.
 * Threading  One thread; a writer holds the lock of the files.
 * Errors     JINDU_NOT_FOUND: no such file.  JINDU_STORAGE and errno: anything
 *            else the system refuses.
 * Bounds     A file has at most OUTBOX_FILE_MAX bytes; nothing here waits for
 *            another process.
 */
#ifndef OUTBOX_FILE_H
#define OUTBOX_FILE_H

#include <jindu/json.h>

/* Four texts of the longest argument, 128 KiB, each byte escaped to six: more
 * than a report has. */
#define OUTBOX_FILE_MAX 4194304

/* The status for errno. */
enum jindu_status outbox_file_fault(void);

/* JINDU_INVALID: it is no regular file, or too large. */
JINDU_CHECK enum jindu_status outbox_file_read(
    int folder, const char *name, struct jindu_text *text);

/* Whole and on disk before it has its name. */
JINDU_CHECK enum jindu_status outbox_file_write(
    int folder, const char *name, const struct jindu_text *text);

/* A folder goes as well, if it is empty. */
JINDU_CHECK enum jindu_status outbox_file_remove(int folder, const char *name);

/* To read and write, made when it is not there; -1 and errno. */
JINDU_CHECK int outbox_file_open_lock(int folder, const char *name);

#endif
