/* SPDX-License-Identifier: MIT */
/*
 * certificate: the keys of a server or a client, and who it is, as a file.
 *
 *     metadata
 *         role = "reporter"
 *         person = "..."
 *     curve
 *         public-key = "40 characters"
 *         secret-key = "40 characters"     only in a secret certificate
 *
 * Blank lines and lines whose first mark is # say nothing.  Known beside role
 * and person are disabled (yes or no), and name, email, organization and
 * created, which are for people.
 *
 * Ownership  A plain value.  One that may hold a secret key is wiped.
 * Threading  Pure functions.
 * Errors     JINDU_INVALID, and fault says where and why; the certificate is
 *            left alone then.
 * Bounds     JP_CERTIFICATE_BYTES_MAX.
 * Source     ZPL (RFC 4 of rfc.zeromq.org), as czmq writes certificates; Z85
 *            (RFC 32 of rfc.zeromq.org).
 */
#ifndef JP_CERTIFICATE_H
#define JP_CERTIFICATE_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

#include "bounds.h"

#define JP_CURVE_KEY_SIZE 41          /* 40 characters of Z85 and NUL */
#define JP_CERTIFICATE_BYTES_MAX 4096 /* of a file */
/* "organization" and some; what is longer is none of ours. */
#define JP_CERTIFICATE_NAME_SIZE 32

struct jp_certificate {
    char public_key[JP_CURVE_KEY_SIZE];
    char secret_key[JP_CURVE_KEY_SIZE]; /* "": a public certificate */
    char role[16];                      /* "": none is written */
    char person[JP_NAME_MAX + 1];       /* "": none */
    bool disabled;
};

/* Shown one after the other: "line 3: " "role" " is no role". */
struct jp_certificate_fault {
    int line;
    char name[JP_CERTIFICATE_NAME_SIZE]; /* of the field; "": of none */
    const char *why;                     /* English, static */
};

bool jp_curve_key_is_valid(const char *text); /* Z85 of 32 bytes */

/* With a secret key, the public one is the one that belongs to it. */
JINDU_CHECK enum jindu_status jp_certificate_parse(
    struct jp_certificate *certificate, const char *text, size_t length,
    struct jp_certificate_fault *fault);

/* With the secret key when there is one. */
void jp_certificate_write(
    struct jindu_text *out, const struct jp_certificate *certificate);

void jp_certificate_wipe(struct jp_certificate *certificate);

#endif
