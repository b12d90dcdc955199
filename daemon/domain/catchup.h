/* SPDX-License-Identifier: MIT */
/*
 * catchup: what becomes of one item's planned notices that are due.  The same
 * judgement serves a punctual notice, a start after an outage, a plan
 * confirmed late and a changed deadline.
 *
 *   The state event   leaves at once, at any hour, whatever else is due.
 *   Stages to people  only the most severe lives; soon and today live only
 *                     while the deadline is not past, and expire.  It leaves
 *                     in a window, and takes the others down with it; until
 *                     then all of them wait.  A stage of the day on which its
 *                     plan was confirmed leaves as long as the office is open.
 *   After an outage   the stage that lives may be one that was never planned
 *                     (occurrence 4 of O+5wd): it comes back as the extra.
 *
 * Threading  Pure functions; everything is borrowed for the call.
 */
#ifndef CATCHUP_H
#define CATCHUP_H

#include "stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A notice issued later than this after its nominal instant is marked late:
 * the tolerance of R3, above any delay of an undisturbed daemon. */
#define CATCHUP_LATE_MS (2 * 60 * 1000)

/* Soon and today are told no longer than this after their nominal instant:
 * R3's limit for all that is no state. */
#define CATCHUP_EXPIRES_MS (7 * 24 * 60 * 60 * (int64_t)1000)

enum catchup_since {
    SINCE_PLAN,   /* stages of days before since_day are not back-filled; of
                     an item past its deadline the current one is issued */
    SINCE_REDATE, /* the same, but the current stage is issued in any case */
};

enum fate {
    FATE_ISSUE,
    FATE_SUPERSEDE, /* by outcome.by */
    FATE_WAIT,      /* stays planned; judge again at outcome.until */
    FATE_DROP,      /* belongs to a day before since_day: cancel */
    FATE_EXPIRE,    /* too old to be told: cancel */
};

struct catchup_row {
    enum stage stage;
    int occurrence;
    int64_t nominal_at;
    enum fate fate; /* out */
    bool late;      /* out, with FATE_ISSUE */
};

struct catchup_case {
    int32_t deadline;
    enum catchup_since since;
    int32_t since_day; /* local day of the confirmation or of the re-date */
    bool has_issued;   /* issued_*: the most severe stage to people that was
                          already issued for this deadline revision */
    enum stage issued_stage;
    int issued_occurrence;
    int64_t now;
    bool under_way; /* a window is: notices to people may leave */
    const struct window *window;
    const struct calendar *calendar;
};

struct catchup_outcome {
    bool has_extra; /* insert extra, or take its row if there is one that is
                       still planned, and issue it now */
    bool extra_late;
    struct planned extra;
    bool has_next; /* plan next: O+5wd comes again */
    struct planned next;
    enum stage by_stage; /* what supersedes, where a row is superseded */
    int by_occurrence;
    int64_t until; /* where a row waits; else 0 */
};

/* rows: all due rows of one item and deadline revision (nominal_at <= now), in
 * any order.  Each gets its fate; outcome is filled whole. */
void catchup_judge(struct catchup_outcome *outcome, struct catchup_row *rows,
    size_t count, const struct catchup_case *situation);

#endif
