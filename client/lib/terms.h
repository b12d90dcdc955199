/* SPDX-License-Identifier: MIT */
/*
 * terms: reads a struct jindu_options of any size that was ever published.
 *
 * Ownership  *server is a copy, freed by the caller; NULL when not given.
 * Errors     JINDU_INVALID: no size, or no time.  JINDU_NO_MEMORY.
 */
#ifndef TERMS_H
#define TERMS_H

#include <jindu/jindu.h>

/* options may be NULL: all defaults. */
JINDU_CHECK enum jindu_status terms_read(
    const struct jindu_options *options, char **server, int *timeout_ms);

#endif
