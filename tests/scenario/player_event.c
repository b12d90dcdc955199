/* SPDX-License-Identifier: MIT */
/* Events: each that is published has its line, in its order. */
#include "player.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "when.h"

#define TYPE_FALLBACK "?"

static const char *
text_of(const struct player_event *event, const char *name)
{
    return jindu_json_string(jindu_json_member(event->document, name));
}

static int64_t
time_of(const struct player_event *event)
{
    const char *time = text_of(event, "time");
    int64_t instant = 0;

    return time != NULL && jp_when_parse(time, &instant) ? instant : -1;
}

/* As a line of a scenario, to be compared by eye and copied. */
static void
print(const struct player_event *event, const char *word)
{
    struct jindu_text data = JINDU_TEXT_INIT;
    char instant[PLAYER_INSTANT_SIZE];
    const char *subject = text_of(event, "subject");
    const char *type = text_of(event, "type");

    jindu_json_put_value(
        &data, NULL, jindu_json_member(event->document, "data"));
    (void)fprintf(stderr, "  %s * #%" PRId64 " %s %s %s %s%s%s\n", word,
        event->sequence, player_instant(time_of(event), instant),
        type == NULL ? TYPE_FALLBACK : type, subject == NULL ? "-" : subject,
        data.bytes, event->streams.length > 0 ? " ->" : "",
        event->streams.length > 0 ? event->streams.bytes : "");
    jindu_text_free(&data);
}

static void
print_rest(const struct player *player)
{
    for (size_t i = player->event_next; i < player->event_count; i++) {
        print(&player->events[i], "got");
    }
}

void
player_drop_events(struct player *player)
{
    for (size_t i = 0; i < player->event_count; i++) {
        jindu_json_free(player->events[i].document);
        jindu_text_free(&player->events[i].streams);
        memset(&player->events[i], 0, sizeof(player->events[i]));
    }
    player->event_count = 0;
    player->event_next = 0;
}

bool
player_no_events_left(struct player *player)
{
    if (player->event_next < player->event_count) {
        (void)player_fail(player, "before this line, not expected:");
        print_rest(player);
        return false;
    }
    player_drop_events(player);
    return true;
}

bool
player_add_event(
    struct player *player, const char *text, size_t length, int64_t sequence)
{
    struct player_event *event;

    if (player->event_count == PLAYER_EVENTS_MAX) {
        return player_fail(player, "more events than a line can have");
    }
    event = &player->events[player->event_count];
    if (!player_parse(player, &event->document, text, length)) {
        return false;
    }
    event->sequence = sequence;
    event->round = player->round;
    player->event_count++;
    return true;
}

bool
player_take_emissions(struct player *player)
{
    const struct batch *batch = &player->batch;
    size_t newest = SIZE_MAX;

    for (size_t i = 0; i < batch->emission_count; i++) {
        const struct emission *emission = &batch->emissions[i];
        const char *stored = batch->events.bytes + emission->event_at;
        struct player_event *event;

        if (!player_hear(player, emission, stored)) {
            return false;
        }
        if (strcmp(emission->stream, "all") == 0) {
            newest = emission->event_at;
            if (!player_add_event(player, stored, emission->event_length,
                    emission->sequence)) {
                return false;
            }
            continue;
        }
        if (newest != emission->event_at) {
            return player_fail(player,
                "an event is on '%s' but not before on 'all'",
                emission->stream);
        }
        event = &player->events[player->event_count - 1];
        jindu_text_append_string(&event->streams, " ");
        jindu_text_append_string(&event->streams, emission->stream);
    }
    return true;
}

struct expected {
    int64_t sequence; /* 0: any */
    int64_t at;
    const char *type;
    const char *subject;
    const char *data;
    const char *streams; /* NULL: any */
};

static bool
read_expected(struct player *player, char *rest, struct expected *expected)
{
    char *arrow = strstr(rest, " ->");
    char *end;

    if (arrow != NULL) {
        *arrow = '\0';
        expected->streams = arrow + 3;
    }
    if (*rest == '#') {
        expected->sequence = strtoll(player_word(&rest) + 1, &end, 10);
    }
    expected->at = player->now;
    if (isdigit((unsigned char)*rest) &&
        !player_word_instant(player, &rest, &expected->at)) {
        return false;
    }
    expected->type = player_word(&rest);
    expected->subject = player_word(&rest);
    expected->data = rest;
    return expected->subject != NULL ||
           player_fail(player, "expected a type and a subject or -");
}

static bool
check(struct player *player, const struct player_event *event,
    const struct expected *expected)
{
    const char *type = text_of(event, "type");
    const char *subject = text_of(event, "subject");
    char wanted[PLAYER_INSTANT_SIZE];
    char got[PLAYER_INSTANT_SIZE];

    subject = subject == NULL ? "-" : subject;
    if (type == NULL || strcmp(type, expected->type) != 0 ||
        strcmp(subject, expected->subject) != 0) {
        return player_fail(player, "expected %s %s, got %s %s", expected->type,
            expected->subject, type == NULL ? TYPE_FALLBACK : type, subject);
    }
    if (time_of(event) != expected->at) {
        return player_fail(player, "expected at %s, got at %s",
            player_instant(expected->at, wanted),
            player_instant(time_of(event), got));
    }
    if (expected->sequence != 0 && expected->sequence != event->sequence) {
        return player_fail(player, "expected #%" PRId64 ", got #%" PRId64,
            expected->sequence, event->sequence);
    }
    if (expected->streams != NULL &&
        strcmp(expected->streams,
            event->streams.length > 0 ? event->streams.bytes : "") != 0) {
        return player_fail(player, "expected streams '%s', got '%s'",
            expected->streams,
            event->streams.length > 0 ? event->streams.bytes : "");
    }
    return player_match(player, expected->data,
        jindu_json_member(event->document, "data"), "data");
}

bool
player_expect_event(struct player *player, char *rest)
{
    struct expected expected = { .streams = NULL };

    rest += strspn(rest, " ");
    if (!read_expected(player, rest, &expected)) {
        return false;
    }
    if (player->event_next == player->event_count) {
        return player_fail(player, "expected %s %s, got no event",
            expected.type, expected.subject);
    }
    if (!check(player, &player->events[player->event_next], &expected)) {
        print_rest(player);
        return false;
    }
    player->event_next++;
    return true;
}
