/* SPDX-License-Identifier: MIT */
/*
 * schema: the tables, by version, and how a database comes to the newest.
 *
 * Each step runs in one transaction and raises user_version by one; a database
 * newer than this program is refused.  A released step is never edited.
 *
 *     plan --< item --< notice (the ledger: planned rows are the schedule)
 *       |        |----< deadline (every date it ever had)
 *       |        '----> content (the text of the row, by plan revision)
 *       '----< draft (loading; its items are born invisible: item.born is
 *              the plan revision that shows them)
 *     journal --< stream_event >-- stream      request_key >-- principal
 *     notice --< digest_line, digest           cursor >-- principal
 *
 * Threading  The writer's thread, before anything else uses the file.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <jindu/status.h>

struct sqlite3;

#define SCHEMA_APPLICATION_ID 0x6a696e64 /* "jind" */
#define SCHEMA_VERSION 2

/* What stands in the database as a number; never renumbered. */
enum schema_role {
    SCHEMA_UNIT = 0,
    SCHEMA_PERSON = 1,
    SCHEMA_LEADER = 2,
};

enum schema_phase {
    SCHEMA_PLANNED = 0,
    SCHEMA_PUBLISHED = 1,
    SCHEMA_SUPERSEDED = 2,
    SCHEMA_CANCELLED = 3,
};

/* Whether the stream is one that tells the person: their own, or that of a unit
 * which stands beside them in an item of a live plan.  Both are SQL texts. */
#define SCHEMA_OWN_STREAM(person, stream)                                       \
    "(" stream " = 'person/' || " person " OR (substr(" stream ", 1, 5) ="      \
    " 'unit/' AND EXISTS (SELECT 1 FROM responsible p CROSS JOIN responsible u" \
    " ON u.role = 0 AND u.name = substr(" stream ", 6) AND u.item = p.item"     \
    " CROSS JOIN item i ON i.id = p.item CROSS JOIN plan l ON l.id = i.plan"    \
    " WHERE p.role = 1 AND p.name = " person " AND i.born <= l.revision)))"

/* Whether the database is new or jindud's; nothing in it is changed. */
JINDU_CHECK enum jindu_status schema_identify(struct sqlite3 *connection);

/* After a failure the last error of the connection says why, and a transaction
 * may be open. */
JINDU_CHECK enum jindu_status schema_migrate(struct sqlite3 *connection);

/* Of a read-only connection: JINDU_OK when it is exactly this version. */
JINDU_CHECK enum jindu_status schema_check(struct sqlite3 *connection);

#endif
