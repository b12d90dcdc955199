/* SPDX-License-Identifier: MIT */
/*
 * digest: BLAKE2b-256, the one hash of jindu.
 *
 * Threading  Pure; jp_digest_start() once before the first use.
 * Source     RFC 7693, by libsodium.
 */
#ifndef JP_DIGEST_H
#define JP_DIGEST_H

#include <jindu/api.h>
#include <jindu/status.h>

#include <stddef.h>
#include <stdint.h>

#define JP_DIGEST_SIZE 32
#define JP_DIGEST_HEX_SIZE 65

JINDU_CHECK enum jindu_status jp_digest_start(void);

/* Of head followed by tail; either may be empty. */
void jp_digest(unsigned char digest[JP_DIGEST_SIZE], const void *head,
    size_t head_length, const void *tail, size_t tail_length);

/* The next link of the journal's chain: previous || sequence || event. */
void jp_digest_chain(unsigned char digest[JP_DIGEST_SIZE],
    const unsigned char previous[JP_DIGEST_SIZE], int64_t sequence,
    const char *event, size_t length);

const char *jp_digest_hex(
    const unsigned char digest[JP_DIGEST_SIZE], char hex[JP_DIGEST_HEX_SIZE]);

/* Nothing of a secret is left, whatever the compiler thinks of it. */
void jp_wipe(void *bytes, size_t size);

#endif
