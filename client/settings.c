/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 1024 /* a name, an equals sign and a value */

static const char *
environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static void
overlay(const char **value, const char *name)
{
    const char *given = environment(name);
    *value = given != NULL ? given : *value;
}

/* False when no place for the file is known. */
static bool
file_path(char *path, size_t size)
{
    const char *folder = environment("XDG_CONFIG_HOME");
    const char *home = environment("HOME");
    int length = -1;
    if (folder != NULL) {
        length = snprintf(path, size, "%s/jindu/config", folder);
    } else if (home != NULL) {
        length = snprintf(path, size, "%s/.config/jindu/config", home);
    }
    return length > 0 && (size_t)length < size;
}

static char *
trim(char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    text[length] = '\0';
    return text;
}

static bool
copy_text(char target[SETTINGS_TEXT_MAX], const char *text)
{
    int length = snprintf(target, SETTINGS_TEXT_MAX, "%s", text);
    return length >= 0 && length < SETTINGS_TEXT_MAX;
}

static bool
take_line(
    struct settings *settings, char *line, struct settings_mistake *mistake)
{
    char *text = trim(line);
    if (*text == '\0' || *text == '#') {
        return true;
    }
    char *equals = strchr(text, '=');
    if (equals == NULL) {
        return false;
    }
    *equals = '\0';
    const char *name = trim(text);
    const char *value = trim(equals + 1);
    if (strcmp(name, "server") == 0) {
        settings->server = settings->server_text;
        return copy_text(settings->server_text, value);
    }
    if (strcmp(name, "certificate") == 0) {
        settings->certificate = settings->certificate_text;
        return copy_text(settings->certificate_text, value);
    }
    if (strcmp(name, "server_certificate") == 0) {
        settings->server_certificate = settings->server_certificate_text;
        return copy_text(settings->server_certificate_text, value);
    }
    if (strcmp(name, "plan") == 0) {
        settings->plan = settings->plan_text;
        return copy_text(settings->plan_text, value);
    }
    (void)copy_text(mistake->name, name);
    return false;
}

static bool
read_file(
    FILE *file, struct settings *settings, struct settings_mistake *mistake)
{
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof(line), file) != NULL) {
        mistake->line++;
        bool whole = strchr(line, '\n') != NULL || feof(file);
        if (!whole || !take_line(settings, line, mistake)) {
            return false;
        }
    }
    return true;
}

bool
settings_load(struct settings *settings, struct settings_mistake *mistake)
{
    memset(settings, 0, sizeof(*settings));
    memset(mistake, 0, sizeof(*mistake));
    settings->timeout_ms = SETTINGS_TIMEOUT_MS;
    settings->color = OUTPUT_COLOR_AUTO;
    bool good = true;
    if (file_path(mistake->path, sizeof(mistake->path))) {
        FILE *file = fopen(mistake->path, "r");
        if (file != NULL) {
            good = read_file(file, settings, mistake);
            (void)fclose(file);
        } else {
            good = errno == ENOENT || errno == ENOTDIR || errno == EACCES;
        }
    }
    overlay(&settings->server, "JINDU_SERVER");
    overlay(&settings->certificate, "JINDU_CERTIFICATE");
    overlay(&settings->server_certificate, "JINDU_SERVER_CERTIFICATE");
    overlay(&settings->plan, "JINDU_PLAN");
    return good;
}
