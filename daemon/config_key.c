/* SPDX-License-Identifier: MIT */
#include "config_key.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "config_remote.h"
#include "name.h"
#include "zone.h"
#include "zone_setup.h"

/* A wrong word this near a right one was meant to be it. */
#define CONFIG_KEY_NEAR 3
#define CONFIG_KEY_WORD_MAX 32

struct config_key {
    const char *section;
    const char *name;
    bool (*set)(struct config *config, const char *value);
    const char *rule; /* what a value must be */
};

static enum jindu_status complain(char text[CONFIG_TEXT_SIZE],
    const char *format, ...) __attribute__((format(printf, 2, 3)));

static enum jindu_status
complain(char text[CONFIG_TEXT_SIZE], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, CONFIG_TEXT_SIZE, format, arguments);
    va_end(arguments);
    return JINDU_INVALID;
}

static bool
set_path(char path[FOLDER_PATH_SIZE], const char *value)
{
    size_t length = strlen(value);
    if (value[0] != '/' || length >= FOLDER_PATH_SIZE) {
        return false;
    }
    memcpy(path, value, length + 1);
    return true;
}

static bool
set_state(struct config *config, const char *value)
{
    return set_path(config->state, value);
}

static bool
set_sockets(struct config *config, const char *value)
{
    return set_path(config->sockets, value);
}

static bool
set_calendar(struct config *config, const char *value)
{
    config->has_calendar = true;
    return set_path(config->calendar, value);
}

static bool
set_zone(struct config *config, const char *value)
{
    size_t length = strlen(value);
    if (length >= sizeof(config->zone) || !zone_setup_exists(value)) {
        return false;
    }
    memcpy(config->zone, value, length + 1);
    return true;
}

/* "HH:MM" in exactly five bytes, up to 24:00. */
static bool
parse_minute(const char *text, int *minute)
{
    for (int i = 0; i < 5; i++) {
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    int hours = (text[0] - '0') * 10 + (text[1] - '0');
    int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (minutes > 59 || hours * 60 + minutes > ZONE_DAY_MINUTES) {
        return false;
    }
    *minute = hours * 60 + minutes;
    return true;
}

static bool
set_window(struct config *config, const char *value)
{
    if (strcmp(value, "always") == 0) {
        config->window = (struct window){
            .open = 0, .close = ZONE_DAY_MINUTES, .every_day = true
        };
        return true;
    }
    int open;
    int close;
    if (strlen(value) != sizeof "08:30-17:30" - 1 || value[5] != '-' ||
        !parse_minute(value, &open) || !parse_minute(value + 6, &close) ||
        open >= close) {
        return false;
    }
    config->window.open = open;
    config->window.close = close;
    return true;
}

/* "HH:MM, HH:MM ...", each later than the one before.  Whether they lie in the
 * window is judged when all of the file is known. */
static bool
set_digests(struct config *config, const char *value)
{
    struct window *window = &config->window;
    int before = -1;

    window->digest_count = 0;
    config->has_digests = true;
    for (;;) {
        int minute;
        if (window->digest_count == WINDOW_DIGESTS_MAX ||
            !parse_minute(value, &minute) || minute <= before) {
            return false;
        }
        window->digests[window->digest_count++] = minute;
        before = minute;
        value += sizeof "08:30" - 1;
        if (*value == '\0') {
            return true;
        }
        if (*value++ != ',') {
            return false;
        }
        value += strspn(value, " \t");
    }
}

static bool
choose(bool *chosen, const char *value, const char *no, const char *yes)
{
    if (strcmp(value, no) != 0 && strcmp(value, yes) != 0) {
        return false;
    }
    *chosen = strcmp(value, yes) == 0;
    return true;
}

static bool
set_window_days(struct config *config, const char *value)
{
    bool every_day;
    if (!choose(&every_day, value, "working", "all")) {
        return false;
    }
    /* A window that is always open is so on every day. */
    config->window.every_day |= every_day;
    return true;
}

static bool
set_publish(struct config *config, const char *value)
{
    return choose(&config->doorbell, value, "full", "doorbell");
}

static const struct config_key keys[] = {
    { "server", "state", set_state, "an absolute path" },
    { "server", "sockets", set_sockets, "an absolute path" },
    { "office", "zone", set_zone, "a time zone such as Asia/Shanghai" },
    { "notice", "window", set_window,
        "HH:MM-HH:MM, the earlier time first, or always" },
    { "notice", "digests", set_digests,
        "at most 4 times HH:MM with commas between them, in their order" },
    { "notice", "window_days", set_window_days, "working or all" },
    { "notice", "publish", set_publish, "full or doorbell" },
    { "calendar", "directory", set_calendar, "an absolute path" },
    { "remote", "requests", config_remote_requests, CONFIG_REMOTE_ENDPOINT },
    { "remote", "events", config_remote_events, CONFIG_REMOTE_ENDPOINT },
    { "remote", "key", config_remote_key, CONFIG_REMOTE_KEY },
    { "remote.next", "requests", config_remote_next_requests,
        CONFIG_REMOTE_ENDPOINT },
    { "remote.next", "events", config_remote_next_events,
        CONFIG_REMOTE_ENDPOINT },
    { "remote.next", "key", config_remote_next_key, CONFIG_REMOTE_KEY },
    { "access", "clients", config_remote_clients, "an absolute path" },
};
#define CONFIG_KEYS (sizeof(keys) / sizeof(keys[0]))

static_assert(CONFIG_KEYS <= 32, "seen has a bit for each");

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters differ, are missing or too many (Levenshtein). */
static size_t
distance(const char *a, const char *b)
{
    size_t row[CONFIG_KEY_WORD_MAX + 1];
    size_t width = strlen(b);
    if (strlen(a) > CONFIG_KEY_WORD_MAX || width > CONFIG_KEY_WORD_MAX) {
        return CONFIG_KEY_WORD_MAX;
    }
    for (size_t i = 0; i <= width; i++) {
        row[i] = i;
    }
    for (; *a != '\0'; a++) {
        size_t corner = row[0]++;
        for (size_t i = 1; i <= width; i++) {
            size_t swap = corner + (*a == b[i - 1] ? 0 : 1);
            corner = row[i];
            row[i] = least(swap, least(row[i], row[i - 1]) + 1);
        }
    }
    return row[width];
}

static enum jindu_status
unknown_section(char text[CONFIG_TEXT_SIZE], const char *section)
{
    const char *best = NULL;
    size_t nearest = CONFIG_KEY_NEAR;
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        size_t far = distance(section, keys[i].section);
        if (far < nearest) {
            nearest = far;
            best = keys[i].section;
        }
    }
    if (section[0] == '\0') {
        return complain(text, "a key stands before the first section");
    }
    if (best == NULL) {
        return complain(text, "unknown section '%s'", section);
    }
    return complain(
        text, "unknown section '%s'; did you mean '%s'?", section, best);
}

