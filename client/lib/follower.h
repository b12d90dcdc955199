/* SPDX-License-Identifier: MIT */
/*
 * follower: the rule that makes a stream whole out of a lossy PUB and a
 * journal that can be read again.  PROTOCOL.md, section 7.
 *
 *     message        its number            what to do
 *     event          position + 1          take
 *     event          not larger            drop
 *     event, beat    beyond the position   read the journal
 *     any            of another epoch      read the journal
 *
 * Ownership  A plain value.
 * Threading  Pure functions.
 */
#ifndef FOLLOWER_H
#define FOLLOWER_H

#include <jindu/json.h>

#include <stdint.h>

#include "bounds.h"
#include "uuid.h"

/* Where to begin when only what is new is wanted: the head is asked for. */
#define FOLLOWER_AT_HEAD (-1)
/* Where the named cursor stands: the daemon knows. */
#define FOLLOWER_AT_CURSOR (-2)

struct follower {
    char stream[JP_STREAM_MAX + 1];
    char cursor[JP_NAME_MAX + 1];  /* "": it has no name */
    char epoch[JP_UUID_TEXT_SIZE]; /* "" while unknown */
    int64_t position; /* of the last event handed out, AT_HEAD or AT_CURSOR */
};

enum follower_step {
    FOLLOWER_DROP,
    FOLLOWER_TAKE,
    FOLLOWER_READ
};

/* JINDU_INVALID: no such name, position or epoch is possible. */
JINDU_CHECK enum jindu_status follower_begin(struct follower *follower,
    const char *stream, int64_t after, const char *epoch);

/* The same from where the cursor of this name stands. */
JINDU_CHECK enum jindu_status follower_begin_at(
    struct follower *follower, const char *stream, const char *cursor);

/* What a message from PUB asks for. */
enum follower_step follower_hear(
    const struct follower *follower, const struct jindu_json *message);

/* The number of an event; 0 when it has none. */
int64_t follower_sequence(const struct jindu_json *event);

/* Appends the params of the stream.read that comes next. */
void follower_ask(const struct follower *follower, struct jindu_text *params);

/* Appends the params of the stream.commit of the position. */
void follower_commit(
    const struct follower *follower, struct jindu_text *params);

/* Takes the epoch, and where it is not known the position, from a result of
 * stream.read.
 * JINDU_INTERNAL: it is none, or its events do not follow the position. */
JINDU_CHECK enum jindu_status follower_page(
    struct follower *follower, const struct jindu_json *result);

/* Goes where {epoch, head, floor} of a reset or a truncated tell: before the
 * first event that is kept; to the head when AT_HEAD; after a reset to the
 * cursor when there is one. */
JINDU_CHECK enum jindu_status follower_restart(struct follower *follower,
    enum jindu_status status, const struct jindu_json *data);

#endif
