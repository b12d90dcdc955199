/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 512 /* a sentence or two, in any codeset */

/* What the handler may touch: made before it is set. */
static char words[WORDS_MAX];
static size_t words_length;

static void
say_and_end(int number)
{
    size_t done = 0;
    while (done < words_length) {
        ssize_t wrote = write(STDERR_FILENO, words + done, words_length - done);
        if (wrote <= 0) {
            break;
        }
        done += (size_t)wrote;
    }
    (void)raise(number); /* SA_RESETHAND: by default it ends the program */
}

/* The words as the terminal has them, between two line breaks. */
static void
prepare(const struct output *output, const char *message)
{
    char text[WORDS_MAX];
    size_t length = strlen(message);
    if (length > sizeof(text) - 2) {
        length = sizeof(text) - 2;
    }
    text[0] = '\n';
    memcpy(text + 1, message, length);
    text[length + 1] = '\n';
    char *from = text;
    char *to = words;
    size_t left = length + 2;
    size_t room = sizeof(words);
    if (output->convert_messages) {
        (void)iconv(output->codec, &from, &left, &to, &room);
        words_length = sizeof(words) - room;
    } else {
        memcpy(words, text, left);
        words_length = left;
    }
}

void
interrupt_say(struct output *output, const char *message)
{
    struct sigaction action;
    if (output->json || output->quiet ||
        sigaction(SIGINT, NULL, &action) != 0 || action.sa_handler == SIG_IGN) {
        return;
    }
    interrupt_forget();
    prepare(output, message);
    memset(&action, 0, sizeof(action));
    action.sa_handler = say_and_end;
    action.sa_flags = (int)SA_RESETHAND;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
}

void
interrupt_forget(void)
{
    struct sigaction action;
    if (sigaction(SIGINT, NULL, &action) == 0 &&
        action.sa_handler == say_and_end) {
        (void)signal(SIGINT, SIG_DFL);
    }
}
