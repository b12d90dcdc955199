/* SPDX-License-Identifier: MIT */
#include "report_note.h"

#include "ask.h"
#include "given.h"
#include "infile.h"
#include "language.h"

#include <stdlib.h>
#include <string.h>

#define NOTE_MAX 16000 /* bytes: 4,000 characters of four at most */

/* Line breaks at the end are of an editor or echo, not of the person. */
static size_t
length_without_breaks(const char *bytes, size_t length)
{
    while (length > 0 &&
           (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
    }
    return length;
}

static int
read_note(struct context *context, const char *file, char **note)
{
    char *bytes = NULL;
    size_t length = 0;
    int status = infile_read(context, file, NOTE_MAX, &bytes, &length);
    if (status != 0) {
        return status;
    }
    bool fits = length <= NOTE_MAX;
    length = fits ? length_without_breaks(bytes, length) : 0;
    char *text = malloc(length + 1);
    if (text == NULL) {
        free(bytes);
        return ask_complain(context, JINDU_NO_MEMORY);
    }
    if (length > 0) {
        memcpy(text, bytes, length);
    }
    text[length] = '\0';
    free(bytes);
    *note = text;
    if (!fits || strlen(text) != length || !given_is_text(text)) {
        return output_fail(&context->output, jindu_status_token(JINDU_INVALID),
            jindu_status_exit(JINDU_INVALID),
            _("'%s' is no text of at most 4,000 characters in UTF-8"), file);
    }
    return 0;
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
