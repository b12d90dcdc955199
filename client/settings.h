/* SPDX-License-Identifier: MIT */
/*
 * settings: what the person chose: flags over environment over the file
 * $XDG_CONFIG_HOME/jindu/config ("name = value" lines; server, certificate,
 * server_certificate, plan).
 *
 * Ownership  Texts lie in the struct or are borrowed from argv and environ.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

#define SETTINGS_TEXT_MAX 256     /* bytes of a value in the file */
#define SETTINGS_TIMEOUT_MS 10000 /* for one answer, repeats included */

struct settings {
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
    enum output_color color;
    char server_text[SETTINGS_TEXT_MAX];
    char certificate_text[SETTINGS_TEXT_MAX];
    char server_certificate_text[SETTINGS_TEXT_MAX];
    char plan_text[SETTINGS_TEXT_MAX];
};

/* Where settings_load() found a mistake; line 0: cannot read the file. */
struct settings_mistake {
    char path[4096];
    int line;
    char name[SETTINGS_TEXT_MAX]; /* the unknown name, "" for a bad line */
};

/* Defaults, file and environment.  False with *mistake filled when the file
 * exists and is wrong. */
bool settings_load(struct settings *settings, struct settings_mistake *mistake);

#endif
