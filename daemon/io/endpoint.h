/* SPDX-License-Identifier: MIT */
/*
 * endpoint: where a socket may stand: ipc://PATH, or tcp://ADDRESS:PORT.
 *
 * libzmq unlinks whatever it finds at the path it binds, a regular file and a
 * live socket alike.  So nothing is bound but in a directory that is ours and
 * locked, and never over anything that is not a socket.
 *
 * Errors     JINDU_CONFLICT (something else is there), JINDU_INVALID (the path
 *            is too long for a socket), JINDU_STORAGE; logged here.
 */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include <jindu/status.h>

#include <stdbool.h>

#define ENDPOINT_REQUESTS "requests"
#define ENDPOINT_EVENTS "events"
/* sun_path holds 108 bytes with its NUL; "ipc://" is ours. */
#define ENDPOINT_PATH_SIZE 108
#define ENDPOINT_SIZE (ENDPOINT_PATH_SIZE + 6)
#define ENDPOINT_DIRECTORY_MODE 0750

/* "ipc://directory/name", once the path was found free. */
JINDU_CHECK enum jindu_status endpoint_prepare(
    char endpoint[ENDPOINT_SIZE], const char *directory, const char *name);

/* After the bind: the directory's group may connect (that needs write).  Of a
 * remote one there is nothing to share or to remove. */
JINDU_CHECK enum jindu_status endpoint_share(const char *endpoint);

/* After the close.  Only of a socket that was bound. */
void endpoint_remove(const char *endpoint);

/* "tcp://ADDRESS:PORT", the address numeric, in brackets for IPv6, or a star
 * for every IPv4 address of this machine. */
bool endpoint_is_remote(const char *text);

/* Whether two of them cannot be bound at once: the same port, of the same
 * address or of a wildcard. */
bool endpoint_collides(const char *one, const char *other);

/* As clients are told it: every wildcard is a star, which stands for the host
 * that they know already. */
void endpoint_tell(char told[ENDPOINT_SIZE], const char *endpoint);

#endif
