/* SPDX-License-Identifier: MIT */
/*
 * doors: where peers come in.  A door is a pair of sockets, requests and
 * events: the local one, and one or two remote ones with keys of their own.
 *
 *     uid  --> ipc ----------> front \             / publish --> ipc
 *     key  --> tcp, CURVE ---> front  > sink ... <  publish --> tcp, CURVE
 *     key  --> tcp, CURVE ---> front /             \ publish --> tcp, CURVE
 *
 * Behind the doors all peers are alike: who one is says its User-Id, and the
 * answer leaves where the request came in.
 *
 * Ownership  The sockets; options are borrowed for the call, the endpoints and
 *            the epoch in them for good.  Secret keys are not kept.
 * Threading  Loop thread only.
 */
#ifndef DOORS_H
#define DOORS_H

#include <jindu/status.h>

#include <stddef.h>
#include <stdint.h>

#include "endpoint.h"
#include "front.h"
#include "publish.h"

#define DOORS_REMOTE_MAX 2 /* today's key, and the next one */
#define DOORS_MAX (1 + DOORS_REMOTE_MAX)

struct doors;
struct zwatch;

struct door_place {
    char requests[ENDPOINT_SIZE];
    char events[ENDPOINT_SIZE];
    const char *secret_key; /* NULL: the local door */
};

struct doors_options {
    const struct door_place *places;
    size_t count;
    struct front_sink sink;
    struct publish_options publish; /* without endpoint and key */
};

/* All of them, or none. */
JINDU_CHECK enum jindu_status doors_open(
    struct doors **doors, const struct doors_options *options);

JINDU_CHECK enum jindu_status doors_watch(
    struct doors *doors, struct zwatch *zwatch);

/* As publish_event() and publish_head(), to all doors. */
void doors_event(struct doors *doors, const char *stored, size_t length,
    const char *stream, int64_t sequence);
void doors_head(struct doors *doors, const char *stream,
    enum jindu_status status, int64_t head, int64_t floor);

/* Ends every subscription. */
void doors_cut(struct doors *doors);

/* The sum of all. */
struct front_counters doors_front_counters(const struct doors *doors);
struct publish_counters doors_publish_counters(const struct doors *doors);

/* Byes; what was sent may linger this long.  NULL is allowed. */
void doors_close(struct doors *doors, int linger_ms);

#endif
