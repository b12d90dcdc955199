/* SPDX-License-Identifier: MIT */
/*
 * names: one cell -> the names in it.
 *
 * Both kinds are split at 、，,;；/／ and at line breaks, blanks around a name
 * are left out, and a name that stands twice is taken once.
 *
 * People     The office pads short names with blanks so that columns align:
 *            '张  衡', '欧阳  明'.  Three blanks or more part two names.  What
 *            one or two blanks part is judged by its characters: a single Han
 *            character joins the next single one, and a last single one joins
 *            two characters before it; all else are names of their own, and a
 *            single character left alone is handed back as odd.  A piece with
 *            no Han character in it is one name with its blanks.
 * Units      Blanks inside are kept, since the office pads no units.
 *
 * Ownership  Lists and names live in the arena.
 * Errors     JINDU_NO_MEMORY.
 */
#ifndef IMPORT_NAMES_H
#define IMPORT_NAMES_H

#include <jindu/status.h>

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

struct import_list {
    const char *const *names;
    size_t count;
};

/* What is strange about a cell; NULL each when nothing is. */
struct import_oddity {
    const char *single; /* a character that is hardly a whole name */
    const char *twice;  /* a name that stands twice */
};

JINDU_CHECK enum jindu_status import_names_people(struct import_list *list,
    const char *cell, struct import_arena *arena, struct import_oddity *oddity);

JINDU_CHECK enum jindu_status import_names_units(struct import_list *list,
    const char *cell, struct import_arena *arena, struct import_oddity *oddity);

bool import_names_equal(
    const struct import_list *one, const struct import_list *other);

#endif
