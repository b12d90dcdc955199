/* SPDX-License-Identifier: MIT */
#include "setup.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "folder.h"
#include "log.h"

enum jindu_status
setup_read(const struct setup *setup, struct config *config)
{
    const char *path = setup->config;
    if (path == NULL) {
        config_init(config);
        return JINDU_OK;
    }
    FILE *file;
    enum jindu_status status = folder_open_text(&file, path);
    if (status != JINDU_OK) {
        return status;
    }
    status = folder_check_text(file, path);
    if (status != JINDU_OK) {
        fclose(file);
        return status;
    }
    struct config_fault fault;
    status = config_read(config, file, &fault);
    fclose(file);
    if (status == JINDU_OK) {
        return JINDU_OK;
    }
    if (fault.line > 0) {
        log_error("%s:%d: %s", path, fault.line, fault.text);
    } else {
        log_error("%s: %s", path, fault.text);
    }
    return status;
}

static bool
set_path(char path[FOLDER_PATH_SIZE], const char *directory, const char *name)
{
    if (folder_join(path, FOLDER_PATH_SIZE, directory, name)) {
        return true;
    }
    log_error("the path '%.40s...' is too long",
        directory[0] == '\0' ? name : directory);
    return false;
}

/* Clients are told where the events are: that must not depend on where jindud
 * was started. */
static bool
set_option(char path[FOLDER_PATH_SIZE], const char *option)
{
    char here[FOLDER_PATH_SIZE];
    if (option[0] == '\0') {
        log_error("the name of a directory is empty");
        return false;
    }
    if (option[0] == '/') {
        return set_path(path, "", option + 1);
    }
    if (getcwd(here, sizeof(here)) == NULL) {
        log_error("cannot tell where '%s' is: %s", option, strerror(errno));
        return false;
    }
    return set_path(path, here, option);
}

/* The state directory: option, configuration, the user's own. */
static bool
choose_state(struct config *config, const char *option)
{
    const char *home = getenv("XDG_STATE_HOME");
    if (option != NULL) {
        return set_option(config->state, option);
    }
    if (config->state[0] != '\0') {
        return true;
    }
    if (home != NULL && home[0] == '/') {
        return set_path(config->state, home, "jindu") &&
               folder_make_parents(config->state) == JINDU_OK;
    }
    home = getenv("HOME");
    if (home == NULL || home[0] != '/') {
        log_error("no state directory: give one with --state");
        return false;
    }
    return set_path(config->state, home, ".local/state/jindu") &&
           folder_make_parents(config->state) == JINDU_OK;
}

static bool
choose_sockets(struct config *config, const char *option)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (option != NULL) {
        return set_option(config->sockets, option);
    }
    if (config->sockets[0] != '\0') {
        return true;
    }
    if (runtime != NULL && runtime[0] == '/') {
        return set_path(config->sockets, runtime, "jindu");
    }
    return set_path(config->sockets, config->state, "run");
}

enum jindu_status
setup_place(const struct setup *setup, struct config *config)
{
    return choose_state(config, setup->state) &&
                   choose_sockets(config, setup->sockets)
               ? JINDU_OK
               : JINDU_INVALID;
}
