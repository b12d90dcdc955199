/* SPDX-License-Identifier: MIT */
#include "contexts.h"

#include "given.h"
#include "output.h"
#include "ownfile.h"
#include "textdistance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "contexts"
#define SELECTED "context"
#define ENDING ".conf"
/* What they do not take as it is. */
#define OF_SHELLS "\"'`$\\&|;<>()[]{}*?~#!"

bool
contexts_is_name(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)name[i];
        if (byte <= ' ' || byte == 0x7F || byte == '/' ||
            strchr(OF_SHELLS, byte) != NULL) {
            return false;
        }
    }
    return length > 0 && length < CONTEXTS_NAME_SIZE && *name != '-' &&
           *name != '.' && given_is_utf8(name);
}

bool
contexts_path(char path[SETTINGS_PATH_SIZE], const char *name)
{
    char file[sizeof(FOLDER "/" ENDING) + CONTEXTS_NAME_SIZE];
    path[0] = '\0';
    if (!contexts_is_name(name)) {
        return false;
    }
    (void)snprintf(file, sizeof(file), FOLDER "/%s" ENDING, name);
    return settings_path(path, file);
}

bool
contexts_selected(char name[SETTINGS_TEXT_MAX], char path[SETTINGS_PATH_SIZE])
{
    name[0] = '\0';
    if (!settings_path(path, SELECTED)) {
        return true;
    }
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        int cause = errno;
        bool optional = ownfile_may_lack(path, cause);
        errno = cause;
        return optional;
    }
    /* One byte more than a name and its line break: longer is none. */
    char line[CONTEXTS_NAME_SIZE + 1];
    ssize_t length = read(descriptor, line, sizeof(line));
    int cause = length < 0 ? errno : 0;
    (void)close(descriptor);
    errno = cause;
    if (length <= 0) {
        return false;
    }
    bool ends = line[length - 1] == '\n';
    line[length - 1] = ends ? '\0' : line[length - 1];
    if (!ends || strlen(line) != (size_t)length - 1 ||
        !contexts_is_name(line)) {
        return false;
    }
    memcpy(name, line, (size_t)length);
    return true;
}

static int
compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

enum jindu_status
contexts_list(struct contexts *contexts)
{
    char path[SETTINGS_PATH_SIZE];
    contexts->count = 0;
    DIR *folder = settings_path(path, FOLDER) ? opendir(path) : NULL;
    if (folder == NULL) {
        return errno == ENOENT || errno == ENOTDIR || path[0] == '\0'
                   ? JINDU_OK
                   : JINDU_STORAGE;
    }
    const struct dirent *entry;
    while (
        contexts->count < CONTEXTS_MAX && (entry = readdir(folder)) != NULL) {
        char name[CONTEXTS_NAME_SIZE];
        size_t length = strlen(entry->d_name);
        size_t ending = strlen(ENDING);
        if (length <= ending || length - ending >= sizeof(name) ||
            strcmp(entry->d_name + length - ending, ENDING) != 0) {
            continue;
        }
        (void)snprintf(
            name, sizeof(name), "%.*s", (int)(length - ending), entry->d_name);
        if (contexts_is_name(name)) {
            memcpy(contexts->names[contexts->count++], name, sizeof(name));
        }
    }
    (void)closedir(folder);
    qsort(
        contexts->names, contexts->count, sizeof(contexts->names[0]), compare);
    return JINDU_OK;
}

bool
contexts_nearest(const char *typed, char near[SETTINGS_TEXT_MAX])
{
    struct contexts contexts;
    const char *best = NULL;
    if (contexts_list(&contexts) != JINDU_OK) {
        return false;
    }
    for (size_t i = 0; i < contexts.count; i++) {
        best = textdistance_nearer(typed, best, contexts.names[i]);
    }
    if (best != NULL) {
        (void)snprintf(near, SETTINGS_TEXT_MAX, "%s", best);
    }
    return best != NULL;
}

