/* SPDX-License-Identifier: MIT */
#include <jindu/jindu.h>

#include <string.h>
#include <time.h>

#include "digest.h"
#include "uuid.h"

const char *
jindu_key(char key[JINDU_KEY_SIZE])
{
    struct timespec now = { 0, 0 };
    unsigned char uuid[JP_UUID_SIZE];

    (void)clock_gettime(CLOCK_REALTIME, &now);
    jp_uuid_make(uuid, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    return jp_uuid_format(uuid, key);
}

static void
digest_pair(char hex[JINDU_DIGEST_SIZE], const unsigned char *head,
    size_t head_length, const void *bytes, size_t length)
{
    unsigned char digest[JP_DIGEST_SIZE];

    /* Only chooses the fastest way; without it the portable one is used. */
    if (jp_digest_start() != JINDU_OK) {
        hex[0] = '\0';
    }
    jp_digest(digest, head, head_length, bytes, length);
    jp_digest_hex(digest, hex);
}

void
jindu_digest(const void *bytes, size_t length, char hex[JINDU_DIGEST_SIZE])
{
    digest_pair(hex, NULL, 0, bytes, length);
}

static unsigned char
digit_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(digits, c);

    return (unsigned char)(found == NULL ? 0 : found - digits);
}

void
jindu_digest_next(char hex[JINDU_DIGEST_SIZE], const void *bytes, size_t length)
{
    unsigned char digest[JP_DIGEST_SIZE] = { 0 };
    size_t i;

    for (i = 0; i < 2 * sizeof(digest) && hex[i] != '\0'; i++) {
        unsigned char value = digit_value(hex[i]);

        digest[i / 2] |= (unsigned char)(i % 2 == 0 ? value << 4 : value);
    }
    digest_pair(hex, digest, sizeof(digest), bytes, length);
}
