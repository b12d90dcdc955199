/* SPDX-License-Identifier: MIT */
/*
 * store_time: what the store_*.c files do as time passes, file by file.
 * Errors as store_private.h has them.
 */
#ifndef STORE_TIME_H
#define STORE_TIME_H

#include "store_private.h"

/* store_tick.c: what is due, a bounded piece of it. */
JINDU_CHECK enum jindu_status store_tick(struct work *work);

/* store_clock.c: before every change: what it writes is at a time that was
 * judged, and what was missed until then is known. */
JINDU_CHECK enum jindu_status store_clock_judge(struct work *work);
/* A row is written now. */
JINDU_CHECK enum jindu_status store_clock_mark(struct work *work);
const char *store_clock_reason(int64_t hold);
JINDU_CHECK enum jindu_status store_clock_confirm(struct work *work);

/* store_calendar.c */
JINDU_CHECK enum jindu_status store_calendar_load(struct work *work);
/* As store_fill_calendar(), inside a transaction. */
JINDU_CHECK enum jindu_status store_calendar_fill(
    struct work *work, const struct jindu_json *const *documents, size_t count);
JINDU_CHECK enum jindu_status store_calendar_read(struct store *store);
/* Planned rows that are due from that instant on, of deadlines up to that
 * date, are brought to where calendar and window have them now. */
JINDU_CHECK enum jindu_status store_recompute(
    struct store *store, int64_t from, int32_t to);

/* store_window.c: load, and keep what changed in state.windows. */
JINDU_CHECK enum jindu_status store_window_load(struct store *store);
JINDU_CHECK enum jindu_status store_window_keep(struct store *store);
/* From now on the office has these windows.  What is planned follows them; by
 * itself that publishes nothing. */
JINDU_CHECK enum jindu_status store_window_set(
    struct work *work, const struct window *window);
/* What waits for a window asks again at the next tick. */
JINDU_CHECK enum jindu_status store_window_wake(struct store *store);
JINDU_CHECK enum jindu_status store_window_note_outage(struct work *work);
/* Sets work->window. */
void store_window_begin(struct work *work);
void store_window_close(struct work *work, bool lines_left);
int64_t store_window_next(const struct work *work);
bool store_window_tells_outage(const struct work *work);

/* store_digest.c: the notice was issued: these persons (an array as JSON text)
 * are to find it in their next digest. */
JINDU_CHECK enum jindu_status store_digest_line(struct work *work,
    int64_t notice, const char *persons, enum schema_role role);
/* A piece of the digests of the window under way, if no notice of it is left;
 * after the last one it is closed.  What is due otherwise waits for another. */
JINDU_CHECK enum jindu_status store_digest_tell(
    struct work *work, bool notices_left);

#endif
