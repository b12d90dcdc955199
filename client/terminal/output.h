/* SPDX-License-Identifier: MIT */
/*
 * output: results on stdout, messages on stderr.
 *
 * Inside everything is UTF-8; it is converted once, here, when the terminal
 * has another codeset (codeset.h).  Files and pipes get UTF-8 always.  What is
 * for people is cleaned here of all that could control a terminal, but for line
 * breaks and tabs; a text of others that must stay in its line passes
 * display_clean() before.
 *
 * Threading  One thread.
 * Errors     A failed write and a text that lacks something for want of
 *            memory are remembered; output_finish() tells them.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <jindu/status.h>

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "codeset.h"
#include "display.h"
#include "pager.h"

enum tint {
    TINT_NONE,
    TINT_RED,
    TINT_YELLOW,
    TINT_BLUE,
    TINT_GREEN,
    TINT_GREY,
};

enum output_color {
    OUTPUT_COLOR_AUTO,
    OUTPUT_COLOR_ALWAYS,
    OUTPUT_COLOR_NEVER
};

#define OUTPUT_NO_LIMIT ((size_t)-1)

struct output {
    bool json;    /* errors are objects */
    bool quiet;   /* no remarks */
    bool color;   /* stdout may be colored */
    bool wide;    /* ambiguous characters take two cells */
    bool plain;   /* bars in ASCII */
    bool tabs;    /* tables for tools: a tab between cells, no titles */
    bool page;    /* the first result starts the pager */
    size_t width; /* of a line of stdout; OUTPUT_NO_LIMIT when not a terminal */
    size_t message_width;    /* the same of stderr */
    struct codeset *codeset; /* NULL: none needed */
    bool convert_results;    /* stdout is a terminal in that codeset */
    bool convert_messages;
    bool failed;
    bool left; /* the person has left the pager: the rest is for nobody */
    struct pager pager;
};

/* The fields json and quiet are the caller's to set. */
void output_open(struct output *output);
void output_choose_color(struct output *output, enum output_color color);
/* For tools: no color, no pager, ASCII, and nothing cut to a width. */
void output_make_plain(struct output *output);
/* Results go through a pager where a person reads them on a terminal. */
void output_page(struct output *output);
/* Ends the pager, if any, and waits for the person. */
void output_end_page(struct output *output);

/* Flushes.  JINDU_STORAGE when something could not be written, JINDU_NO_MEMORY
 * when something is missing in what was. */
JINDU_CHECK enum jindu_status output_finish(struct output *output);
/* The last of all: tells what the terminal could not show. */
void output_close(struct output *output);

/* Remembers when an append to text failed, as output_append() does itself. */
void output_check(const struct jindu_text *text);

/* To stdout: as it is; in lines of the terminal, the further ones hang blanks
 * in; the same where cells are taken of the first. */
void output_write(struct output *output, const char *text, size_t length);
void output_print(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Of a JSON text that grows: all but the byte that says if a comma is due. */
void output_drain(struct output *output, struct jindu_text *text);
void output_lines(struct output *output, size_t hang, const char *text);
void output_rest(struct output *output, size_t cells, const char *text);
void output_tinted(struct output *output, enum tint tint, const char *text);
void output_flush(struct output *output);

/* A remark on stderr for people; nothing when quiet or in JSON. */
void output_remark(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A question on stderr, without a line break. */
void output_ask(struct output *output, const char *question);
/* A line on stderr over the one that stands there, without a line break. */
void output_redraw(struct output *output, const char *line);

/* Says "jindu: ..." on stderr, or the object {"error":{...}} with this token
 * as data.status.  Returns exit_status. */
int output_fail(struct output *output, const char *token, int exit_status,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same with the error object of the daemon for JSON. */
int output_fail_raw(struct output *output, int exit_status, const char *error,
    const char *message);
/* A line of advice after output_fail(); nothing in JSON. */
void output_hint(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends what printf would print. */
void output_append(struct jindu_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void output_append_list(struct jindu_text *text, const char *format,
    va_list arguments) __attribute__((format(printf, 2, 0)));

#endif
