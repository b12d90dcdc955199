/* SPDX-License-Identifier: MIT */
/*
 * reload: the configuration, read again while jindud serves; whole or not at
 * all.
 *
 *     reload_begin()     file, calendars --> CHANGE_RELOAD, a batch like any
 *     reload_released()  that is on disk --> people, window
 *
 * Who may connect, the window and the directory of calendars can change.  The
 * directories of the state and the sockets, the zone and the way to publish
 * cannot: such a file is refused with the name of the key.  The service manager
 * hears of begin and end.
 *
 * Ownership  The options are borrowed for good; config is changed.
 * Threading  Loop thread only.
 * Errors     Logged; what is in use stays.
 */
#ifndef RELOAD_H
#define RELOAD_H

#include <jindu/status.h>

#include <stdint.h>

struct batch;
struct commit;
struct config;
struct reload;
struct setup;
struct zap;

struct reload_options {
    const struct setup *setup;
    struct config *config; /* in use */
    struct commit *commit;
    struct zap *zap;
    /* Somebody may no longer connect: end what he has. */
    void (*expel)(void *cookie);
    void *cookie;
};

struct reload_counters {
    uint64_t done;
    uint64_t refused;
};

JINDU_CHECK enum jindu_status reload_new(
    struct reload **reload, const struct reload_options *options);

/* One that is under way is followed by another. */
void reload_begin(struct reload *reload);

/* After each batch. */
void reload_released(struct reload *reload, const struct batch *batch);

/* No more; one that is under way still comes back, and nobody is told. */
void reload_stop(struct reload *reload);

struct reload_counters reload_counters(const struct reload *reload);

/* NULL is allowed. */
void reload_free(struct reload *reload);

#endif
