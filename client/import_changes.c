/* SPDX-License-Identifier: MIT */
#include "import_changes.h"

#include "ask.h"
#include "dates.h"
#include "display.h"
#include "import/utf8.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define ITEMS_MAX 200  /* told one by one; a new plan differs in everything */
#define NUMBERS_MAX 40 /* of them: some lines of a terminal */
#define SAME_MAX 12    /* characters of what did not change, on either side */
#define HANG 6         /* blanks before the rest of a field */
#define LONG_MIN 40    /* a text of so many is shown where it differs */

/* So many characters back from at, not before start. */
static const char *
step_back(const char *start, const char *at, size_t characters)
{
    while (at > start && characters > 0) {
        at--;
        characters -= ((unsigned char)*at & 0xC0) != 0x80;
    }
    return at;
}

static const char *
step_on(const char *at, size_t characters)
{
    uint32_t character = 0;
    for (; *at != '\0' && characters > 0; characters--) {
        at += import_utf8_next(at, &character);
    }
    return at;
}

static bool
is_inside(const char *at)
{
    return ((unsigned char)*at & 0xC0) == 0x80;
}

/* How many bytes both begin with, whole characters. */
static size_t
common_start(const char *one, const char *other)
{
    size_t length = 0;
    while (one[length] != '\0' && one[length] == other[length]) {
        length++;
    }
    while (
        length > 0 && (is_inside(one + length) || is_inside(other + length))) {
        length--;
    }
    return length;
}

/* How many bytes both end with, whole characters, from behind start. */
static size_t
common_end(const char *one, const char *other, size_t start)
{
    size_t a = strlen(one);
    size_t b = strlen(other);
    size_t length = 0;
    while (a - length > start && b - length > start &&
           one[a - length - 1] == other[b - length - 1]) {
        length++;
    }
    while (length > 0 && is_inside(one + a - length)) {
        length--;
    }
    return length;
}

/* The part of text that differs, with a little of what stands around it. */
static void
put_part(struct jindu_text *out, const char *text, size_t start, size_t end)
{
    const char *last = text + strlen(text) - end;
    const char *from = step_back(text, text + start, SAME_MAX);
    const char *to = step_on(last, SAME_MAX);
    struct jindu_text part = JINDU_TEXT_INIT;
    jindu_text_append(&part, from, (size_t)(to - from));
    output_append(out, "%s", from > text ? ".." : "");
    display_clean(out, part.bytes);
    output_append(out, "%s", *to != '\0' ? ".." : "");
    jindu_text_free(&part);
}

static void
put_words(struct jindu_text *out, enum import_column column, const char *words)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    if (*words == '\0') {
        words = _("none");
    } else if (column == IMPORT_DEADLINE) {
        dates_put_day(&text, words);
        words = display_or_empty(text.bytes);
    }
    display_clean(out, words);
    jindu_text_free(&text);
}

static void
put_field(struct jindu_text *out, const struct import_field *field)
{
    size_t start = 0;
    size_t end = 0;
    bool is_long = import_utf8_count(field->before) >= LONG_MIN &&
                   import_utf8_count(field->now) >= LONG_MIN;
    if (is_long) {
        start = common_start(field->before, field->now);
        end = common_end(field->before, field->now, start);
    }
    output_append(
        out, _("    %s: "), wording_field(import_column_token(field->column)));
    if (is_long) {
        put_part(out, field->before, start, end);
        output_append(out, "%s", _(" -> "));
        put_part(out, field->now, start, end);
    } else {
        put_words(out, field->column, field->before);
        output_append(out, "%s", _(" -> "));
        put_words(out, field->column, field->now);
    }
    output_append(out, "\n");
}

static void
put_added(struct jindu_text *out, const struct import_change *change)
{
    char date[JINDU_DATE_SIZE];
    const char *day = jindu_date_format(change->item->deadline, date);
    output_append(out, _("+ item %lld: "), (long long)change->no);
    display_clean(out, change->name);
    output_append(out, "%s", *day != '\0' ? _(", ") : "");
    dates_put_day(out, day);
    output_append(out, "\n");
}

static void
put_change(struct jindu_text *out, const struct import_change *change)
{
    switch (change->kind) {
    case IMPORT_ADDED:
        put_added(out, change);
        return;
    case IMPORT_VANISHED:
        output_append(out, _("- item %lld: "), (long long)change->no);
        display_clean(out, change->name);
        output_append(out, "\n");
        return;
    case IMPORT_CHANGED:
        break;
    }
    output_append(out, _("~ item %lld: "), (long long)change->no);
    display_clean(out, change->name);
    output_append(out, "%s\n", change->back ? _(" (is back)") : "");
    for (size_t i = 0; i < change->field_count; i++) {
        put_field(out, &change->fields[i]);
    }
}

