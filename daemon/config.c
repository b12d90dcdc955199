/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <ini.h>

#include "client_files.h"
#include "config_key.h"
#include "config_remote.h"

/* The office hours of the township this was written for. */
#define CONFIG_WINDOW_OPEN (8 * 60 + 30)
#define CONFIG_WINDOW_CLOSE (17 * 60 + 30)
#define CONFIG_DIGEST (14 * 60)
#define CONFIG_ZONE "Asia/Shanghai"

struct config_reading {
    FILE *file;
    struct config config;
    struct config_fault fault;
    enum jindu_status status; /* the first thing that went wrong */
    int line;
    uint32_t seen;
};

void
config_init(struct config *config)
{
    *config = (struct config){
        .calendar = CONFIG_CALENDAR,
        .clients = CONFIG_CLIENTS,
        .zone = CONFIG_ZONE,
        .window = { .open = CONFIG_WINDOW_OPEN,
            .close = CONFIG_WINDOW_CLOSE,
            .digest_count = 1,
            .digests = { CONFIG_DIGEST } },
    };
}

void
config_fini(struct config *config)
{
    roster_fini(&config->roster);
}

static void
fail(struct config_reading *reading, enum jindu_status status, const char *text)
{
    if (reading->status == JINDU_OK) {
        reading->status = status;
        reading->fault.line = reading->line;
        (void)snprintf(
            reading->fault.text, sizeof(reading->fault.text), "%s", text);
    }
}

/* A line for inih, which would cut a long one and go on with its rest. */
static char *
read_line(char *bytes, int size, void *cookie)
{
    struct config_reading *reading = cookie;
    if (reading->status != JINDU_OK ||
        fgets(bytes, size, reading->file) == NULL) {
        return NULL;
    }
    reading->line++;
    size_t length = strlen(bytes);
    bool whole = length > 0 && bytes[length - 1] == '\n';
    if (!whole && length + 1 < (size_t)size && !feof(reading->file)) {
        fail(reading, JINDU_INVALID, "the line holds a NUL byte");
        return NULL;
    }
    if (length - (whole ? 1 : 0) > CONFIG_LINE_MAX ||
        (!whole && length + 1 == (size_t)size)) {
        char text[CONFIG_TEXT_SIZE];
        (void)snprintf(text, sizeof(text), "the line is longer than %d bytes",
            CONFIG_LINE_MAX);
        fail(reading, JINDU_INVALID, text);
        return NULL;
    }
    return bytes;
}

static int
take_value(
    void *cookie, const char *section, const char *name, const char *value)
{
    struct config_reading *reading = cookie;
    char text[CONFIG_TEXT_SIZE] = "out of memory";
    enum jindu_status status = config_key_set(
        &reading->config, &reading->seen, section, name, value, text);
    if (status != JINDU_OK) {
        fail(reading, status, text);
    }
    return status == JINDU_OK;
}

/* What can only be judged of a whole section. */
static void
check_people(struct config_reading *reading)
{
    const struct roster *roster = &reading->config.roster;
    reading->line = 0;
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        enum role role = entry->principal.role;
        char text[CONFIG_TEXT_SIZE];
        if (!entry->has_role) {
            (void)snprintf(text, sizeof(text), "section 'uid.%lu' has no role",
                (unsigned long)entry->uid);
            fail(reading, JINDU_INVALID, text);
        } else if (entry->principal.person[0] == '\0' &&
                   role_needs_person(role)) {
            (void)snprintf(text, sizeof(text),
                "section 'uid.%lu' needs a person for role '%s'",
                (unsigned long)entry->uid, role_token(role));
            fail(reading, JINDU_INVALID, text);
        }
    }
}

/* The opening is a window instant by itself; the default gives way to a window
 * that it does not lie in. */
static void
check_digests(struct config_reading *reading)
{
    struct window *window = &reading->config.window;
    int kept = 0;
    reading->line = 0;
    for (int i = 0; i < window->digest_count; i++) {
        int minute = window->digests[i];
        bool outside = minute < window->open || minute >= window->close;
        if (outside && reading->config.has_digests) {
            char text[CONFIG_TEXT_SIZE];
            char hours[WINDOW_TEXT_SIZE];
            (void)snprintf(text, sizeof(text),
                "'digests' has %02d:%02d, which is outside the window %.11s",
                minute / 60, minute % 60, window_format(window, hours));
            fail(reading, JINDU_INVALID, text);
        } else if (!outside && minute > window->open) {
            window->digests[kept++] = minute;
        }
    }
    window->digest_count = kept;
}

static void
check_remotes(struct config_reading *reading)
{
    char text[CONFIG_TEXT_SIZE];
    reading->line = 0;
    if (config_remote_check(&reading->config, text) != JINDU_OK) {
        fail(reading, JINDU_INVALID, text);
    }
}

enum jindu_status
config_read(struct config *config, FILE *file, struct config_fault *fault)
{
    struct config_reading reading = { .file = file };
    config_init(&reading.config);
    /* An indented line is a key like any other, not more of the one before:
     * that would only hide a mistake. */
    ini_allow_multiline = false;
    ini_stop_on_first_error = true;
    int line = ini_parse_stream(read_line, &reading, take_value, &reading);
    if (ferror(file) != 0) {
        fail(&reading, JINDU_STORAGE, "the file cannot be read");
    }
    if (line != 0) {
        reading.line = line > 0 ? line : 0;
        fail(&reading, JINDU_INVALID, "neither a section nor 'key = value'");
    }
    check_people(&reading);
    check_digests(&reading);
    check_remotes(&reading);
    if (reading.status != JINDU_OK) {
        config_fini(&reading.config);
        *fault = reading.fault;
        return reading.status;
    }
    *config = reading.config;
    return JINDU_OK;
}

static enum jindu_status
add_admin(struct roster *roster, uint32_t uid)
{
    struct roster_entry *entry;
    enum jindu_status status = roster_entry(roster, uid, &entry);
    if (status == JINDU_OK) {
        entry->has_role = true;
        entry->principal.role = ROLE_ADMIN;
    }
    return status;
}

enum jindu_status
config_add_others(struct config *config)
{
    enum jindu_status status = add_admin(&config->roster, 0);
    if (status == JINDU_OK) {
        status = add_admin(&config->roster, (uint32_t)geteuid());
    }
    if (status == JINDU_OK && config_remote_count(config) > 0) {
        status = client_files_read(&config->roster, config->clients);
    }
    return status;
}
