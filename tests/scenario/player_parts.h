/* SPDX-License-Identifier: MIT */
/*
 * player_parts: what the player_*.c files do for each other.  rest is the line
 * after its first word.
 */
#ifndef PLAYER_PARTS_H
#define PLAYER_PARTS_H

#include "player.h"

/* player_text.c.  Telling a failure is always the last thing. */
bool player_fail(struct player *player, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *player_word(char **rest); /* NULL at the end */
JINDU_CHECK bool player_read_instant(const char *text, int64_t *instant);
JINDU_CHECK bool player_word_instant(
    struct player *player, char **rest, int64_t *instant);
JINDU_CHECK bool player_read_span(const char *text, int64_t *span);
const char *player_instant(int64_t instant, char text[PLAYER_INSTANT_SIZE]);

/* player_match.c: every member of pattern is in value, and equal.  A string
 * "@DATE TIME" stands for the instant. */
JINDU_CHECK bool player_match(struct player *player, const char *pattern,
    const struct jindu_json *value, const char *what);
JINDU_CHECK bool player_parse(struct player *player,
    struct jindu_json **document, const char *text, size_t length);
/* value with its instants made integers. */
void player_put(
    struct jindu_text *out, const char *name, const struct jindu_json *value);

/* player_world.c */
JINDU_CHECK bool player_open(struct player *player);
void player_close(struct player *player);
JINDU_CHECK bool player_start(struct player *player, char *rest);
JINDU_CHECK bool player_stop(struct player *player, char *rest);
JINDU_CHECK bool player_kill(struct player *player, char *rest);
JINDU_CHECK bool player_at(struct player *player, char *rest);
JINDU_CHECK bool player_step(struct player *player, char *rest);
JINDU_CHECK bool player_sleep(struct player *player, char *rest);
JINDU_CHECK bool player_advance(struct player *player, char *rest);
JINDU_CHECK bool player_apply(struct player *player, struct change *change);
JINDU_CHECK bool player_settle(struct player *player);

/* player_crash.c */
JINDU_CHECK bool player_make_directory(struct player *player);
void player_remove_directory(struct player *player);
/* The files as a process that ends now would leave them ... */
JINDU_CHECK bool player_save_files(struct player *player);
/* ... put in place of those that an orderly end left. */
JINDU_CHECK bool player_restore_files(struct player *player);

/* player_request.c */
JINDU_CHECK bool player_call(struct player *player, const char *who,
    const char *method, const char *params, const char *key);
/* A read of the player's own, that must succeed. */
JINDU_CHECK bool player_ask(struct player *player, const char *method,
    const char *params, struct jindu_json **result);
void player_key(char key[JP_UUID_TEXT_SIZE], const char *name, int64_t line);
JINDU_CHECK bool player_request(struct player *player, char *rest);
JINDU_CHECK bool player_expect_reply(struct player *player, char *rest);
JINDU_CHECK bool player_calendar(struct player *player, char *rest);

/* player_event.c */
JINDU_CHECK bool player_take_emissions(struct player *player);
JINDU_CHECK bool player_add_event(
    struct player *player, const char *text, size_t length, int64_t sequence);
JINDU_CHECK bool player_expect_event(struct player *player, char *rest);
JINDU_CHECK bool player_no_events_left(struct player *player);
void player_drop_events(struct player *player);

/* player_replay.c */
JINDU_CHECK bool player_hear(
    struct player *player, const struct emission *emission, const char *stored);
/* What the opening itself wrote: the calendars, told to nobody. */
JINDU_CHECK bool player_hear_start(struct player *player);
JINDU_CHECK bool player_read(struct player *player, char *rest);
/* What was published is what is replayed, and the chain holds. */
JINDU_CHECK bool player_check_journal(struct player *player);

/* player_look.c */
JINDU_CHECK bool player_look(struct player *player, char *rest);
JINDU_CHECK bool player_expect_row(struct player *player, char *rest);
JINDU_CHECK bool player_no_rows_left(struct player *player);

/* player_plan.c */
JINDU_CHECK bool player_item(struct player *player, char *rest);
JINDU_CHECK bool player_draft(struct player *player, char *rest);
JINDU_CHECK bool player_confirm(struct player *player, char *rest);
JINDU_CHECK bool player_load(struct player *player, char *rest);

#endif
