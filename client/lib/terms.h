/* SPDX-License-Identifier: MIT */
/*
 * terms: reads a struct jindu_options of any size that was ever published.
 *
 * Ownership  The texts are copies, freed by terms_free(); NULL: not given.
 * Errors     JINDU_INVALID: no size, or no time.  JINDU_NO_MEMORY.
 */
#ifndef TERMS_H
#define TERMS_H

#include <jindu/jindu.h>

struct terms {
    char *server;
    char *certificate;
    char *server_certificate;
    int timeout_ms;
};

/* options may be NULL: all defaults. */
JINDU_CHECK enum jindu_status terms_read(
    struct terms *terms, const struct jindu_options *options);
void terms_free(struct terms *terms);

#endif
