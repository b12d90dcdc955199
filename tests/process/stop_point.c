/* SPDX-License-Identifier: MIT */
/*
 * stop_point: what jindud_stops does at a named place.
 *
 *     JINDUD_STOP_AT=NAME:N[:ACTION] jindud_stops ...
 *
 * At the N-th passage of NAME, counted from 1 since the start of the process:
 *
 *     kill       SIGKILL to itself; also when no ACTION is given
 *     stop       SIGSTOP to itself; SIGCONT lets it go on
 *     wait=FIFO  the one thread that came there stalls, the others go on: it
 *                opens FIFO for writing and closes it (a reader of FIFO knows
 *                that it is there), then opens it for reading and reads to the
 *                end (a writer that closes FIFO lets it go on)
 *
 *     NAME             passed                                    by thread
 *     before_commit    before each COMMIT that has rows          writer
 *     after_commit     after each COMMIT that succeeded          writer
 *     before_publish   before each event that somebody follows   loop
 *     after_publish    when libzmq has taken it                  loop
 *     in_checkpoint    before each page that a checkpoint        writer
 *                      writes into the database file
 *     in_recovery      before each read of a WAL that is         loop
 *                      recovered, which only a start after a
 *                      kill does: its header, then each frame
 *
 * The commits of a start (a new database, calendars) are passages too.
 *
 * The last two are inside SQLite: the default VFS is given methods of our own
 * for the first database that is opened, the writer's, and its WAL.
 *
 * Errors     A JINDUD_STOP_AT that means nothing ends the process: a test that
 *            waits for a stop which never comes proves nothing.
 */
#include "stop_point.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_SIZE 32
#define FIFO_SIZE 256
/* WAL_CKPT_LOCK and WAL_RECOVER_LOCK of SQLite's wal.c: only a recovery takes
 * both, and exclusively. */
#define RECOVERY_LOCK 1
#define RECOVERY_LOCKS 2

enum action {
    ACTION_NONE,
    ACTION_KILL,
    ACTION_STOP,
    ACTION_WAIT
};

static struct {
    char name[NAME_SIZE];
    long at;
    enum action action;
    char fifo[FIFO_SIZE];
    atomic_long passages;

    int (*open)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
    const sqlite3_io_methods *real_database; /* of the default VFS */
    const sqlite3_io_methods *real_wal;
    sqlite3_io_methods database;
    sqlite3_io_methods wal;
    bool recovering; /* the connection that opens is the only one then */
} stops;

static void
give_up(const char *what)
{
    (void)fprintf(stderr, "jindud_stops: %s '%s'\n", what,
        getenv("JINDUD_STOP_AT") == NULL ? "" : getenv("JINDUD_STOP_AT"));
    abort();
}

static void
wait_for_test(void)
{
    char byte;
    int fifo = open(stops.fifo, O_WRONLY | O_CLOEXEC);

    if (fifo < 0) {
        give_up("cannot open the FIFO of");
    }
    (void)close(fifo);
    fifo = open(stops.fifo, O_RDONLY | O_CLOEXEC);
    if (fifo < 0) {
        give_up("cannot open the FIFO of");
    }
    while (read(fifo, &byte, 1) > 0) {
    }
    (void)close(fifo);
}

void
stop_point(const char *name)
{
    if (stops.action == ACTION_NONE || strcmp(name, stops.name) != 0 ||
        atomic_fetch_add(&stops.passages, 1) + 1 != stops.at) {
        return;
    }
    switch (stops.action) {
    case ACTION_KILL:
        (void)raise(SIGKILL);
        break;
    case ACTION_STOP:
        (void)raise(SIGSTOP);
        break;
    case ACTION_WAIT:
        wait_for_test();
        break;
    case ACTION_NONE:
        break;
    }
}

static int
write_database(
    sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    if (stops.real_wal != NULL) { /* until then a new file is made */
        stop_point("in_checkpoint");
    }
    return stops.real_database->xWrite(file, bytes, length, offset);
}

static int
read_wal(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
    if (stops.recovering) {
        stop_point("in_recovery");
    }
    return stops.real_wal->xRead(file, bytes, length, offset);
}

static int
lock_index(sqlite3_file *file, int first, int count, int flags)
{
    int rc = stops.real_database->xShmLock(file, first, count, flags);

    if (rc == SQLITE_OK && first == RECOVERY_LOCK && count == RECOVERY_LOCKS) {
        stops.recovering =
            (flags & SQLITE_SHM_LOCK) != 0 && (flags & SQLITE_SHM_EXCLUSIVE);
    }
    return rc;
}

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *flags_out)
{
    int rc = stops.open(vfs, name, file, flags, flags_out);

    if (rc != SQLITE_OK) {
        return rc;
    }
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && stops.real_database == NULL) {
        stops.real_database = file->pMethods;
        stops.database = *file->pMethods;
        stops.database.xWrite = write_database;
        stops.database.xShmLock = lock_index;
        file->pMethods = &stops.database;
    } else if ((flags & SQLITE_OPEN_WAL) != 0 && stops.real_wal == NULL) {
        stops.real_wal = file->pMethods;
        stops.wal = *file->pMethods;
        stops.wal.xRead = read_wal;
        file->pMethods = &stops.wal;
    }
    return rc;
}

static void
parse(const char *text)
{
    static const char *const names[] = { "before_commit", "after_commit",
        "before_publish", "after_publish", "in_checkpoint", "in_recovery" };
    const size_t length = strcspn(text, ":");
    char *rest = NULL;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0) {
            memcpy(stops.name, text, length);
        }
    }
    stops.at = text[length] == ':' ? strtol(text + length + 1, &rest, 10) : 0;
    if (stops.name[0] == '\0' || rest == NULL || stops.at <= 0) {
        give_up("no place and number in");
    }
    if (rest[0] == '\0' || strcmp(rest, ":kill") == 0) {
        stops.action = ACTION_KILL;
    } else if (strcmp(rest, ":stop") == 0) {
        stops.action = ACTION_STOP;
    } else if (strncmp(rest, ":wait=/", 7) == 0 &&
               strlen(rest + 6) < sizeof(stops.fifo)) {
        memcpy(stops.fifo, rest + 6, strlen(rest + 6) + 1);
        stops.action = ACTION_WAIT;
    } else {
        give_up("no action in");
    }
}

/* Before main(): no thread, and no database is open. */
__attribute__((constructor)) static void
prepare(void)
{
    const char *text = getenv("JINDUD_STOP_AT");

    if (text == NULL) {
        return;
    }
    parse(text);
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    stops.open = vfs->xOpen;
    vfs->xOpen = open_file;
}
