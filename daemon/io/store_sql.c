/* SPDX-License-Identifier: MIT */
#include "store_sql.h"

#include "schema.h"

/* Of an item, in the order that read_item() in store_item.c expects. */
#define ITEM_COLUMNS                                                    \
    "i.id, i.plan, i.no, i.content, i.last_event, i.state, i.percent,"  \
    " i.percent_before, i.revision, i.deadline, i.deadline_revision,"   \
    " i.deadline_confirmed, i.unit_confirmed, i.claimed_at, i.done_at," \
    " i.effective, i.blocked IS NOT NULL"

/* A draft's own items: one revision ahead of what people see. */
#define ITEMS_OF_DRAFT "(SELECT id FROM item WHERE plan = ?1 AND born = ?2)"

const char *const store_sql[SQL_COUNT] = {
    [SQL_SAVEPOINT] = "SAVEPOINT apart",
    [SQL_TAKE_BACK] = "ROLLBACK TO apart",
    [SQL_RELEASE] = "RELEASE apart",

    [SQL_META_GET] = "SELECT value FROM meta WHERE key = ?1",
    [SQL_META_SET] = "INSERT INTO meta (key, value) VALUES (?1, ?2)"
                     " ON CONFLICT (key) DO UPDATE SET value = excluded.value",

    [SQL_PRINCIPAL_FIND] = "SELECT id FROM principal WHERE name = ?1",
    [SQL_PRINCIPAL_INSERT] =
        "INSERT INTO principal (name) VALUES (?1) RETURNING id",
    [SQL_KEY_FIND] = "SELECT content, sequence FROM request_key"
                     " WHERE principal = ?1 AND key = ?2",
    [SQL_KEY_INSERT] =
        "INSERT INTO request_key (principal, key, content, sequence)"
        " VALUES (?1, ?2, ?3, ?4)",
    [SQL_EVENT_FIND] = "SELECT event FROM journal WHERE sequence = ?1",
    [SQL_EVENT_ITEM] = "SELECT type, item FROM journal WHERE sequence = ?1",

    [SQL_JOURNAL_HEAD] =
        "SELECT sequence, at FROM journal ORDER BY sequence DESC LIMIT 1",
    [SQL_JOURNAL_AFTER] =
        "SELECT sequence, event, hash FROM journal WHERE sequence >= ?1"
        " ORDER BY sequence",
    [SQL_JOURNAL_INSERT] =
        "INSERT INTO journal (sequence, at, type, item, previous, event, hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_STREAM_NEXT] =
        "INSERT INTO stream (name, head, floor) VALUES (?1, 1, 1)"
        " ON CONFLICT (name) DO UPDATE SET head = head + 1"
        " RETURNING id, head",
    [SQL_STREAM_INSERT] = "INSERT INTO stream_event (stream, sequence, journal)"
                          " VALUES (?1, ?2, ?3)",
    [SQL_STREAM_FIND] = "SELECT head, floor FROM stream WHERE name = ?1",
    [SQL_STREAM_OWN] = "SELECT 1 WHERE " SCHEMA_OWN_STREAM("?1", "?2"),
    [SQL_CURSOR_FIND] = "SELECT position FROM cursor WHERE principal = ?1"
                        " AND name = ?2 AND stream = ?3",
    [SQL_CURSOR_COUNT] = "SELECT count(*) FROM cursor WHERE principal = ?1",
    [SQL_CURSOR_SET] =
        "INSERT INTO cursor (principal, name, stream, position, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET"
        " position = excluded.position, at = excluded.at",
    [SQL_CURSOR_DELETE] = "DELETE FROM cursor WHERE principal = ?1"
                          " AND name = ?2 AND stream = ?3",

    [SQL_PLAN_FIND] = "SELECT id, revision FROM plan WHERE code = ?1",
    [SQL_PLAN_INSERT] = "INSERT INTO plan (code, title, year, heads, revision)"
                        " VALUES (?1, '', 0, '[]', 0) RETURNING id",
    [SQL_PLAN_UPDATE] =
        "UPDATE plan SET title = ?2, year = ?3, org = ?4, made = ?5,"
        " remark = ?6, source = ?7, heads = ?8, head = ?9, revision = ?10,"
        " confirmed_at = ?11 WHERE id = ?1",
    [SQL_PLAN_ITEMS] =
        "SELECT count(*) FROM item WHERE plan = ?1 AND born <= ?2",
    [SQL_DRAFT_FIND] =
        "SELECT id, revision, part, complete, items, added, changed, uuid,"
        " digest FROM draft WHERE plan = ?1",
    [SQL_DRAFT_HEAD] =
        "SELECT d.head, p.head FROM draft d JOIN plan p ON p.id = d.plan"
        " WHERE d.id = ?1",
    [SQL_DRAFT_STALE] =
        "SELECT id, plan, revision FROM draft WHERE created_at < ?1 LIMIT 1",
    [SQL_DRAFT_INSERT] =
        "INSERT INTO draft (id, plan, uuid, revision, part, complete, items,"
        " added, changed, digest, head, created_at)"
        " VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, 0, ?5, ?6, ?7)",
    [SQL_DRAFT_UPDATE] =
        "UPDATE draft SET part = ?2, complete = ?3, items = ?4, added = ?5,"
        " changed = ?6, digest = ?7 WHERE id = ?1",
    [SQL_DRAFT_DELETE] = "DELETE FROM draft WHERE id = ?1",
    [SQL_BATCH_INSERT] =
        "INSERT INTO batch (live, plan, revision, at) VALUES (0, ?1, ?2, 0)"
        " RETURNING id",
    [SQL_BATCH_LIVE] = "UPDATE batch SET live = 1, at = ?2 WHERE id = ?1",
    [SQL_BATCH_DELETE] = "DELETE FROM batch WHERE id = ?1",

    /* Dropping a draft: its items were never seen, and leave nothing. */
    [SQL_DROP_NOTICES] = "DELETE FROM notice WHERE batch = ?1 AND phase = 0",
    [SQL_DROP_DEADLINES] = "DELETE FROM deadline WHERE item IN " ITEMS_OF_DRAFT,
    [SQL_DROP_RESPONSIBLE] =
        "DELETE FROM responsible WHERE item IN " ITEMS_OF_DRAFT,
    [SQL_DROP_CONTENTS] =
        "DELETE FROM content WHERE id IN (SELECT content FROM item"
        " WHERE plan = ?1 AND born = ?2)",
    [SQL_DROP_PENDING] =
        "DELETE FROM content WHERE pending = 1 AND"
        " (SELECT plan FROM item WHERE item.id = content.item) = ?1",
    [SQL_DROP_ITEMS] = "DELETE FROM item WHERE plan = ?1 AND born = ?2",
    [SQL_DROP_SEEN] =
        "UPDATE item SET seen = ?2 - 1 WHERE plan = ?1 AND seen = ?2",

    [SQL_NEXT_IDS] = "SELECT coalesce((SELECT max(id) FROM item), 0) + 1,"
                     " coalesce((SELECT max(id) FROM content), 0) + 1",
    [SQL_ITEM_MATCH] =
        "SELECT i.id, i.seen, c.hash FROM item i"
        " JOIN content c ON c.id = i.content WHERE i.plan = ?1 AND i.no = ?2",
    [SQL_ITEM_INSERT] =
        "INSERT INTO item (id, plan, no, born, seen, content, deadline,"
        " deadline_confirmed, unit_confirmed, open, state, percent,"
        " percent_before, revision, deadline_revision, claimed_at, done_at,"
        " last_event, last_report_at) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7,"
        " ?8, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0)",
    [SQL_ITEM_SEEN] = "UPDATE item SET seen = ?2 WHERE id = ?1",
    [SQL_CONTENT_INSERT] =
        "INSERT INTO content (id, item, revision, hash, pending, category,"
        " name, target, units, persons, leaders, deadline, deadline_source,"
        " deadline_from, deadline_words, deadline_confirmed, unit_confirmed,"
        " inherited, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
        " ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    /* The names of store_revise.c's fields, in its order, then what else a
     * revision needs. */
    [SQL_CONTENT_DIFF] =
        "SELECT a.category <> b.category, a.deadline IS NOT b.deadline,"
        " a.deadline_from IS NOT b.deadline_from,"
        " a.deadline_source <> b.deadline_source,"
        " a.deadline_words IS NOT b.deadline_words,"
        " a.inherited <> b.inherited, a.leaders <> b.leaders,"
        " a.name <> b.name, a.persons <> b.persons, a.raw IS NOT b.raw,"
        " a.target <> b.target, a.deadline_confirmed <> b.deadline_confirmed"
        " OR a.unit_confirmed <> b.unit_confirmed, a.units <> b.units,"
        " b.deadline, b.deadline_source, b.deadline_confirmed,"
        " b.unit_confirmed, a.units, a.persons, a.leaders, b.units, b.persons,"
        " b.leaders FROM content a, content b WHERE a.id = ?1 AND b.id = ?2",
    [SQL_CONTENT_PENDING] =
        "SELECT c.id, c.item FROM content c CROSS JOIN item i ON i.id = c.item"
        " WHERE c.pending = 1 AND i.plan = ?1 ORDER BY c.item LIMIT 1",
    [SQL_CONTENT_APPLIED] = "UPDATE content SET pending = 0 WHERE id = ?1",
    [SQL_RESPONSIBLE_INSERT] =
        "INSERT INTO responsible (role, name, item) VALUES (?1, ?2, ?3)",
    [SQL_RESPONSIBLE_DELETE] =
        "DELETE FROM responsible WHERE role = ?1 AND name = ?2 AND item = ?3",
    [SQL_RESPONSIBLE_FIND] =
        "SELECT 1 FROM responsible WHERE role = ?1 AND name = ?2"
        " AND item = ?3",
    /* Of a live plan: what a draft says nobody sees. */
    [SQL_PERSON_FIND] =
        "SELECT 1 FROM responsible r CROSS JOIN item i ON i.id = r.item"
        " CROSS JOIN plan p ON p.id = i.plan WHERE r.name = ?1"
        " AND r.role IN (?2, ?3) AND i.born <= p.revision LIMIT 1",
    [SQL_DEADLINE_INSERT] =
        "INSERT INTO deadline (item, revision, date, source, reason, actor, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_VANISHED_COUNT] =
        "SELECT count(*) FROM item WHERE plan = ?1 AND born <= ?2"
        " AND seen <= ?2 AND open = 1",
    [SQL_VANISHED_NEXT] =
        "SELECT id, no FROM item WHERE plan = ?1 AND no > ?3 AND born <= ?2"
        " AND seen <= ?2 AND open = 1 ORDER BY no LIMIT 1",
    [SQL_VANISHED_KEEP] =
        "UPDATE item SET seen = ?2 + 1 WHERE plan = ?1 AND born <= ?2"
        " AND seen <= ?2 AND open = 1",
    [SQL_WITHDRAWN_NEXT] =
        "SELECT id, content FROM item WHERE plan = ?1 AND state = ?4"
        " AND seen = ?2 AND id > ?3 ORDER BY id LIMIT 1",
    [SQL_GUESSES] =
        "UPDATE item SET deadline_confirmed = (deadline_confirmed OR"
        " deadline IS NOT NULL), unit_confirmed = 1, revision = revision + 1"
        " WHERE plan = ?1"
        " AND born <= ?2 AND open = 1 AND (unit_confirmed = 0 OR"
        " (deadline_confirmed = 0 AND deadline IS NOT NULL))",

    [SQL_ITEM_FIND] = "SELECT " ITEM_COLUMNS " FROM item i"
                      " WHERE i.plan = ?1 AND i.no = ?2 AND i.born <= ?3",
    [SQL_ITEM_GET] = "SELECT " ITEM_COLUMNS " FROM item i WHERE i.id = ?1",
    [SQL_ITEM_SUBJECT] =
        "SELECT " ITEM_COLUMNS ", p.code, c.name, c.target, c.units,"
        " c.persons, c.leaders, c.deadline_from, d.source, d.at,"
        " coalesce(b.at, 0) FROM item i JOIN plan p ON p.id = i.plan"
        " JOIN content c ON c.id = i.content"
        " JOIN deadline d ON d.item = i.id AND"
        " d.revision = i.deadline_revision"
        " LEFT JOIN batch b ON b.plan = i.plan AND b.revision = i.born"
        " AND b.live = 1 WHERE i.id = ?1",
    /* Without state, open and deadline, which have indexes: most reports
     * change none of them. */
    [SQL_ITEM_REPORT] =
        "UPDATE item SET percent = ?2, revision = ?3, last_event = ?4,"
        " last_report_at = ?5,"
        " blocked = CASE ?6 WHEN 0 THEN NULL WHEN 1 THEN blocked ELSE ?7 END"
        " WHERE id = ?1",
    [SQL_ITEM_UPDATE] =
        "UPDATE item SET content = ?2, open = ?3, state = ?4, percent = ?5,"
        " percent_before = ?6, revision = ?7, deadline = ?8,"
        " deadline_revision = ?9, deadline_confirmed = ?10,"
        " unit_confirmed = ?11, claimed_at = ?12, done_at = ?13,"
        " effective = ?14, last_event = ?15 WHERE id = ?1",
    [SQL_ITEM_EVENT] = "UPDATE item SET last_event = ?2 WHERE id = ?1",

    [SQL_NOTICE_INSERT] =
        "INSERT INTO notice (item, deadline_revision, kind, stage, occurrence,"
        " nominal_at, due_at, provisional, phase, late, batch) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6, ?6, ?7, 0, 0, ?8) ON CONFLICT DO NOTHING",
    /* A returned claim counts as if it had never been made: only what the
     * claim cancelled comes back. */
    [SQL_NOTICE_RENEW] =
        "INSERT INTO notice (item, deadline_revision, kind, stage, occurrence,"
        " nominal_at, due_at, provisional, phase, late, batch) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6, ?6, ?7, 0, 0, ?8)"
        " ON CONFLICT (item, deadline_revision, kind, stage, occurrence)"
        " DO UPDATE SET phase = 0, reason = NULL, due_at = excluded.due_at,"
        " nominal_at = excluded.nominal_at,"
        " provisional = excluded.provisional WHERE phase = 3"
        " AND reason = 'claimed'",
    [SQL_NOTICE_CANCEL] =
        "UPDATE notice SET phase = 3, reason = ?2 WHERE item = ?1"
        " AND phase = 0",
    [SQL_NOTICE_DUE] =
        "SELECT item, due_at FROM notice WHERE batch = ?1 AND phase = 0"
        " AND due_at <= ?2 ORDER BY due_at LIMIT ?3",
    [SQL_NOTICE_NEXT_DUE] =
        "SELECT due_at FROM notice WHERE batch = ?1 AND phase = 0"
        " ORDER BY due_at LIMIT 1",
    [SQL_NOTICE_ROWS] =
        "SELECT id, stage, occurrence, nominal_at, due_at, provisional"
        " FROM notice WHERE item = ?1 AND deadline_revision = ?2 AND phase = 0"
        " AND nominal_at <= ?3 ORDER BY stage, occurrence LIMIT ?4",
    [SQL_NOTICE_ISSUED] =
        "SELECT stage, occurrence FROM notice WHERE item = ?1"
        " AND deadline_revision = ?2 AND phase = 1 AND kind <> 3"
        " ORDER BY stage DESC, occurrence DESC LIMIT 1",
    [SQL_NOTICE_PUBLISH] =
        "UPDATE notice SET phase = 1, late = ?2, sequence = ?3 WHERE id = ?1",
    [SQL_NOTICE_CLOSE] =
        "UPDATE notice SET phase = ?2, reason = ?3 WHERE id = ?1",
    [SQL_NOTICE_WAIT] = "UPDATE notice SET due_at = ?2 WHERE id = ?1",
    [SQL_NOTICE_DEFER] =
        "UPDATE notice SET due_at = ?3 WHERE item = ?1 AND phase = 0"
        " AND due_at <= ?2",
    [SQL_NOTICE_WAKE] = "UPDATE notice SET due_at = nominal_at WHERE phase = 0"
                        " AND due_at > nominal_at",
    [SQL_NOTICE_EXTRA] =
        "INSERT INTO notice (item, deadline_revision, kind, stage, occurrence,"
        " nominal_at, due_at, provisional, phase, late, batch) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6, ?6, ?7, 0, 0, 0)"
        " ON CONFLICT (item, deadline_revision, kind, stage, occurrence)"
        " DO UPDATE SET nominal_at = excluded.nominal_at WHERE phase = 0"
        " RETURNING id",
    [SQL_NOTICE_PLANNED] =
        "SELECT n.id, n.stage, n.occurrence, n.nominal_at, n.provisional,"
        " i.deadline FROM notice n JOIN item i ON i.id = n.item"
        " WHERE n.id > ?1 AND n.phase = 0 AND n.kind <> 3 AND n.due_at >= ?2"
        " AND i.deadline <= ?3 ORDER BY n.id LIMIT ?4",
    [SQL_NOTICE_MOVE] =
        "UPDATE notice SET nominal_at = ?2, due_at = ?2, provisional = ?3"
        " WHERE id = ?1",
    /* Notices to people: kind 3 is the state. */
    [SQL_NOTICE_MISSED] =
        "SELECT 1 FROM batch b CROSS JOIN notice n ON n.batch = b.id"
        " WHERE b.live = 1 AND n.phase = 0 AND n.due_at > ?1"
        " AND n.due_at < ?2 AND n.kind <> 3 LIMIT 1",
    [SQL_NOTICE_SEQUENCE] =
        "SELECT i.id FROM notice n JOIN item i ON i.id = n.item"
        " WHERE n.sequence = ?1",
    [SQL_ACKNOWLEDGE] =
        "INSERT INTO acknowledgement (notice, person, at) VALUES (?1, ?2, ?3)",
    [SQL_ACKNOWLEDGED] =
        "SELECT 1 FROM acknowledgement WHERE notice = ?1 AND person = ?2",
    /* Persons are told every notice, leaders those whose "to" names them. */
    [SQL_ADDRESSED] =
        "SELECT 1 FROM journal WHERE sequence = ?1 AND"
        " (?2 IN (SELECT value FROM json_each(event, '$.data.persons'))"
        " OR ?2 IN (SELECT value FROM json_each(event, '$.data.to.leaders')))",
    /* Persons before leaders: who is both hears of it as a person. */
    [SQL_LINE_INSERT] = "INSERT INTO digest_line (person, notice, role)"
                        " SELECT value, ?2, ?3 FROM json_each(?1) WHERE true"
                        " ON CONFLICT DO NOTHING",
    [SQL_LINE_PERSON] = "SELECT person FROM digest_line WHERE person > ?1"
                        " ORDER BY person LIMIT 1",
    /* Of an item the most severe stage alone, of its present deadline. */
    [SQL_LINES] =
        "SELECT " ITEM_COLUMNS ", p.code, n.stage, n.occurrence,"
        " n.nominal_at, n.late, n.sequence, l.role FROM digest_line l"
        " CROSS JOIN notice n ON n.id = l.notice"
        " CROSS JOIN item i ON i.id = n.item"
        " AND i.deadline_revision = n.deadline_revision"
        " CROSS JOIN plan p ON p.id = i.plan"
        " WHERE l.person = ?1 AND NOT EXISTS (SELECT 1 FROM notice m"
        " CROSS JOIN digest_line k ON k.person = ?1 AND k.notice = m.id"
        " WHERE m.item = n.item AND m.deadline_revision = n.deadline_revision"
        " AND (m.stage, m.occurrence) > (n.stage, n.occurrence))",
    [SQL_LINES_DELETE] = "DELETE FROM digest_line WHERE person = ?1",
    [SQL_DIGEST_FIND] =
        "SELECT 1 FROM digest WHERE window = ?1 AND person = ?2",
    [SQL_DIGEST_INSERT] = "INSERT INTO digest (window, person, sequence)"
                          " VALUES (?1, ?2, ?3)",
    [SQL_BATCHES] = "SELECT id FROM batch WHERE live = 1 ORDER BY id",

    [SQL_YEAR_FIND] =
        "SELECT revision, announced FROM calendar_year WHERE year = ?1",
    [SQL_YEAR_SET] =
        "INSERT INTO calendar_year (year, revision, announced, papers)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (year) DO UPDATE SET"
        " revision = excluded.revision, announced = excluded.announced,"
        " papers = excluded.papers",
    [SQL_YEARS] = "SELECT year, announced FROM calendar_year",
    [SQL_DAYS] = "SELECT date, off FROM calendar_day ORDER BY year, date",
    [SQL_DAYS_DELETE] = "DELETE FROM calendar_day WHERE year = ?1",
    [SQL_DAY_INSERT] = "INSERT INTO calendar_day (year, date, off, name)"
                       " VALUES (?1, ?2, ?3, ?4)",
};
