/* SPDX-License-Identifier: MIT */
/*
 * outbox_entry: one request of the outbox, and what is asked for it.
 *
 * Ownership  A parsed entry is the caller's to free; texts are appended to.
 * Threading  One thread.
 * Source     outbox.h has its form.
 */
#ifndef OUTBOX_ENTRY_H
#define OUTBOX_ENTRY_H

#include <jindu/json.h>

#include <stdbool.h>

#include "command.h"

/* What the daemon said about it.  error is its error object when refused. */
struct outbox_answer {
    enum jindu_status status;
    struct jindu_text error;
};

/* server: as in the settings, NULL when nobody named one. */
void outbox_entry_write(struct jindu_text *text, const char *method,
    const struct jindu_text *params, const char *server, bool settled);
void outbox_entry_write_error(
    struct jindu_text *text, const struct jindu_json *entry, const char *error);
/* As before it was refused. */
void outbox_entry_write_again(
    struct jindu_text *text, const struct jindu_json *entry);

/* JINDU_INVALID: it is no entry, or has no key and must not be repeated. */
JINDU_CHECK enum jindu_status outbox_entry_parse(
    struct jindu_json **entry, const struct jindu_text *text);

bool outbox_entry_is_for(const struct jindu_json *entry, const char *server);

bool outbox_entry_is_settled(const struct jindu_json *entry);

/* True: both are one request, the one that is there perhaps settled. */
bool outbox_entry_is_same(
    const struct jindu_text *there, const struct jindu_text *text);

/* True and the entry as it will be sent in text: with its plan, and the day it
 * was meant on in the zone of the office.  Else answer says why not. */
bool outbox_entry_settle(struct context *context,
    const struct jindu_json *entry, struct jindu_text *text,
    struct outbox_answer *answer);

/* True when the answer says that it was stored: where in the journal. */
bool outbox_entry_is_stored(const struct jindu_json *result);

/* Sends it, and remarks on what came back unless nothing did. */
void outbox_entry_send(struct context *context, const struct jindu_json *entry,
    struct outbox_answer *answer);

/* cause: errno of why it could not be put aside; 0: it was. */
void outbox_entry_tell_damaged(
    struct context *context, const char *name, int cause);

#endif
