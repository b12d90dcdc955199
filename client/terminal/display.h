/* SPDX-License-Identifier: MIT */
/*
 * display: what a text looks like on a terminal.
 *
 * Widths     Counted in cells.  The seed is full of characters such as quotes
 *            whose width depends on the terminal; wide says that they take
 *            two cells, as in GB codesets.
 * Text       UTF-8.  Texts of others pass display_clean() first: control
 *            characters and bidi overrides could repaint the screen.
 * Threading  Pure functions.
 */
#ifndef DISPLAY_H
#define DISPLAY_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "" for NULL, which is what an empty jindu_text has and what an item lacks. */
const char *display_or_empty(const char *text);

/* Appends text with line breaks and tabs as blanks, without the rest of what
 * could control a terminal.  NULL appends nothing. */
void display_clean(struct jindu_text *out, const char *text);

/* The same with line breaks and tabs as they are. */
void display_clean_lines(
    struct jindu_text *out, const char *text, size_t length);

/* JSON, for a terminal too: what JSON lets pass within a string is escaped,
 * which means the same to a program. */
void display_clean_json(
    struct jindu_text *out, const char *text, size_t length);

/* The first character, as a code point; returns its bytes.  What is no UTF-8 is
 * one byte. */
size_t display_first(const char *text, size_t length, uint32_t *code);

size_t display_width(const char *text, bool wide);

/* The number of bytes of text that fit in width cells, cut between what a
 * person sees as characters.  *used is their width. */
size_t display_fit(const char *text, size_t width, bool wide, size_t *used);

/* Appends text with its lines broken to width cells, each line after a break
 * hang blanks further in.  A word that is longer stays whole.  Between two
 * names rather than in one. */
void display_wrap(struct jindu_text *out, const char *text, size_t width,
    bool wide, size_t hang);

#endif
