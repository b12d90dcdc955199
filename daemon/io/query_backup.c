/* SPDX-License-Identifier: MIT */
/* admin.backup: a whole copy of one snapshot, made while others write. */
#define _GNU_SOURCE /* renameat2 */

#include "query_task.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "leftover.h"
#include "log.h"

#define STEP_PAGES 256 /* 1 MiB between two looks at the switch */

struct copy {
    char folder[LEFTOVER_PATH_SIZE];
    char path[LEFTOVER_PATH_SIZE]; /* while it is made; "": there is none */
    int64_t sequence;
    int64_t bytes;
};

static const char sql_last[] = "SELECT coalesce(max(sequence), 0) FROM journal";

static enum jindu_status
refuse(struct query_task *task, enum jindu_status status, const char *rule,
    const char *message)
{
    (void)jp_refuse(task->fault, status, "file", rule);
    task->fault->message = message;
    return status;
}

/* What a person can do something about is said apart. */
static enum jindu_status
refuse_error(struct query_task *task, int error)
{
    log_error("cannot write the backup '%s': %s", task->request->file,
        strerror(error));
    switch (error) {
    case EEXIST:
        return refuse(task, JINDU_CONFLICT, "exists",
            "a file of that name exists; choose another");
    case ENOENT:
    case ENOTDIR:
        return refuse(task, JINDU_NOT_FOUND, "exists",
            "no such folder on the daemon's machine; make it first");
    case EACCES:
    case EPERM:
    case EROFS:
        return refuse(task, JINDU_DENIED, "folder",
            "jindud may not write to that folder");
    case ENAMETOOLONG:
        return refuse(task, JINDU_INVALID, "length", "the path is too long");
    case ENOSPC:
    case EDQUOT:
        return refuse(task, JINDU_STORAGE, NULL,
            "no space left in that folder; nothing was kept of the copy");
    default:
        return refuse(task, JINDU_STORAGE, NULL,
            "the copy cannot be written; the log says why");
    }
}

static enum jindu_status
refuse_copy(struct query_task *task, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_FULL:
        return refuse_error(task, ENOSPC);
    case SQLITE_NOMEM:
        return JINDU_NO_MEMORY;
    case SQLITE_CORRUPT:
        log_error("cannot back up a damaged database: %s", sqlite3_errstr(rc));
        return refuse(task, JINDU_STORAGE, NULL,
            "the database itself is damaged; 'jindu server check' says where");
    default:
        log_error("cannot copy the database: %s", sqlite3_errstr(rc));
        return refuse_error(task, EIO);
    }
}

/* What lies there under the database's name and a suffix is SQLite's. */
static bool
is_own_folder(const struct query_task *task, const char *folder)
{
    struct stat there;
    struct stat own;

    return stat(folder, &there) == 0 &&
           stat(query_task_directory(task), &own) == 0 &&
           there.st_dev == own.st_dev && there.st_ino == own.st_ino;
}

/* Its folder, and a name of our own in it that nobody else has. */
static enum jindu_status
make_file(struct query_task *task, struct copy *copy)
{
    const char *file = task->request->file;
    const char *slash = strrchr(file, '/');
    int length = (int)(slash - file);
    struct stat facts;
    int error;

    if (lstat(file, &facts) == 0) {
        return refuse_error(task, EEXIST);
    }
    if (snprintf(copy->folder, sizeof(copy->folder), "%.*s", length, file) +
            (int)sizeof(LEFTOVER_NAME) >
        (int)sizeof(copy->path)) {
        return refuse_error(task, ENAMETOOLONG);
    }
    if (is_own_folder(task, length == 0 ? "/" : copy->folder)) {
        return refuse(task, JINDU_DENIED, "folder",
            "the folder of the database itself is no place for its backup");
    }
    (void)memcpy(copy->path, copy->folder, (size_t)length);
    (void)memcpy(copy->path + length, LEFTOVER_NAME, sizeof(LEFTOVER_NAME));
    error = leftover_make(query_task_directory(task), copy->path);
    if (error != 0) {
        copy->path[0] = '\0';
        return refuse_error(task, error);
    }
    return JINDU_OK;
}

/* The reader's snapshot stands still, so writers never make it begin anew. */
static enum jindu_status
copy_pages(struct query_task *task, sqlite3 *target)
{
    sqlite3_backup *backup =
        sqlite3_backup_init(target, "main", task->query->connection, "main");
    int rc = SQLITE_OK;

    if (backup == NULL) {
        return refuse_copy(task, sqlite3_extended_errcode(target));
    }
    while (rc == SQLITE_OK && !query_task_is_stopped(task)) {
        rc = sqlite3_backup_step(backup, STEP_PAGES);
    }
    (void)sqlite3_backup_finish(backup);
    if (rc == SQLITE_OK) {
        return JINDU_CLOSED;
    }
    return rc == SQLITE_DONE ? JINDU_OK : refuse_copy(task, rc);
}

