/* SPDX-License-Identifier: MIT */
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The person's command is a shell's words, as everywhere, and $1.  What could
 * not be started, or is no command, has read nothing, so cat shows all of it.
 * less knows no GBK, and would show numbers; as dos it passes every byte on,
 * and two bytes are two cells.  Without LESS a less of the person's would wait
 * at the end of a short text, and show colors as bytes. */
static char script[] = "export LESSCHARSET=\"${LESSCHARSET-$2}\"\n"
                       "export LESS=\"${LESS-$3}\"\n"
                       "/bin/sh -nc \"$1\" || exec cat\n"
                       "eval \"$1\"\n"
                       "case $? in 126|127) exec cat ;; esac\n";

/* less says below what its keys do, in a line of ASCII: of its version 590 any
 * other comes out torn where the codeset is UTF-8. */
#define LESS_OPTIONS "-FIRX"
#define LESS_PROMPT "-Ps?e(END)  q=quit:SPACE=next page  q=quit."

/* NULL: none is to run. */
static char *
choose_command(void)
{
    static char usual[] = "command -v less >/dev/null || exec cat\n"
                          "less " LESS_OPTIONS " '" LESS_PROMPT "'";
    char *command = getenv("JINDU_PAGER");
    command = command != NULL ? command : getenv("PAGER");
    if (command == NULL) {
        return usual;
    }
    return *command == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

static pid_t
spawn(char *command, bool utf8, int input)
{
    char shell[] = "/bin/sh";
    char flag[] = "-c";
    char utf_8[] = "utf-8";
    char dos[] = "dos";
    char less[] = LESS_OPTIONS " " LESS_PROMPT;
    char *const words[] = { shell, flag, script, shell, command,
        utf8 ? utf_8 : dos, less, NULL };
    pid_t child = 0;
    sigset_t ours;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
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
    char *command = choose_command();
    int ends[2];
    pager->child = 0;
    if (command == NULL || pipe(ends) != 0) {
        return false;
    }
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0) {
        pager->child = spawn(command, utf8, ends[0]);
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
