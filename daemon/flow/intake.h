/* SPDX-License-Identifier: MIT */
/*
 * intake: frames to changes and reads.
 *
 *     frame --> known peer? JSON? rate? quota? --> each request: grammar? role?
 *     too late? --> a change to commit, a read to lookup, or a refusal
 *
 * The role is judged by the roster of this moment, for every message.
 *
 * Threading  Loop thread only.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stdint.h>

struct calls;
struct commit;
struct front_message;
struct intake;
struct lookup;
struct roster;
struct upkeep;

/* All borrowed for good. */
struct intake_options {
    struct calls *calls;
    struct commit *commit;
    struct lookup *lookup;
    struct upkeep *upkeep;
    const struct roster *roster;
    const char *epoch;
    const char *zone;
    bool doorbell;
};

/* How often JINDU_BUSY was said here, by what was full. */
struct intake_counters {
    uint64_t commit_busy;
    uint64_t rate_busy;
    uint64_t upkeep_busy;
};

JINDU_CHECK enum jindu_status intake_new(
    struct intake **intake, const struct intake_options *options);

/* A sink of front. */
void intake_receive(void *cookie, const struct front_message *message);

/* From now on everything is answered JINDU_CLOSED. */
void intake_stop(struct intake *intake);

struct intake_counters intake_counters(const struct intake *intake);

/* NULL is allowed. */
void intake_free(struct intake *intake);

#endif
