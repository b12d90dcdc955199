/* SPDX-License-Identifier: MIT */
#include "import_view.h"

#include "ask.h"
#include "columns.h"
#include "display.h"
#include "import/encode.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define COLUMN_COUNT 8
#define NARROW 120 /* cells; a terminal with fewer has no room for targets */

/* Cells of each column on a narrow terminal: 78 in all. */
static void
titles_fill(struct column titles[COLUMN_COUNT], bool narrow)
{
    const struct column all[COLUMN_COUNT] = {
        { .title = _("no"), .right = true },
        { .title = _("category"), .most = narrow ? 10 : 0 },
        { .title = _("name"), .most = narrow ? 14 : 0 },
        { .title = _("deadline"), .most = narrow ? 12 : 0 },
        { .title = _("persons"), .most = narrow ? 9 : 0 },
        { .title = _("leaders"), .most = narrow ? 9 : 0 },
        { .title = _("units") },
        { .title = _("target") },
    };
    memcpy(titles, all, sizeof(all));
}

static void
add(struct columns *columns, bool inferred, const char *value)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    output_append(&text, inferred ? "[%s]" : "%s", value);
    columns_add(columns, TINT_NONE, text.bytes);
    jindu_text_free(&text);
}

static void
add_names(
    struct columns *columns, bool inferred, const struct import_list *list)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    for (size_t i = 0; i < list->count; i++) {
        output_append(&text, "%s%s", i > 0 ? _(", ") : "", list->names[i]);
    }
    add(columns, inferred, text.bytes != NULL ? text.bytes : "");
    jindu_text_free(&text);
}

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void
add_item(struct columns *columns, const struct import_item *item, bool narrow)
{
    char date[JINDU_DATE_SIZE];
    bool dated = item->deadline != JINDU_DATE_NONE;
    columns_add_integer(columns, item->no);
    add(columns, item->inherited[IMPORT_CATEGORY], or_empty(item->category));
    add(columns, item->inherited[IMPORT_NAME], or_empty(item->name));
    add(columns,
        item->inherited[IMPORT_DEADLINE] || item->source == IMPORT_ASSUMED,
        dated ? jindu_date_format(item->deadline, date)
              : or_empty(item->deadline_words));
    add_names(columns, item->inherited[IMPORT_PERSONS], &item->persons);
    add_names(columns, item->inherited[IMPORT_LEADERS], &item->leaders);
    add_names(columns, item->inherited[IMPORT_UNITS], &item->units);
    if (!narrow) {
        add(columns, false, or_empty(item->target));
    }
}

static void
print_head(struct output *output, const struct import_plan *plan)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    display_clean(&line, or_empty(plan->title));
    output_append(&line, "  (%d)\n", plan->year);
    for (size_t i = 0; i < plan->heads.count; i++) {
        output_append(&line, "%s", i == 0 ? _("Overall: ") : _(", "));
        display_clean(&line, plan->heads.names[i]);
    }
    output_print(output, "%s\n\n", line.bytes != NULL ? line.bytes : "");
    jindu_text_free(&line);
}

static struct columns *
rows_of(const struct import_plan *plan, struct column titles[COLUMN_COUNT],
    bool narrow)
{
    titles_fill(titles, narrow);
    struct columns *columns =
        columns_new(titles, narrow ? COLUMN_COUNT - 1 : COLUMN_COUNT);
    for (size_t i = 0; i < plan->count; i++) {
        add_item(columns, &plan->items[i], narrow);
    }
    return columns;
}

int
import_view_rows(struct context *context, const struct import_plan *plan)
{
    bool narrow = context->output.width < NARROW;
    struct column titles[COLUMN_COUNT];
    struct columns *columns = rows_of(plan, titles, narrow);
    if (!narrow && !columns_fit(columns, &context->output)) {
        columns_free(columns);
        columns = rows_of(plan, titles, true);
    }
    print_head(&context->output, plan);
    return ask_print_columns(context, columns);
}

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
        put_columns(&subject, or_empty(finding->subject));
    } else if (finding->code == IMPORT_CODE_NOT_TEXT &&
               *or_empty(finding->subject) != '\0') {
        jindu_text_append_string(&subject, _(finding->subject));
    } else {
        display_clean(&subject, finding->subject);
    }
    display_clean(&second, finding->second);
    import_sentence_put(text, _(import_code_sentence(finding->code)),
        or_empty(subject.bytes), or_empty(second.bytes));
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

