/* SPDX-License-Identifier: MIT */
/*
 * places: where this installation has what texts name as a package has it.
 * The man pages are changed in the same way when they are built.
 *
 * Ownership  The text is the caller's; what is returned lives as long as it.
 */
#ifndef PLACES_H
#define PLACES_H

#include <jindu/json.h>

/* The words with the folder of settings as it was configured; in text, whose
 * content before is gone. */
const char *places_tell(struct jindu_text *text, const char *words);

#endif
