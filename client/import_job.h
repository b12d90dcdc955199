/* SPDX-License-Identifier: MIT */
/*
 * import_job: a plan file and the plan that is live under its code.
 *
 * The command has the options of IMPORT_JOB_OPTIONS and the file as its first
 * operand.
 *
 * Ownership  Start from zeros with the context; freed by import_job_free().
 * Errors     Returns 0, or the exit status and has said why.
 */
#ifndef IMPORT_JOB_H
#define IMPORT_JOB_H

#include <jindu/jindu.h>

#include "ask.h"
#include "command.h"
#include "import/plan.h"
#include "language.h"

/* How the file is read. */
#define IMPORT_JOB_OPTIONS                                                \
    { "format", 0, COMMAND_CHOICE, "text|csv",                            \
        N_("the form of the file (seen from its content)") },             \
        { "year", 0, COMMAND_NUMBER, N_("YEAR"),                          \
            N_("the year of the plan (from its title)") },                \
    {                                                                     \
        "map", 0, COMMAND_LIST, N_("WORD=COLUMN"),                        \
            N_("what a heading of the table means; may be given several " \
               "times")                                                   \
    }

struct import_job {
    struct context *context;
    struct import_plan plan;
    char code[ASK_PLAN_SIZE];
    char source[JINDU_DIGEST_SIZE]; /* of the bytes of the file */
    size_t live_items;
    bool live;  /* there is such a plan */
    bool equal; /* made from the same bytes, read in the same way */
};

/* Fills plan, source and code. */
int import_job_read(struct import_job *job);

/* Complains when the plan has errors. */
int import_job_check(const struct import_job *job);

/* Asks what is live. */
int import_job_look(struct import_job *job);

void import_job_free(struct import_job *job);

#endif
