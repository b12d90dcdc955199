/* SPDX-License-Identifier: MIT */
/*
 * access: who there is and who may do what: admin.permissions and
 * admin.principals.
 *
 * Threading  Loop thread: the roster is its own, so that what is told is what
 *            the next request is judged by.
 * Errors     JINDU_NO_MEMORY is answered.
 */
#ifndef ACCESS_H
#define ACCESS_H

#include <stdbool.h>

#include "method.h"

struct calls;
struct part;
struct roster;

bool access_answers(enum jp_method method);

/* part is answered on return. */
void access_answer(struct calls *calls, const struct roster *roster,
    bool doorbell, struct part *part);

#endif
