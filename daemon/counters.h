/* SPDX-License-Identifier: MIT */
/*
 * counters: what server.status tells beside the store.  PROTOCOL.md, section 5,
 * says what each counts.
 *
 * Threading  Loop thread only.
 */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <jindu/json.h>

struct calls;
struct commit;
struct doors;
struct intake;
struct reload;
struct store;
struct zap;

/* Borrowed for the call. */
struct counters_from {
    const struct calls *calls;
    const struct commit *commit;
    const struct doors *doors;
    const struct intake *intake;
    const struct reload *reload;
    const struct store *store;
    const struct zap *zap;
};

/* Appends one JSON object. */
void counters_put(const struct counters_from *from, struct jindu_text *out);

#endif
