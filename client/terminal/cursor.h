/* SPDX-License-Identifier: MIT */
/*
 * cursor: how wide a terminal draws something, by asking it where its cursor
 * stands (ECMA-48: DSR 6, answered by CPR).
 *
 * Bounds     A terminal that does not answer is waited for CURSOR_WAIT_MS.
 * Threading  One thread.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include "output.h"

#define CURSOR_UNKNOWN (-1) /* no terminal, or it does not answer */
#define CURSOR_WAIT_MS 500  /* one far away over a slow line answers in it */

/* The cells of text.  The line is empty again afterwards. */
int cursor_measure(struct output *output, const char *text);

#endif
