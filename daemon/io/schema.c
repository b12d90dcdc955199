/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <sqlite3.h>
#include <stdio.h>

#include "log.h"
#include "store_file.h"

/*
 * Instants are UTC milliseconds, dates are days since 1970-01-01 (NULL: none),
 * lists and raw cells are JSON text.
 *
 * item.born      the plan revision that made it visible; a draft's are one
 *                ahead of plan.revision
 * item.seen      the last plan revision, or draft of one, that names it
 * item.open      1 until it is done or withdrawn
 * item.rank      the order of lists: open before done, earliest deadline
 * notice.batch   0, or the draft whose items it belongs to: rows of a draft
 *                that is not live are not due (batch.live)
 * notice.phase   enum schema_phase
 * batch          id is the draft's; at is when its plan revision went live
 * content        pending is 1 while a draft would change a live item
 * responsible    role is enum schema_role
 * acknowledgement  notice is the sequence of its event
 */
static const char *const version_1[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;",
    "CREATE TABLE principal (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"
    " STRICT;",
    "CREATE TABLE journal (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    " type TEXT NOT NULL, item INTEGER, previous INTEGER NOT NULL,"
    " event TEXT NOT NULL, hash BLOB NOT NULL) STRICT;",
    "CREATE TABLE request_key (principal INTEGER NOT NULL, key BLOB NOT NULL,"
    " content BLOB NOT NULL, sequence INTEGER NOT NULL,"
    " PRIMARY KEY (principal, key)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " head INTEGER NOT NULL, floor INTEGER NOT NULL) STRICT;",
    "CREATE TABLE stream_event (stream INTEGER NOT NULL, sequence INTEGER NOT"
    " NULL, journal INTEGER NOT NULL, PRIMARY KEY (stream, sequence)) STRICT,"
    " WITHOUT ROWID;",
    "CREATE TABLE plan (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,"
    " title TEXT NOT NULL, year INTEGER NOT NULL, org TEXT, made TEXT,"
    " remark TEXT, source TEXT, heads TEXT NOT NULL, revision INTEGER NOT NULL,"
    " confirmed_at INTEGER, head TEXT) STRICT;",
    "CREATE TABLE draft (id INTEGER PRIMARY KEY, plan INTEGER NOT NULL UNIQUE,"
    " uuid TEXT NOT NULL, revision INTEGER NOT NULL, part INTEGER NOT NULL,"
    " complete INTEGER NOT NULL, items INTEGER NOT NULL, added INTEGER NOT"
    " NULL, changed INTEGER NOT NULL, digest BLOB NOT NULL, head TEXT NOT NULL,"
    " created_at INTEGER NOT NULL) STRICT;",
    "CREATE TABLE batch (id INTEGER PRIMARY KEY, live INTEGER NOT NULL,"
    " plan INTEGER NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL)"
    " STRICT;",
    "CREATE TABLE content (id INTEGER PRIMARY KEY, item INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, hash BLOB NOT NULL, category TEXT NOT NULL,"
    " name TEXT NOT NULL, target TEXT NOT NULL, units TEXT NOT NULL,"
    " persons TEXT NOT NULL, leaders TEXT NOT NULL, deadline INTEGER,"
    " deadline_source INTEGER NOT NULL, deadline_from INTEGER,"
    " deadline_words TEXT, deadline_confirmed INTEGER NOT NULL,"
    " unit_confirmed INTEGER NOT NULL, inherited TEXT NOT NULL, raw TEXT,"
    " pending INTEGER NOT NULL) STRICT;",
    "CREATE INDEX content_pending ON content (item) WHERE pending = 1;",
    "CREATE TABLE item (id INTEGER PRIMARY KEY, plan INTEGER NOT NULL,"
    " no INTEGER NOT NULL, born INTEGER NOT NULL, seen INTEGER NOT NULL,"
    " content INTEGER NOT NULL, open INTEGER NOT NULL, state INTEGER NOT NULL,"
    " percent INTEGER NOT NULL, percent_before INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, deadline INTEGER,"
    " deadline_revision INTEGER NOT NULL, deadline_confirmed INTEGER NOT NULL,"
    " unit_confirmed INTEGER NOT NULL, claimed_at INTEGER NOT NULL,"
    " done_at INTEGER NOT NULL, last_event INTEGER NOT NULL,"
    " last_report_at INTEGER NOT NULL, effective INTEGER, blocked TEXT,"
    " rank INTEGER GENERATED ALWAYS AS ((1 - open) * 4294967296 +"
    " coalesce(deadline, 2147483647)) VIRTUAL, UNIQUE (plan, no)) STRICT;",
    "CREATE INDEX item_order ON item (plan, rank, no);",
    "CREATE INDEX item_state ON item (plan, state);",
    "CREATE TABLE responsible (role INTEGER NOT NULL, name TEXT NOT NULL,"
    " item INTEGER NOT NULL, PRIMARY KEY (role, name, item)) STRICT,"
    " WITHOUT ROWID;",
    "CREATE TABLE deadline (item INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " date INTEGER, source INTEGER NOT NULL, reason TEXT, actor TEXT,"
    " at INTEGER NOT NULL, PRIMARY KEY (item, revision)) STRICT,"
    " WITHOUT ROWID;",
    "CREATE TABLE notice (id INTEGER PRIMARY KEY, item INTEGER NOT NULL,"
    " deadline_revision INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " stage INTEGER NOT NULL, occurrence INTEGER NOT NULL,"
    " nominal_at INTEGER NOT NULL, due_at INTEGER NOT NULL,"
    " provisional INTEGER NOT NULL, phase INTEGER NOT NULL,"
    " late INTEGER NOT NULL, batch INTEGER NOT NULL, sequence INTEGER,"
    " reason TEXT,"
    " UNIQUE (item, deadline_revision, kind, stage, occurrence)) STRICT;",
    "CREATE INDEX notice_due ON notice (batch, due_at) WHERE phase = 0;",
    "CREATE INDEX notice_sequence ON notice (sequence) WHERE sequence IS NOT"
    " NULL;",
    "CREATE TABLE acknowledgement (notice INTEGER NOT NULL, person TEXT NOT"
    " NULL, at INTEGER NOT NULL, PRIMARY KEY (notice, person)) STRICT,"
    " WITHOUT ROWID;",
    "CREATE TABLE calendar_year (year INTEGER PRIMARY KEY, revision INTEGER NOT"
    " NULL, announced INTEGER NOT NULL, papers TEXT NOT NULL) STRICT;",
    "CREATE TABLE calendar_day (year INTEGER NOT NULL, date INTEGER NOT NULL,"
    " off INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (year, date))"
    " STRICT, WITHOUT ROWID;",
    "INSERT INTO batch (id, live, plan, revision, at) VALUES (0, 1, 0, 0, 0);",
    NULL,
};

