/* SPDX-License-Identifier: MIT */
/*
 * contexts: named servers, each a file of settings of its own.
 *
 *     $XDG_CONFIG_HOME/jindu/contexts/NAME.conf    as settings.h has them
 *     $XDG_CONFIG_HOME/jindu/context               the name that was selected
 *
 * Each is whole and on disk before it has its name; folders 0700, files 0600.
 *
 * Ownership  Lists are the caller's.
 * Threading  One thread; other processes are kept apart by a lock.
 * Errors     JINDU_NOT_FOUND: no such context.  JINDU_CONFLICT: it is there.
 *            JINDU_BUSY: another process writes.  JINDU_STORAGE and errno:
 *            anything else the system refuses.
 */
#ifndef CONTEXTS_H
#define CONTEXTS_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>

#include "settings.h"

#define CONTEXTS_MAX 100 /* more servers than one person has */
/* A name of 64 bytes, twenty Chinese characters, with NUL. */
#define CONTEXTS_NAME_SIZE 65

struct contexts {
    size_t count;
    char names[CONTEXTS_MAX][CONTEXTS_NAME_SIZE]; /* in the order of bytes */
};

/* UTF-8 without blanks, '/', control characters and what a shell would take for
 * more than a letter: completion puts names into its line.  It begins with
 * neither '-' nor '.'. */
bool contexts_is_name(const char *name);

/* Of its file; false: it is no name, or nothing says where. */
bool contexts_path(char path[SETTINGS_PATH_SIZE], const char *name);

/* The selected one, "" when there is none; path: of the file that says so.
 * False: that file cannot be read, as errno says, or holds no name; then errno
 * is 0. */
bool contexts_selected(
    char name[SETTINGS_TEXT_MAX], char path[SETTINGS_PATH_SIZE]);

/* Those that are there; none without the folder. */
JINDU_CHECK enum jindu_status contexts_list(struct contexts *contexts);

/* The one that was probably meant. */
bool contexts_nearest(const char *typed, char near[SETTINGS_TEXT_MAX]);

/* The values of the settings as the file of this context. */
JINDU_CHECK enum jindu_status contexts_write(
    const char *name, struct settings *settings, bool replace);

/* NULL: none is selected any more. */
JINDU_CHECK enum jindu_status contexts_select(const char *name);

/* Selected before, it is so no more. */
JINDU_CHECK enum jindu_status contexts_remove(const char *name);

#endif
