/* SPDX-License-Identifier: MIT */
/*
 * fault_vfs: the file system as SQLite sees it, counted, and failing when it
 * is told to.
 *
 * Threading  One thread; the counters are global, as the VFS is.
 */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <stdbool.h>

struct fault_vfs {
    int wal_writes; /* so far */
    int wal_syncs;
    int fail_write; /* this write of the WAL from now on fails; 0: none */
    int fail_sync;
    int db_writes; /* of the database itself: checkpoints and backups */
    int fail_db_write;
    int fail_map; /* of the WAL's index, which finds no room for itself */
    int code;     /* what a failure returns: SQLITE_FULL ... */
    bool sticky;  /* and all writes after it */
};

extern struct fault_vfs fault_vfs;

/* Becomes the default of every connection that is opened from now on. */
void fault_vfs_install(void);
void fault_vfs_remove(void);

#endif
