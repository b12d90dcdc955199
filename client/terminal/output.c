/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "codeset.h"
#include "display.h"
#include "language.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#define DRAIN_ROOM 65536 /* bytes of a long text before they are written */
#define HANG 2           /* blanks before the rest of a line */
#define INDENT "       " /* under what follows "jindu: " */

/* A text of this process lacks something for want of memory.  Texts are put
 * together far from any struct output. */
static bool lost;

static void
remember_failure(struct output *output)
{
    if (output->pager.child > 0 && errno == EPIPE) {
        output->left = true;
    } else {
        output->failed = true;
    }
}

static void
write_all(struct output *output, FILE *file, const char *text, size_t length)
{
    if (length == 0 || (file == stdout && output->left)) {
        return;
    }
    if (file == stdout && output->page) {
        output->page = false;
        (void)pager_start(&output->pager, !output->convert_results);
    }
    if (fwrite(text, 1, length, file) != length) {
        remember_failure(output);
    }
}

void
output_end_page(struct output *output)
{
    if (output->pager.child > 0) {
        output_flush(output);
        pager_finish(&output->pager);
    }
    /* What the person did not want to see; what follows is said again. */
    if (output->left) {
        __fpurge(stdout);
        clearerr(stdout);
        output->left = false;
    }
}

static void
write_converted(
    struct output *output, FILE *file, const char *text, size_t length)
{
    struct jindu_text made = JINDU_TEXT_INIT;
    if (output->json) {
        codeset_put_json(output->codeset, &made, text, length);
    } else {
        codeset_put(output->codeset, &made, text, length, output->wide);
    }
    output_check(&made);
    write_all(output, file, display_or_empty(made.bytes), made.length);
    jindu_text_free(&made);
}

/* Whatever others put into it, a text for people controls no terminal. */
static void
write_people(struct output *output, FILE *file, const char *text, size_t length)
{
    bool convert =
        file == stderr ? output->convert_messages : output->convert_results;
    struct jindu_text clean = JINDU_TEXT_INIT;
    display_clean_lines(&clean, text, length);
    output_check(&clean);
    const char *bytes = display_or_empty(clean.bytes);
    if (convert) {
        write_converted(output, file, bytes, clean.length);
    } else {
        write_all(output, file, bytes, clean.length);
    }
    jindu_text_free(&clean);
}

/* JSON lets some of what controls a terminal pass. */
static void
write_json(struct output *output, FILE *file, const char *text, size_t length)
{
    struct jindu_text clean = JINDU_TEXT_INIT;
    display_clean_json(&clean, text, length);
    output_check(&clean);
    const char *bytes = display_or_empty(clean.bytes);
    if (file == stderr ? output->convert_messages : output->convert_results) {
        write_converted(output, file, bytes, clean.length);
    } else {
        write_all(output, file, bytes, clean.length);
    }
    jindu_text_free(&clean);
}

static void
write_message(struct output *output, const char *text, size_t length)
{
    if (output->json) {
        write_json(output, stderr, text, length);
    } else {
        write_people(output, stderr, text, length);
    }
}

/* A sentence on stderr, in lines of the terminal. */
static void
write_sentence(struct output *output, const char *text, size_t hang)
{
    struct jindu_text lines = JINDU_TEXT_INIT;
    display_wrap(&lines, text, output->message_width, output->wide, hang);
    output_check(&lines);
    write_people(output, stderr, display_or_empty(lines.bytes), lines.length);
    jindu_text_free(&lines);
}

/* Names that cannot be read must not pass for the names. */
static void
tell_lost(struct output *output)
{
    uint32_t lost_one = codeset_lost(output->codeset);
    if (lost_one != 0) {
        output_remark(output,
            _("the character set of this terminal, %s, lacks U+%04X and shows "
              "'?' in place of it; in a UTF-8 terminal, LC_ALL=C.UTF-8 shows "
              "everything"),
            language_codeset(), (unsigned)lost_one);
    }
}

enum jindu_status
output_finish(struct output *output)
{
    output_end_page(output);
    output_flush(output);
    if (output->failed) {
        return JINDU_STORAGE;
    }
    bool short_of_memory = lost;
    lost = false;
    return short_of_memory ? JINDU_NO_MEMORY : JINDU_OK;
}

void
output_close(struct output *output)
{
    tell_lost(output);
    codeset_free(output->codeset);
    output->codeset = NULL;
    output->convert_results = false;
    output->convert_messages = false;
}

void
output_check(const struct jindu_text *text)
{
    lost = lost || text->failed;
}

void
output_flush(struct output *output)
{
    if (!output->left && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        remember_failure(output);
    }
}

void
output_write(struct output *output, const char *text, size_t length)
{
    if (output->json) {
        write_json(output, stdout, text, length);
    } else {
        write_people(output, stdout, text, length);
    }
}

void
output_drain(struct output *output, struct jindu_text *text)
{
    if (text->length > DRAIN_ROOM && !text->failed) {
        output_write(output, text->bytes, text->length - 1);
        text->bytes[0] = text->bytes[text->length - 1];
        text->bytes[1] = '\0';
        text->length = 1;
    }
}