/* The two folders, held by the lock of the outer one until they are closed. */
struct hold {
    int outer; /* has the selected name */
    int inner; /* has the contexts */
};

static enum jindu_status
hold_folder(int *folder, const char *file)
{
    char path[SETTINGS_PATH_SIZE];
    if (!settings_path(path, file)) {
        errno = ENOENT; /* HOME is not set */
        return JINDU_STORAGE;
    }
    if (!ownfile_make_folder(path)) {
        return JINDU_STORAGE;
    }
    *folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *folder < 0 ? JINDU_STORAGE : JINDU_OK;
}

static enum jindu_status
hold_both(struct hold *hold)
{
    hold->outer = hold->inner = -1;
    enum jindu_status status = hold_folder(&hold->outer, "");
    if (status == JINDU_OK && flock(hold->outer, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK ? JINDU_BUSY : JINDU_STORAGE;
    }
    return status == JINDU_OK ? hold_folder(&hold->inner, FOLDER) : status;
}

static void
let_go(struct hold *hold)
{
    int cause = errno;
    if (hold->inner >= 0) {
        (void)close(hold->inner);
    }
    if (hold->outer >= 0) {
        (void)close(hold->outer);
    }
    errno = cause;
}

static void
name_file(char file[CONTEXTS_NAME_SIZE + sizeof(ENDING)], const char *name)
{
    (void)snprintf(
        file, CONTEXTS_NAME_SIZE + sizeof(ENDING), "%s" ENDING, name);
}

static bool
is_there(const struct hold *hold, const char *file)
{
    struct stat about;
    return fstatat(hold->inner, file, &about, AT_SYMLINK_NOFOLLOW) == 0;
}

enum jindu_status
contexts_write(const char *name, struct settings *settings, bool replace)
{
    struct hold hold;
    char file[CONTEXTS_NAME_SIZE + sizeof(ENDING)];
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status = hold_both(&hold);
    name_file(file, name);
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        const char *value = *settings_value(settings, i);
        if (value != NULL) {
            output_append(&text, "%s = %s\n", settings_name(i), value);
        }
    }
    if (status == JINDU_OK && !replace && is_there(&hold, file)) {
        status = JINDU_CONFLICT;
    }
    if (status == JINDU_OK) {
        status = ownfile_write(hold.inner, file, &text);
    }
    let_go(&hold);
    jindu_text_free(&text);
    return status;
}

/* A selection that is not there is no fault. */
static enum jindu_status
deselect(struct hold *hold)
{
    enum jindu_status status = ownfile_remove(hold->outer, SELECTED);
    return status == JINDU_NOT_FOUND ? JINDU_OK : status;
}

enum jindu_status
contexts_select(const char *name)
{
    struct hold hold;
    char file[CONTEXTS_NAME_SIZE + sizeof(ENDING)];
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status = hold_both(&hold);
    if (status == JINDU_OK && name == NULL) {
        status = deselect(&hold);
    } else if (status == JINDU_OK) {
        name_file(file, name);
        output_append(&text, "%s\n", name);
        status = is_there(&hold, file)
                     ? ownfile_write(hold.outer, SELECTED, &text)
                     : JINDU_NOT_FOUND;
    }
    let_go(&hold);
    jindu_text_free(&text);
    return status;
}

enum jindu_status
contexts_remove(const char *name)
{
    struct hold hold;
    char file[CONTEXTS_NAME_SIZE + sizeof(ENDING)];
    char selected[SETTINGS_TEXT_MAX];
    char path[SETTINGS_PATH_SIZE];
    enum jindu_status status = hold_both(&hold);
    name_file(file, name);
    if (status == JINDU_OK && !is_there(&hold, file)) {
        status = JINDU_NOT_FOUND;
    }
    if (status == JINDU_OK && contexts_selected(selected, path) &&
        strcmp(selected, name) == 0) {
        status = deselect(&hold);
    }
    if (status == JINDU_OK) {
        status = ownfile_remove(hold.inner, file);
    }
    let_go(&hold);
    return status;
}