/* A start on the copy begins a new epoch; one file is all there is to it.
 * EXCLUSIVE: no -shm for the moment in which it still is a WAL database. */
static enum jindu_status
mark_copy(struct query_task *task, sqlite3 *target)
{
    int rc = sqlite3_exec(target,
        "PRAGMA locking_mode = EXCLUSIVE;"
        "INSERT INTO meta (key, value) VALUES ('restored', 1)"
        " ON CONFLICT (key) DO UPDATE SET value = 1;"
        "PRAGMA journal_mode = DELETE",
        NULL, NULL, NULL);

    return rc == SQLITE_OK ? JINDU_OK : refuse_copy(task, rc);
}

static enum jindu_status
fill_file(struct query_task *task, const struct copy *copy)
{
    sqlite3 *target = NULL;
    enum jindu_status status;
    int rc = sqlite3_open_v2(copy->path, &target,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        NULL);

    if (rc == SQLITE_OK) {
        /* A copy that is cut short is thrown away, and a whole one synced. */
        rc = sqlite3_exec(target,
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", NULL, NULL,
            NULL);
    }
    if (rc != SQLITE_OK) {
        status = refuse_copy(task, rc);
    } else {
        status = copy_pages(task, target);
    }
    if (status == JINDU_OK) {
        status = mark_copy(task, target);
    }
    rc = sqlite3_close(target);
    return status == JINDU_OK && rc != SQLITE_OK ? refuse_copy(task, rc)
                                                 : status;
}

/* 0, or why it is not on disk. */
static int
sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    int error = 0;

    if (fd < 0) {
        return errno;
    }
    if (fsync(fd) != 0) {
        error = errno;
    }
    (void)close(fd);
    return error;
}

/* Takes nobody's place; 0 or the error. */
static int
take_name(const char *copy, const char *file)
{
    if (renameat2(AT_FDCWD, copy, AT_FDCWD, file, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    /* Not every file system can do that, and not every one has links. */
    if (link(copy, file) != 0) {
        return errno;
    }
    (void)unlink(copy);
    return 0;
}

/* The name appears when all of it is on disk. */
static enum jindu_status
name_file(struct query_task *task, struct copy *copy)
{
    const char *file = task->request->file;
    const char *folder = copy->folder[0] == '\0' ? "/" : copy->folder;
    struct stat facts;
    int error = sync_path(copy->path, 0);

    if (error == 0 && stat(copy->path, &facts) != 0) {
        error = errno;
    }
    if (error == 0) {
        error = take_name(copy->path, file);
    }
    if (error != 0) {
        return refuse_error(task, error);
    }
    copy->bytes = facts.st_size;
    error = sync_path(folder, O_DIRECTORY);
    if (error != 0) {
        (void)unlink(file);
        return refuse_error(task, error);
    }
    return JINDU_OK;
}

static enum jindu_status
read_sequence(struct query_task *task, int64_t *sequence)
{
    sqlite3_stmt *row = query_statement(task->query, sql_last);

    if (query_step(task->query, row) != SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    *sequence = sqlite3_column_int64(row, 0);
    return JINDU_OK;
}

static enum jindu_status
make_copy(struct query_task *task, struct copy *copy)
{
    enum jindu_status status = query_task_begin(task);

    if (status == JINDU_OK) {
        status = read_sequence(task, &copy->sequence);
    }
    if (status == JINDU_OK) {
        status = fill_file(task, copy);
    }
    query_task_end(task);
    return status;
}

enum jindu_status
query_backup(struct query_task *task)
{
    struct copy copy = { .sequence = 0 };
    enum jindu_status status = make_file(task, &copy);

    if (status == JINDU_OK) {
        status = make_copy(task, &copy);
    }
    if (status == JINDU_OK) {
        status = name_file(task, &copy);
    }
    if (status != JINDU_OK && copy.path[0] != '\0') {
        leftover_unlink(copy.path);
    }
    leftover_forget(query_task_directory(task));
    if (status != JINDU_OK) {
        return status;
    }
    jindu_json_put_object(task->out, "backup");
    jindu_json_put_integer(task->out, "bytes", copy.bytes);
    jindu_json_put_string(task->out, "file", task->request->file);
    jindu_json_put_integer(task->out, "sequence", copy.sequence);
    jindu_json_end_object(task->out);
    return JINDU_OK;
}
