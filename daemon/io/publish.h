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
 * Ownership  Nothing is kept of what is passed.
 * Threading  Loop thread only.
 * Wake-ups   None while nobody subscribes.
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
