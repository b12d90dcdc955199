/* SPDX-License-Identifier: MIT */
/*
 * outbox: requests that no daemon took, kept on this computer until one does.
 *
 * A request lies there as it will be sent, with its key: however often it is
 * sent, it counts once.  It leaves when it was answered: applied, and its file
 * is removed; refused, and its file is moved aside with the reason and told
 * until it is forgotten.  Where the answer says nothing about the request
 * itself (outbox_stays), it stays, and so does all that is behind it.
 *
 *     {"error":{..},"method":"..","params":{..},"server":"..","settled":true}
 *
 * server is as the person named it, null for the one that is found; a request
 * goes to no other.  error is there once it was refused.  Before the first
 * sending it is settled: what only the daemon could tell (the single plan, the
 * day in the zone of the office) is written down, and from then on its bytes
 * are the same.
 *
 * Threading  One thread, with other processes beside it.
 * Errors     A call that returns an exit status has complained unless it is 0;
 *            one that returns a fault leaves that to its caller.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <jindu/status.h>

#include "command.h"
#include "outbox_folder.h"

#define OUTBOX_SERVER_SIZE 512 /* the longest name of a host fits */

/* What waits for another server than that of the settings. */
struct outbox_elsewhere {
    size_t count;
    char server[OUTBOX_SERVER_SIZE]; /* of the oldest; "": none was named */
    char name[OUTBOX_NAME_SIZE];     /* its file */
};

struct outbox_tally {
    size_t delivered;
    size_t refused;
    size_t left; /* for this server */
    struct outbox_elsewhere elsewhere;
    bool taken;            /* another process delivers now */
    enum jindu_status why; /* the first one left stays */
};

/* What is wrong with the outbox itself. */
struct outbox_fault {
    enum jindu_status status; /* JINDU_OK: nothing */
    int cause;                /* errno */
    const char *odd;          /* what is in its way in the folder, or "" */
};

/* Right after what failed: errno is its cause. */
struct outbox_fault outbox_fault_of(
    enum jindu_status status, const struct outbox_folder *folder);

/* In words; and as the complaint of the command, with the key of the request
 * that it could not keep, or NULL.  Returns the exit status. */
void outbox_put_fault(
    struct jindu_text *words, const struct outbox_fault *fault);
int outbox_complain(
    struct context *context, const struct outbox_fault *fault, const char *key);

/* True for an answer, or none, after which the same request may yet succeed
 * and nobody has judged it. */
bool outbox_stays(enum jindu_status status);

/* Puts the request behind all others.  params is the whole object; settled:
 * it may have been sent. */
struct outbox_fault outbox_put(struct context *context, const char *method,
    const char *key, const struct jindu_text *params, bool settled);

/* Delivers what waits for the server of the settings, oldest first, and tells
 * about each.  Without an outbox it does nothing.  With a fault, left counts
 * whatever may wait. */
struct outbox_fault outbox_deliver(
    struct context *context, struct outbox_tally *tally);

/* Calls take() with each refused request, or NULL for one that cannot be read,
 * then told(): true from it removes them, and what cannot be is told. */
int outbox_refused(struct context *context,
    void (*take)(const struct jindu_json *entry, void *cookie),
    bool (*told)(void *cookie), void *cookie);

#define OUTBOX_ID_SIZE 7 /* the end of a key, six hex digits, and NUL */

/* What a person calls a request: the end of its key. */
const char *outbox_id(const struct jindu_json *entry, char id[OUTBOX_ID_SIZE]);

/* Puts refused requests behind all that wait, with the same key and bytes:
 * those with this id, NULL: all.  count: how many. */
struct outbox_fault outbox_retry(const char *id, size_t *count);

struct outbox_counts {
    size_t waiting; /* for the server of the settings, or not readable */
    size_t refused;
    struct outbox_elsewhere elsewhere;
};

/* None without an outbox.  It is a fault that nothing says where one would
 * be. */
struct outbox_fault outbox_count(
    const struct context *context, struct outbox_counts *counts);

/* Counts the entry, and keeps where the first one goes. */
void outbox_note_elsewhere(struct outbox_elsewhere *elsewhere,
    const struct jindu_json *entry, const char *name);

/* What to run, so that they are delivered; of one, or of the oldest. */
void outbox_put_elsewhere(
    struct jindu_text *words, const struct outbox_elsewhere *elsewhere);

/* Remarks on what waits and what was refused. */
void outbox_remind(struct context *context);

#endif
