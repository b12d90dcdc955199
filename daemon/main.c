/* SPDX-License-Identifier: MIT */
#include <jindu/status.h>
#include <jindu/version.h>

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar_files.h"
#include "config.h"
#include "digest.h"
#include "endpoint.h"
#include "folder.h"
#include "lock.h"
#include "log.h"
#include "server.h"
#include "zone_setup.h"

/* sysexits.h; the rest comes from the status list. */
#define EXIT_USAGE 64
#define EXIT_NO_INPUT 66

#define MAIN_STATE_MODE 0700

struct options {
    const char *config;
    const char *state;
    const char *sockets;
    bool check;
};

static const char usage[] =
    "usage: jindud [OPTION]...\n"
    "Takes progress reports, watches deadlines and publishes notices.\n"
    "\n"
    "  --config FILE   read FILE (jindud.conf(5))\n"
    "  --check         say whether the configuration is valid, and end\n"
    "  --state DIR     keep the database in DIR\n"
    "  --sockets DIR   put the sockets into DIR\n"
    "  --help          print this, and end\n"
    "  --version       print the version, and end\n";

static int
refuse_option(const char *word, const char *problem)
{
    fprintf(stderr, "jindud: %s '%s'\ntry 'jindud --help'\n", problem, word);
    return EXIT_USAGE;
}

/* -1: go on; else the exit status. */
static int
parse_options(int count, char **words, struct options *options)
{
    static const struct option known[] = {
        { "config", required_argument, NULL, 'c' },
        { "check", no_argument, NULL, 'k' },
        { "state", required_argument, NULL, 's' },
        { "sockets", required_argument, NULL, 'r' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'v' },
        { NULL, 0, NULL, 0 },
    };
    int option;
    int at = 1; /* the word that is looked at: '+' keeps their order */
    opterr = 0; /* the words are ours */
    while ((option = getopt_long(count, words, "+:h", known, NULL)) != -1) {
        switch (option) {
        case 'c':
            options->config = optarg;
            break;
        case 'k':
            options->check = true;
            break;
        case 's':
            options->state = optarg;
            break;
        case 'r':
            options->sockets = optarg;
            break;
        case 'h':
            fputs(usage, stdout);
            return EXIT_SUCCESS;
        case 'v':
            puts("jindud " JINDU_VERSION);
            return EXIT_SUCCESS;
        case ':':
            return refuse_option(words[at], "no value for option");
        default:
            return refuse_option(words[at], "unknown option");
        }
        at = optind;
    }
    if (optind < count) {
        return refuse_option(words[optind], "unexpected argument");
    }
    return -1;
}

/* EXIT_SUCCESS, or the exit status after telling what is wrong. */
static int
read_config(struct config *config, const char *path)
{
    config_init(config);
    if (path == NULL) {
        return EXIT_SUCCESS;
    }
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        log_error("cannot open '%s': %s", path, strerror(errno));
        return EXIT_NO_INPUT;
    }
    struct config_fault fault;
    enum jindu_status status = config_read(config, file, &fault);
    fclose(file);
    if (status == JINDU_OK) {
        return EXIT_SUCCESS;
    }
    if (fault.line > 0) {
        log_error("%s:%d: %s", path, fault.line, fault.text);
    } else {
        log_error("%s: %s", path, fault.text);
    }
    return jindu_status_exit(status);
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

/* Each connection is a descriptor, and libzmq ends the process when accept()
 * finds none left. */
static void
raise_limits(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
        files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &files) != 0) {
            log_warning(
                "cannot raise the limit of open files: %s", strerror(errno));
        }
    }
}

/* What a start needs besides the directories that it makes. */
static enum jindu_status
check_surroundings(const struct config *config)
{
    enum jindu_status status = zone_setup_check(config->zone);
    struct calendar_files files;
    if (status == JINDU_OK) {
        status =
            calendar_files_read(&files, config->calendar, config->has_calendar);
    }
    if (status == JINDU_OK) {
        calendar_files_free(&files);
    }
    return status;
}

static enum jindu_status
run_locked(const struct config *config)
{
    struct lock sockets = LOCK_INIT;
    enum jindu_status status =
        folder_make(config->sockets, ENDPOINT_DIRECTORY_MODE);
    if (status == JINDU_OK) {
        /* Two states may not share their sockets either. */
        status = lock_take(&sockets, config->sockets);
    }
    if (status == JINDU_OK) {
        status = jp_digest_start();
    }
    if (status == JINDU_OK) {
        status = server_run(config);
    }
    lock_release(&sockets);
    return status;
}

static enum jindu_status
run(const struct config *config)
{
    struct lock state = LOCK_INIT;
    enum jindu_status status = folder_make(config->state, MAIN_STATE_MODE);
    if (status == JINDU_OK) {
        status = lock_take(&state, config->state);
    }
    if (status == JINDU_OK) {
        status = run_locked(config);
    }
    lock_release(&state);
    return status;
}

int
main(int count, char **words)
{
    struct options options = { .check = false };
    int code = parse_options(count, words, &options);
    if (code >= 0) {
        return code;
    }
    umask(0077);
    struct config config;
    code = read_config(&config, options.config);
    if (code != EXIT_SUCCESS) {
        return code;
    }
    enum jindu_status status = JINDU_OK;
    if (options.check) {
        status = check_surroundings(&config);
        goto out;
    }
    status = JINDU_INVALID;
    if (!choose_state(&config, options.state) ||
        !choose_sockets(&config, options.sockets)) {
        goto out;
    }
    status = zone_setup_use(config.zone);
    if (status == JINDU_OK) {
        status = config_add_admins(&config);
    }
    if (status == JINDU_OK) {
        raise_limits();
        signal(SIGPIPE, SIG_IGN);
        status = run(&config);
    }
out:
    config_fini(&config);
    return jindu_status_exit(status);
}
