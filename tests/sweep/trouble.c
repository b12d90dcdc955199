/* SPDX-License-Identifier: MIT */
#include "trouble.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct troubled troubled;

/* The real file follows in memory. */
struct file {
    sqlite3_file base;
    const sqlite3_io_methods *real;
    sqlite3_io_methods methods;
};

static sqlite3_vfs shim;
static sqlite3_vfs *below;
static sqlite3_mem_methods memory;

static bool
fails(enum trouble kind)
{
    long count;

    if (!troubled.armed) {
        return false;
    }
    count = ++troubled.counts[kind];
    if (troubled.kind != kind || count < troubled.first ||
        count > troubled.last) {
        return false;
    }
    troubled.failed++;
    return true;
}

static struct file *
shim_of(sqlite3_file *file)
{
    return (struct file *)(void *)((char *)file + below->szOsFile);
}

static int
read_file(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
    return fails(TROUBLE_READ)
               ? SQLITE_IOERR_READ
               : shim_of(file)->real->xRead(file, bytes, length, offset);
}

/* A failing write leaves half of itself, as a full disk does. */
static int
write_file(
    sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    bool full = fails(TROUBLE_FULL);
    bool bad = fails(TROUBLE_WRITE);

    if (full || bad) {
        (void)shim_of(file)->real->xWrite(file, bytes, length / 2, offset);
        return full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    return shim_of(file)->real->xWrite(file, bytes, length, offset);
}

static int
sync_file(sqlite3_file *file, int flags)
{
    return fails(TROUBLE_SYNC) ? SQLITE_IOERR_FSYNC
                               : shim_of(file)->real->xSync(file, flags);
}

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
    struct file *ours = shim_of(file);
    int rc = below->xOpen(below, name, file, flags, out_flags);

    (void)vfs;
    if (rc == SQLITE_OK) {
        ours->real = file->pMethods;
        ours->methods = *file->pMethods;
        ours->methods.xRead = read_file;
        ours->methods.xWrite = write_file;
        ours->methods.xSync = sync_file;
        file->pMethods = &ours->methods;
    }
    return rc;
}

static void *
sqlite_malloc(int size)
{
    return fails(TROUBLE_MEMORY) ? NULL : memory.xMalloc(size);
}

static void *
sqlite_realloc(void *bytes, int size)
{
    return fails(TROUBLE_MEMORY) ? NULL : memory.xRealloc(bytes, size);
}

/* The linker's --wrap sends our own calls here. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *bytes, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *bytes, size_t size);
char *__wrap_strdup(const char *text);

void *
__wrap_malloc(size_t size)
{
    return fails(TROUBLE_MEMORY) ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails(TROUBLE_MEMORY) ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *bytes, size_t size)
{
    return fails(TROUBLE_MEMORY) ? NULL : __real_realloc(bytes, size);
}

char *
__wrap_strdup(const char *text)
{
    return fails(TROUBLE_MEMORY) ? NULL : __real_strdup(text);
}

void
trouble_install(void)
{
    sqlite3_mem_methods methods;
    cJSON_Hooks hooks = { __wrap_malloc, free };
    int rc = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);

    assert(rc == SQLITE_OK);
    methods = memory;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    rc = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    assert(rc == SQLITE_OK);
    /* Else small allocations come from a pool that never fails. */
    rc = sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    assert(rc == SQLITE_OK);
    cJSON_InitHooks(&hooks);

    below = sqlite3_vfs_find(NULL);
    assert(below != NULL);
    shim = *below;
    shim.zName = "jindu-trouble";
    shim.szOsFile = below->szOsFile + (int)sizeof(struct file);
    shim.xOpen = open_file;
    shim.pNext = NULL;
    rc = sqlite3_vfs_register(&shim, 1);
    assert(rc == SQLITE_OK);
}
