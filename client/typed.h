/* SPDX-License-Identifier: MIT */
/*
 * typed: what people type as words, out of the codeset of their terminal.
 *
 * Words, texts and names are UTF-8 from here on.  Paths, endpoints and commands
 * for the shell stay the bytes that they are, for the system knows only those;
 * typed_shown() makes them fit to be told.  In ASCII and UTF-8 nothing changes.
 *
 * Ownership  What is made lives in the context until typed_free().
 * Errors     0, or the exit status and has said which word is wrong.
 */
#ifndef TYPED_H
#define TYPED_H

#include "command.h"

/* Each puts the text in UTF-8 in place of *word: the name of the command; the
 * operand of this number, from 1; the value of an option. */
int typed_name(struct context *context, char **word);
int typed_operand(struct context *context, int number, char **word);
int typed_value(struct context *context, const char *option, char **word);

/* The word in UTF-8 if it can be, or as it is: for messages, and where what is
 * wrong with it is told anyway. */
const char *typed_shown(struct context *context, const char *word);

void typed_free(struct context *context);

#endif