void
output_lines(struct output *output, size_t hang, const char *text)
{
    struct jindu_text lines = JINDU_TEXT_INIT;
    if (output->json) {
        output_write(output, text, strlen(text));
        return;
    }
    display_wrap(&lines, text, output->width, output->wide, hang);
    output_check(&lines);
    output_write(output, display_or_empty(lines.bytes), lines.length);
    jindu_text_free(&lines);
}

void
output_rest(struct output *output, size_t cells, const char *text)
{
    struct jindu_text padded = JINDU_TEXT_INIT;
    struct jindu_text lines = JINDU_TEXT_INIT;
    for (size_t i = 0; i < cells; i++) {
        jindu_text_append(&padded, " ", 1);
    }
    jindu_text_append_string(&padded, text);
    display_wrap(&lines, display_or_empty(padded.bytes), output->width,
        output->wide, cells);
    output_check(&lines);
    if (lines.bytes != NULL && lines.length > cells) {
        output_write(output, lines.bytes + cells, lines.length - cells);
    }
    jindu_text_free(&lines);
    jindu_text_free(&padded);
}

void
output_append_list(
    struct jindu_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *bytes = length < 0 ? NULL : malloc((size_t)length + 1);
    if (bytes == NULL) {
        text->failed = true;
    } else {
        (void)vsnprintf(bytes, (size_t)length + 1, format, arguments);
        jindu_text_append(text, bytes, (size_t)length);
        free(bytes);
    }
    output_check(text);
}

void
output_append(struct jindu_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    output_append_list(text, format, arguments);
    va_end(arguments);
}

void
output_print(struct output *output, const char *format, ...)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    va_list arguments;
    va_start(arguments, format);
    output_append_list(&text, format, arguments);
    va_end(arguments);
    output_lines(output, HANG, display_or_empty(text.bytes));
    jindu_text_free(&text);
}

void
output_tinted(struct output *output, enum tint tint, const char *text)
{
    static const char *const codes[] = { [TINT_NONE] = "",
        [TINT_RED] = "\033[31m",
        [TINT_YELLOW] = "\033[33m",
        [TINT_BLUE] = "\033[34m",
        [TINT_GREEN] = "\033[32m",
        [TINT_GREY] = "\033[90m" };
    if (!output->color || tint == TINT_NONE) {
        output_write(output, text, strlen(text));
        return;
    }
    /* Our own sequences pass the cleaning by. */
    static const char reset[] = "\033[0m";
    write_all(output, stdout, codes[tint], strlen(codes[tint]));
    output_write(output, text, strlen(text));
    write_all(output, stdout, reset, strlen(reset));
}

/* One line on standard error, whole. */
static void say(struct output *output, const char *indent, const char *format,
    va_list arguments) __attribute__((format(printf, 3, 0)));

static void
say(struct output *output, const char *indent, const char *format,
    va_list arguments)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    jindu_text_append_string(&text, indent);
    output_append_list(&text, format, arguments);
    jindu_text_append_string(&text, "\n");
    write_sentence(output, display_or_empty(text.bytes), strlen(indent));
    jindu_text_free(&text);
}

void
output_remark(struct output *output, const char *format, ...)
{
    if (output->quiet || output->json) {
        return;
    }
    output_flush(output);
    va_list arguments;
    va_start(arguments, format);
    say(output, "", format, arguments);
    va_end(arguments);
}

void
output_hint(struct output *output, const char *format, ...)
{
    if (output->json) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    say(output, INDENT, format, arguments);
    va_end(arguments);
}

void
output_ask(struct output *output, const char *question)
{
    output_flush(output);
    write_message(output, question, strlen(question));
    (void)fflush(stderr);
}

void
output_redraw(struct output *output, const char *line)
{
    /* Our own sign passes the cleaning by. */
    (void)fputc('\r', stderr);
    write_people(output, stderr, line, strlen(line));
    (void)fflush(stderr);
}

int
output_fail(struct output *output, const char *token, int exit_status,
    const char *format, ...)
{
    struct jindu_text message = JINDU_TEXT_INIT;
    va_list arguments;
    va_start(arguments, format);
    output_append_list(&message, format, arguments);
    va_end(arguments);
    struct jindu_text error = JINDU_TEXT_INIT;
    jindu_json_put_object(&error, NULL);
    jindu_json_put_object(&error, "data");
    jindu_json_put_string(&error, "status", token);
    jindu_json_end_object(&error);
    jindu_json_put_string(&error, "message", display_or_empty(message.bytes));
    jindu_json_end_object(&error);
    int status = output_fail_raw(output, exit_status,
        error.bytes != NULL ? error.bytes : "{}",
        display_or_empty(message.bytes));
    jindu_text_free(&error);
    jindu_text_free(&message);
    return status;
}

int
output_fail_raw(struct output *output, int exit_status, const char *error,
    const char *message)
{
    /* What was printed before must stand before the complaint. */
    output_flush(output);
    struct jindu_text line = JINDU_TEXT_INIT;
    if (output->json) {
        output_append(&line, "{\"error\":%s}\n", error);
        write_json(output, stderr, display_or_empty(line.bytes), line.length);
    } else {
        output_append(&line, "jindu: %s\n", message);
        write_sentence(output, display_or_empty(line.bytes), strlen(INDENT));
    }
    jindu_text_free(&line);
    return exit_status;
}
