/* SPDX-License-Identifier: MIT */
/*
 * address: where jindud takes requests.
 *
 * Given, or $JINDU_SERVER, or the first that exists of
 * $XDG_RUNTIME_DIR/jindu/requests and /run/jindu/requests; the last when
 * neither does.  A bare path stands for ipc://PATH.
 *
 * Errors     JINDU_INVALID: not ipc, or longer than a socket's path may be.
 * Source     PROTOCOL.md, section 1; unix(7) for the length.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <jindu/status.h>

#define ADDRESS_PATH_MAX 107 /* sun_path holds 108 with its NUL */
#define ADDRESS_SIZE (sizeof("ipc://") + ADDRESS_PATH_MAX)

/* given may be NULL or "": the environment decides. */
JINDU_CHECK enum jindu_status address_find(
    char endpoint[ADDRESS_SIZE], const char *given);

/* Of a valid endpoint. */
const char *address_path(const char *endpoint);

#endif
