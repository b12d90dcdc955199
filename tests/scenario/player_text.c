/* SPDX-License-Identifier: MIT */
/* Words, instants, and telling what failed. */
#include "player.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zone.h"

#define MS_SECOND 1000
#define MS_MINUTE (60 * MS_SECOND)
#define MINUTES_HOUR 60
#define DATE_LENGTH (JINDU_DATE_SIZE - 1)

bool
player_fail(struct player *player, const char *format, ...)
{
    va_list arguments;

    (void)fprintf(stderr, "%s:%d: ", player->path, player->line);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    return false;
}

char *
player_word(char **rest)
{
    char *word = *rest + strspn(*rest, " ");
    size_t length = strcspn(word, " ");

    if (length == 0) {
        *rest = word;
        return NULL;
    }
    *rest = word + length;
    if (**rest != '\0') {
        *(*rest)++ = '\0';
    }
    return word;
}

bool
player_read_instant(const char *text, int64_t *instant)
{
    char day[JINDU_DATE_SIZE] = "";
    int hour = 0;
    int minute = 0;
    int second = 0;
    int milli = 0;
    int32_t date;
    int got;

    if (strlen(text) < DATE_LENGTH + 1) {
        return false;
    }
    memcpy(day, text, DATE_LENGTH);
    if (text[DATE_LENGTH] != ' ' || !jindu_date_parse(day, &date)) {
        return false;
    }
    got = sscanf(text + DATE_LENGTH + 1, "%2d:%2d:%2d.%3d", &hour, &minute,
        &second, &milli);
    if (got < 2) {
        return false;
    }
    *instant = zone_at(date, hour * MINUTES_HOUR + minute) +
               (int64_t)second * MS_SECOND + milli;
    return true;
}

bool
player_word_instant(struct player *player, char **rest, int64_t *instant)
{
    const char *date = player_word(rest);
    const char *time = player_word(rest);
    char text[PLAYER_INSTANT_SIZE];

    if (date == NULL || time == NULL) {
        return player_fail(player, "expected a date and a time");
    }
    (void)snprintf(text, sizeof(text), "%s %s", date, time);
    if (!player_read_instant(text, instant)) {
        return player_fail(player, "'%s' is no instant", text);
    }
    return true;
}

bool
player_read_span(const char *text, int64_t *span)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = { { 's', MS_SECOND }, { 'm', MS_MINUTE },
        { 'h', MINUTES_HOUR * MS_MINUTE },
        { 'd', ZONE_DAY_MINUTES * (int64_t)MS_MINUTE } };
    int64_t count = 0;
    char unit = '\0';
    char rest = '\0';

    if (sscanf(text, "%" SCNd64 "%c%c", &count, &unit, &rest) != 2) {
        return false;
    }
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (units[i].unit == unit) {
            *span = count * units[i].ms;
            return true;
        }
    }
    return false;
}

const char *
player_instant(int64_t instant, char text[PLAYER_INSTANT_SIZE])
{
    time_t seconds = (time_t)(instant / MS_SECOND);
    struct tm local;
    char day[JINDU_DATE_SIZE];
    int length;

    if (instant == STORE_NEVER) {
        (void)snprintf(text, PLAYER_INSTANT_SIZE, "never");
        return text;
    }
    (void)localtime_r(&seconds, &local);
    length = snprintf(text, PLAYER_INSTANT_SIZE, "%s %02d:%02d",
        jindu_date_format(zone_date(instant), day), local.tm_hour,
        local.tm_min);
    if (instant % MS_MINUTE != 0 && length > 0) {
        (void)snprintf(text + length, PLAYER_INSTANT_SIZE - (size_t)length,
            ":%02d.%03d", local.tm_sec, (int)(instant % MS_SECOND));
    }
    return text;
}
