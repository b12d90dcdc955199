/* SPDX-License-Identifier: MIT */
/* textdistance: how far a typing mistake is from a word. */
#ifndef TEXTDISTANCE_H
#define TEXTDISTANCE_H

#include <stddef.h>

#define TEXTDISTANCE_FAR ((size_t)-1)

/* Letters changed, left out, put in, or swapped with a neighbor; FAR when the
 * words are too long or have too little in common to be meant. */
size_t textdistance(const char *typed, const char *word);

/* Of word and best, which may be NULL, the one that is nearer to typed; best
 * where they are as near, and where word is far. */
const char *textdistance_nearer(
    const char *typed, const char *best, const char *word);

#endif
