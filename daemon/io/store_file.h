/* SPDX-License-Identifier: MIT */
/*
 * store_file: the database as a file, before SQLite sees it and beside it.
 *
 * Threading  Before the first connection: to close a file drops every lock
 *            that the process has on it.
 * Errors     JINDU_STORAGE, logged.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <jindu/status.h>

/* Not on a network, not what another program left in the middle, and no backup
 * beside the WAL of the database whose place it took. */
JINDU_CHECK enum jindu_status store_file_check(
    const char *directory, const char *path);

JINDU_CHECK enum jindu_status store_file_sync(const char *directory);

#endif
