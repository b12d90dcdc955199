/* SPDX-License-Identifier: MIT */
/*
 * language: the language of messages, by locale.
 *
 * Catalogues are looked for beside the program (locale/, as built, or
 * ../share/locale, as installed), so an uninstalled jindu speaks Chinese too.
 * Nothing needs a generated locale: when the wanted one is missing, C.UTF-8
 * takes its place, with LANGUAGE=zh_CN where the environment asks for zh, and
 * the terminal has the codeset that the missing locale is named after.
 *
 * Threading  language_start() once, before anything else.
 * Text       Messages are UTF-8 whatever the codeset is; output.h converts at
 *            the edge, so that they mix with what the daemon sent.
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include <libintl.h>
#include <stdbool.h>

#define _(message) gettext(message)
#define N_(message) message /* marked for the catalogue, translated later */

void language_start(void);

/* What an errno means, out of the catalogue: the system's own is in another
 * package, and speaks in the terminal's codeset. */
const char *language_error(int cause);

/* Messages are Chinese. */
bool language_is_chinese(void);

/* The codeset of the terminal: "UTF-8", "GBK"; "ASCII" in the C locale. */
const char *language_codeset(void);

/* Dates and times are told in the office's zone.  Called after the daemon
 * named it.  False: the system does not know the name, and the zone is as it
 * was. */
bool language_use_zone(const char *zone);

#endif
