/* SPDX-License-Identifier: MIT */
/*
 * infile: a file or stdin, whole, into memory.
 *
 * Ownership  *bytes is the caller's to free().
 * Errors     Returns 0, or the exit status and has said why.
 */
#ifndef INFILE_H
#define INFILE_H

#include "command.h"

/* "-" is stdin.  A file longer than limit is cut one byte past it, so that
 * the reader sees that it is too long. */
int infile_read(struct context *context, const char *name, size_t limit,
    char **bytes, size_t *length);

#endif
