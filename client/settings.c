/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "contexts.h"
#include "language.h"
#include "ownfile.h"
#include "textdistance.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1280 /* a name, an equals sign and a value */
#define EXIT_WRONG 64       /* sysexits.h; command.h has the list */
#define EXIT_MISSING 66

static const char *const names[SETTINGS_NAMES] = { "server", "certificate",
    "server_certificate", "plan" };

static const char *const variables[SETTINGS_NAMES] = { "JINDU_SERVER",
    "JINDU_CERTIFICATE", "JINDU_SERVER_CERTIFICATE", "JINDU_PLAN" };

const char *
settings_name(size_t i)
{
    return i < SETTINGS_NAMES ? names[i] : NULL;
}

const char **
settings_value(struct settings *settings, size_t i)
{
    const char **const values[SETTINGS_NAMES] = { &settings->server,
        &settings->certificate, &settings->server_certificate,
        &settings->plan };
    assert(i < SETTINGS_NAMES);
    return values[i];
}

void
settings_init(struct settings *settings)
{
    memset(settings, 0, sizeof(*settings));
    settings->timeout_ms = SETTINGS_TIMEOUT_MS;
    settings->color = OUTPUT_COLOR_AUTO;
}

static const char *
environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static bool
copy_text(char target[SETTINGS_TEXT_MAX], const char *text)
{
    int length = snprintf(target, SETTINGS_TEXT_MAX, "%s", text);
    return length >= 0 && length < SETTINGS_TEXT_MAX;
}

/* A name there is typed as on the command line.  What is not of the codeset is
 * no name, and will be told as such. */
static const char *
environment_name(
    struct settings *settings, const char *name, char room[SETTINGS_TEXT_MAX])
{
    const char *value = environment(name);
    struct jindu_text text = JINDU_TEXT_INIT;
    if (value != NULL && codeset_reads(settings->codeset) &&
        codeset_read(settings->codeset, &text, value) &&
        copy_text(room, display_or_empty(text.bytes))) {
        value = room;
    }
    jindu_text_free(&text);
    return value;
}

bool
settings_path(char path[SETTINGS_PATH_SIZE], const char *file)
{
    const char *folder = environment("XDG_CONFIG_HOME");
    const char *home = environment("HOME");
    const char *gap = *file != '\0' ? "/" : "";
    int length = -1;
    path[0] = '\0';
    if (folder != NULL) {
        length = snprintf(
            path, SETTINGS_PATH_SIZE, "%s/jindu%s%s", folder, gap, file);
    } else if (home != NULL) {
        length = snprintf(
            path, SETTINGS_PATH_SIZE, "%s/.config/jindu%s%s", home, gap, file);
    }
    return length > 0 && length < SETTINGS_PATH_SIZE;
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

bool
settings_is_value(const char *value)
{
    for (const char *at = value; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            return false;
        }
    }
    return strlen(value) < SETTINGS_TEXT_MAX;
}

/* texts: of one file, "" for what it does not name. */
static bool
take_line(char texts[SETTINGS_NAMES][SETTINGS_TEXT_MAX], char *line,
    struct settings_mistake *mistake)
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
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        if (strcmp(name, names[i]) == 0) {
            return settings_is_value(value) && copy_text(texts[i], value);
        }
    }
    (void)copy_text(mistake->name, name);
    return false;
}

/* Some editors begin a file with the mark of UTF-8. */
static char *
skip_mark(char *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t length = sizeof(mark) - 1;
    return strncmp(line, mark, length) == 0 ? line + length : line;
}

static bool
read_lines(FILE *file, char texts[SETTINGS_NAMES][SETTINGS_TEXT_MAX],
    struct settings_mistake *mistake)
{
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof(line), file) != NULL) {
        mistake->line++;
        bool whole = strchr(line, '\n') != NULL || feof(file);
        char *text = mistake->line == 1 ? skip_mark(line) : line;
        if (!whole || !take_line(texts, text, mistake)) {
            return false;
        }
    }
    mistake->cause = ferror(file) != 0 ? errno : 0;
    return mistake->cause == 0;
}

/* What nearer choices left open is filled in from the file at mistake->path. */
static bool
fill_from_file(struct settings *settings, struct settings_mistake *mistake)
{
    char texts[SETTINGS_NAMES][SETTINGS_TEXT_MAX] = { "" };
    mistake->line = 0;
    /* A pipe under this name must not hold everything up. */
    int descriptor = open(mistake->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "r") : NULL;
    if (file == NULL) {
        mistake->cause = errno;
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        return false;
    }
    bool good = read_lines(file, texts, mistake);
    (void)fclose(file);
    for (size_t i = 0; good && i < SETTINGS_NAMES; i++) {
        const char **value = settings_value(settings, i);
        if (*value == NULL && texts[i][0] != '\0') {
            memcpy(settings->texts[i], texts[i], sizeof(texts[i]));
            *value = settings->texts[i];
        }
    }
    return good;
}

bool
settings_load_context(struct settings *settings, const char *name,
    struct settings_mistake *mistake)
{
    memset(mistake, 0, sizeof(*mistake));
    (void)copy_text(mistake->context, name);
    if (!contexts_path(mistake->path, name)) {
        mistake->cause = ENOENT;
        return false;
    }
    if (!fill_from_file(settings, mistake)) {
        return false;
    }
    mistake->line = 0; /* no line names a server */
    return settings->server != NULL;
}

