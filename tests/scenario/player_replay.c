/* SPDX-License-Identifier: MIT */
/* The journal: what was published, live or not, is there to be read. */
#include "player.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"

#define PARAMS_SIZE 256

static char *
canonical(const struct jindu_json *value)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    jindu_json_put_value(&text, NULL, value);
    return text.bytes; /* handed over */
}

bool
player_hear(
    struct player *player, const struct emission *emission, const char *stored)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;
    struct player_heard *heard;

    if (player->heard_count == PLAYER_HEARD_MAX) {
        return player_fail(player, "more events than a scenario can have");
    }
    heard = &player->heard[player->heard_count++];
    memcpy(heard->stream, emission->stream, sizeof(heard->stream));
    heard->sequence = emission->sequence;
    jp_event_publish(&text, stored, emission->event_length, emission->stream,
        emission->sequence, store_epoch(player->store));
    if (!player_parse(player, &document, text.bytes, text.length)) {
        jindu_text_free(&text);
        return false;
    }
    heard->text = canonical(document);
    jindu_json_free(document);
    jindu_text_free(&text);
    return true;
}

static int64_t
count_heard(const struct player *player, const char *stream)
{
    int64_t count = 0;

    for (size_t i = 0; i < player->heard_count; i++) {
        count += strcmp(player->heard[i].stream, stream) == 0;
    }
    return count;
}

static bool
ask_page(struct player *player, const char *stream, int64_t after,
    struct jindu_json **page)
{
    char params[PARAMS_SIZE];

    (void)snprintf(params, sizeof(params),
        "{\"after\":%" PRId64 ",\"limit\":%d,\"stream\":\"%s\"}", after,
        JP_PAGE_MAX, stream);
    return player_ask(player, "stream.read", params, page);
}

static bool
hear_opening(struct player *player, const struct jindu_json *event)
{
    const char *type = jindu_json_string(jindu_json_member(event, "type"));
    struct player_heard *heard;

    if (type == NULL || (strcmp(type, "jindu.calendar.loaded") != 0 &&
                            strcmp(type, "jindu.system.clock_suspect") != 0)) {
        return player_fail(player, "the opening wrote %s", type);
    }
    if (player->heard_count == PLAYER_HEARD_MAX) {
        return player_fail(player, "more events than a scenario can have");
    }
    heard = &player->heard[player->heard_count];
    heard->sequence = count_heard(player, "all") + 1;
    (void)snprintf(heard->stream, sizeof(heard->stream), "all");
    heard->text = canonical(event);
    player->heard_count++;
    return true;
}

bool
player_hear_start(struct player *player)
{
    int64_t known = count_heard(player, "all");
    struct jindu_json *page = NULL;
    const struct jindu_json *event;
    bool good = true;

    if (store_sequence(player->store) == known) {
        return true;
    }
    if (!ask_page(player, "all", known, &page)) {
        return false;
    }
    for (event = jindu_json_first(jindu_json_member(page, "events"));
         good && event != NULL; event = jindu_json_next(event)) {
        good = hear_opening(player, event);
    }
    jindu_json_free(page);
    return good;
}

bool
player_read(struct player *player, char *rest)
{
    const char *stream = player_word(&rest);
    const char *word = player_word(&rest);
    const char *number = player_word(&rest);
    struct jindu_json *page = NULL;
    const struct jindu_json *event;
    bool added = true;

    if (number == NULL || strcmp(word, "after") != 0) {
        return player_fail(player, "expected a stream and 'after N'");
    }
    if (!ask_page(player, stream, strtoll(number, NULL, 10), &page)) {
        return false;
    }
    for (event = jindu_json_first(jindu_json_member(page, "events"));
         added && event != NULL; event = jindu_json_next(event)) {
        char *text = canonical(event);
        const char *sequence =
            jindu_json_string(jindu_json_member(event, "sequence"));

        added = player_add_event(player, text, strlen(text),
            sequence == NULL ? 0 : strtoll(sequence, NULL, 10));
        free(text);
    }
    jindu_json_free(page);
    return added;
}

static const struct player_heard *
find_heard(const struct player *player, const char *stream, int64_t sequence)
{
    for (size_t i = 0; i < player->heard_count; i++) {
        if (player->heard[i].sequence == sequence &&
            strcmp(player->heard[i].stream, stream) == 0) {
            return &player->heard[i];
        }
    }
    return NULL;
}

static bool
check_event(struct player *player, const char *stream, int64_t sequence,
    const struct jindu_json *event)
{
    const struct player_heard *heard = find_heard(player, stream, sequence);
    char *text = canonical(event);
    bool same = heard != NULL && text != NULL && strcmp(heard->text, text) == 0;

    if (!same) {
        (void)player_fail(player, "replay of %s/%" PRId64 ": heard %s, read %s",
            stream, sequence, heard == NULL ? "nothing" : heard->text, text);
    }
    free(text);
    return same;
}

static bool
check_stream(struct player *player, const char *stream, int64_t count)
{
    int64_t after = 0;
    int64_t head = count;

    while (after < head) {
        struct jindu_json *page = NULL;
        const struct jindu_json *event;
        int64_t before = after;
        bool same = true;

        if (!ask_page(player, stream, after, &page)) {
            return false;
        }
        head = jindu_json_integer(jindu_json_member(page, "head"), -1);
        for (event = jindu_json_first(jindu_json_member(page, "events"));
             same && event != NULL; event = jindu_json_next(event)) {
            same = check_event(player, stream, ++after, event);
        }
        jindu_json_free(page);
        if (!same) {
            return false;
        }
        if (after == before) {
            break;
        }
    }
    return (after == count && head == count) ||
           player_fail(player,
               "'%s' has %" PRId64 " events of %" PRId64 ", published %" PRId64,
               stream, after, head, count);
}

static bool
check_chain(struct player *player)
{
    struct jindu_json *result = NULL;
    bool good;

    if (!player_ask(player, "audit.verify", "{\"limit\":10000}", &result)) {
        return false;
    }
    good = player_match(player, "{\"ok\":true,\"next\":null}", result, "chain");
    jindu_json_free(result);
    return good;
}

bool
player_check_journal(struct player *player)
{
    for (size_t i = 0; i < player->heard_count; i++) {
        const char *stream = player->heard[i].stream;

        if (player->heard[i].sequence == 1 &&
            !check_stream(player, stream, count_heard(player, stream))) {
            return false;
        }
    }
    return check_chain(player);
}
