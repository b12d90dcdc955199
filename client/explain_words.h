/* SPDX-License-Identifier: MIT */
/* explain_words: what is said of a refusal, by its status, field and rule. */
#ifndef EXPLAIN_WORDS_H
#define EXPLAIN_WORDS_H

#include <jindu/status.h>

struct explain_sentence {
    const char *rule;
    const char *text; /* for the catalogue, as is hint; %s: the field */
    const char *hint; /* NULL: none */
};

/* NULL when nothing more is known than the status.  field, rule: or NULL. */
const struct explain_sentence *explain_sentence(
    enum jindu_status status, const char *field, const char *rule);

/* What the value may be, where its sentence tells only that this may not;
 * NULL: the sentence says enough. */
const char *explain_bound(const char *field, const char *rule);

/* A field as the command line calls it. */
const char *explain_field(const char *field);

#endif