static void
print_totals(struct output *output, const struct import_plan *plan)
{
    const struct import_totals *totals = &plan->totals;
    struct jindu_text line = JINDU_TEXT_INIT;
    output_append(
        &line, ngettext("%zu item", "%zu items", plan->count), plan->count);
    output_append(&line, "%s", _(", "));
    output_append(
        &line, ngettext("%zu unit", "%zu units", totals->units), totals->units);
    output_append(&line, "%s", _(", "));
    output_append(&line, ngettext("%zu person", "%zu persons", totals->persons),
        totals->persons);
    output_append(&line, "%s", _(", "));
    output_append(&line, ngettext("%zu leader", "%zu leaders", totals->leaders),
        totals->leaders);
    output_print(output, "%s\n", or_empty(line.bytes));
    jindu_text_free(&line);
}

static void
print_inferred(struct output *output, const struct import_plan *plan)
{
    const size_t *inherited = plan->totals.inherited;
    size_t total = 0;
    struct jindu_text line = JINDU_TEXT_INIT;
    for (size_t i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (inherited[i] > 0) {
            output_append(&line, _("%s%s %zu"), total > 0 ? _(", ") : "",
                wording_field(import_column_token((enum import_column)i)),
                inherited[i]);
            total += inherited[i];
        }
    }
    print_totals(output, plan);
    if (total > 0) {
        output_print(output, _("inferred from the row above, in [ ]: %s\n"),
            or_empty(line.bytes));
    }
    jindu_text_free(&line);
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
    for (size_t i = 0; i <= plan->finding_count; i++) {
        bool end = i == plan->finding_count;
        if (!end && !is_common(&plan->findings[i])) {
            continue;
        }
        int64_t no = end ? 0 : plan->findings[i].no;
        if (first > 0 && no != last + 1) {
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
    output_print(output, "  %s\n", or_empty(line->bytes));
}

void
import_view_findings(struct context *context, const struct import_plan *plan)
{
    struct output *output = &context->output;
    struct jindu_text common = JINDU_TEXT_INIT;
    size_t number = 0;
    output_write(output, "\n", 1);
    for (size_t i = 0; i < plan->finding_count; i++) {
        const struct import_finding *finding = &plan->findings[i];
        struct jindu_text line = JINDU_TEXT_INIT;
        if (!is_common(finding)) {
            put_finding(&line, finding);
            print_finding(
                output, ++number, import_code_level(finding->code), &line);
        }
        jindu_text_free(&line);
    }
    put_common(&common, plan);
    if (common.length > 0) {
        struct jindu_text line = JINDU_TEXT_INIT;
        output_append(&line,
            _("category blank and taken from the row above: items %s"),
            common.bytes);
        print_finding(output, ++number, IMPORT_NOTE, &line);
        jindu_text_free(&line);
    }
    jindu_text_free(&common);
    output_print(output, "%s", plan->finding_count > 0 ? "\n" : "");
    print_inferred(output, plan);
}

static void
put_finding_json(struct jindu_text *text, const struct import_finding *finding)
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

int
import_view_json(
    struct context *context, const struct import_plan *plan, const char *code)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    jindu_json_put_object(&text, NULL);
    jindu_json_put_array(&text, "findings");
    for (size_t i = 0; i < plan->finding_count; i++) {
        put_finding_json(&text, &plan->findings[i]);
    }
    jindu_json_end_array(&text);
    import_encode_head(&text, "head", plan, NULL);
    jindu_json_put_array(&text, "items");
    for (size_t i = 0; i < plan->count; i++) {
        import_encode_item(&text, NULL, &plan->items[i]);
    }
    jindu_json_end_array(&text);
    jindu_json_put_string(&text, "plan", code);
    jindu_json_end_object(&text);
    int status = 0;
    if (text.failed) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    } else {
        output_print(&context->output, "%s\n", text.bytes);
    }
    jindu_text_free(&text);
    return status;
}

int
import_view_error(
    struct context *context, const char *file, const struct import_error *error)
{
    const struct import_finding finding = { .code = error->code,
        .column = IMPORT_COLUMN_COUNT,
        .line = error->line,
        .subject = error->subject };
    struct jindu_text words = JINDU_TEXT_INIT;
    put_finding(&words, &finding);
    int status = output_fail(&context->output, import_code_token(error->code),
        COMMAND_EXIT_INPUT, _("'%s': %s"), file, or_empty(words.bytes));
    jindu_text_free(&words);
    if (error->code == IMPORT_CODE_NOT_UTF8) {
        output_hint(&context->output, "%s",
            _("save it as UTF-8: 'CSV UTF-8' in Excel and WPS"));
    }
    return status;
}
