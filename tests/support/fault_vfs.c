/* SPDX-License-Identifier: MIT */
#include "fault_vfs.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct fault_vfs fault_vfs;

/* The real file follows in memory. */
struct file {
    sqlite3_file base;
    const sqlite3_io_methods *real;
    sqlite3_io_methods methods;
};

static sqlite3_vfs shim;
static sqlite3_vfs *below;

static struct file *
shim_of(sqlite3_file *file)
{
    return (struct file *)(void *)((char *)file + below->szOsFile);
}

static bool
fails(int *countdown)
{
    if (*countdown == 0) {
        return false;
    }
    if (*countdown > 1) {
        (*countdown)--;
        return false;
    }
    if (!fault_vfs.sticky) {
        *countdown = 0;
    }
    return true;
}

static int
wal_write(
    sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    fault_vfs.wal_writes++;
    if (fails(&fault_vfs.fail_write)) {
        return fault_vfs.code;
    }
    return shim_of(file)->real->xWrite(file, bytes, length, offset);
}

static int
db_write(
    sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    fault_vfs.db_writes++;
    if (fails(&fault_vfs.fail_db_write)) {
        return fault_vfs.code;
    }
    return shim_of(file)->real->xWrite(file, bytes, length, offset);
}

static int
wal_sync(sqlite3_file *file, int flags)
{
    fault_vfs.wal_syncs++;
    if (fails(&fault_vfs.fail_sync)) {
        return fault_vfs.code;
    }
    return shim_of(file)->real->xSync(file, flags);
}

/* As the real one says it: SQLite has no code of its own for this. */
static int
db_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    if (fails(&fault_vfs.fail_map)) {
        errno = ENOSPC;
        return SQLITE_IOERR_SHMSIZE;
    }
    return shim_of(file)->real->xShmMap(file, page, size, extend, at);
}

/* The file is the real one, with some methods changed. */
static int
shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
    struct file *ours = shim_of(file);
    int rc = below->xOpen(below, name, file, flags, out_flags);

    (void)vfs;
    if (rc != SQLITE_OK ||
        (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) == 0) {
        return rc;
    }
    ours->real = file->pMethods;
    ours->methods = *file->pMethods;
    if ((flags & SQLITE_OPEN_WAL) != 0) {
        ours->methods.xWrite = wal_write;
        ours->methods.xSync = wal_sync;
    } else {
        ours->methods.xWrite = db_write;
        ours->methods.xShmMap = db_map;
    }
    file->pMethods = &ours->methods;
    return rc;
}

void
fault_vfs_install(void)
{
    below = sqlite3_vfs_find(NULL);
    assert(below != NULL && below != &shim);
    memset(&fault_vfs, 0, sizeof(fault_vfs));
    shim = *below;
    shim.zName = "jindu-fault";
    shim.szOsFile = below->szOsFile + (int)sizeof(struct file);
    shim.xOpen = shim_open;
    shim.pNext = NULL;
    (void)sqlite3_vfs_register(&shim, 1);
}

void
fault_vfs_remove(void)
{
    (void)sqlite3_vfs_unregister(&shim);
    (void)sqlite3_vfs_register(below, 1);
}
