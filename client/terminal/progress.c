/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include "display.h"

#include <string.h>
#include <unistd.h>

#define TOTAL_MIN 1000 /* less is over before a person looks */
#define BAR_CELLS 30
#define LINE_CELLS 76 /* of the narrowest usual terminal, less than a line */

void
progress_begin(struct progress *progress, struct output *output,
    const char *what, size_t total)
{
    *progress = (struct progress){
        .output = output, .what = what, .total = total, .shown = -1
    };
    progress->on = total >= TOTAL_MIN && !output->json && !output->quiet &&
                   isatty(STDERR_FILENO) == 1;
}

/* Over the line that stands there, blanks behind it. */
static void
draw(struct progress *progress, struct jindu_text *line)
{
    const char *words = display_or_empty(line->bytes);
    size_t cells = display_width(words, progress->output->wide);
    for (; cells < LINE_CELLS; cells++) {
        jindu_text_append(line, " ", 1);
    }
    if (!line->failed) {
        output_redraw(progress->output, line->bytes);
    }
}

void
progress_show(struct progress *progress, size_t done)
{
    if (!progress->on) {
        return;
    }
    if (done > progress->total) {
        done = progress->total;
    }
    int percent = (int)(done * 100 / progress->total);
    if (percent == progress->shown) {
        return;
    }
    progress->shown = percent;
    struct jindu_text line = JINDU_TEXT_INIT;
    output_append(&line, "%s [", progress->what);
    for (int i = 0; i < BAR_CELLS; i++) {
        bool filled = i < percent * BAR_CELLS / 100;
        jindu_text_append(&line, filled ? "#" : "-", 1);
    }
    output_append(&line, "] %3d%%", percent);
    draw(progress, &line);
    jindu_text_free(&line);
}

void
progress_tell(struct progress *progress, const char *what)
{
    if (progress->on) {
        struct jindu_text line = JINDU_TEXT_INIT;
        jindu_text_append_string(&line, what);
        progress->shown = 100;
        draw(progress, &line);
        jindu_text_free(&line);
    }
}

void
progress_end(struct progress *progress)
{
    if (progress->on && progress->shown >= 0) {
        struct jindu_text blank = JINDU_TEXT_INIT;
        draw(progress, &blank);
        jindu_text_free(&blank);
        output_redraw(progress->output, "");
    }
    progress->on = false;
}
