/* SPDX-License-Identifier: MIT */
/*
 * doctor: what was found of one thing after another, a line each.
 *
 * Threading  One thread.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "command.h"

struct jindu_json;

enum doctor_state {
    DOCTOR_OK,
    DOCTOR_WARNING, /* works, but somebody should know */
    DOCTOR_PROBLEM,
};

struct doctor {
    struct context *context;
    struct jindu_text json; /* the checks so far */
    int warnings;
    int problems;
};

/* check: its name, marked for the catalogue; advice: what to do, or NULL. */
void doctor_tell(struct doctor *doctor, const char *check,
    enum doctor_state state, const char *advice, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* What is of this computer alone. */
void doctor_check_terminal(struct doctor *doctor);
void doctor_check_outbox(struct doctor *doctor);
void doctor_check_keys(struct doctor *doctor);

#endif
