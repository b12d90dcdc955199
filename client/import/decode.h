/* SPDX-License-Identifier: MIT */
/*
 * decode: the bytes of a text file -> UTF-8.
 *
 * Encodings  A byte order mark names UTF-8 or UTF-16 of either order.  Without
 *            one, what is valid UTF-8 is UTF-8, and anything else has to be
 *            GB18030, which holds GBK and GB2312.
 * Text       Valid UTF-8 without NUL and without control characters but TAB,
 *            line ends and the vertical tab.  The 24 characters that older
 *            tables of GB18030 put into the private use area have their
 *            standard places, so that a name is the same whichever program
 *            and encoding it came through.
 * Ownership  The text is freed by import_decoded_free(); it may lie in the
 *            bytes it was made of, which must live as long.
 * Threading  Pure functions.
 * Errors     JINDU_MALFORMED with *error, whose offset is that of the file;
 *            JINDU_NO_MEMORY.
 * Bounds     At most 3/2 of the length for the text, and a third more for the
 *            private characters in it.
 * Source     RFC 3629, RFC 2781, GB 18030-2000, -2005 and -2022.
 */
#ifndef IMPORT_DECODE_H
#define IMPORT_DECODE_H

#include <jindu/status.h>

#include <stddef.h>

#include "finding.h"

enum import_encoding {
    IMPORT_UTF8,
    IMPORT_UTF16LE,
    IMPORT_UTF16BE,
    IMPORT_GB18030,
};

struct import_decoded {
    const char *text;
    size_t length;
    enum import_encoding encoding;
    size_t not_utf8; /* the byte that made it GB18030 */
    char *own;       /* holds the text, or NULL */
};

/* "UTF-8", as people name it; static. */
const char *import_encoding_name(enum import_encoding encoding);

/* *decoded is set on JINDU_OK only. */
JINDU_CHECK enum jindu_status import_decode(struct import_decoded *decoded,
    const char *bytes, size_t length, struct import_error *error);

void import_decoded_free(struct import_decoded *decoded);

#endif
