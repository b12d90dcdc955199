/* SPDX-License-Identifier: MIT */
/*
 * session: jindud between its sockets and its disk, in one thread and under a
 * clock that the caller moves: intake, calls, commit, store, lookup, query and
 * ticker as they ship; front, worker and clock are the ones of session_fakes.c.
 *
 *     session_send() --> intake --> jobs, which session_work() does one by one
 *
 * Ownership  session_close() frees it; the directory is the caller's.
 * Threading  One thread, one session: the fakes are global.
 * Errors     What must not fail aborts, which is how a fuzz target says no.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "principal.h"

#define SESSION_START 1772413200000 /* 2026-03-02 09:00 in Shanghai: Monday */

/* The people: uid n of the roster, one of each role. */
#define SESSION_PEOPLE 5
/* And a reporter who comes in with a key. */
#define SESSION_REMOTE SESSION_PEOPLE
#define SESSION_PEERS (SESSION_PEOPLE + 1)

struct session;
struct worker;

/* connection: 0 or 1, of this person; text is one reply frame. */
typedef void session_reply(void *cookie, unsigned person, unsigned connection,
    const char *text, size_t length);

/* doorbell: publish = doorbell. */
struct session *session_open(
    const char *directory, bool doorbell, session_reply *reply, void *cookie);
void session_close(struct session *session);
/* An orderly stop and another start. */
void session_restart(struct session *session);

void session_send(struct session *session, unsigned person, unsigned connection,
    const char *bytes, size_t length);
/* As a reload of the configuration does it. */
void session_set_role(struct session *session, unsigned person, enum role role);
/* So does the key of SESSION_REMOTE end, or begin again. */
void session_set_disabled(struct session *session, bool disabled);
/* The end of a turn of the loop: what waits becomes a batch. */
void session_turn(struct session *session);
/* One job of the writer, or of the reader; false when none waits. */
bool session_work(struct session *session, bool writer);
/* Until nothing is left to do at this instant. */
void session_drain(struct session *session);
/* Time goes by; what it makes due becomes a change. */
void session_pass(int64_t ms);
/* Somebody sets the clock. */
void session_set_clock(int64_t by_ms);

size_t session_waiting(const struct session *session);
int64_t session_sequence(const struct session *session);
const char *session_epoch(const struct session *session);

/* session_fakes.c */
void fakes_start(void);
bool fake_worker_run(struct worker *worker);
struct worker *fake_worker_last(void); /* that was made */

#endif
