/* SPDX-License-Identifier: MIT */
/* import_open: what a person has still to confirm after an import. */
#ifndef IMPORT_OPEN_H
#define IMPORT_OPEN_H

#include "command.h"

/* Which live deadlines and units are not confirmed, and how that is done. */
int import_open(struct context *context, const char *code);

#endif
