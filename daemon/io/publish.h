/* SPDX-License-Identifier: MIT */
/*
 * publish: the XPUB socket; events, beats and byes out.
 *
 *     [topic "<stream>/"][one JSON object]
 *
 * The journal is the truth and this the fast path: what a slow or absent peer
 * misses here it reads later, and a beat tells it that there is something to
 * read.  A subscription to exactly one stream is answered by a beat after it
 * took effect, at most one in PUBLISH_BEAT_GAP_MS; one that comes sooner is
 * owed and sent when the time is over, so no late joiner is left behind.
 *
 * What libzmq keeps for subscribers has no bound of its own, and it cannot tell
 * one peer's from another's; refusing a topic (XPUB_MANUAL) is a use after free
 * in 4.3.4.  So what the socket is asked for is counted from its bind on, and
 * over the bound all peers are cut: honest ones are back at once and read what
 * they missed.  The table of topics then is in doubt as a whole, and what still
 * comes is of peers that are gone.
 *
 * Ownership  Nothing is kept of what is passed.
 * Threading  Loop thread only.
 * Wake-ups   None while nobody subscribes.
 * Bounds     SUBSCRIPTION_MESSAGES_MAX and SUBSCRIPTION_BYTES_MAX of all peers,
 *            PUBLISH_HIGH_WATER unread events of one.
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PUBLISH_BEAT_MS 30000
#define PUBLISH_BEAT_GAP_MS 200

#include "connections.h"

struct publish;
struct uv_loop_s;
struct zwatch;

struct publish_options {
    void *context; /* of the ZAP handler */
    struct uv_loop_s *loop;
    const char *endpoint;
    const char *secret_key; /* NULL: a local socket */
    unsigned sockets;       /* that are bound, this one among them */
    const char *epoch;      /* borrowed for good */
    bool doorbell;          /* beats only: bodies are pulled */
    /* head and floor of a stream are wanted: publish_head() answers */
    void (*want)(void *cookie, const char *stream);
    void *cookie;
};

struct publish_counters {
    struct connections_counters connections;
    uint64_t beats; /* and byes */
    uint64_t published;
    uint64_t subscriptions; /* topics that nobody cancelled */
    uint64_t subscription_floods;
};

JINDU_CHECK enum jindu_status publish_open(
    struct publish **publish, const struct publish_options *options);

JINDU_CHECK enum jindu_status publish_watch(
    struct publish *publish, struct zwatch *zwatch);

/* stored: the canonical bytes, as the journal has them. */
void publish_event(struct publish *publish, const char *stored, size_t length,
    const char *stream, int64_t sequence);

/* status: JINDU_OK, JINDU_NOT_FOUND (nothing was published on it yet), or
 * anything else: not known now. */
void publish_head(struct publish *publish, const char *stream,
    enum jindu_status status, int64_t head, int64_t floor);

/* Ends every subscription; who may, comes back and reads what he missed. */
void publish_cut(struct publish *publish);

struct publish_counters publish_counters(const struct publish *publish);

/* Says bye on every stream somebody follows; that and what was sent may
 * linger this long.  NULL is allowed. */
void publish_close(struct publish *publish, int linger_ms);

#endif
