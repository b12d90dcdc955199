/* SPDX-License-Identifier: MIT */
#include "notify.h"

#include <inttypes.h>
#include <time.h>

#include <systemd/sd-daemon.h>

#define NOTIFY_US_PER_MS 1000
#define NOTIFY_NS_PER_US 1000
#define NOTIFY_US_PER_S 1000000

void
notify_ready(const char *text)
{
    (void)sd_notifyf(0, "READY=1\nSTATUS=%s", text);
}

/* The manager tells by the instant which reload this is (sd_notify(3)). */
void
notify_reloading(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t us =
        (int64_t)now.tv_sec * NOTIFY_US_PER_S + now.tv_nsec / NOTIFY_NS_PER_US;
    (void)sd_notifyf(0,
        "RELOADING=1\nMONOTONIC_USEC=%" PRId64 "\nSTATUS=reading the "
        "configuration",
        us);
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
