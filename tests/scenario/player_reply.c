/* SPDX-License-Identifier: MIT */
/* What a request is answered. */
#include "player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct player_first *
find_first(struct player *player)
{
    for (size_t i = 0; i < player->first_count; i++) {
        if (strcmp(player->firsts[i].key, player->reply.key) == 0) {
            return &player->firsts[i];
        }
    }
    return NULL;
}

/* The first answer under a key is the one that a repeat has to give. */
static bool
remember(struct player *player)
{
    const struct player_reply *reply = &player->reply;
    struct player_first *first;

    if (reply->key[0] == '\0' || find_first(player) != NULL) {
        return true;
    }
    if (player->first_count == PLAYER_REPLIES_MAX) {
        return player_fail(player, "more replies than the player keeps");
    }
    first = &player->firsts[player->first_count++];
    memcpy(first->key, reply->key, sizeof(first->key));
    first->line = reply->line;
    first->text = strdup(reply->text.bytes);
    return first->text != NULL || player_fail(player, "out of memory");
}

static bool
expect_same(struct player *player)
{
    const struct player_first *first = find_first(player);
    const struct player_reply *reply = &player->reply;

    if (first == NULL || first->line == reply->line) {
        return player_fail(player, "the key was not used before");
    }
    if (reply->status != JINDU_OK) {
        return player_fail(player, "expected the first answer, got %s %s %s",
            jindu_status_token(reply->status), reply->fault.field,
            reply->fault.rule == NULL ? "-" : reply->fault.rule);
    }
    if (strcmp(first->text, reply->text.bytes) != 0) {
        return player_fail(player, "expected the first answer %s, got %s",
            first->text, reply->text.bytes);
    }
    return true;
}

static bool
expect_result(struct player *player, const char *pattern)
{
    const struct player_reply *reply = &player->reply;
    struct jindu_json *result = NULL;
    bool matched;

    if (reply->status != JINDU_OK) {
        return player_fail(player, "expected ok, got %s %s %s",
            jindu_status_token(reply->status), reply->fault.field,
            reply->fault.rule == NULL ? "-" : reply->fault.rule);
    }
    if (!player_parse(player, &result, reply->text.bytes, reply->text.length)) {
        return false;
    }
    matched = player_match(player, pattern, result, "result");
    jindu_json_free(result);
    return matched && remember(player);
}

static bool
expect_error(struct player *player, const char *status, char *rest)
{
    const struct player_reply *reply = &player->reply;
    const char *rule = reply->fault.rule;
    const char *wanted_field = player_word(&rest);
    const char *wanted_rule = player_word(&rest);
    bool same;

    wanted_field = wanted_field == NULL ? "-" : wanted_field;
    wanted_rule = wanted_rule == NULL ? "-" : wanted_rule;
    same = strcmp(status, jindu_status_token(reply->status)) == 0 &&
           strcmp(wanted_field,
               reply->fault.field[0] == '\0' ? "-" : reply->fault.field) == 0 &&
           strcmp(wanted_rule, rule == NULL ? "-" : rule) == 0;
    if (!same) {
        return player_fail(player, "expected %s %s %s, got %s %s %s %s", status,
            wanted_field, wanted_rule, jindu_status_token(reply->status),
            reply->fault.field[0] == '\0' ? "-" : reply->fault.field,
            rule == NULL ? "-" : rule,
            reply->status == JINDU_OK ? reply->text.bytes : "");
    }
    return true;
}

bool
player_expect_reply(struct player *player, char *rest)
{
    char *word = player_word(&rest);

    if (!player->reply.waits) {
        return player_fail(player, "nothing was asked");
    }
    player->reply.waits = false;
    if (word == NULL) {
        return player_fail(player, "expected ok, same or a status");
    }
    if (strcmp(word, "ok") == 0) {
        return expect_result(player, rest);
    }
    if (strcmp(word, "same") == 0) {
        return expect_same(player);
    }
    return expect_error(player, word, rest);
}
