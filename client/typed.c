/* SPDX-License-Identifier: MIT */
#include "typed.h"

#include "language.h"

#include <stdlib.h>

struct typed {
    struct typed *next;
    struct jindu_text text;
};

/* Returns JINDU_INVALID for what is not in the codeset. */
static enum jindu_status
convert(struct context *context, const char *word, char **made)
{
    struct typed *typed = calloc(1, sizeof(*typed));
    if (typed == NULL) {
        return JINDU_NO_MEMORY;
    }
    typed->text = (struct jindu_text)JINDU_TEXT_INIT;
    typed->next = context->typed;
    context->typed = typed;
    jindu_text_append_string(&typed->text, ""); /* an empty word is one, too */
    bool good = codeset_read(context->output.codeset, &typed->text, word);
    if (typed->text.failed || typed->text.bytes == NULL) {
        return JINDU_NO_MEMORY;
    }
    if (good) {
        *made = typed->text.bytes;
    }
    return good ? JINDU_OK : JINDU_INVALID;
}

/* COMMAND_EXIT_USAGE: the caller says which word is wrong. */
static int
take(struct context *context, char **word)
{
    if (!codeset_reads(context->output.codeset)) {
        return 0;
    }
    enum jindu_status status = convert(context, *word, word);
    if (status == JINDU_NO_MEMORY) {
        return output_fail(&context->output, jindu_status_token(status),
            jindu_status_exit(status), "%s", _(jindu_status_text(status)));
    }
    return status == JINDU_OK ? 0 : COMMAND_EXIT_USAGE;
}

static void
advise(struct context *context)
{
    output_hint(&context->output, "%s",
        _("the locale has to name the character set that is typed; a script in "
          "UTF-8 sets LC_ALL=C.UTF-8"));
}

int
typed_name(struct context *context, char **word)
{
    int status = take(context, word);
    if (status == COMMAND_EXIT_USAGE) {
        (void)command_usage(context,
            _("the name of the command is not in %s, the character set of this "
              "locale"),
            language_codeset());
        advise(context);
    }
    return status;
}

int
typed_operand(struct context *context, int number, char **word)
{
    int status = take(context, word);
    if (status == COMMAND_EXIT_USAGE) {
        (void)command_usage(context,
            _("word %d after 'jindu %s' is not in %s, the character set of "
              "this locale"),
            number, context->command->name, language_codeset());
        advise(context);
    }
    return status;
}

int
typed_value(struct context *context, const char *option, char **word)
{
    int status = take(context, word);
    if (status == COMMAND_EXIT_USAGE) {
        (void)command_usage(context,
            _("the text of --%s is not in %s, the character set of this "
              "locale"),
            option, language_codeset());
        advise(context);
    }
    return status;
}

const char *
typed_shown(struct context *context, const char *word)
{
    char *made = NULL;
    bool good = codeset_reads(context->output.codeset) &&
                convert(context, word, &made) == JINDU_OK;
    return good ? made : word;
}

void
typed_free(struct context *context)
{
    while (context->typed != NULL) {
        struct typed *typed = context->typed;
        context->typed = typed->next;
        jindu_text_free(&typed->text);
        free(typed);
    }
}
