/* SPDX-License-Identifier: MIT */
/*
 * store_file: the database as a file, before SQLite sees it and beside it.
 *
 * Threading  What opens a file, before the first connection: to close it drops
 *            every lock that the process has on it.
 * Errors     JINDU_STORAGE, logged.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <jindu/status.h>

#include <stdbool.h>

struct sqlite3;

/* Not on a network, not what another program left in the middle, and no backup
 * beside the WAL of the database whose place it took. */
JINDU_CHECK enum jindu_status store_file_check(
    const char *directory, const char *path);

JINDU_CHECK enum jindu_status store_file_sync(const char *directory);

/* Whether the last call on connection failed for want of room on the disk;
 * asked before the next one. */
bool store_file_is_full(struct sqlite3 *connection);

/* What that call failed of, in words. */
const char *store_file_trouble(struct sqlite3 *connection);

#endif
