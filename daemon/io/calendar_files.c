/* SPDX-License-Identifier: MIT */
#include "calendar_files.h"

#include <stdio.h>
#include <stdlib.h>

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
    size_t length;
    char *bytes = malloc(CALENDAR_FILES_BYTES);
    status = JINDU_NO_MEMORY;
    if (bytes != NULL) {
        status = folder_read(file, path, bytes, CALENDAR_FILES_BYTES, &length);
    }
    if (status == JINDU_OK) {
        status = parse(document, path, bytes, length);
    }
    free(bytes);
    fclose(file);
    return status;
}

static enum jindu_status
add_file(void *cookie, const char *path, const char *name)
{
    struct calendar_files *files = cookie;
    (void)name;
    if (files->count == CALENDAR_FILES_MAX) {
        log_error("'%s' is one more than the %d calendars that are read", path,
            CALENDAR_FILES_MAX);
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

enum jindu_status
calendar_files_read(
    struct calendar_files *files, const char *directory, bool required)
{
    struct calendar_files made = { .count = 0 };
    const struct folder_visitor visitor = { add_file, &made };
    enum jindu_status status = folder_each(directory, ".json", visitor);
    if (status == JINDU_NOT_FOUND && !required) {
        log_warning(
            "no calendar files in '%s': holidays must be loaded", directory);
        status = JINDU_OK;
    } else if (status == JINDU_NOT_FOUND) {
        log_error("no calendar directory '%s'", directory);
    }
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
