/* SPDX-License-Identifier: MIT */
#include "tick.h"

#include <time.h>

int64_t
tick_now(void)
{
    struct timespec now = { 0, 0 };

    /* Cannot fail: the clock exists and the pointer is good. */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
