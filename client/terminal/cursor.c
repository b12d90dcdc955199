/* SPDX-License-Identifier: MIT */
#include "cursor.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_SIZE 64 /* "ESC [ row ; column R", and keys typed before it */

static long long
now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The column in "...ESC[12;5R"; 0: it is not all there. */
static long
column_in(const char *answer)
{
    const char *start = strstr(answer, "\033[");
    while (start != NULL) {
        char *end = NULL;
        (void)strtol(start + 2, &end, 10);
        if (*end == ';') {
            long column = strtol(end + 1, &end, 10);
            if (*end == 'R' && column > 0) {
                return column;
            }
        }
        start = strstr(start + 2, "\033[");
    }
    return 0;
}

static long
read_column(void)
{
    char answer[ANSWER_SIZE] = "";
    size_t length = 0;
    long long end = now_ms() + CURSOR_WAIT_MS;
    for (long long left = CURSOR_WAIT_MS; left > 0; left = end - now_ms()) {
        struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
        if (poll(&input, 1, (int)left) <= 0) {
            continue;
        }
        ssize_t got =
            read(STDIN_FILENO, answer + length, sizeof(answer) - 1 - length);
        if (got <= 0) {
            return 0;
        }
        length += (size_t)got;
        answer[length] = '\0';
        long column = column_in(answer);
        if (column > 0 || length == sizeof(answer) - 1) {
            return column;
        }
    }
    return 0;
}

/* What ends or stops the program waits until the terminal is as it was. */
static void
hold_endings(sigset_t *before)
{
    static const int endings[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
    sigset_t held;
    (void)sigemptyset(&held);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        (void)sigaddset(&held, endings[i]);
    }
    (void)sigprocmask(SIG_BLOCK, &held, before);
}

int
cursor_measure(struct output *output, const char *text)
{
    const char *term = getenv("TERM");
    struct termios before;
    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1 ||
        term == NULL || strcmp(term, "dumb") == 0 ||
        tcgetattr(STDIN_FILENO, &before) != 0) {
        return CURSOR_UNKNOWN;
    }
    sigset_t mask;
    hold_endings(&mask);
    struct termios raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0) {
        (void)sigprocmask(SIG_SETMASK, &mask, NULL);
        return CURSOR_UNKNOWN;
    }
    (void)fputs("\r", stdout);
    output_write(output, text, strlen(text));
    (void)fputs("\033[6n", stdout);
    output_flush(output);
    long column = read_column();
    (void)fputs("\r\033[K", stdout);
    output_flush(output);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    return column > 0 ? (int)column - 1 : CURSOR_UNKNOWN;
}
