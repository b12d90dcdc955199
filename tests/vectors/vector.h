/* SPDX-License-Identifier: MIT */
/*
 * vector: reads the cases of a file in proto/vectors, whose heads describe
 * the form.
 *
 * Ownership  A case lives until the next call on its file.
 * Errors     A file that cannot be read or breaks its form fails the test.
 */
#ifndef VECTOR_H
#define VECTOR_H

#include <stdbool.h>
#include <stddef.h>

/* A batch of 64 and its 64 answers. */
#define VECTOR_LINES_MAX 130

struct vector_line {
    const char *tag; /* ">" also when it was "x>": the digits are bytes now */
    const char *text;
    size_t length;
};

struct vector_case {
    const char *name;
    struct vector_line lines[VECTOR_LINES_MAX];
    size_t count;
};

struct vector_file;

/* name is relative to proto/vectors in $JINDU_SOURCE. */
struct vector_file *vector_open(const char *name);
void vector_close(struct vector_file *file);

/* False after the last case. */
bool vector_next(struct vector_file *file, struct vector_case *found);

/* Prints the name of the case and fails the test unless ok. */
void vector_expect(
    const struct vector_case *found, const char *got, const char *expected);

#endif
