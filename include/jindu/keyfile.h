/* SPDX-License-Identifier: MIT */
/*
 * keyfile: the keys that tcp:// servers and their clients know each other by,
 * as certificate files.
 *
 * A pair is two files: FILE, public, 0644, for the other side; and FILE_secret,
 * 0600, which never leaves its computer and is not read when the group or
 * others may do anything with it.
 *
 * Ownership  Plain values.  No call hands out a secret key.
 * Threading  Any.
 * Errors     JINDU_INVALID (no certificate), JINDU_NOT_FOUND, JINDU_DENIED
 *            (not to be read or written, or a secret open to others),
 *            JINDU_CONFLICT (a file is there and stays), JINDU_STORAGE,
 *            JINDU_NO_MEMORY; detail says which file, why and what to do.
 * Source     CURVE: RFC 26 of rfc.zeromq.org; ZPL: RFC 4, as czmq writes it.
 */
#ifndef JINDU_KEYFILE_H
#define JINDU_KEYFILE_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JINDU_CURVE_KEY_SIZE 41 /* 40 characters of Z85 and NUL */
#define JINDU_KEYFILE_PATH_SIZE 1024
#define JINDU_KEYFILE_DETAIL_SIZE 1536 /* a path and two sentences */

/* What is public of a certificate.  Start from JINDU_KEYFILE_INIT. */
struct jindu_keyfile {
    size_t size;
    char key[JINDU_CURVE_KEY_SIZE];
    char role[16];    /* "": none is written */
    char person[121]; /* "": none */
    bool disabled;
    bool secret; /* the file that was read has the secret key as well */
};
#define JINDU_KEYFILE_INIT                                      \
    {                                                           \
        sizeof(struct jindu_keyfile), "", "", "", false, false, \
    }

JINDU_API bool jindu_keyfile_is_key(const char *text);

/* Where the secret certificate of this person lies: given, or
 * $JINDU_CERTIFICATE, or $XDG_CONFIG_HOME/jindu/client.key_secret. */
JINDU_API JINDU_CHECK enum jindu_status jindu_keyfile_own(
    char path[JINDU_KEYFILE_PATH_SIZE], const char *given,
    char detail[JINDU_KEYFILE_DETAIL_SIZE]);

/* A new pair: FILE and FILE_secret, both on disk afterwards.  Neither may be
 * there before.  key: the public one. */
JINDU_API JINDU_CHECK enum jindu_status jindu_keyfile_make(const char *file,
    char key[JINDU_CURVE_KEY_SIZE], char detail[JINDU_KEYFILE_DETAIL_SIZE]);

/* Of a public or a secret certificate. */
JINDU_API JINDU_CHECK enum jindu_status jindu_keyfile_read(
    struct jindu_keyfile *keyfile, const char *file,
    char detail[JINDU_KEYFILE_DETAIL_SIZE]);

/* A public certificate, whole or not at all.  Without replace, the file must
 * not be there. */
JINDU_API JINDU_CHECK enum jindu_status jindu_keyfile_write(
    const struct jindu_keyfile *keyfile, const char *file, bool replace,
    char detail[JINDU_KEYFILE_DETAIL_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
