/* SPDX-License-Identifier: MIT */
/*
 * tick: the clock that waits are measured with; it never goes back.
 *
 * Shapes     Milliseconds since an arbitrary moment, increasing.
 * Threading  Any.  A test that brings its own tick_now() sets the time.
 */
#ifndef TICK_H
#define TICK_H

#include <stdint.h>

#define TICK_NEVER INT64_MAX

int64_t tick_now(void);

/* From now to at, in the range of an int: 0 when it is over. */
static inline int
tick_until(int64_t now, int64_t at)
{
    if (at <= now) {
        return 0;
    }
    return at - now > INT32_MAX ? INT32_MAX : (int)(at - now);
}

#endif
