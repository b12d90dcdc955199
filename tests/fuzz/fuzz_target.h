/* SPDX-License-Identifier: MIT */
/* fuzz_target: what every fuzz target has, be it libFuzzer's or replay.c's. */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold, or it is a finding. */
static inline void
check(int truth)
{
    if (!truth) {
        abort();
    }
}

#endif
