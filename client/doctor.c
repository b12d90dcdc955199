/* SPDX-License-Identifier: MIT */
#include "doctor.h"

#include "display.h"
#include "language.h"

#include <stdarg.h>

#define STATE_CELLS 8 /* room of the widest word, "problem" */
#define CHECK_CELLS 10

static const struct {
    const char *token;
    const char *word;
    enum tint tint;
} states[] = {
    [DOCTOR_OK] = { "ok", N_("ok"), TINT_GREEN },
    [DOCTOR_WARNING] = { "warning", N_("warning"), TINT_YELLOW },
    [DOCTOR_PROBLEM] = { "problem", N_("problem"), TINT_RED },
};

static void
print_padded(
    struct output *output, enum tint tint, const char *word, size_t cells)
{
    size_t width = display_width(word, output->wide);
    output_tinted(output, tint, word);
    for (; !output->tabs && width < cells; width++) {
        output_write(output, " ", 1);
    }
    output_write(output, output->tabs ? "\t" : "  ", output->tabs ? 1 : 2);
}

static void
print_words(struct output *output, const char *told, const char *advice)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    output_append(&words, "%s%s%s\n", told, advice != NULL ? _("; ") : "",
        display_or_empty(advice));
    output_rest(
        output, STATE_CELLS + CHECK_CELLS + 4, display_or_empty(words.bytes));
    jindu_text_free(&words);
}

static void
put_json(struct jindu_text *json, const char *check, enum doctor_state state,
    const char *advice, const char *told)
{
    jindu_json_put_object(json, NULL);
    jindu_json_put_string(json, "advice", advice);
    jindu_json_put_string(json, "check", check);
    jindu_json_put_string(json, "state", states[state].token);
    jindu_json_put_string(json, "told", told);
    jindu_json_end_object(json);
}

void
doctor_tell(struct doctor *doctor, const char *check, enum doctor_state state,
    const char *advice, const char *format, ...)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    struct output *output = &doctor->context->output;
    struct jindu_text told = JINDU_TEXT_INIT;
    va_list arguments;
    va_start(arguments, format);
    output_append_list(&words, format, arguments);
    va_end(arguments);
    doctor->warnings += state == DOCTOR_WARNING ? 1 : 0;
    doctor->problems += state == DOCTOR_PROBLEM ? 1 : 0;
    display_clean(&told, words.bytes);
    jindu_text_free(&words);
    output_check(&told);
    const char *text = display_or_empty(told.bytes);
    if (output->json) {
        put_json(&doctor->json, check, state, advice, text);
    } else if (state != DOCTOR_OK || !output->quiet) {
        print_padded(
            output, states[state].tint, _(states[state].word), STATE_CELLS);
        print_padded(output, TINT_NONE, _(check), CHECK_CELLS);
        print_words(output, text, advice);
        output_flush(output); /* the next check may take a while */
    }
    jindu_text_free(&told);
}
