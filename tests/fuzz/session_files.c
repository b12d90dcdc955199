/* SPDX-License-Identifier: MIT */
#include "session_files.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz_target.h"
#include "store.h"

#define PATH_SIZE 256
#define TEMPLATE_MAX 1048576

const char files_seed[] =
    "1a plan.load \"plan\":\"p\",\"draft\":\"01900000-0000-7000-9000-"
    "000000000001\",\"part\":1,\"last\":true,\"head\":{\"title\":\"t\","
    "\"year\":2026},\"items\":["
    "{\"category\":\"c\",\"deadline\":\"2026-03-06\",\"leaders\":[\"Fang\"],"
    "\"name\":\"n\",\"no\":1,\"persons\":[\"Li\"],\"target\":\"t\",\"units\":"
    "[\"u\"]},"
    "{\"category\":\"c\",\"deadline\":\"2026-03-03\",\"leaders\":[\"Fang\"],"
    "\"name\":\"n\",\"no\":2,\"persons\":[\"Li\"],\"target\":\"t\",\"units\":"
    "[\"u\"],\"unconfirmed\":[\"deadline\",\"unit\"]},"
    "{\"category\":\"c\",\"deadline\":null,\"leaders\":[],\"name\":\"n\","
    "\"no\":3,\"persons\":[],\"target\":\"t\",\"units\":[\"u\"]}]\n"
    ".\n"
    "1b plan.confirm \"plan\":\"p\",\"draft\":\"01900000-0000-7000-9000-"
    "000000000001\",\"digest\":\"@\"\n";

static char directory[PATH_SIZE];
static unsigned char template[TEMPLATE_MAX];
static size_t template_size;

/* Each counts what must not be. */
static const char *const rules[] = {
    /* The journal is dense. */
    "SELECT count(*) <> coalesce(max(sequence), 0) FROM journal",
    /* So is every stream that is a part of it. */
    "SELECT count(*) FROM stream WHERE name <> 'all' AND head - floor + 1 <>"
    " (SELECT count(*) FROM stream_event WHERE stream = stream.id AND sequence"
    " BETWEEN floor AND head)",
    "SELECT count(*) FROM stream_event WHERE journal NOT IN"
    " (SELECT sequence FROM journal)",
    /* One event a key. */
    "SELECT count(*) - count(DISTINCT sequence) FROM request_key"
    " WHERE sequence > 0",
    "SELECT count(*) FROM request_key WHERE sequence > 0 AND sequence NOT IN"
    " (SELECT sequence FROM journal)",
    /* One event a notice. */
    "SELECT count(*) - count(DISTINCT sequence) FROM notice"
    " WHERE sequence IS NOT NULL",
    "SELECT count(*) FROM notice WHERE sequence NOT IN"
    " (SELECT sequence FROM journal)",
    /* Items are what their rows say. */
    "SELECT count(*) FROM item WHERE percent NOT BETWEEN 0 AND 100",
    "SELECT count(*) FROM item WHERE last_event NOT IN"
    " (SELECT sequence FROM journal UNION SELECT 0)",
};

static void
path_of(char path[PATH_SIZE + 32], const char *suffix)
{
    (void)snprintf(
        path, PATH_SIZE + 32, "%s/" STORE_FILE "%s", directory, suffix);
}

static void
remove_files(void)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char path[PATH_SIZE + 32];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        path_of(path, suffixes[i]);
        (void)unlink(path);
    }
}

static void
remove_directory(void)
{
    remove_files();
    (void)rmdir(directory);
}

/* In memory where there is such a place: a run syncs a dozen times. */
const char *
files_directory(void)
{
    const char *base = getenv("TMPDIR");

    if (directory[0] == '\0') {
        if (base == NULL) {
            base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        }
        (void)snprintf(
            directory, sizeof(directory), "%s/jindu-fuzz-XXXXXX", base);
        check(mkdtemp(directory) != NULL);
        check(atexit(remove_directory) == 0);
    }
    return directory;
}

bool
files_have_template(void)
{
    return template_size > 0;
}

void
files_keep_template(void)
{
    char path[PATH_SIZE + 32];
    FILE *file;

    path_of(path, "");
    file = fopen(path, "rb");
    if (file == NULL) {
        abort();
    }
    template_size = fread(template, 1, sizeof(template), file);
    check(template_size > 0 && template_size < sizeof(template));
    (void)fclose(file);
}

void
files_restore(void)
{
    char path[PATH_SIZE + 32];
    FILE *file;

    remove_files();
    path_of(path, "");
    file = fopen(path, "wb");
    if (file == NULL) {
        abort();
    }
    check(fwrite(template, 1, template_size, file) == template_size);
    check(fclose(file) == 0);
}

static int64_t
integer(sqlite3 *connection, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value;

    check(
        sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) == SQLITE_OK);
    check(sqlite3_step(statement) == SQLITE_ROW);
    value = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return value;
}

void
files_check(int64_t sequence)
{
    sqlite3 *connection = NULL;
    char path[PATH_SIZE + 32];

    path_of(path, "");
    check(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, NULL) ==
          SQLITE_OK);
    check(integer(connection,
              "SELECT coalesce(max(sequence), 0) FROM journal") == sequence);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        check(integer(connection, rules[i]) == 0);
    }
    check(sqlite3_close(connection) == SQLITE_OK);
}