static bool
fill_from_optional(struct settings *settings, struct settings_mistake *mistake)
{
    if (fill_from_file(settings, mistake)) {
        return true;
    }
    bool optional = ownfile_may_lack(mistake->path, mistake->cause);
    mistake->cause = optional ? 0 : mistake->cause;
    return optional;
}

static bool
fill_from_files(struct settings *settings, struct settings_mistake *mistake)
{
    if (settings_path(mistake->path, "config") &&
        !fill_from_optional(settings, mistake)) {
        return false;
    }
    const char *folders = environment("XDG_CONFIG_DIRS");
    folders = folders != NULL ? folders : "/etc/xdg";
    while (*folders != '\0') {
        size_t length = strcspn(folders, ":");
        int wrote = snprintf(mistake->path, sizeof(mistake->path),
            "%.*s/jindu/config", (int)length, folders);
        bool fits = wrote > 0 && (size_t)wrote < sizeof(mistake->path);
        if (length > 0 && fits && !fill_from_optional(settings, mistake)) {
            return false;
        }
        folders += length + (folders[length] == ':' ? 1 : 0);
    }
    (void)snprintf(
        mistake->path, sizeof(mistake->path), "%s", JINDU_SYSTEM_SETTINGS);
    return fill_from_optional(settings, mistake);
}

/* Beneath the environment: what JINDU_CONTEXT names, or was selected. */
static bool
find_context(struct settings *settings, struct settings_mistake *mistake)
{
    settings->context =
        environment_name(settings, "JINDU_CONTEXT", settings->context_text);
    if (settings->context != NULL) {
        return true;
    }
    memset(mistake, 0, sizeof(*mistake));
    if (!contexts_selected(settings->context_text, mistake->path)) {
        mistake->selection = true;
        mistake->cause = errno;
        return false;
    }
    settings->context =
        settings->context_text[0] != '\0' ? settings->context_text : NULL;
    return true;
}

bool
settings_load(struct settings *settings, struct settings_mistake *mistake)
{
    bool named = settings->context != NULL;
    memset(mistake, 0, sizeof(*mistake));
    if (named && !settings_load_context(settings, settings->context, mistake)) {
        return false;
    }
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        const char **value = settings_value(settings, i);
        if (*value == NULL) {
            *value = value == &settings->plan
                         ? environment_name(
                               settings, variables[i], settings->texts[i])
                         : environment(variables[i]);
        }
    }
    if (named) {
        return true;
    }
    if (settings->server == NULL) {
        if (!find_context(settings, mistake)) {
            return false;
        }
        if (settings->context != NULL) {
            return settings_load_context(settings, settings->context, mistake);
        }
    }
    memset(mistake, 0, sizeof(*mistake));
    return fill_from_files(settings, mistake);
}

static bool
is_missing(const struct settings_mistake *mistake)
{
    return mistake->cause == ENOENT && mistake->context[0] != '\0';
}

void
settings_put_mistake(
    struct jindu_text *words, const struct settings_mistake *mistake)
{
    if (is_missing(mistake)) {
        output_append(words, _("there is no context '%s'"), mistake->context);
    } else if (mistake->selection && mistake->cause == 0) {
        output_append(
            words, _("'%s' holds no name of a context"), mistake->path);
    } else if (mistake->cause != 0) {
        output_append(words, _("the settings in '%s' cannot be read: %s"),
            mistake->path, language_error(mistake->cause));
    } else if (mistake->line == 0) {
        output_append(words, _("'%s' names no server, so it is no context"),
            mistake->path);
    } else if (mistake->name[0] == '\0') {
        output_append(words, _("'%s', line %d: not 'name = value'"),
            mistake->path, mistake->line);
    } else {
        output_append(words, _("'%s', line %d: unknown name '%s'"),
            mistake->path, mistake->line, mistake->name);
    }
}

static void
hint_name(struct output *output, const char *typed)
{
    const char *near = NULL;
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        near = textdistance_nearer(typed, near, names[i]);
    }
    if (near != NULL) {
        output_hint(output, _("did you mean '%s'?"), near);
    } else {
        output_hint(output, "%s",
            _("the names are: server, certificate, server_certificate, plan"));
    }
}

static void
give_hint(struct output *output, const struct settings_mistake *mistake)
{
    char near[SETTINGS_TEXT_MAX];
    if (is_missing(mistake) && contexts_nearest(mistake->context, near)) {
        output_hint(output, _("did you mean '%s'?"), near);
    } else if (is_missing(mistake)) {
        output_hint(output, "%s",
            _("'jindu context list' shows all, 'jindu context select' takes "
              "another"));
    } else if (mistake->selection) {
        output_hint(
            output, "%s", _("'jindu context select NAME' writes it anew"));
    } else if (mistake->cause == 0 && mistake->line == 0) {
        output_hint(output, "%s", _("add a line 'server = ENDPOINT'"));
    } else if (mistake->cause == 0 && mistake->name[0] == '\0') {
        output_hint(output, "%s", _("mend the line, or remove it"));
    } else if (mistake->cause == 0) {
        hint_name(output, mistake->name);
    }
}

int
settings_complain(struct output *output, const struct settings_mistake *mistake)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    bool missing = is_missing(mistake);
    settings_put_mistake(&words, mistake);
    int status = output_fail(output, missing ? "not_found" : "usage",
        missing ? EXIT_MISSING : EXIT_WRONG, "%s",
        display_or_empty(words.bytes));
    jindu_text_free(&words);
    give_hint(output, mistake);
    return status;
}
