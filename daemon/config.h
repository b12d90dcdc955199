/* SPDX-License-Identifier: MIT */
/*
 * config: jindud.conf -> struct config.
 *
 * Strict: an unknown section or key, a key given twice, a value that breaks
 * its rule or a line that is too long is an error with its line number, and
 * nothing of the file is used.
 *
 * Ownership  config_fini() frees the roster.
 * Threading  One thread for good: inih has global settings.
 * Errors     JINDU_INVALID with fault, JINDU_NO_MEMORY, JINDU_STORAGE when
 *            reading fails.  config is untouched then.
 * Source     jindud.conf(5)
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stdio.h>

#include "doors.h"
#include "folder.h"
#include "roster.h"
#include "window.h"

#define CONFIG_LINE_MAX 197 /* bytes: inih takes 200 with CR, LF and NUL */
#define CONFIG_ZONE_SIZE 64
#define CONFIG_TEXT_SIZE 320

struct config_remote {
    char requests[ENDPOINT_SIZE]; /* "": there is no such door */
    char events[ENDPOINT_SIZE];
    char key[FOLDER_PATH_SIZE]; /* of the secret certificate */
};

struct config {
    char state[FOLDER_PATH_SIZE];    /* "": by the environment */
    char sockets[FOLDER_PATH_SIZE];  /* "": by the environment */
    char calendar[FOLDER_PATH_SIZE]; /* where the files of the years are */
    bool has_calendar;               /* the file says so: it must exist */
    char zone[CONFIG_ZONE_SIZE];
    struct window window;
    bool has_digests; /* the file says when; they must fit the window */
    bool doorbell;
    struct config_remote remotes[DOORS_REMOTE_MAX];
    char clients[FOLDER_PATH_SIZE]; /* certificates of remote peers */
    struct roster roster; /* without the admins by birth, and the clients */
};

struct config_fault {
    int line; /* 0: the file as a whole */
    char text[CONFIG_TEXT_SIZE];
};

/* What an empty file means. */
void config_init(struct config *config);
void config_fini(struct config *config);

JINDU_CHECK enum jindu_status config_read(
    struct config *config, FILE *file, struct config_fault *fault);

/* Who else may come in: root, and the uid jindud runs as, as admin whatever the
 * file says; with a remote door those whose certificates lie in clients. */
JINDU_CHECK enum jindu_status config_add_others(struct config *config);

#endif
