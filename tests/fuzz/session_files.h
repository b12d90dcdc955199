/* SPDX-License-Identifier: MIT */
/*
 * session_files: the database that every run of fuzz_session starts from, and
 * what has to hold in it afterwards.
 *
 * Ownership  The directory is removed when the process exits.
 * Threading  One thread.
 * Errors     What must not fail, or does not hold, aborts.
 */
#ifndef SESSION_FILES_H
#define SESSION_FILES_H

#include <stdbool.h>
#include <stdint.h>

/* A plan of three items, as lines of fuzz_session. */
extern const char files_seed[];

const char *files_directory(void);

/* The database as it lies there now is what files_restore() puts back. */
void files_keep_template(void);
bool files_have_template(void);
void files_restore(void);

/* sequence: what the store says is the last. */
void files_check(int64_t sequence);

#endif
