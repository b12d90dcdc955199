/* SPDX-License-Identifier: MIT */
#include "import_view.h"

#include "ask.h"
#include "columns.h"
#include "dates.h"
#include "display.h"
#include "import/encode.h"
#include "import_findings.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define COLUMN_COUNT 8
#define NARROW 120 /* cells; a terminal with fewer has no room for targets */
#define DEADLINE_CELLS 16 /* "[2021年12月31日]"; words may be longer */

/* A plan with more rows is shown by its first and last ones: nobody reads more,
 * and the table has to be held in memory to be aligned. */
#define ROWS_MAX 1000
#define ROWS_FIRST 100
#define ROWS_LAST 20

/* A narrow terminal has no room for targets: the name is what may be cut. */
static void
titles_fill(struct column titles[COLUMN_COUNT], bool narrow)
{
    const struct column wide[COLUMN_COUNT] = {
        { .title = _("no"), .right = true },
        { .title = _("category") },
        { .title = _("name") },
        { .title = _("deadline") },
        { .title = _("persons") },
        { .title = _("leaders") },
        { .title = _("units") },
        { .title = _("target") },
    };
    const struct column few[COLUMN_COUNT] = {
        { .title = _("no"), .right = true },
        { .title = _("category"), .most = 10, .spare = 3 },
        { .title = _("deadline"), .most = DEADLINE_CELLS },
        { .title = _("persons") },
        { .title = _("leaders"), .spare = 2 },
        { .title = _("units"), .spare = 1 },
        { .title = _("name") },
    };
    memcpy(titles, narrow ? few : wide, sizeof(wide));
}

static void
add(struct columns *columns, bool inferred, const char *value)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    output_append(&text, inferred ? "[%s]" : "%s", value);
    columns_add(columns, TINT_NONE, text.bytes);
    jindu_text_free(&text);
}

/* On a narrow terminal the first and how many: a name is never cut. */
static void
add_names(struct columns *columns, bool inferred, bool narrow, bool of_units,
    const struct import_list *list)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    if (narrow && list->count > 1) {
        output_append(&text,
            of_units ? _("%s, %zu units in all") : _("%s, %zu in all"),
            list->names[0], list->count);
    } else {
        for (size_t i = 0; i < list->count; i++) {
            output_append(&text, "%s%s", i > 0 ? _(", ") : "", list->names[i]);
        }
    }
    add(columns, inferred, display_or_empty(text.bytes));
    jindu_text_free(&text);
}

static void
add_item(struct columns *columns, const struct import_item *item, bool narrow)
{
    char date[JINDU_DATE_SIZE];
    bool dated = item->deadline != JINDU_DATE_NONE;
    struct jindu_text deadline = JINDU_TEXT_INIT;
    dates_put_day(&deadline, dated ? jindu_date_format(item->deadline, date)
                                   : display_or_empty(item->deadline_words));
    columns_add_integer(columns, item->no);
    add(columns, item->inherited[IMPORT_CATEGORY],
        display_or_empty(item->category));
    if (!narrow) {
        add(columns, item->inherited[IMPORT_NAME],
            display_or_empty(item->name));
    }
    add(columns,
        item->inherited[IMPORT_DEADLINE] || item->source == IMPORT_ASSUMED,
        display_or_empty(deadline.bytes));
    jindu_text_free(&deadline);
    add_names(columns, item->inherited[IMPORT_PERSONS], narrow, false,
        &item->persons);
    add_names(columns, item->inherited[IMPORT_LEADERS], narrow, false,
        &item->leaders);
    add_names(
        columns, item->inherited[IMPORT_UNITS], narrow, true, &item->units);
    if (narrow) {
        add(columns, item->inherited[IMPORT_NAME],
            display_or_empty(item->name));
    } else {
        add(columns, false, display_or_empty(item->target));
    }
}

static const char *
form_of(const struct import_plan *plan)
{
    switch (plan->delimiter) {
    case ',':
        return _("cells between commas");
    case ';':
        return _("cells between semicolons");
    case '\t':
        return _("cells between tabs");
    default:
        return _("a table copied out of a document");
    }
}

static void
print_head(struct output *output, const struct import_plan *plan)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    display_clean(&line, display_or_empty(plan->title));
    output_append(&line, "  (%d)\n", plan->year);
    for (size_t i = 0; i < plan->heads.count; i++) {
        output_append(&line, "%s", i == 0 ? _("Overall: ") : _(", "));
        display_clean(&line, plan->heads.names[i]);
    }
    output_print(output, "%s\n", display_or_empty(line.bytes));
    output_print(output, _("Read as: %s, %s\n\n"),
        import_encoding_name(plan->encoding), form_of(plan));
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
        if (plan->count > ROWS_MAX && i == ROWS_FIRST) {
            i = plan->count - ROWS_LAST;
        }
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
        narrow = true;
        columns = rows_of(plan, titles, narrow);
    }
    print_head(&context->output, plan);
    struct jindu_text hidden = JINDU_TEXT_INIT;
    output_append(&hidden, "%s", narrow ? _("target") : "");
    columns_put_hidden(columns, &context->output, &hidden);
    int status = ask_print_columns(context, columns);
    if (plan->count > ROWS_MAX) {
        output_print(&context->output,
            _("%zu rows before the last %d are not shown; --dry-run --json "
              "prints all\n"),
            plan->count - ROWS_FIRST - ROWS_LAST, ROWS_LAST);
    }
    /* Who answers yes answers for these as well. */
    if (hidden.length > 0) {
        output_print(&context->output,
            _("the screen has no room for: %s; --dry-run --plain shows all\n"),
            hidden.bytes);
    }
    jindu_text_free(&hidden);
    return status;
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
    output_print(output, "%s\n", display_or_empty(line.bytes));
    jindu_text_free(&line);
}

void
import_view_totals(struct context *context, const struct import_plan *plan)
{
    struct output *output = &context->output;
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
            display_or_empty(line.bytes));
    }
    jindu_text_free(&line);
}

int
import_view_json(
    struct context *context, const struct import_plan *plan, const char *code)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    jindu_json_put_object(&text, NULL);
    jindu_json_put_array(&text, "findings");
    for (size_t i = 0; i < plan->finding_count; i++) {
        import_findings_json(&text, &plan->findings[i]);
        output_drain(&context->output, &text);
    }
    jindu_json_end_array(&text);
    import_encode_head(&text, "head", plan, NULL);
    jindu_json_put_array(&text, "items");
    for (size_t i = 0; i < plan->count; i++) {
        import_encode_item(&text, NULL, &plan->items[i]);
        output_drain(&context->output, &text);
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
