/* SPDX-License-Identifier: MIT */
/*
 * settings: what the person chose, the nearest choice first:
 *
 *     --server, --certificate, --server-certificate, --plan
 *     --context NAME
 *     JINDU_SERVER, JINDU_CERTIFICATE, JINDU_SERVER_CERTIFICATE, JINDU_PLAN
 *     JINDU_CONTEXT, or the context that 'jindu context select' chose
 *     $XDG_CONFIG_HOME/jindu/config           ~/.config without it
 *     jindu/config in each folder of $XDG_CONFIG_DIRS       /etc/xdg
 *     /etc/jindu/jindu.conf
 *
 * A context is a server and what belongs to it.  It counts as a whole: where a
 * flag or the environment names a server above it, nothing of it is used, so
 * that its keys never go to another server; and where it is used, no file of
 * settings adds to it.
 *
 * Files      "name = value" lines; server, certificate, server_certificate and
 *            plan.  contexts.h has the files of contexts.
 * Ownership  Texts lie in the struct or are borrowed from argv and environ.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

#define SETTINGS_TEXT_MAX 1024    /* bytes of a value in a file: a path */
#define SETTINGS_PATH_SIZE 4096   /* of the path of a file, with NUL */
#define SETTINGS_TIMEOUT_MS 10000 /* for one answer, repeats included */
#define SETTINGS_NAMES 4          /* that files know */

struct settings {
    const char *context;            /* NULL: none is used */
    const char *server;             /* NULL: libjindu looks for it */
    const char *certificate;        /* NULL: libjindu looks for them, */
    const char *server_certificate; /* if at all */
    const char *plan;               /* NULL: the single live plan */
    bool plan_given;                /* on the command line */
    int timeout_ms;
    bool timeout_given; /* on the command line */
    bool json;
    bool quiet;
    bool no_input;
    bool no_pager;
    bool plain;
    enum output_color color;
    struct codeset *codeset; /* of names in the environment; NULL: UTF-8 */
    char context_text[SETTINGS_TEXT_MAX];
    char texts[SETTINGS_NAMES][SETTINGS_TEXT_MAX];
};

/* What a file has instead of settings. */
struct settings_mistake {
    char path[SETTINGS_PATH_SIZE];
    int line;
    char name[SETTINGS_TEXT_MAX];    /* an unknown name; "": a bad line */
    char context[SETTINGS_TEXT_MAX]; /* of this context; "": of no one */
    bool selection; /* path is not of settings, but names the context */
    int cause;      /* errno of a file that cannot be read; 0: it can */
};

/* What is there without any file. */
void settings_init(struct settings *settings);

/* Fills in what the command line left open.  False and *mistake filled when a
 * file that counts is wrong, or the context is not there. */
bool settings_load(struct settings *settings, struct settings_mistake *mistake);

/* Fills in from the file of this context alone. */
bool settings_load_context(struct settings *settings, const char *name,
    struct settings_mistake *mistake);

/* What is wrong, in words. */
void settings_put_mistake(
    struct jindu_text *words, const struct settings_mistake *mistake);

/* Says what is wrong, and what to do.  Returns the exit status. */
int settings_complain(
    struct output *output, const struct settings_mistake *mistake);

/* What a file can hold: no control characters, not too long. */
bool settings_is_value(const char *value);

/* $XDG_CONFIG_HOME/jindu, or one file in it; false: nothing says where. */
bool settings_path(char path[SETTINGS_PATH_SIZE], const char *file);

/* The value of a name of files, in the order of the list above: "server" ..;
 * NULL when i is beyond them. */
const char *settings_name(size_t i);
const char **settings_value(struct settings *settings, size_t i);

#endif
