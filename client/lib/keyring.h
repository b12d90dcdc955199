/* SPDX-License-Identifier: MIT */
/*
 * keyring: the keys that a connection to a tcp:// server needs, read from
 * their files each time one is made, so that new ones count without a restart.
 *
 * Ownership  A plain value that holds a secret: keyring_wipe() after use.
 * Errors     As <jindu/keyfile.h> has them; detail says what to do.
 * Bounds     JP_CERTIFICATE_BYTES_MAX of a file.
 */
#ifndef KEYRING_H
#define KEYRING_H

#include <jindu/keyfile.h>

#include "certificate.h"

struct keyring {
    struct jp_certificate own;
    char server_key[JP_CURVE_KEY_SIZE];
};

/* Either file may be NULL: where it is looked for then is said in jindu.h.
 * JINDU_NO_KEY whatever is wrong with them, or JINDU_NO_MEMORY. */
JINDU_CHECK enum jindu_status keyring_read(struct keyring *keyring,
    const char *certificate, const char *server_certificate,
    char detail[JINDU_KEYFILE_DETAIL_SIZE]);
void keyring_wipe(struct keyring *keyring);

/* One file.  With a secret key in it, it must be closed to others. */
JINDU_CHECK enum jindu_status keyring_load(struct jp_certificate *certificate,
    const char *file, char detail[JINDU_KEYFILE_DETAIL_SIZE]);

#endif
