/* SPDX-License-Identifier: MIT */
/*
 * matrix_office: the office of permission_matrix.txt: a session over a
 * database that is the same at each matrix_open().  What must not fail fails
 * the running test.
 *
 * In params and other forms: $k is a new key as a member; $e the epoch; $o and
 * $f the notices of the items 1 and 2; $s and $t the cursors of the one who
 * asks and of another; $w what is asked for, up to a comma; $d the members of
 * plan.confirm that name the draft; $c the file of a backup.
 *
 * Threading  One thread, one office: a session is global.
 */
#ifndef MATRIX_OFFICE_H
#define MATRIX_OFFICE_H

#include <jindu/json.h>

#include "session.h"

#define MATRIX_TEXT_SIZE 1024

/* Once, before the rest. */
void matrix_make(void);

void matrix_open(bool doorbell);
void matrix_close(void);
struct session *matrix_session(void);

/* The answer lives until the next question. */
const struct jindu_text *matrix_ask(
    unsigned person, const char *method, const char *params, const char *what);
/* The same, which has to succeed. */
const struct jindu_text *matrix_must(
    unsigned person, const char *method, const char *params);

/* form with its places filled. */
void matrix_fill(char text[MATRIX_TEXT_SIZE], const char *form, unsigned person,
    const char *what);

#endif
