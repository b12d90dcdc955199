/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "commit.h"
#include "fuzz_target.h"
#include "intake.h"
#include "lookup.h"
#include "query.h"
#include "release.h"
#include "roster.h"
#include "store.h"
#include "ticker.h"
#include "upkeep.h"

/* Jobs at one instant: past it, something asks to be called for ever. */
#define ROUNDS_MAX 10000

static const char remote_key[] = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";

/* Of one person, 0 to SESSION_PEOPLE - 1. */
static const struct {
    enum role role;
    const char *person;
} people[SESSION_PEOPLE] = {
    { ROLE_ADMIN, "" },
    { ROLE_OFFICE, "" },
    { ROLE_LEADER, "Fang" },
    { ROLE_REPORTER, "Li" },
    { ROLE_OBSERVER, "" },
};

struct session {
    const char *directory;
    bool doorbell;
    session_reply *reply;
    void *cookie;
    struct roster roster;
    struct store *store;
    struct query *query;
    struct worker *writer;
    struct worker *reader;
    struct worker *keeper; /* upkeep's own */
    struct calls *calls;
    struct commit *commit;
    struct lookup *lookup;
    struct upkeep *upkeep;
    struct intake *intake;
    struct ticker *ticker;
};

static void
on_reply(void *cookie, const struct front_address *address, const char *bytes,
    size_t length)
{
    const struct session *session = cookie;

    session->reply(
        session->cookie, address->id[0], address->id[1], bytes, length);
}

static void
on_release(void *cookie, struct batch *batch)
{
    const struct session *session = cookie;
    const struct release release = {
        .calls = session->calls, .doors = NULL, .ticker = session->ticker
    };

    check(batch->status == JINDU_OK && !batch->fatal);
    release_batch(&release, batch);
}

static void
on_count(void *cookie, struct jindu_text *out)
{
    (void)cookie;
    jindu_json_put_object(out, NULL);
    jindu_json_end_object(out);
}

static void
on_head(void *cookie, const char *stream, enum jindu_status status,
    int64_t head, int64_t floor)
{
    (void)cookie;
    (void)stream;
    (void)status;
    (void)head;
    (void)floor;
}

static void
on_rest(void *cookie)
{
    store_maintain(cookie);
}

static void
connect_reads(struct session *session)
{
    const char *epoch = store_epoch(session->store);
    const struct lookup_options lookup = {
        .worker = session->reader,
        .query = session->query,
        .calls = session->calls,
        .started_at = clock_now(),
        .zone = "Asia/Shanghai",
        .doorbell = session->doorbell,
        .count = on_count,
        .head = on_head,
        .cookie = session,
    };

    check(lookup_new(&session->lookup, &lookup) == JINDU_OK);
    const struct upkeep_options upkeep = {
        .calls = session->calls,
        .directory = session->directory,
    };
    check(upkeep_new(&session->upkeep, &upkeep) == JINDU_OK);
    session->keeper = fake_worker_last();
    const struct intake_options intake = {
        .calls = session->calls,
        .commit = session->commit,
        .lookup = session->lookup,
        .upkeep = session->upkeep,
        .roster = &session->roster,
        .epoch = epoch,
        .zone = "Asia/Shanghai",
        .doorbell = session->doorbell,
    };
    check(intake_new(&session->intake, &intake) == JINDU_OK);
}

static void
start(struct session *session)
{
    const struct store_options store = {
        .directory = session->directory,
        .window = { .open = 8 * 60 + 30, .close = 17 * 60 + 30 },
        .doorbell = session->doorbell,
    };
    const struct commit_sink sink = { on_release, session };

    check(store_open(&session->store, &store) == JINDU_OK);
    check(query_open(&session->query, session->directory) == JINDU_OK);
    check(worker_new(&session->writer, NULL, on_rest, session->store) ==
          JINDU_OK);
    check(worker_new(&session->reader, NULL, NULL, NULL) == JINDU_OK);
    const struct calls_options calls = {
        .reply = on_reply,
        .cookie = session,
        .epoch = store_epoch(session->store),
    };
    check(calls_new(&session->calls, &calls) == JINDU_OK);
    check(commit_new(&session->commit, NULL, session->writer, session->store,
              sink) == JINDU_OK);
    check(ticker_new(&session->ticker, NULL, session->commit) == JINDU_OK);
    connect_reads(session);
    check(ticker_start(session->ticker) == JINDU_OK);
}

