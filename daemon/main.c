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
#include "config_doors.h"
#include "digest.h"
#include "endpoint.h"
#include "folder.h"
#include "limit.h"
#include "lock.h"
#include "log.h"
#include "server.h"
#include "setup.h"
#include "zone_setup.h"

/* sysexits.h; the rest comes from the status list. */
#define EXIT_USAGE 64

#define MAIN_STATE_MODE 0700

struct options {
    struct setup setup;
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
            options->setup.config = optarg;
            break;
        case 'k':
            options->check = true;
            break;
        case 's':
            options->setup.state = optarg;
            break;
        case 'r':
            options->setup.sockets = optarg;
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
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
        files.rlim_cur < DESCRIPTORS_FEW) {
        log_warning("only %llu open files are allowed: a flood of connections "
                    "could end jindud; allow %d and more (LimitNOFILE=)",
            (unsigned long long)files.rlim_cur, DESCRIPTORS_FEW);
    }
}

/* What a start needs besides the directories that it makes. */
static enum jindu_status
check_surroundings(struct config *config)
{
    enum jindu_status status = zone_setup_check(config->zone);
    struct calendar_files files;
    if (status == JINDU_OK) {
        status = config_add_others(config);
    }
    if (status == JINDU_OK) {
        status = config_doors_check(config);
    }
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
run_locked(struct config *config, const struct setup *setup)
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
        status = server_run(config, setup);
    }
    lock_release(&sockets);
    return status;
}

static enum jindu_status
run(struct config *config, const struct setup *setup)
{
    struct lock state = LOCK_INIT;
    enum jindu_status status = folder_make(config->state, MAIN_STATE_MODE);
    if (status == JINDU_OK) {
        status = lock_take(&state, config->state);
    }
    if (status == JINDU_OK) {
        status = run_locked(config, setup);
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
    enum jindu_status status = setup_read(&options.setup, &config);
    if (status != JINDU_OK) {
        return jindu_status_exit(status);
    }
    if (options.check) {
        status = check_surroundings(&config);
        goto out;
    }
    status = setup_place(&options.setup, &config);
    if (status == JINDU_OK) {
        status = zone_setup_use(config.zone);
    }
    if (status == JINDU_OK) {
        status = config_add_others(&config);
    }
    if (status == JINDU_OK) {
        raise_limits();
        signal(SIGPIPE, SIG_IGN);
        status = run(&config, &options.setup);
    }
out:
    config_fini(&config);
    return jindu_status_exit(status);
}
