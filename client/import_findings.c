/* SPDX-License-Identifier: MIT */
#include "import_findings.h"

#include "display.h"
#include "language.h"
#include "typed.h"
#include "wording.h"

#include <string.h>

#define FINDING_CELLS 12 /* "  1. error  " */
/* Of one kind told one by one.  An office's plan has fewer questions; a file
 * of 100,000 rows may have one for each, which nobody reads. */
#define OF_A_KIND_MAX 100
#define RANGES_MAX 40 /* of numbers: some lines of a terminal */

/* These findings speak of columns by their tokens: "units, persons". */
static bool
names_columns(enum import_code code)
{
    return code == IMPORT_CODE_CARRIED || code == IMPORT_CODE_REALLY_BLANK ||
           code == IMPORT_CODE_BLANK || code == IMPORT_CODE_COLUMN_MISSING;
}

static void
put_columns(struct jindu_text *text, const char *tokens)
{
    for (const char *at = tokens; *at != '\0';) {
        char token[32]; /* the longest is "category" */
        size_t length = strcspn(at, ", ");
        size_t copied = length < sizeof(token) ? length : sizeof(token) - 1;
        memcpy(token, at, copied);
        token[copied] = '\0';
        output_append(text, "%s%s", text->length > 0 ? _(", ") : "",
            wording_field(token));
        at += length;
        at += strspn(at, ", ");
    }
}

static void
put_sentence(struct jindu_text *text, const struct import_finding *finding)
{
    struct jindu_text subject = JINDU_TEXT_INIT;
    struct jindu_text second = JINDU_TEXT_INIT;
    if (names_columns(finding->code)) {
        put_columns(&subject, display_or_empty(finding->subject));
    } else if (finding->code == IMPORT_CODE_NOT_TEXT &&
               *display_or_empty(finding->subject) != '\0') {
        jindu_text_append_string(&subject, _(finding->subject));
    } else {
        display_clean(&subject, finding->subject);
    }
    display_clean(&second, finding->second);
    import_sentence_put(text, _(import_code_sentence(finding->code)),
        display_or_empty(subject.bytes), display_or_empty(second.bytes));
    jindu_text_free(&second);
    jindu_text_free(&subject);
}

static void
put_finding(struct jindu_text *text, const struct import_finding *finding)
{
    if (finding->line > 0) {
        output_append(text, _("line %zu"), finding->line);
        if (finding->no > 0) {
            output_append(text, _(", item %lld"), (long long)finding->no);
        }
        if (finding->column < IMPORT_COLUMN_COUNT) {
            output_append(text, _(", %s"),
                wording_field(import_column_token(finding->column)));
        }
        output_append(text, "%s", _(": "));
    }
    put_sentence(text, finding);
}

/* Almost every row has one of these, which would hide the questions. */
static bool
is_common(const struct import_finding *finding)
{
    return finding->code == IMPORT_CODE_CATEGORY_CARRIED && finding->no > 0;
}

/* "2-5, 7": numbers in a row as a range. */
static void
put_common(struct jindu_text *text, const struct import_plan *plan)
{
    int64_t first = 0;
    int64_t last = 0;
    size_t ranges = 0;
    for (size_t i = 0; i <= plan->finding_count; i++) {
        bool end = i == plan->finding_count;
        if (!end && !is_common(&plan->findings[i])) {
            continue;
        }
        int64_t no = end ? 0 : plan->findings[i].no;
        if (first > 0 && no != last + 1) {
            if (++ranges > RANGES_MAX) {
                output_append(text, " ..");
                return;
            }
            output_append(text, "%s%lld", text->length > 0 ? _(", ") : "",
                (long long)first);
            if (last > first) {
                output_append(text, "-%lld", (long long)last);
            }
        }
        first = first > 0 && no == last + 1 ? first : no;
        last = no;
    }
}

static void
print_finding(struct output *output, size_t number, enum import_level level,
    const struct jindu_text *line)
{
    static const char *const levels[] = { N_("note "), N_("ask  "),
        N_("error") };
    output_print(output, "%3zu. ", number);
    output_tinted(output,
        level == IMPORT_ERROR ? TINT_RED
        : level == IMPORT_ASK ? TINT_YELLOW
                              : TINT_GREY,
        _(levels[level]));
    output_print(output, "  ");
    output_rest(output, FINDING_CELLS, display_or_empty(line->bytes));
    output_print(output, "\n");
}

/* How many of each kind were not told one by one. */
static void
print_hidden(struct output *output, size_t *number,
    const size_t kinds[IMPORT_CODE_COUNT])
{
    for (int code = 0; code < IMPORT_CODE_COUNT; code++) {
        if (kinds[code] > OF_A_KIND_MAX) {
            const struct import_finding kind = { .code = (enum import_code)code,
                .column = IMPORT_COLUMN_COUNT,
                .subject = "..",
                .second = ".." };
            struct jindu_text line = JINDU_TEXT_INIT;
            output_append(
                &line, _("%zu more like: "), kinds[code] - OF_A_KIND_MAX);
            put_sentence(&line, &kind);
            print_finding(
                output, ++*number, import_code_level(kind.code), &line);
            jindu_text_free(&line);
        }
    }
}

