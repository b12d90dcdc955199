/* SPDX-License-Identifier: MIT */
#include "notify.h"

#include <systemd/sd-daemon.h>

#define NOTIFY_US_PER_MS 1000

void
notify_ready(const char *text)
{
    (void)sd_notifyf(0, "READY=1\nSTATUS=%s", text);
}

void
notify_stopping(void)
{
    (void)sd_notify(0, "STOPPING=1\nSTATUS=stopping");
}

void
notify_alive(void)
{
    (void)sd_notify(0, "WATCHDOG=1");
}

int64_t
notify_alive_ms(void)
{
    uint64_t limit_us = 0;
    if (sd_watchdog_enabled(0, &limit_us) <= 0) {
        return 0;
    }
    int64_t half = (int64_t)(limit_us / 2 / NOTIFY_US_PER_MS);
    return half > 0 ? half : 1;
}
