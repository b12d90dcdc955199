/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <assert.h>
#include <sodium.h>

/* libsodium's hash functions return a status that only wrong lengths, which
 * are constants here, make other than 0. */

enum jindu_status
jp_digest_start(void)
{
    return sodium_init() < 0 ? JINDU_INTERNAL : JINDU_OK;
}

static void
add(crypto_generichash_state *state, const void *bytes, size_t length)
{
    int rc = crypto_generichash_update(state, bytes, length);

    assert(rc == 0);
    (void)rc;
}

static void
finish(crypto_generichash_state *state, unsigned char digest[JP_DIGEST_SIZE])
{
    int rc = crypto_generichash_final(state, digest, JP_DIGEST_SIZE);

    assert(rc == 0);
    (void)rc;
}

static void
start(crypto_generichash_state *state)
{
    int rc = crypto_generichash_init(state, NULL, 0, JP_DIGEST_SIZE);

    assert(rc == 0);
    (void)rc;
}

void
jp_digest(unsigned char digest[JP_DIGEST_SIZE], const void *head,
    size_t head_length, const void *tail, size_t tail_length)
{
    crypto_generichash_state state;

    start(&state);
    add(&state, head, head_length);
    add(&state, tail, tail_length);
    finish(&state, digest);
}

void
jp_digest_chain(unsigned char digest[JP_DIGEST_SIZE],
    const unsigned char previous[JP_DIGEST_SIZE], int64_t sequence,
    const char *event, size_t length)
{
    crypto_generichash_state state;
    unsigned char number[8];
    int i;

    for (i = 0; i < 8; i++) {
        number[i] = (unsigned char)((uint64_t)sequence >> (56 - 8 * i));
    }
    start(&state);
    add(&state, previous, JP_DIGEST_SIZE);
    add(&state, number, sizeof(number));
    add(&state, event, length);
    finish(&state, digest);
}

const char *
jp_digest_hex(
    const unsigned char digest[JP_DIGEST_SIZE], char hex[JP_DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    int i;

    for (i = 0; i < JP_DIGEST_SIZE; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 0xf];
    }
    hex[2 * JP_DIGEST_SIZE] = '\0';
    return hex;
}

void
jp_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}
