/* SPDX-License-Identifier: MIT */
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT_SIZE 4096 /* a command as people write it, ours around it */

extern char **environ;

/* A shell's words, as everywhere.  What it could not start has read nothing,
 * so cat shows all of it. */
static bool
write_script(char script[SCRIPT_SIZE], bool utf8)
{
    const char *command = getenv("JINDU_PAGER");
    command = command != NULL ? command : getenv("PAGER");
    if (command != NULL && (*command == '\0' || strcmp(command, "cat") == 0)) {
        return false;
    }
    int length = snprintf(script, SCRIPT_SIZE, "%s%s%s",
        utf8 ? "export LESSCHARSET=\"${LESSCHARSET-utf-8}\"\n" : "",
        command != NULL ? command
                        : "command -v less >/dev/null || exec cat\nless -FIRX",
        "\ncase $? in 126|127) exec cat ;; esac\n");
    return length > 0 && length < SCRIPT_SIZE;
}

static pid_t
spawn(const char *script, int input)
{
    char shell[] = "/bin/sh";
    char flag[] = "-c";
    char copy[SCRIPT_SIZE]; /* posix_spawn wants char, not const */
    char *const words[] = { shell, flag, copy, NULL };
    pid_t child = 0;
    sigset_t ours;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    (void)snprintf(copy, sizeof(copy), "%s", script);
    (void)sigemptyset(&ours);
    (void)sigaddset(&ours, SIGINT);
    (void)sigaddset(&ours, SIGPIPE);
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return 0;
    }
    if (posix_spawnattr_init(&attributes) == 0) {
        bool good =
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) ==
                0 &&
            posix_spawnattr_setsigdefault(&attributes, &ours) == 0 &&
            posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF) == 0 &&
            posix_spawn(&child, shell, &actions, &attributes, words, environ) ==
                0;
        child = good ? child : 0;
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return child;
}

static void
ignore(int signal_number, struct sigaction *before)
{
    struct sigaction action = { .sa_handler = SIG_IGN };
    (void)sigaction(signal_number, &action, before);
}

/* Leads descriptor to target.  Returns where it led before. */
static int
move(int descriptor, int target)
{
    int before = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (before >= 0 && dup2(target, descriptor) < 0) {
        (void)close(before);
        before = -1;
    }
    return before;
}

bool
pager_start(struct pager *pager, bool utf8)
{
    char script[SCRIPT_SIZE];
    int ends[2];
    pager->child = 0;
    if (!write_script(script, utf8) || pipe(ends) != 0) {
        return false;
    }
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0) {
        pager->child = spawn(script, ends[0]);
    }
    if (pager->child > 0) {
        ignore(SIGPIPE, &pager->broken); /* the person may leave early */
        ignore(SIGINT, &pager->interrupt);
        pager->out = move(STDOUT_FILENO, ends[1]);
        pager->err =
            isatty(STDERR_FILENO) == 1 ? move(STDERR_FILENO, ends[1]) : -1;
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    return pager->child > 0;
}

static void
move_back(int descriptor, int before)
{
    if (before >= 0) {
        (void)dup2(before, descriptor);
        (void)close(before);
    }
}

void
pager_finish(struct pager *pager)
{
    if (pager->child <= 0) {
        return;
    }
    move_back(STDOUT_FILENO, pager->out);
    move_back(STDERR_FILENO, pager->err);
    while (waitpid(pager->child, NULL, 0) < 0 && errno == EINTR) {
    }
    (void)sigaction(SIGINT, &pager->interrupt, NULL);
    (void)sigaction(SIGPIPE, &pager->broken, NULL);
    pager->child = 0;
}
