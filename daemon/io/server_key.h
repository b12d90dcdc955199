/* SPDX-License-Identifier: MIT */
/*
 * server_key: the secret certificate of a remote endpoint.
 *
 * A relative path is one of systemd's credentials, in $CREDENTIALS_DIRECTORY.
 *
 * Ownership  The key is the caller's, who wipes it.
 * Errors     JINDU_NOT_FOUND, JINDU_DENIED (others may use the file),
 *            JINDU_INVALID (no certificate, or its two keys are no pair),
 *            JINDU_STORAGE; logged here, the key never.
 */
#ifndef SERVER_KEY_H
#define SERVER_KEY_H

#include <jindu/status.h>

#include "certificate.h"

JINDU_CHECK enum jindu_status server_key_read(
    char secret_key[JP_CURVE_KEY_SIZE], const char *path);

#endif
