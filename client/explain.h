/* SPDX-License-Identifier: MIT */
/*
 * explain: a refusal in the person's words: what, which, and what to do.
 *
 * The daemon answers with a status, a field and a rule, never with prose for
 * people; the sentences are here and in the catalogue.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <jindu/json.h>

#include "output.h"

/* error: the daemon's error object as text, NULL when it did not answer with
 * one; server: the endpoint asked, NULL when none was; what: the thing that
 * is not there, or "".  Returns the exit status. */
int explain(struct output *output, enum jindu_status status, const char *error,
    const char *server, const char *what);

/* Appends the sentence alone.  error is parsed, or NULL. */
void explain_put(struct jindu_text *text, enum jindu_status status,
    const struct jindu_json *error, const char *server);

/* What to do, NULL if nothing is known to help.  error as above. */
const char *explain_hint(enum jindu_status status,
    const struct jindu_json *error, const char *server);

#endif
