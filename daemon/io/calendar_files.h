/* SPDX-License-Identifier: MIT */
/*
 * calendar_files: the calendars of the years, DIRECTORY/YEAR.json, each a
 * document in the form of calendar.load, in the order of their names.
 *
 * Ownership  calendar_files_free() frees the documents.
 * Errors     JINDU_INVALID when a file is no calendar, JINDU_NOT_FOUND when
 *            there is no such directory, JINDU_STORAGE; logged here.
 */
#ifndef CALENDAR_FILES_H
#define CALENDAR_FILES_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

#define CALENDAR_FILES_MAX 64 /* years */
/* Of one: as much as calendar.load takes. */
#define CALENDAR_FILES_BYTES 65536

struct calendar_files {
    const struct jindu_json *documents[CALENDAR_FILES_MAX];
    struct jindu_json *owned[CALENDAR_FILES_MAX];
    size_t count;
};

/* A directory that is not required may be missing, which is logged: every year
 * is a plain one then. */
JINDU_CHECK enum jindu_status calendar_files_read(
    struct calendar_files *files, const char *directory, bool required);
void calendar_files_free(struct calendar_files *files);

#endif
