/* SPDX-License-Identifier: MIT */
/*
 * progress: how far a long work is, for a person at a terminal.
 *
 * One line on stderr that is drawn over and gone at the end: only when stderr
 * is a terminal, never in JSON or when quiet, and not for a work so short that
 * it would only flicker.
 *
 * Ownership  what is borrowed until progress_end().
 * Threading  One thread.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "output.h"

struct progress {
    struct output *output;
    const char *what;
    size_t total;
    int shown; /* percent; -1: nothing yet */
    bool on;
};

void progress_begin(struct progress *progress, struct output *output,
    const char *what, size_t total);

/* Drawn again when the percent is another. */
void progress_show(struct progress *progress, size_t done);

/* Instead of the bar: this work cannot be measured. */
void progress_tell(struct progress *progress, const char *what);

void progress_end(struct progress *progress);

#endif
