/* SPDX-License-Identifier: MIT */
/* What is looked at before SQLite opens the file, and synced after. */
#include "store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "log.h"
#include "schema.h"

#define PATH_SIZE 4096

/* linux/magic.h has these only since 5.16. */
#define NETWORK_CIFS 0xff534d42
#define NETWORK_SMB2 0xfe534d42

/* Of the file formats of SQLite: where 4 bytes are, big end first. */
#define HEADER_VERSION 18 /* 1: a rollback journal, 2: a WAL */
#define HEADER_APPLICATION 68
#define JOURNAL_PAGES 16 /* that the database had before */
#define NUMBER_SIZE 4

static const unsigned char journal_magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20,
    0xa1, 0x63, 0xd7 };

static bool
is_network(const char *directory)
{
    struct statfs facts;

    if (statfs(directory, &facts) != 0) {
        return false; /* the open that follows says what is wrong */
    }
    switch ((unsigned long)facts.f_type & 0xffffffffUL) {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case NETWORK_CIFS:
    case NETWORK_SMB2:
        return true;
    default:
        return false;
    }
}

/* The first size bytes of the file; false when it is shorter or not there. */
static bool
read_start(const char *path, unsigned char *bytes, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool whole = fd >= 0 && read(fd, bytes, size) == (ssize_t)size;

    if (fd >= 0) {
        (void)close(fd);
    }
    return whole;
}

static uint32_t
number_at(const unsigned char *bytes, size_t at)
{
    return (uint32_t)bytes[at] << 24 | (uint32_t)bytes[at + 1] << 16 |
           (uint32_t)bytes[at + 2] << 8 | bytes[at + 3];
}

/* SQLite would finish what another program left in the middle before anybody
 * can ask whose database it is.  Ours has such a journal in its first moment
 * only, when it held no page. */
static bool
has_foreign_journal(const char *path)
{
    unsigned char header[HEADER_APPLICATION + NUMBER_SIZE];
    unsigned char journal[JOURNAL_PAGES + NUMBER_SIZE];
    char name[PATH_SIZE + 16];

    (void)snprintf(name, sizeof(name), "%s-journal", path);
    return read_start(name, journal, sizeof(journal)) &&
           memcmp(journal, journal_magic, sizeof(journal_magic)) == 0 &&
           number_at(journal, JOURNAL_PAGES) > 0 &&
           read_start(path, header, sizeof(header)) &&
           number_at(header, HEADER_APPLICATION) != SCHEMA_APPLICATION_ID;
}

/* SQLite reads in any WAL that lies there.  A database of ours is in WAL mode
 * from its first moment; backups are not. */
static bool
has_other_wal(const char *path)
{
    unsigned char header[HEADER_VERSION + 1];
    char name[PATH_SIZE + 16];
    struct stat facts;

    (void)snprintf(name, sizeof(name), "%s-wal", path);
    return read_start(path, header, sizeof(header)) &&
           header[HEADER_VERSION] == 1 && stat(name, &facts) == 0 &&
           facts.st_size > 0;
}

enum jindu_status
store_file_check(const char *directory, const char *path)
{
    if (is_network(directory)) {
        log_error("cannot use '%s': a network file system does not lock "
                  "well enough for a database",
            directory);
        return JINDU_STORAGE;
    }
    if (has_foreign_journal(path)) {
        log_error("'%s' is not a database of jindud: it belongs to another "
                  "program, which has left a journal beside it",
            path);
        return JINDU_STORAGE;
    }
    if (has_other_wal(path)) {
        log_error("'%s' is a backup, and '%s-wal' is of the database whose "
                  "place it took; remove '%s-wal' and '%s-shm', then start "
                  "again",
            path, path, path, path);
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

/* Without it a power cut may bring back the rollback journal of the switch to
 * WAL, and with it an empty database. */
enum jindu_status
store_file_sync(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (!synced) {
        log_error("cannot sync '%s': %s", directory, strerror(errno));
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return synced ? JINDU_OK : JINDU_STORAGE;
}

/* SQLite has a code for a write without room, and none for the index of the
 * WAL, which is memory that a file lies under. */
bool
store_file_is_full(sqlite3 *connection)
{
    int number = sqlite3_system_errno(connection);

    switch (sqlite3_errcode(connection) & 0xff) {
    case SQLITE_FULL:
        return true;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return number == ENOSPC || number == EDQUOT;
    default:
        return false;
    }
}

const char *
store_file_trouble(sqlite3 *connection)
{
    return store_file_is_full(connection) ? "no room is left on the disk"
                                          : sqlite3_errmsg(connection);
}