void
import_findings_print(struct context *context, const struct import_plan *plan)
{
    struct output *output = &context->output;
    struct jindu_text line = JINDU_TEXT_INIT;
    size_t kinds[IMPORT_CODE_COUNT] = { 0 };
    size_t number = 0;
    output_write(output, "\n", 1);
    for (size_t i = 0; i < plan->finding_count; i++) {
        const struct import_finding *finding = &plan->findings[i];
        if (!is_common(finding) && ++kinds[finding->code] <= OF_A_KIND_MAX) {
            jindu_text_clear(&line);
            put_finding(&line, finding);
            print_finding(
                output, ++number, import_code_level(finding->code), &line);
        }
    }
    print_hidden(output, &number, kinds);
    struct jindu_text common = JINDU_TEXT_INIT;
    put_common(&common, plan);
    if (common.length > 0) {
        jindu_text_clear(&line);
        output_append(&line,
            _("category blank and taken from the row above: items %s"),
            common.bytes);
        print_finding(output, ++number, IMPORT_NOTE, &line);
    }
    jindu_text_free(&common);
    jindu_text_free(&line);
    output_print(output, "%s", plan->finding_count > 0 ? "\n" : "");
}

void
import_findings_json(
    struct jindu_text *text, const struct import_finding *finding)
{
    enum import_level level = import_code_level(finding->code);
    jindu_json_put_object(text, NULL);
    jindu_json_put_string(text, "code", import_code_token(finding->code));
    jindu_json_put_string(text, "column", import_column_token(finding->column));
    jindu_json_put_string(text, "level", import_level_token(level));
    jindu_json_put_integer(text, "line", (int64_t)finding->line);
    jindu_json_put_integer(text, "no", finding->no);
    jindu_json_put_string(text, "second", finding->second);
    jindu_json_put_string(text, "subject", finding->subject);
    jindu_json_end_object(text);
}

static void
hint_at_headings(struct output *output, const struct import_error *error)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    display_clean(&words, error->code == IMPORT_CODE_COLUMN_MISSING
                              ? error->second
                              : error->subject);
    if (error->code == IMPORT_CODE_NO_HEADER) {
        output_hint(output,
            _("say what they mean, such as --map '%s=deadline', or 'none' for "
              "a column that is not read"),
            _("WORD"));
    } else if (error->code == IMPORT_CODE_COLUMN_DOUBLE) {
        output_hint(output, _("say which is not read: --map '%s=none'"),
            display_or_empty(words.bytes));
    } else if (words.length > 0) {
        output_hint(output, _("headings that are not known: %s"), words.bytes);
        output_hint(output, _("if one of them is it, say --map '%s=%s'"),
            _("WORD"), error->subject);
    }
    jindu_text_free(&words);
}

static void
hint_at_error(struct output *output, const struct import_error *error)
{
    const enum import_code code = error->code;
    /* The codes about bytes stand beside each other. */
    if (code >= IMPORT_CODE_NOT_UTF8 && code <= IMPORT_CODE_NUL) {
        output_hint(
            output, "%s", _("save it as UTF-8: 'CSV UTF-8' in Excel and WPS"));
    } else if (code == IMPORT_CODE_NOT_TEXT) {
        output_hint(output, "%s",
            _("a spreadsheet: save it as CSV in Excel or WPS; a table in Word "
              "or WPS Writer: copy it, paste it into a text editor, and save "
              "that"));
    } else if (code == IMPORT_CODE_NO_TABLE && error->gb18030) {
        output_hint(output,
            _("it was read as GB18030, for byte %zu is not UTF-8; if it was "
              "UTF-8 once, it is damaged there"),
            error->not_utf8);
    } else if (code == IMPORT_CODE_NO_HEADER ||
               code == IMPORT_CODE_COLUMN_DOUBLE ||
               code == IMPORT_CODE_COLUMN_MISSING) {
        hint_at_headings(output, error);
    }
}

int
import_findings_error(
    struct context *context, const char *file, const struct import_error *error)
{
    const struct import_finding finding = { .code = error->code,
        .column = IMPORT_COLUMN_COUNT,
        .line = error->line,
        .subject = error->subject,
        .second = error->second };
    struct jindu_text words = JINDU_TEXT_INIT;
    put_finding(&words, &finding);
    int status = output_fail(&context->output, import_code_token(error->code),
        COMMAND_EXIT_INPUT, _("'%s': %s"), typed_shown(context, file),
        display_or_empty(words.bytes));
    jindu_text_free(&words);
    hint_at_error(&context->output, error);
    return status;
}