static enum jindu_status
unknown_key(char text[CONFIG_TEXT_SIZE], const char *section, const char *name)
{
    const struct config_key *best = NULL;
    size_t nearest = CONFIG_KEY_NEAR;
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        size_t far = distance(name, keys[i].name);
        /* The right word in the wrong section is no accident either. */
        if (far < nearest ||
            (far == nearest && strcmp(section, keys[i].section) == 0)) {
            nearest = far;
            best = &keys[i];
        }
    }
    if (best == NULL) {
        return complain(
            text, "unknown key '%s' in section '%s'", name, section);
    }
    return complain(text,
        "unknown key '%s' in section '%s'; did you mean '%s' in '%s'?", name,
        section, best->name, best->section);
}

static enum jindu_status
set_role(
    struct roster_entry *entry, const char *value, char text[CONFIG_TEXT_SIZE])
{
    if (entry->has_role) {
        return complain(text, "key 'role' is given twice");
    }
    if (!role_from_token(value, &entry->principal.role)) {
        return complain(text,
            "'%s' is no role; it must be admin, office, leader, reporter or "
            "observer",
            value);
    }
    entry->has_role = true;
    return JINDU_OK;
}

static enum jindu_status
set_person(
    struct roster_entry *entry, const char *value, char text[CONFIG_TEXT_SIZE])
{
    if (entry->principal.person[0] != '\0') {
        return complain(text, "key 'person' is given twice");
    }
    size_t length = strlen(value);
    if (strchr(value, '#') != NULL) {
        return complain(text,
            "'person' has a '#' in it: a comment stands on a line of its own");
    }
    if (!jp_name_is_utf8(value, length) || !jp_name_is_id(value)) {
        return complain(text,
            "'person' must be a name of at most %d bytes of UTF-8 without "
            "'/'",
            JP_NAME_MAX);
    }
    if (!jp_name_is_person(value)) {
        return complain(text,
            "'person' is '%s', and no plan has such a name: the import leaves "
            "out blanks in a Chinese name, and parts names at commas, "
            "semicolons and slashes",
            value);
    }
    memcpy(entry->principal.person, value, length + 1);
    return JINDU_OK;
}

static enum jindu_status
set_people(struct config *config, const char *section, const char *name,
    const char *value, char text[CONFIG_TEXT_SIZE])
{
    const char *digits = section + sizeof(CONFIG_KEY_PEOPLE) - 1;
    uint32_t uid;
    if (!roster_parse_uid(digits, strlen(digits), &uid)) {
        return complain(text,
            "'%s' is no uid; write the number that 'id -u NAME' prints",
            digits);
    }
    struct roster_entry *entry;
    enum jindu_status status = roster_entry(&config->roster, uid, &entry);
    if (status == JINDU_BUSY) {
        return complain(text, "more than %d people", ROSTER_MAX);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (strcmp(name, "role") == 0) {
        return set_role(entry, value, text);
    }
    if (strcmp(name, "person") == 0) {
        return set_person(entry, value, text);
    }
    return complain(text,
        "unknown key '%s' in section '%s'; it must be 'person' or 'role'", name,
        section);
}

enum jindu_status
config_key_set(struct config *config, uint32_t *seen, const char *section,
    const char *name, const char *value, char text[CONFIG_TEXT_SIZE])
{
    if (strncmp(section, CONFIG_KEY_PEOPLE, sizeof(CONFIG_KEY_PEOPLE) - 1) ==
        0) {
        return set_people(config, section, name, value, text);
    }
    bool known = false;
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        if (strcmp(section, keys[i].section) != 0) {
            continue;
        }
        known = true;
        if (strcmp(name, keys[i].name) != 0) {
            continue;
        }
        if ((*seen & (UINT32_C(1) << i)) != 0) {
            return complain(text, "key '%s' is given twice", name);
        }
        *seen |= UINT32_C(1) << i;
        if (!keys[i].set(config, value)) {
            return complain(text, "'%s' is no value for '%s'; it must be %s",
                value, name, keys[i].rule);
        }
        return JINDU_OK;
    }
    return known ? unknown_key(text, section, name)
                 : unknown_section(text, section);
}
