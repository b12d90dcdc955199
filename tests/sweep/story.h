/* SPDX-License-Identifier: MIT */
/*
 * story: some weeks of an office, write by write: each method that writes,
 * ticks that tell, a clock that goes back, and a configuration read again.  A
 * step is put into a writer's batch and not applied, so that whoever plays it
 * decides what goes wrong meanwhile.
 *
 * Threading  One thread.
 */
#ifndef STORY_H
#define STORY_H

#include "writer.h"

/* How many steps there are, and what one is called. */
int story_length(void);
const char *story_name(int step);

/* Adds the step to the batch.  The same step on the same store is the same
 * bytes, with the same key, at the same time. */
struct writer_call *story_add(struct writer *writer, int step);

/* A tick is complete when nothing more is due; all else at once. */
bool story_is_complete(const struct writer *writer, int step);

#endif
