/* SPDX-License-Identifier: MIT */
/*
 * address: where jindud takes requests, and where it publishes.
 *
 * Given, or $JINDU_SERVER, or the first that exists of
 * $XDG_RUNTIME_DIR/jindu/requests and /run/jindu/requests; the last when
 * neither does.  A bare path stands for ipc://PATH, unless it reads like
 * HOST:PORT; another computer is tcp://HOST:PORT, HOST a name, an IPv4 address
 * or an IPv6 one in brackets.
 *
 * Errors     JINDU_INVALID: neither, or longer than such a name may be.
 * Source     PROTOCOL.md, section 1; unix(7) for the length of a path, RFC 1035
 *            for that of a name.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <jindu/status.h>

#include <stdbool.h>

#define ADDRESS_PATH_MAX 107 /* sun_path holds 108 with its NUL */
#define ADDRESS_HOST_MAX 253
#define ADDRESS_SIZE (sizeof("tcp://") + ADDRESS_HOST_MAX + sizeof(":65535"))

/* given may be NULL or "": the environment decides. */
JINDU_CHECK enum jindu_status address_find(
    char endpoint[ADDRESS_SIZE], const char *given);

/* The endpoint of events as a daemon told it who took requests at this one:
 * of the same kind, and "*" is the host that the requests went to. */
JINDU_CHECK enum jindu_status address_events(
    char endpoint[ADDRESS_SIZE], const char *told, const char *requests);

bool address_is_remote(const char *endpoint);

/* Of a valid endpoint that is not remote. */
const char *address_path(const char *endpoint);

#endif
