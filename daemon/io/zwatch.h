/* SPDX-License-Identifier: MIT */
/*
 * zwatch: ZeroMQ sockets on a libuv loop.
 *
 * ZMQ_FD is an edge, and any call on the socket, a send too, may swallow it.
 * So readiness is asked for before each sleep, and the descriptor only wakes
 * the loop up:
 *
 *     uv_prepare   some socket readable? then uv_idle, so that the poll does
 *                  not sleep
 *     uv_check     each socket, starting with another one each turn, gives at
 *                  most ZWATCH_MESSAGES messages or ZWATCH_MS milliseconds
 *     turned       called once after them all
 *
 * With that, sending from anywhere in the loop is safe.
 *
 * Ownership  A socket is borrowed until zwatch_remove(), which comes before
 *            its close.  zwatch_free(): the memory goes in a later turn.
 * Threading  Loop thread only.
 */
#ifndef ZWATCH_H
#define ZWATCH_H

#include <jindu/status.h>

#include <stdbool.h>

/* Requests and events of three doors, each socket with its monitor. */
#define ZWATCH_SOCKETS 12

struct uv_loop_s;
struct zwatch;

/* turned may be NULL. */
JINDU_CHECK enum jindu_status zwatch_new(struct zwatch **zwatch,
    struct uv_loop_s *loop, void (*turned)(void *cookie), void *cookie);

/* receive takes one message without waiting; false when there was none. */
JINDU_CHECK enum jindu_status zwatch_add(struct zwatch *zwatch, void *socket,
    bool (*receive)(void *cookie), void *cookie);

struct uv_loop_s *zwatch_loop(const struct zwatch *zwatch);

void zwatch_remove(struct zwatch *zwatch, void *socket);

/* NULL is allowed. */
void zwatch_free(struct zwatch *zwatch);

#endif
