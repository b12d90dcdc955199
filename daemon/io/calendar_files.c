/* SPDX-License-Identifier: MIT */
#include "calendar_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "log.h"
#include "request.h"

static enum jindu_status
parse(struct jindu_json **document, const char *path, const char *bytes,
    size_t length)
{
    struct jindu_json *made;
    enum jindu_status status = jindu_json_parse(&made, bytes, length);
    if (status != JINDU_OK) {
        log_error("cannot read '%s': %s", path, jindu_status_text(status));
        return JINDU_INVALID;
    }
    struct jp_fault fault = { .rule = NULL };
    status = jp_calendar_check(made, &fault);
    if (status != JINDU_OK) {
        log_error("'%s' is no calendar: '%s' breaks the rule '%s'", path,
            fault.field, fault.rule == NULL ? "form" : fault.rule);
        jindu_json_free(made);
        return JINDU_INVALID;
    }
    *document = made;
    return JINDU_OK;
}

static enum jindu_status
read_file(struct jindu_json **document, const char *path)
{
    FILE *file;
    enum jindu_status status = folder_open_text(&file, path);
    if (status != JINDU_OK) {
        return status;
    }
    status = JINDU_STORAGE;
    /* One byte more tells a file that is too long. */
    char *bytes = malloc(CALENDAR_FILES_BYTES + 1);
    if (bytes == NULL) {
        status = JINDU_NO_MEMORY;
        goto err_close;
    }
    size_t length = fread(bytes, 1, CALENDAR_FILES_BYTES + 1, file);
    if (ferror(file) != 0) {
        log_error("cannot read '%s': %s", path, strerror(errno));
    } else if (length > CALENDAR_FILES_BYTES) {
        log_error("cannot read '%s': it has more than %d bytes", path,
            CALENDAR_FILES_BYTES);
        status = JINDU_INVALID;
    } else {
        status = parse(document, path, bytes, length);
    }
    free(bytes);
err_close:
    fclose(file);
    return status;
}

static int
is_calendar(const struct dirent *entry)
{
    const char suffix[] = ".json";
    const char *name = entry->d_name;
    size_t length = strlen(name);
    return name[0] != '.' && length > sizeof(suffix) - 1 &&
           strcmp(name + length - (sizeof(suffix) - 1), suffix) == 0;
}

static enum jindu_status
add_file(struct calendar_files *files, const char *directory, const char *name)
{
    char path[FOLDER_PATH_SIZE];
    if (files->count == CALENDAR_FILES_MAX) {
        log_error(
            "more than %d calendars in '%s'", CALENDAR_FILES_MAX, directory);
        return JINDU_INVALID;
    }
    if (!folder_join(path, sizeof(path), directory, name)) {
        log_error("cannot read '%s': the path is too long", name);
        return JINDU_INVALID;
    }
    struct jindu_json *document;
    enum jindu_status status = read_file(&document, path);
    if (status == JINDU_OK) {
        files->owned[files->count] = document;
        files->documents[files->count++] = document;
    }
    return status;
}

/* By name, which is by year: whoever reads the log finds them in order. */
static int
compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

enum jindu_status
calendar_files_read(
    struct calendar_files *files, const char *directory, bool required)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_calendar, compare_entries);
    if (count < 0 && errno == ENOENT && !required) {
        log_warning(
            "no calendar files in '%s': holidays must be loaded", directory);
        files->count = 0;
        return JINDU_OK;
    }
    if (count < 0 && errno == ENOENT) {
        log_error("no calendar directory '%s'", directory);
        return JINDU_NOT_FOUND;
    }
    if (count < 0) {
        log_error("cannot open '%s': %s", directory, strerror(errno));
        return errno == ENOMEM ? JINDU_NO_MEMORY : JINDU_STORAGE;
    }
    struct calendar_files made = { .count = 0 };
    enum jindu_status status = JINDU_OK;
    for (int i = 0; i < count; i++) {
        if (status == JINDU_OK) {
            status = add_file(&made, directory, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    if (status != JINDU_OK) {
        calendar_files_free(&made);
        return status;
    }
    *files = made;
    return JINDU_OK;
}

void
calendar_files_free(struct calendar_files *files)
{
    while (files->count > 0) {
        jindu_json_free(files->owned[--files->count]);
    }
}