void
import_changes_print(struct context *context, const struct import_diff *diff)
{
    struct output *output = &context->output;
    output_print(output, "\n");
    for (size_t i = 0; i < diff->count && i < ITEMS_MAX; i++) {
        static const enum tint tints[] = { [IMPORT_CHANGED] = TINT_YELLOW,
            [IMPORT_ADDED] = TINT_GREEN,
            [IMPORT_VANISHED] = TINT_RED };
        struct jindu_text text = JINDU_TEXT_INIT;
        struct jindu_text lines = JINDU_TEXT_INIT;
        put_change(&text, &diff->changes[i]);
        display_wrap(&lines, display_or_empty(text.bytes), output->width,
            output->wide, HANG);
        output_check(&lines);
        output_tinted(output, tints[diff->changes[i].kind],
            display_or_empty(lines.bytes));
        jindu_text_free(&lines);
        jindu_text_free(&text);
    }
    if (diff->count > ITEMS_MAX) {
        output_print(output, _("and %zu more; plan diff --json prints all\n"),
            diff->count - ITEMS_MAX);
    }
}

void
import_changes_print_numbers(
    struct context *context, const struct import_diff *diff)
{
    struct output *output = &context->output;
    size_t count = diff->renumbered_count;
    if (count == 0) {
        return;
    }
    output_print(output,
        ngettext("\n%zu item seems to have another number now:\n",
            "\n%zu items seem to have other numbers now:\n", count),
        count);
    for (size_t i = 0; i < count && i < NUMBERS_MAX; i++) {
        const struct import_change *before = diff->renumbered[i].before;
        struct jindu_text name = JINDU_TEXT_INIT;
        display_clean(&name, before->old_name);
        output_print(output,
            _("  %lld is %lld now: %s (%d%% reported for %lld)\n"),
            (long long)before->no, (long long)diff->renumbered[i].now->no,
            display_or_empty(name.bytes), before->percent,
            (long long)before->no);
        jindu_text_free(&name);
    }
    if (count > NUMBERS_MAX) {
        output_print(output, _("  and %zu more\n"), count - NUMBERS_MAX);
    }
    output_print(output, "%s",
        _("Progress, claims and notices stay with the number, not with the "
          "words: they\nwould count for whatever has that number now. If that "
          "is not meant, stop, give\nthese items their old numbers in the "
          "file, and new items numbers that were never\nused.\n"));
}

void
import_changes_print_totals(
    struct context *context, const struct import_diff *diff, const char *code)
{
    output_print(&context->output,
        _("compared with plan %s, which is live: %zu added, %zu changed, %zu "
          "vanished, %zu as they were; progress stays with the numbers\n"),
        code, diff->added, diff->changed, diff->vanished, diff->unchanged);
}

/* Those of one kind, with their changes. */
static void
put_kind(struct output *output, struct jindu_text *text, const char *name,
    const struct import_diff *diff, enum import_change_kind kind)
{
    jindu_json_put_array(text, name);
    for (size_t i = 0; i < diff->count; i++) {
        const struct import_change *change = &diff->changes[i];
        if (change->kind != kind) {
            continue;
        }
        jindu_json_put_object(text, NULL);
        if (kind == IMPORT_CHANGED) {
            jindu_json_put_boolean(text, "back", change->back);
            jindu_json_put_array(text, "fields");
            for (size_t k = 0; k < change->field_count; k++) {
                const struct import_field *field = &change->fields[k];
                jindu_json_put_object(text, NULL);
                jindu_json_put_string(text, "before", field->before);
                jindu_json_put_string(
                    text, "field", import_column_token(field->column));
                jindu_json_put_string(text, "now", field->now);
                jindu_json_end_object(text);
            }
            jindu_json_end_array(text);
        }
        jindu_json_put_string(text, "name", change->name);
        jindu_json_put_integer(text, "no", change->no);
        jindu_json_end_object(text);
        output_drain(output, text);
    }
    jindu_json_end_array(text);
}

static void
put_renumbered(struct jindu_text *text, const struct import_diff *diff)
{
    jindu_json_put_array(text, "renumbered");
    for (size_t i = 0; i < diff->renumbered_count; i++) {
        jindu_json_put_object(text, NULL);
        jindu_json_put_integer(text, "from", diff->renumbered[i].before->no);
        jindu_json_put_integer(text, "to", diff->renumbered[i].now->no);
        jindu_json_end_object(text);
    }
    jindu_json_end_array(text);
}

int
import_changes_print_json(
    struct context *context, const struct import_diff *diff, const char *code)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    jindu_json_put_object(&text, NULL);
    put_kind(&context->output, &text, "added", diff, IMPORT_ADDED);
    put_kind(&context->output, &text, "changed", diff, IMPORT_CHANGED);
    jindu_json_put_string(&text, "plan", code);
    put_renumbered(&text, diff);
    jindu_json_put_integer(&text, "unchanged", (int64_t)diff->unchanged);
    put_kind(&context->output, &text, "vanished", diff, IMPORT_VANISHED);
    jindu_json_end_object(&text);
    int status = 0;
    if (text.failed) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    } else {
        output_write(&context->output, text.bytes, text.length);
        output_write(&context->output, "\n", 1);
    }
    jindu_text_free(&text);
    return status;
}
