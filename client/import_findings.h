/* SPDX-License-Identifier: MIT */
/*
 * import_findings: what an import has to say about a file, for people and as
 * JSON.
 *
 * Bounds     Of one kind a hundred are told one by one, the others are
 *            counted; JSON holds them all.
 */
#ifndef IMPORT_FINDINGS_H
#define IMPORT_FINDINGS_H

#include "command.h"
#include "import/plan.h"

/* Numbered, by line. */
void import_findings_print(
    struct context *context, const struct import_plan *plan);

/* Appends one as an object. */
void import_findings_json(
    struct jindu_text *text, const struct import_finding *finding);

/* Why the file is no plan.  Returns the exit status. */
int import_findings_error(struct context *context, const char *file,
    const struct import_error *error);

#endif
