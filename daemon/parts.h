/* SPDX-License-Identifier: MIT */
/*
 * parts: what jindud is made of, connected.
 *
 *     parts_new()    store, query, threads, ZAP handler, flow; no socket yet
 *     parts_start()  the first tick; released() is called when it is stored
 *     parts_serve()  the sockets
 *     parts_stop()   everything is answered 'closed'; what was accepted is
 *                    still committed and answered, until parts_are_drained()
 *     parts_free()   byes; sockets, ZAP handler, reader, store
 *
 * Ownership  Owns every part; options are borrowed for good.  The memory of
 *            what libuv knows goes in a later turn of the loop.
 * Threading  Loop thread only.
 * Errors     Logged where they are found.
 */
#ifndef PARTS_H
#define PARTS_H

#include <jindu/status.h>

#include <stdbool.h>

struct config;
struct parts;
struct setup;
struct uv_loop_s;
struct worker;

/* What a peer that does not read may hold the end up. */
#define PARTS_LINGER_MS 500

struct parts_options {
    struct config *config; /* changed by a reload */
    const struct setup *setup;
    struct uv_loop_s *loop;
    void (*turned)(void *cookie);               /* after each turn */
    void (*released)(void *cookie, bool fatal); /* after each batch */
    void *cookie;
};

JINDU_CHECK enum jindu_status parts_new(
    struct parts **parts, const struct parts_options *options);
JINDU_CHECK enum jindu_status parts_start(struct parts *parts);
JINDU_CHECK enum jindu_status parts_serve(struct parts *parts);

/* Reads the configuration again; once they serve. */
void parts_reload(struct parts *parts);

void parts_stop(struct parts *parts);
bool parts_are_drained(const struct parts *parts);

/* To ask whether it still works. */
struct worker *parts_writer(const struct parts *parts);

/* NULL is allowed. */
void parts_free(struct parts *parts);

#endif
