/* SPDX-License-Identifier: MIT */
#include "uuid.h"

#include <string.h>
#include <sys/random.h>

/* The bytes after which the text has a hyphen: 8-4-4-4-12 digits. */
static bool
hyphen_before(int byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

bool
jp_uuid_parse(const char *text, unsigned char uuid[JP_UUID_SIZE])
{
    unsigned char bytes[JP_UUID_SIZE];
    int i;

    for (i = 0; i < JP_UUID_SIZE; i++) {
        int high;
        int low;

        if (hyphen_before(i) && *text++ != '-') {
            return false;
        }
        high = hex_value(text[0]);
        low = high < 0 ? -1 : hex_value(text[1]);
        if (low < 0) {
            return false;
        }
        bytes[i] = (unsigned char)(high * 16 + low);
        text += 2;
    }
    if (*text != '\0') {
        return false;
    }
    (void)memcpy(uuid, bytes, sizeof(bytes));
    return true;
}

const char *
jp_uuid_format(
    const unsigned char uuid[JP_UUID_SIZE], char text[JP_UUID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    char *at = text;
    int i;

    for (i = 0; i < JP_UUID_SIZE; i++) {
        if (hyphen_before(i)) {
            *at++ = '-';
        }
        *at++ = digits[uuid[i] >> 4];
        *at++ = digits[uuid[i] & 0xf];
    }
    *at = '\0';
    return text;
}

void
jp_uuid_make(unsigned char uuid[JP_UUID_SIZE], int64_t now)
{
    int i;

    /* So few bytes come whole, or not at all when a signal interrupts the
     * wait for the kernel's first entropy: getrandom(2). */
    while (getrandom(uuid, JP_UUID_SIZE, 0) != JP_UUID_SIZE) {
    }
    for (i = 0; i < 6; i++) {
        uuid[i] = (unsigned char)((uint64_t)now >> (40 - 8 * i));
    }
    uuid[6] = (unsigned char)(0x70 | (uuid[6] & 0x0f));
    uuid[8] = (unsigned char)(0x80 | (uuid[8] & 0x3f));
}
