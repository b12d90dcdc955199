/* SPDX-License-Identifier: MIT */
/*
 * complete: what may stand where a shell's cursor is, from the list of
 * commands.
 *
 * Threading  Reads static data, and the folder of contexts.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include "output.h"

/* words: those after jindu, the last one as far as it is typed, perhaps "".
 * Prints a line "word<TAB>what it is" for each that may stand there, and
 * nothing where a file or something new is to be named. */
void complete_print(struct output *output, const char *const *words, int count);

#endif
