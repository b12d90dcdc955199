/* SPDX-License-Identifier: MIT */
/*
 * pager: what is longer than the terminal goes through the person's pager:
 * $JINDU_PAGER, $PAGER, else less -FIRX, which ends by itself when all fits and
 * else says below what its keys do.
 *
 * Standard output, and standard error if it is a terminal, lead into it until
 * pager_finish(), so that messages stand where they belong.  One that cannot
 * be run, or that the person leaves early, is no failure.
 *
 * Threading  One thread.  While it runs SIGINT is the pager's.
 */
#ifndef PAGER_H
#define PAGER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct pager {
    pid_t child; /* 0: it does not run */
    int out;     /* where standard output and */
    int err;     /* standard error lead otherwise; -1: it is not moved */
    struct sigaction interrupt; /* what SIGINT and */
    struct sigaction broken;    /* SIGPIPE do otherwise */
};

/* utf8: what will be written.  False: it does not run, and everything is as it
 * was. */
bool pager_start(struct pager *pager, bool utf8);

/* Ends its input and waits for the person.  What is not written yet is the
 * caller's to flush before. */
void pager_finish(struct pager *pager);

#endif
