/* SPDX-License-Identifier: MIT */
#include "player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "name.h"
#include "zone.h"

#define MINUTES_HOUR 60
#define DEFAULT_ZONE "Asia/Shanghai"
#define EXIT_FAILED 1

struct verb {
    const char *word;
    bool (*play)(struct player *player, char *rest);
    bool looks; /* at what the line before did, and does nothing itself */
};

static bool
set_zone(struct player *player, char *rest)
{
    if (player->directory[0] != '\0' || !zone_name_is_valid(rest)) {
        return player_fail(player, "a zone comes first and has a name");
    }
    (void)setenv("TZ", rest, 1);
    tzset();
    return true;
}

static bool
read_minute(const char *text, int *minute)
{
    int hours;
    int minutes;

    if (sscanf(text, "%2d:%2d", &hours, &minutes) != 2) {
        return false;
    }
    *minute = hours * MINUTES_HOUR + minutes;
    return true;
}

/* The hours, then the times of digests. */
static bool
set_window(struct player *player, char *rest)
{
    struct window window = { .every_day = false };
    const char *word = player_word(&rest);
    const char *close = word == NULL ? NULL : strchr(word, '-');

    if (word != NULL && strcmp(word, "always") == 0) {
        player->window =
            (struct window){ .close = ZONE_DAY_MINUTES, .every_day = true };
        return true;
    }
    if (close == NULL || !read_minute(word, &window.open) ||
        !read_minute(close + 1, &window.close)) {
        return player_fail(player, "expected always or HH:MM-HH:MM");
    }
    while ((word = player_word(&rest)) != NULL) {
        if (window.digest_count == WINDOW_DIGESTS_MAX ||
            !read_minute(word, &window.digests[window.digest_count++])) {
            return player_fail(player, "'%s' is no time of a digest", word);
        }
    }
    player->window = window;
    return true;
}

static bool
set_calendars(struct player *player, char *rest)
{
    const char *word;

    player->year_count = 0;
    while ((word = player_word(&rest)) != NULL) {
        if (player->year_count == PLAYER_YEARS_MAX) {
            return player_fail(player, "too many years");
        }
        player->years[player->year_count++] = strtoll(word, NULL, 10);
    }
    return true;
}

static bool
set_plan(struct player *player, char *rest)
{
    (void)snprintf(player->plan, sizeof(player->plan), "%s", rest);
    return jp_name_is_plan(player->plan) ||
           player_fail(player, "'%s' is no plan code", rest);
}

static const struct verb verbs[] = {
    { "zone", set_zone, false },
    { "window", set_window, false },
    { "calendars", set_calendars, false },
    { "plan", set_plan, false },
    { "item", player_item, false },
    { "draft", player_draft, false },
    { "confirm", player_confirm, false },
    { "load", player_load, false },
    { "calendar", player_calendar, false },
    { "at", player_at, false },
    { "step", player_step, false },
    { "sleep", player_sleep, false },
    { "advance", player_advance, false },
    { "start", player_start, false },
    { "stop", player_stop, false },
    { "read", player_read, false },
    { ">", player_request, false },
    { "?", player_look, false },
    { "kill", player_kill, true },
    { "<", player_expect_reply, true },
    { "*", player_expect_event, true },
    { "|", player_expect_row, true },
};

static bool
is_settled(struct player *player)
{
    if (player->reply.waits) {
        return player_fail(player, "before this line, no reply was expected");
    }
    return player_no_events_left(player) && player_no_rows_left(player);
}

static bool
play_line(struct player *player, char *line)
{
    char *rest = line;
    const char *word = player_word(&rest);

    if (word == NULL || word[0] == '#') {
        return true;
    }
    rest += strspn(rest, " ");
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(verbs[i].word, word) != 0) {
            continue;
        }
        if (verbs[i].play != set_zone && player->directory[0] == '\0' &&
            !player_make_directory(player)) {
            return false;
        }
        return (verbs[i].looks || is_settled(player)) &&
               verbs[i].play(player, rest);
    }
    return player_fail(player, "no line begins with '%s'", word);
}

/* A line that begins with a blank goes on with the one before. */
static bool
read_line(FILE *file, char line[PLAYER_LINE_MAX], int *lines)
{
    size_t length = 0;
    int next;

    *lines = 0;
    do {
        if (fgets(line + length, (int)(PLAYER_LINE_MAX - length), file) ==
            NULL) {
            break;
        }
        length += strcspn(line + length, "\n");
        line[length] = '\0';
        ++*lines;
        next = fgetc(file);
        (void)ungetc(next, file);
    } while (next == ' ' && length < PLAYER_LINE_MAX - 2);
    return *lines > 0;
}

static bool
play_file(struct player *player, FILE *file)
{
    char line[PLAYER_LINE_MAX];
    int lines;
    int next = 1;

    while (read_line(file, line, &lines)) {
        player->line = next;
        next += lines;
        if (!play_line(player, line)) {
            return false;
        }
    }
    player->line = next;
    if (!is_settled(player)) {
        return false;
    }
    if (player->round == 0) {
        return player_fail(player, "a scenario in which nothing happens");
    }
    return (player->store != NULL || player_open(player)) &&
           player_check_journal(player);
}

static void
clear(struct player *player)
{
    player_close(player);
    player_remove_directory(player);
    player_drop_events(player);
    for (size_t i = 0; i < player->heard_count; i++) {
        free(player->heard[i].text);
    }
    for (size_t i = 0; i < player->first_count; i++) {
        free(player->firsts[i].text);
    }
    for (size_t i = 0; i < player->item_count; i++) {
        jindu_text_free(&player->items[i].json);
    }
    jindu_text_free(&player->reply.text);
    batch_fini(&player->batch);
    calendar_files_free(&player->calendars);
}

static bool
play(struct player *player)
{
    const char *source = getenv("JINDU_SOURCE");
    char calendars[PLAYER_PATH_MAX];
    FILE *file = fopen(player->path, "rb");
    bool played;

    if (file == NULL) {
        return player_fail(player, "cannot open it");
    }
    (void)snprintf(calendars, sizeof(calendars), "%s/packaging/calendar",
        source == NULL ? "." : source);
    played = (jp_digest_start() == JINDU_OK &&
                 calendar_files_read(&player->calendars, calendars, true) ==
                     JINDU_OK) ||
             player_fail(player, "cannot read '%s'", calendars);
    played = played && play_file(player, file);
    (void)fclose(file);
    return played;
}

int
main(int argc, char **argv)
{
    /* Too large for a stack. */
    static struct player player;
    bool played;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: player FILE\n");
        return EXIT_FAILED;
    }
    (void)setenv("TZ", DEFAULT_ZONE, 1);
    tzset();
    player.path = argv[1];
    player.next_due = STORE_NEVER;
    player.window = (struct window){ .open = 8 * MINUTES_HOUR + 30,
        .close = 17 * MINUTES_HOUR + 30,
        .digest_count = 1,
        .digests = { 14 * MINUTES_HOUR } };
    (void)snprintf(player.plan, sizeof(player.plan), "2021");
    played = play(&player);
    clear(&player);
    return played ? EXIT_SUCCESS : EXIT_FAILED;
}
