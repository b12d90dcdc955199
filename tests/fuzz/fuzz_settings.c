/* SPDX-License-Identifier: MIT */
/*
 * fuzz_settings: any bytes as the file of a context, and as the one that says
 * which context is selected.
 *
 * What is taken is a value that a file can hold, and a context has a server;
 * what is refused is told, with the line unless the whole file is wrong.
 */
#include "settings.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contexts.h"
#include "fuzz_target.h"

#define NAME "fuzzed"

static char folder[] = "/tmp/jindu-fuzz-XXXXXX";
static char selection[SETTINGS_PATH_SIZE];
static char file[SETTINGS_PATH_SIZE];

static void
remove_folder(void)
{
    static const char *const parts[] = { "jindu/contexts/" NAME ".conf",
        "jindu/contexts", "jindu/context", "jindu", "" };
    char path[SETTINGS_PATH_SIZE];

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, parts[i]);
        (void)remove(path);
    }
}

static void
make_folder(void)
{
    char path[SETTINGS_PATH_SIZE];

    check(mkdtemp(folder) != NULL && atexit(remove_folder) == 0);
    check(setenv("XDG_CONFIG_HOME", folder, 1) == 0);
    check(settings_path(path, "") && mkdir(path, 0700) == 0);
    check(settings_path(path, "contexts") && mkdir(path, 0700) == 0);
    check(settings_path(selection, "context") && contexts_path(file, NAME));
}

static void
fill(const char *path, const uint8_t *data, size_t size)
{
    FILE *stream = fopen(path, "wb");

    check(stream != NULL && fwrite(data, 1, size, stream) == size);
    check(fclose(stream) == 0);
}

static void
check_mistake(const struct settings_mistake *mistake)
{
    struct jindu_text words = JINDU_TEXT_INIT;

    check(mistake->cause == 0 && mistake->line >= 0);
    settings_put_mistake(&words, mistake);
    check(words.length > 0);
    jindu_text_free(&words);
}

static void
check_context(void)
{
    struct settings settings;
    struct settings_mistake mistake;

    settings_init(&settings);
    if (!settings_load_context(&settings, NAME, &mistake)) {
        check_mistake(&mistake);
        return;
    }
    check(settings.server != NULL);
    for (size_t i = 0; i < SETTINGS_NAMES; i++) {
        const char *value = *settings_value(&settings, i);

        check(value == NULL || (*value != '\0' && settings_is_value(value)));
    }
}

static void
check_selection(void)
{
    char name[SETTINGS_TEXT_MAX];
    char path[SETTINGS_PATH_SIZE];

    if (contexts_selected(name, path)) {
        check(contexts_is_name(name));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (file[0] == '\0') {
        make_folder();
    }
    fill(file, data, size);
    check_context();
    fill(selection, data, size);
    check_selection();
    return 0;
}
