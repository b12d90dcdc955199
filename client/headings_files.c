/* SPDX-License-Identifier: MIT */
#include "headings_files.h"

#include "ask.h"
#include "beside.h"
#include "import_findings.h"
#include "infile.h"
#include "language.h"

#include <stdlib.h>
#include <unistd.h>

#define FILE_NAME "headings"

static const char shipped[] = JINDU_DATA_DIR "/" FILE_NAME;
static const char of_the_system[] = JINDU_CONFIG_DIR "/" FILE_NAME;

static int
load(
    struct context *context, struct import_headings *headings, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    struct import_error error;
    int status =
        infile_read(context, path, IMPORT_HEADINGS_FILE, &bytes, &length);
    if (status != 0) {
        return status;
    }
    enum jindu_status read =
        import_headings_read(headings, bytes, length, &error);
    free(bytes);
    if (read == JINDU_MALFORMED) {
        return import_findings_error(context, path, &error);
    }
    return read == JINDU_OK ? 0 : ask_complain(context, read);
}

/* Where the shipped file lies; "" when it is nowhere. */
static const char *
find_shipped(char path[SETTINGS_PATH_SIZE])
{
    static const char *const places[] = { "share/" FILE_NAME,
        "../share/jindu/" FILE_NAME };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (beside_program(places[i], path) && access(path, R_OK) == 0) {
            return path;
        }
    }
    return shipped;
}

static int
map(struct context *context, struct import_headings *headings)
{
    for (size_t i = 0; i < context->list_count; i++) {
        struct import_error error;
        enum jindu_status read =
            import_headings_map(headings, context->list[i], &error);
        if (read == JINDU_NO_MEMORY) {
            return ask_complain(context, read);
        }
        if (read != JINDU_OK) {
            return command_usage(context,
                _("--map '%s': write it as WORD=COLUMN, where COLUMN is no, "
                  "category, name, target, units, persons, leaders, deadline, "
                  "none, or a word that is known"),
                context->list[i]);
        }
    }
    return 0;
}

int
headings_files_load(struct context *context, struct import_headings *headings)
{
    char path[SETTINGS_PATH_SIZE];
    int status = load(context, headings, find_shipped(path));
    if (status == 0 && access(of_the_system, F_OK) == 0) {
        status = load(context, headings, of_the_system);
    }
    if (status == 0 && settings_path(path, FILE_NAME) &&
        access(path, F_OK) == 0) {
        status = load(context, headings, path);
    }
    return status != 0 ? status : map(context, headings);
}
