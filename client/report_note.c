/* SPDX-License-Identifier: MIT */
#include "report_note.h"

#include "ask.h"
#include "given.h"
#include "import/decode.h"
#include "infile.h"
#include "language.h"
#include "typed.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX 32768 /* bytes: 4,000 characters in any encoding, and more */

/* The lines of a text, each but the last with a line feed.  Line ends behind
 * the last are of an editor or echo, not of the person. */
static char *
copy_lines(const struct import_decoded *decoded)
{
    const char *end = decoded->text + decoded->length;
    char *copy = malloc(decoded->length + 1);
    size_t length = 0;
    for (const char *at = decoded->text; copy != NULL && at < end; at++) {
        bool pair = *at == '\r' && at + 1 < end && at[1] == '\n';
        if (!pair) {
            copy[length++] = *at;
            if (*at == '\r') {
                copy[length - 1] = '\n';
            }
        }
    }
    while (length > 0 && copy[length - 1] == '\n') {
        length--;
    }
    if (copy != NULL) {
        copy[length] = '\0';
    }
    return copy;
}

static int
complain(struct context *context, enum jindu_status status, const char *file)
{
    if (status == JINDU_NO_MEMORY) {
        return ask_complain(context, status);
    }
    return output_fail(&context->output, jindu_status_token(JINDU_INVALID),
        jindu_status_exit(JINDU_INVALID),
        _("'%s' is no text of 1 to 4,000 characters"),
        typed_shown(context, file));
}

/* Written in whatever encoding, as a plan file may be. */
static int
read_note(struct context *context, const char *file, char **note)
{
    struct import_decoded decoded;
    struct import_error error;
    char *bytes = NULL;
    size_t length = 0;
    int exit_status = infile_read(context, file, FILE_MAX, &bytes, &length);
    if (exit_status != 0) {
        return exit_status;
    }
    enum jindu_status status = length > FILE_MAX ? JINDU_INVALID : JINDU_OK;
    if (status == JINDU_OK) {
        status = import_decode(&decoded, bytes, length, &error);
    }
    if (status == JINDU_OK) {
        *note = copy_lines(&decoded);
        import_decoded_free(&decoded);
        status = *note == NULL          ? JINDU_NO_MEMORY
                 : given_is_text(*note) ? JINDU_OK
                                        : JINDU_INVALID;
    }
    free(bytes);
    return status == JINDU_OK ? 0 : complain(context, status, file);
}

int
report_note(struct context *context, char **note)
{
    const char *file = command_text(context, "note-file");
    const char *text = command_text(context, "note");
    int last = context->operand_count - 1;
    int sources = (file != NULL ? 1 : 0) + (text != NULL ? 1 : 0);
    *note = NULL;
    if (last > 0 && strcmp(context->operands[last], "-") == 0) {
        file = "-";
        sources++;
        context->operand_count--;
    }
    if (sources > 1) {
        return command_usage(
            context, "%s", _("say once where the note comes from"));
    }
    if (file != NULL) {
        return read_note(context, file, note);
    }
    *note = text != NULL ? strdup(text) : NULL;
    return text == NULL || *note != NULL
               ? 0
               : ask_complain(context, JINDU_NO_MEMORY);
}
