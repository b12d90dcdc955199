/* SPDX-License-Identifier: MIT */
/*
 * decimal: an integer as text.  By hand, for printf asks the locale, and this
 * is on the path of every report and every event.
 */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdint.h>

#define JP_DECIMAL_SIZE 21 /* "-9223372036854775808" */

/* Where in buffer the text begins; it ends with the buffer. */
static inline const char *
jp_decimal(char buffer[JP_DECIMAL_SIZE], int64_t integer)
{
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    char *at = buffer + JP_DECIMAL_SIZE - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (integer < 0) {
        *--at = '-';
    }
    return at;
}

#endif
