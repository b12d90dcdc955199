/* SPDX-License-Identifier: MIT */
/* The daemon's part: opening, the clock, and ticking when something is due. */
#include "player.h"

#include <stdlib.h>
#include <string.h>

static bool
is_wanted(const struct player *player, const struct jindu_json *calendar)
{
    int64_t year = jindu_json_integer(jindu_json_member(calendar, "year"), 0);

    for (size_t i = 0; i < player->year_count; i++) {
        if (player->years[i] == year) {
            return true;
        }
    }
    return player->year_count == 0;
}

static bool
fill_calendar(struct player *player)
{
    const struct jindu_json *documents[CALENDAR_FILES_MAX];
    size_t count = 0;

    for (size_t i = 0; i < player->calendars.count; i++) {
        if (is_wanted(player, player->calendars.documents[i])) {
            documents[count++] = player->calendars.documents[i];
        }
    }
    if (store_fill_calendar(player->store, documents, count, player->now) !=
        JINDU_OK) {
        return player_fail(player, "the calendars do not load");
    }
    return true;
}

bool
player_open(struct player *player)
{
    struct store_options options = { .directory = player->directory,
        .window = player->window };

    if (store_open(&player->store, &options) != JINDU_OK) {
        player->store = NULL;
        return player_fail(player, "the store does not open");
    }
    if (!fill_calendar(player)) {
        return false;
    }
    if (query_open(&player->query, player->directory) != JINDU_OK) {
        player->query = NULL;
        return player_fail(player, "the store does not open for reading");
    }
    return player_hear_start(player);
}

void
player_close(struct player *player)
{
    query_close(player->query);
    store_close(player->store);
    player->query = NULL;
    player->store = NULL;
}

bool
player_apply(struct player *player, struct change *change)
{
    struct batch *batch = &player->batch;

    batch_clear(batch);
    batch->changes[0] = change;
    batch->count = 1;
    store_apply(player->store, batch, player->now);
    player->round++;
    if (batch->status != JINDU_OK || batch->fatal) {
        return player_fail(player, "the transaction failed: %s",
            jindu_status_token(batch->status));
    }
    player->next_due = batch->next_due;
    player->held = batch->held;
    if (!player_take_emissions(player)) {
        return false;
    }
    store_maintain(player->store);
    return true;
}

static bool
apply_clock(struct player *player, enum change_kind kind)
{
    struct change change = {
        .kind = kind, .received_at = player->now, .offset = player->offset
    };

    if (!player_apply(player, &change)) {
        return false;
    }
    if (change.status != JINDU_OK) {
        return player_fail(player, "the clock's change failed: %s",
            jindu_status_token(change.status));
    }
    return true;
}

bool
player_settle(struct player *player)
{
    for (int i = 0; player->next_due <= player->now; i++) {
        if (i == PLAYER_ROUNDS_MAX) {
            return player_fail(player, "ticks do not come to an end");
        }
        if (!apply_clock(player, CHANGE_TICK)) {
            return false;
        }
    }
    return true;
}

bool
player_start(struct player *player, char *rest)
{
    if (player->store != NULL) {
        return player_fail(player, "it runs already%s", rest);
    }
    return player_open(player) && apply_clock(player, CHANGE_CLOCK) &&
           player_settle(player);
}

bool
player_stop(struct player *player, char *rest)
{
    if (player->store == NULL) {
        return player_fail(player, "it does not run%s", rest);
    }
    player_close(player);
    return true;
}

bool
player_kill(struct player *player, char *rest)
{
    if (player->store == NULL) {
        return player_fail(player, "it does not run%s", rest);
    }
    for (size_t i = player->event_next; i < player->event_count; i++) {
        if (player->events[i].round != player->round) {
            return player_no_events_left(player);
        }
    }
    player_drop_events(player);
    player->reply.waits = false;
    if (!player_save_files(player)) {
        return false;
    }
    player_close(player);
    return player_restore_files(player);
}

bool
player_at(struct player *player, char *rest)
{
    if (player->store != NULL) {
        return player_fail(player, "'at' is for a stopped daemon; say step");
    }
    return player_word_instant(player, &rest, &player->now);
}

bool
player_step(struct player *player, char *rest)
{
    int64_t before;

    if (player->store == NULL) {
        return player_fail(player, "it does not run; say at");
    }
    before = player->now;
    if (!player_word_instant(player, &rest, &player->now)) {
        return false;
    }
    player->offset += player->now - before;
    return apply_clock(player, CHANGE_CLOCK) && player_settle(player);
}

/* The kernel tells of a wake as it does of a step, but nobody set the clock. */
bool
player_sleep(struct player *player, char *rest)
{
    if (player->store == NULL) {
        return player_fail(player, "it does not run; say at");
    }
    return player_word_instant(player, &rest, &player->now) &&
           apply_clock(player, CHANGE_CLOCK) && player_settle(player);
}

static bool
read_target(struct player *player, char *rest, int64_t *target)
{
    const char *word = player_word(&rest);
    int64_t span;

    if (word != NULL && strcmp(word, "to") == 0) {
        return player_word_instant(player, &rest, target);
    }
    if (word == NULL || !player_read_span(word, &span)) {
        return player_fail(player, "expected 'to DATE TIME' or a span");
    }
    *target = player->now + span;
    return true;
}

bool
player_advance(struct player *player, char *rest)
{
    int64_t target;

    if (player->store == NULL) {
        return player_fail(player, "it does not run; say at");
    }
    if (!read_target(player, rest, &target)) {
        return false;
    }
    if (target < player->now) {
        return player_fail(player, "time does not go back; say step");
    }
    while (player->next_due <= target) {
        if (player->next_due > player->now) {
            player->now = player->next_due;
        }
        if (!player_settle(player)) {
            return false;
        }
    }
    player->now = target;
    return true;
}
