/* SPDX-License-Identifier: MIT */
/*
 * catalogue: what libjindu says to people, in the language of the process.
 *
 * The text domain is the command line's, client/po.  Which folder and codeset
 * it has is the program's to say, as the locale is; of a program that says
 * nothing the language is English.
 *
 * Ownership  Static strings.
 * Threading  Any.
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <libintl.h>

#define _(message) dgettext("jindu", message)

/* What an errno means.  The system's own catalogue is in another package, and
 * its codeset another than ours may be. */
const char *catalogue_errno(int cause);

#endif
