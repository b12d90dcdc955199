/* SPDX-License-Identifier: MIT */
/*
 * spoken: what the command line says, in a language of its own.
 *
 * Ownership  The text lives until the next spoken().
 * Threading  One thread: the language and stdout are the process's.
 * Errors     The test fails.
 */
#ifndef SPOKEN_H
#define SPOKEN_H

struct output;

/* "en" or "zh_CN", whose words lie beside the build; times are Shanghai's. */
void spoken_choose(const char *language);

/* What print() writes to stdout. */
const char *spoken(void (*print)(struct output *output), struct output *output);

#endif
