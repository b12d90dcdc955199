/* SPDX-License-Identifier: MIT */
/*
 * scene: a daemon's life in small.  It starts on no database at all, takes a
 * plan and a hundred reports, tells what becomes due, checkpoints and stops;
 * then the database is opened again and asked whether every answer was true.
 *
 * What the people do about a refusal is what PROTOCOL.md says: they repeat the
 * same bytes until they are answered.  What the supervisor does about a store
 * that does not open or is poisoned: start it again.
 *
 * Threading  One thread.
 */
#ifndef SCENE_H
#define SCENE_H

#include "trouble.h"

#include <stddef.h>

struct scene_figures {
    long refused;  /* answers that said no */
    long restarts; /* by the supervisor */
};

/* Plays it once with troubled as the caller set it.  NULL, or what went wrong:
 * a static text.  directory exists and is empty, before and after. */
const char *scene_play(const char *directory, struct scene_figures *figures);

#endif
