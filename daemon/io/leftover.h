/* SPDX-License-Identifier: MIT */
/*
 * leftover: the copy that a backup makes, should the daemon be killed
 * meanwhile.
 *
 * Its place is written down beside the database before it is made, so that the
 * next start finds it wherever it lies, and removes that and nothing else.
 *
 * Threading  One at a time: at the start, then the thread of the backup.
 * Errors     A place that cannot be written down is no error: a copy that
 *            stays costs room and harms nothing.  What was removed, or cannot
 *            be, is logged.
 */
#ifndef LEFTOVER_H
#define LEFTOVER_H

#define LEFTOVER_NAME "/.jindu-XXXXXX" /* in the folder of the backup */
#define LEFTOVER_PATH_SIZE 4096

/* An empty file; path ends with LEFTOVER_NAME, whose X become what nobody else
 * has.  directory: of the database.  Returns 0, or the errno. */
int leftover_make(const char *directory, char *path);

/* It has got its name, or was removed, or could not be made. */
void leftover_forget(const char *directory);

/* At a start, in a directory that no other daemon has. */
void leftover_remove(const char *directory);

/* Removes a copy, and what SQLite may have put beside it. */
void leftover_unlink(const char *path);

#endif
