/* SPDX-License-Identifier: MIT */
/*
 * topics: what somebody is subscribed to, as XPUB tells it.
 *
 * A cancel proves nothing: any peer can send one for a subscription that is
 * not its own, and libzmq 4.3.4 hands it up as if the last follower had gone.
 * So it only raises a doubt; a topic is dropped when nobody has subscribed to
 * it again for TOPICS_DOUBTS beats.  A follower that was cut off by a foreign
 * cancel hears no beat from then on, opens new sockets after 90 s, and its
 * subscription ends the doubt.
 *
 * A topic that names exactly one stream carries what a beat needs.  Any other
 * prefix ("", "plan/") only says that somebody listens.
 *
 * Who was not kept hears every event of its stream, and no beat: it opens new
 * sockets as well, until the table has room for it.  When it had room for
 * TOPICS_DOUBTS beats, nobody is left out.
 *
 * Ownership  A topic lives until topics_age(), topics_add() of another one
 *            when there are TOPICS_MAX, or topics_fini().
 * Threading  Loop thread only.
 * Bounds     TOPICS_MAX; beyond it only that somebody listens is known.
 */
#ifndef TOPICS_H
#define TOPICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bounds.h"
#include "limit.h"

#define TOPICS_BUCKETS (TOPICS_MAX / 4)
/* Four beats of 30 s: longer than the 90 s after which a follower that hears
 * nothing subscribes again (PROTOCOL.md, 7). */
#define TOPICS_DOUBTS 4

struct topic {
    struct topic *next;           /* topics::buckets */
    char name[JP_STREAM_MAX + 2]; /* as subscribed, NUL added */
    size_t length;
    bool exact;   /* "<stream>/" */
    bool asked;   /* the store is being asked for head and floor */
    bool known;   /* it answered */
    bool pending; /* a beat is owed */
    int64_t head; /* 0: nothing was published yet */
    int64_t floor;
    int64_t beaten_at; /* of the last beat, monotonic; 0: none */
    int doubts;        /* beats since a cancel; 0: none came */
};

struct topics {
    struct topic *buckets[TOPICS_BUCKETS];
    size_t count;
    size_t doubted;  /* of them in doubt */
    size_t prefixes; /* topics that are not exact */
    bool overflowed; /* some were not kept */
    int roomy;       /* beats since, with room for them */
};

/* The topic, made when it was not there, and no longer in doubt; NULL when it
 * is not kept: it can match nothing that is published, or there are too many.
 * A topic on which nothing was ever published makes room for another. */
struct topic *topics_add(
    struct topics *topics, const char *bytes, size_t length);

/* Whether somebody asked for this, and no cancel came since. */
bool topics_hold(const struct topics *topics, const char *bytes, size_t length);

/* A cancel came. */
void topics_doubt(struct topics *topics, const char *bytes, size_t length);

/* All subscribers were cut: only who comes back still asks for his. */
void topics_doubt_all(struct topics *topics);

/* Once a beat: drops what is in doubt for too long. */
void topics_age(struct topics *topics);

/* Of a stream, without its slash; NULL when nobody asked for exactly it. */
struct topic *topics_find(const struct topics *topics, const char *stream);

/* Whether somebody may hear a message on stream. */
bool topics_may_match(const struct topics *topics, const char *stream);

void topics_each(const struct topics *topics,
    void (*visit)(void *cookie, struct topic *topic), void *cookie);

void topics_fini(struct topics *topics);

#endif
