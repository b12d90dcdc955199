/* SPDX-License-Identifier: MIT */
/*
 * office_headings: the words above the columns that jindu ships, read once.
 *
 * Errors     Ends the program: no test of an import means anything without.
 */
#ifndef OFFICE_HEADINGS_H
#define OFFICE_HEADINGS_H

#include "import/import.h"

const struct import_headings *office_headings(void);

/* import_read() with them. */
enum jindu_status office_read(struct import_plan *plan, const char *bytes,
    size_t length, const char *format, int year, struct import_error *error);

#endif
