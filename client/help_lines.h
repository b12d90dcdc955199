/* SPDX-License-Identifier: MIT */
/*
 * help_lines: words of the help in lines that fit the terminal.
 *
 * A pipe gets each sentence in one line: who reads it breaks it as they like.
 *
 * Threading  One thread.
 */
#ifndef HELP_LINES_H
#define HELP_LINES_H

#include "output.h"

/* "  left        right"; right begins in one column, in all its lines. */
void help_lines_pair(
    struct output *output, const char *left, const char *right);

/* Appends text in lines, the later ones indented, where the first one begins
 * at that cell. */
void help_lines_put(const struct output *output, struct jindu_text *out,
    const char *text, size_t indent);

/* Paragraphs and, as they are, lines that begin with two blanks. */
void help_lines_text(struct output *output, const char *text);

#endif