/*
 * cursor         how far a named reader of one principal has come in a stream;
 *                0: nothing yet
 * digest_line    a published notice that a person's next digest may tell;
 *                role is enum schema_role
 * digest         the digests that were sent: one a person and window
 */
static const char *const version_2[] = {
    "CREATE TABLE cursor (principal INTEGER NOT NULL, name TEXT NOT NULL,"
    " stream TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (principal, name, stream)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE digest_line (person TEXT NOT NULL, notice INTEGER NOT NULL,"
    " role INTEGER NOT NULL, PRIMARY KEY (person, notice)) STRICT,"
    " WITHOUT ROWID;",
    "CREATE TABLE digest (window INTEGER NOT NULL, person TEXT NOT NULL,"
    " sequence INTEGER NOT NULL, PRIMARY KEY (window, person)) STRICT,"
    " WITHOUT ROWID;",
    NULL,
};

static const char *const *const steps[SCHEMA_VERSION] = { version_1,
    version_2 };

static int
pragma_integer(sqlite3 *connection, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int value = -1;

    if (sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) ==
            SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        value = sqlite3_column_int(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    return value;
}

static enum jindu_status
run_step(sqlite3 *connection, int version)
{
    char sql[160];
    int rc = sqlite3_exec(connection, "BEGIN IMMEDIATE", NULL, NULL, NULL);

    for (const char *const *step = steps[version];
         rc == SQLITE_OK && *step != NULL; step++) {
        rc = sqlite3_exec(connection, *step, NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        (void)snprintf(sql, sizeof(sql),
            "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
            SCHEMA_APPLICATION_ID, version + 1);
        rc = sqlite3_exec(connection, sql, NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK) {
        log_error("cannot bring the database to version %d: %s", version + 1,
            store_file_trouble(connection));
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

static enum jindu_status
check_identity(sqlite3 *connection, int version)
{
    const char *path = sqlite3_db_filename(connection, "main");
    int id = pragma_integer(connection, "PRAGMA application_id");

    if (version < 0 || id == -1) {
        int rc = sqlite3_errcode(connection);

        log_error(rc == SQLITE_OK || rc == SQLITE_NOTADB
                      ? "'%s' is not a database of jindud"
                      : "cannot read '%s': %s",
            path, store_file_trouble(connection));
        return JINDU_STORAGE;
    }
    if (version == 0 ? id != 0 || pragma_integer(connection,
                                      "SELECT count(*) FROM sqlite_schema") != 0
                     : id != SCHEMA_APPLICATION_ID) {
        log_error("'%s' is not a database of jindud: it belongs to another "
                  "program (application id %d)",
            path, id);
        return JINDU_STORAGE;
    }
    if (version > SCHEMA_VERSION) {
        log_error("'%s' has version %d, this program knows %d; install the "
                  "newer jindud",
            path, version, SCHEMA_VERSION);
        return JINDU_STORAGE;
    }
    return JINDU_OK;
}

enum jindu_status
schema_identify(sqlite3 *connection)
{
    return check_identity(
        connection, pragma_integer(connection, "PRAGMA user_version"));
}

enum jindu_status
schema_migrate(sqlite3 *connection)
{
    int version = pragma_integer(connection, "PRAGMA user_version");
    enum jindu_status status = check_identity(connection, version);

    while (status == JINDU_OK && version < SCHEMA_VERSION) {
        status = run_step(connection, version++);
    }
    return status;
}

enum jindu_status
schema_check(sqlite3 *connection)
{
    int version = pragma_integer(connection, "PRAGMA user_version");
    enum jindu_status status = check_identity(connection, version);

    if (status == JINDU_OK && version != SCHEMA_VERSION) {
        log_error("database has version %d, not %d", version, SCHEMA_VERSION);
        status = JINDU_STORAGE;
    }
    return status;
}
