/* SPDX-License-Identifier: MIT */
#include "config_remote.h"

#include <stdio.h>
#include <string.h>

/* tcp://[IPv6]:PORT and some: two of them fit the text. */
#define SHOWN_MAX 60

static const char *const sections[DOORS_REMOTE_MAX] = { "remote",
    "remote.next" };

static bool
set_text(char *text, size_t size, const char *value)
{
    size_t length = strlen(value);
    if (length >= size) {
        return false;
    }
    memcpy(text, value, length + 1);
    return true;
}

static bool
set_endpoint(char endpoint[ENDPOINT_SIZE], const char *value)
{
    return endpoint_is_remote(value) &&
           set_text(endpoint, ENDPOINT_SIZE, value);
}

static bool
set_key(char path[FOLDER_PATH_SIZE], const char *value)
{
    bool credential = value[0] != '.' && strchr(value, '/') == NULL;
    return value[0] != '\0' && (credential || value[0] == '/') &&
           set_text(path, FOLDER_PATH_SIZE, value);
}

bool
config_remote_requests(struct config *config, const char *value)
{
    return set_endpoint(config->remotes[0].requests, value);
}

bool
config_remote_events(struct config *config, const char *value)
{
    return set_endpoint(config->remotes[0].events, value);
}

bool
config_remote_key(struct config *config, const char *value)
{
    return set_key(config->remotes[0].key, value);
}

bool
config_remote_next_requests(struct config *config, const char *value)
{
    return set_endpoint(config->remotes[1].requests, value);
}

bool
config_remote_next_events(struct config *config, const char *value)
{
    return set_endpoint(config->remotes[1].events, value);
}

bool
config_remote_next_key(struct config *config, const char *value)
{
    return set_key(config->remotes[1].key, value);
}

bool
config_remote_clients(struct config *config, const char *value)
{
    return value[0] == '/' &&
           set_text(config->clients, FOLDER_PATH_SIZE, value);
}

static const char *
find_missing(const struct config_remote *remote)
{
    if (remote->requests[0] == '\0') {
        return "requests";
    }
    if (remote->events[0] == '\0') {
        return "events";
    }
    return remote->key[0] == '\0' ? "key" : NULL;
}

static bool
is_given(const struct config_remote *remote)
{
    return remote->requests[0] != '\0' || remote->events[0] != '\0' ||
           remote->key[0] != '\0';
}

size_t
config_remote_count(const struct config *config)
{
    size_t count = 0;
    while (count < DOORS_REMOTE_MAX && is_given(&config->remotes[count])) {
        count++;
    }
    return count;
}

/* The endpoints in the order of the file: a section's requests, its events. */
static const char *
endpoint_at(const struct config *config, size_t i)
{
    const struct config_remote *remote = &config->remotes[i / 2];
    return i % 2 == 0 ? remote->requests : remote->events;
}

static const char *
key_at(size_t i)
{
    return i % 2 == 0 ? "requests" : "events";
}

/* One of the two could not be bound. */
static enum jindu_status
check_ports(const struct config *config, char text[CONFIG_TEXT_SIZE])
{
    size_t count = 2 * config_remote_count(config);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            const char *one = endpoint_at(config, i);
            const char *other = endpoint_at(config, j);
            if (endpoint_collides(one, other)) {
                (void)snprintf(text, CONFIG_TEXT_SIZE,
                    "'%s' of '%s' (%.*s) and '%s' of '%s' (%.*s) are on one "
                    "port: give each its own",
                    key_at(i), sections[i / 2], SHOWN_MAX, one, key_at(j),
                    sections[j / 2], SHOWN_MAX, other);
                return JINDU_INVALID;
            }
        }
    }
    return JINDU_OK;
}

enum jindu_status
config_remote_check(const struct config *config, char text[CONFIG_TEXT_SIZE])
{
    for (size_t i = 0; i < DOORS_REMOTE_MAX; i++) {
        const struct config_remote *remote = &config->remotes[i];
        const char *missing = is_given(remote) ? find_missing(remote) : NULL;
        if (missing != NULL) {
            (void)snprintf(text, CONFIG_TEXT_SIZE, "section '%s' has no '%s'",
                sections[i], missing);
            return JINDU_INVALID;
        }
        if (i > 0 && is_given(remote) && !is_given(remote - 1)) {
            (void)snprintf(text, CONFIG_TEXT_SIZE,
                "section '%s' stands without '%s'", sections[i],
                sections[i - 1]);
            return JINDU_INVALID;
        }
    }
    return check_ports(config, text);
}
