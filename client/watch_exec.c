/* SPDX-License-Identifier: MIT */
#include "watch_exec.h"

#include "command.h"
#include "language.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OWN_VARIABLES 4

extern char **environ;

static const int endings[] = { SIGTERM, SIGINT };

#define ENDINGS (sizeof(endings) / sizeof(endings[0]))

static volatile sig_atomic_t told; /* the signal that came; 0: none */
static struct sigaction before[ENDINGS];

/* What the command finds in its environment.  Each text is "NAME=value". */
struct variables {
    struct jindu_text texts[OWN_VARIABLES];
    char **all; /* those of this process, then the texts, then NULL */
};

static bool
is_own(const char *variable)
{
    static const char *const names[OWN_VARIABLES] = {
        "JINDU_EPOCH=", "JINDU_SEQUENCE=", "JINDU_STREAM=", "JINDU_TYPE="
    };
    for (size_t i = 0; i < OWN_VARIABLES; i++) {
        if (strncmp(variable, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void
free_variables(struct variables *variables)
{
    for (size_t i = 0; i < OWN_VARIABLES; i++) {
        jindu_text_free(&variables->texts[i]);
    }
    free(variables->all);
}

static bool
make_variables(struct variables *variables, const char *stream,
    const char *epoch, const struct jindu_event *event)
{
    size_t count = 0;
    memset(variables, 0, sizeof(*variables));
    output_append(&variables->texts[0], "JINDU_EPOCH=%s", epoch);
    output_append(&variables->texts[1], "JINDU_SEQUENCE=%lld",
        (long long)event->sequence);
    output_append(&variables->texts[2], "JINDU_STREAM=%s", stream);
    output_append(&variables->texts[3], "JINDU_TYPE=%s", event->type);
    while (environ[count] != NULL) {
        count++;
    }
    variables->all = calloc(count + OWN_VARIABLES + 1, sizeof(char *));
    if (variables->all == NULL) {
        return false;
    }
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_own(environ[i])) {
            variables->all[place++] = environ[i];
        }
    }
    for (size_t i = 0; i < OWN_VARIABLES; i++) {
        if (variables->texts[i].failed) {
            return false;
        }
        variables->all[place++] = variables->texts[i].bytes;
    }
    return true;
}

/* Starts it with input as its standard input.  Returns 0 or an errno. */
static int
start(pid_t *child, const char *command, int input, char **variables)
{
    char shell[] = "sh";
    char flag[] = "-c";
    char *copy = strdup(command); /* argv is not const */
    char *const arguments[] = { shell, flag, copy, NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    int error = copy == NULL ? ENOMEM : posix_spawn_file_actions_init(&actions);
    if (error != 0) {
        goto out_copy;
    }
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        goto out_actions;
    }
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    if (error == 0) {
        error = posix_spawnattr_setsigdefault(&attributes, &defaults);
    }
    if (error == 0) {
        error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    }
    if (error == 0) {
        error = posix_spawn(
            child, "/bin/sh", &actions, &attributes, arguments, variables);
    }
    (void)posix_spawnattr_destroy(&attributes);
out_actions:
    (void)posix_spawn_file_actions_destroy(&actions);
out_copy:
    free(copy);
    return error;
}

/* As far as the command reads. */
static void
feed(int pipe, const char *text)
{
    size_t length = strlen(text);
    for (size_t done = 0; done < length;) {
        ssize_t wrote = write(pipe, text + done, length - done);
        if (wrote < 0 && errno != EINTR) {
            return;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
}

static int
complain_about_end(
    struct output *output, const struct jindu_event *event, int end)
{
    long long sequence = (long long)event->sequence;
    if (WIFSIGNALED(end)) {
        return output_fail(output, "command", COMMAND_EXIT_OTHER,
            _("the command was ended by signal %d at event %lld"),
            WTERMSIG(end), sequence);
    }
    return output_fail(output, "command", COMMAND_EXIT_OTHER,
        _("the command exited with %d at event %lld"), WEXITSTATUS(end),
        sequence);
}

static int
run_with(struct output *output, const char *command, const int ends[2],
    const struct jindu_event *event, char **variables)
{
    pid_t child = 0;
    int error = start(&child, command, ends[0], variables);
    (void)close(ends[0]);
    if (error != 0) {
        (void)close(ends[1]);
        return output_fail(output, "command", COMMAND_EXIT_OTHER,
            _("cannot run the command: %s"), language_error(error));
    }
    feed(ends[1], event->json);
    feed(ends[1], "\n");
    (void)close(ends[1]);
    int end = 0;
    while (waitpid(child, &end, 0) < 0) {
        if (errno != EINTR) {
            return output_fail(output, "command", COMMAND_EXIT_OTHER,
                _("cannot run the command: %s"), language_error(errno));
        }
    }
    return WIFEXITED(end) && WEXITSTATUS(end) == 0
               ? 0
               : complain_about_end(output, event, end);
}

/* The first waits for watch_exec_release(), the next ends at once. */
static void
be_told(int number)
{
    if (told != 0) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
    told = number;
}

void
watch_exec_hold(void)
{
    struct sigaction action = { .sa_handler = be_told };
    (void)sigemptyset(&action.sa_mask);
    /* Where its starter ignores them, waitpid() finds no children. */
    (void)signal(SIGCHLD, SIG_DFL);
    (void)signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < ENDINGS; i++) {
        (void)sigaction(endings[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) {
            (void)sigaction(endings[i], &action, NULL);
        }
    }
}

void
watch_exec_release(void)
{
    for (size_t i = 0; i < ENDINGS; i++) {
        (void)sigaction(endings[i], &before[i], NULL);
    }
    if (told != 0) {
        (void)raise((int)told);
    }
}

int
watch_exec(struct output *output, const char *command, const char *stream,
    const char *epoch, const struct jindu_event *event)
{
    struct variables variables;
    int ends[2];
    int status;
    output_flush(output);
    if (!make_variables(&variables, stream, epoch, event)) {
        status = output_fail(output, jindu_status_token(JINDU_NO_MEMORY),
            jindu_status_exit(JINDU_NO_MEMORY), "%s",
            _(jindu_status_text(JINDU_NO_MEMORY)));
    } else if (pipe(ends) != 0 || fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0 ||
               fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0) {
        status = output_fail(output, "command", COMMAND_EXIT_OTHER,
            _("cannot run the command: %s"), language_error(errno));
    } else {
        status = run_with(output, command, ends, event, variables.all);
    }
    free_variables(&variables);
    return status;
}
