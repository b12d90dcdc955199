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
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_text made = JINDU_TEXT_INIT;
    jindu_text_append_string(&text, "\n");
    jindu_text_append_string(&text, message);
    jindu_text_append_string(&text, "\n");
    if (output->convert_messages && text.bytes != NULL) {
        codeset_put(
            output->codeset, &made, text.bytes, text.length, output->wide);
    }
    const struct jindu_text *told = made.length > 0 ? &made : &text;
    words_length = told->length < sizeof(words) ? told->length : 0;
    if (words_length > 0) {
        memcpy(words, told->bytes, words_length);
    }
    jindu_text_free(&made);
    jindu_text_free(&text);
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
