/* SPDX-License-Identifier: MIT */
/* What the terminal, the environment and the person say about the output. */
#include "output.h"

#include "codeset.h"
#include "language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 80 /* of a terminal that does not say */
#define WIDTH_MAX 10000  /* nobody's terminal; a typing mistake in COLUMNS */
#define WIDTH_MIN 20     /* less holds no table */

static bool
is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

static size_t
terminal_width(int file, bool terminal)
{
    const char *columns = getenv("COLUMNS");
    long width = columns != NULL ? strtol(columns, NULL, 10) : 0;
    if (width <= 0 && !terminal) {
        return OUTPUT_NO_LIMIT;
    }
    struct winsize size;
    if (width <= 0 && ioctl(file, TIOCGWINSZ, &size) == 0) {
        width = size.ws_col;
    }
    if (width <= 0 || width > WIDTH_MAX) {
        width = WIDTH_DEFAULT;
    }
    return width < WIDTH_MIN ? WIDTH_MIN : (size_t)width;
}

/* A terminal of which nothing is known: less would ask about that, and take the
 * answer to the next question for its own. */
static bool
is_dumb(void)
{
    return !is_set("TERM") || strcmp(getenv("TERM"), "dumb") == 0;
}

/* https://bixense.com/clicolors: 0 forces nothing. */
static bool
is_forced(void)
{
    const char *force = getenv("CLICOLOR_FORCE");
    return is_set("CLICOLOR_FORCE") && strcmp(force, "0") != 0;
}

void
output_choose_color(struct output *output, enum output_color color)
{
    bool terminal = isatty(STDOUT_FILENO) == 1;
    switch (color) {
    case OUTPUT_COLOR_ALWAYS:
        output->color = true;
        break;
    case OUTPUT_COLOR_NEVER:
        output->color = false;
        break;
    case OUTPUT_COLOR_AUTO:
        output->color =
            ((terminal && !is_dumb()) || is_forced()) && !is_set("NO_COLOR");
        break;
    }
}

void
output_make_plain(struct output *output)
{
    output->color = false;
    output->plain = true;
    output->tabs = true;
    output->page = false;
    output->width = OUTPUT_NO_LIMIT;
}

void
output_page(struct output *output)
{
    output->page = isatty(STDOUT_FILENO) == 1 && !is_dumb() && !output->json &&
                   !output->tabs;
}

void
output_open(struct output *output)
{
    bool terminal = isatty(STDOUT_FILENO) == 1;
    bool messages = isatty(STDERR_FILENO) == 1;
    const char *codeset = language_codeset();
    const char *ambiguous = getenv("JINDU_AMBIGUOUS_WIDTH");
    bool unicode = strcmp(codeset, "UTF-8") == 0;
    output->color = false;
    output->width = terminal_width(STDOUT_FILENO, terminal);
    output->message_width = terminal_width(STDERR_FILENO, messages);
    output->wide = strncasecmp(codeset, "GB", strlen("GB")) == 0 ||
                   (ambiguous != NULL && strcmp(ambiguous, "2") == 0);
    output->codeset = unicode ? NULL : codeset_new(codeset);
    output->plain = !unicode && !output->wide;
    output->failed = false;
    output->convert_results = output->codeset != NULL && terminal;
    output->convert_messages = output->codeset != NULL && messages;
    output->tabs = false;
    output->page = false;
    output->left = false;
    output->pager = (struct pager){ .child = 0 };
}