static void
stop(struct session *session)
{
    intake_stop(session->intake);
    ticker_stop(session->ticker);
    session_drain(session);
    check(calls_waiting(session->calls) == 0);
    upkeep_free(session->upkeep);
    worker_free(session->reader);
    query_close(session->query);
    worker_free(session->writer);
    store_close(session->store);
    intake_free(session->intake);
    lookup_free(session->lookup);
    ticker_free(session->ticker);
    commit_free(session->commit);
    calls_free(session->calls);
}

static void
set_person(struct roster_entry *entry, enum role role, const char *person)
{
    entry->has_role = true;
    entry->principal.role = role;
    (void)snprintf(
        entry->principal.person, sizeof(entry->principal.person), "%s", person);
}

/* Those with a key stand behind those with a uid. */
static void
fill_roster(struct roster *roster)
{
    struct roster_entry *entry = NULL;

    for (uint32_t uid = 0; uid < SESSION_PEOPLE; uid++) {
        check(roster_entry(roster, uid, &entry) == JINDU_OK);
        set_person(entry, people[uid].role, people[uid].person);
    }
    check(roster_add_key(roster, remote_key, "zhou", &entry) == JINDU_OK);
    set_person(entry, ROLE_REPORTER, "Zhou");
}

struct session *
session_open(
    const char *directory, bool doorbell, session_reply *reply, void *cookie)
{
    struct session *session = calloc(1, sizeof(*session));

    check(session != NULL);
    fakes_start();
    session->directory = directory;
    session->doorbell = doorbell;
    session->reply = reply;
    session->cookie = cookie;
    fill_roster(&session->roster);
    start(session);
    return session;
}

void
session_close(struct session *session)
{
    stop(session);
    roster_fini(&session->roster);
    free(session);
}

void
session_restart(struct session *session)
{
    stop(session);
    start(session);
}

void
session_send(struct session *session, unsigned person, unsigned connection,
    const char *bytes, size_t length)
{
    const struct front_address address = { .size = 2,
        .id = { (unsigned char)person, (unsigned char)connection } };
    const struct front_message message = {
        .address = &address,
        .events = "ipc://nowhere",
        .user = roster_user(&session->roster.entries[person]),
        .origin = session->roster.entries[person].principal.name,
        .body = bytes,
        .length = length,
    };

    intake_receive(session->intake, &message);
}

void
session_set_role(struct session *session, unsigned person, enum role role)
{
    session->roster.entries[person].principal.role = role;
}

void
session_set_disabled(struct session *session, bool disabled)
{
    session->roster.entries[SESSION_REMOTE].disabled = disabled;
}

void
session_turn(struct session *session)
{
    commit_kick(session->commit);
}

bool
session_work(struct session *session, bool writer)
{
    return fake_worker_run(writer ? session->writer : session->reader);
}

void
session_drain(struct session *session)
{
    int rounds = 0;
    bool busy = true;

    while (busy) {
        session_turn(session);
        busy = session_work(session, true);
        busy |= session_work(session, false);
        busy |= fake_worker_run(session->keeper);
        check(rounds++ < ROUNDS_MAX);
    }
}

size_t
session_waiting(const struct session *session)
{
    return calls_waiting(session->calls);
}

int64_t
session_sequence(const struct session *session)
{
    return store_sequence(session->store);
}

const char *
session_epoch(const struct session *session)
{
    return store_epoch(session->store);
}
