/* SPDX-License-Identifier: MIT */
#include "import_open.h"

#include "ask.h"
#include "display.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define NUMBERS_MAX 40 /* a line or two; more are only counted */

struct numbers {
    size_t count;
    int64_t least[NUMBERS_MAX]; /* those of them, in their order */
};

struct open_items {
    const char *code;
    struct numbers deadlines;
    struct numbers units;
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct open_items *open = cookie;
    jindu_json_put_string(params, "plan", open->code);
}

static void
add(struct numbers *numbers, const struct jindu_json *view, const char *member)
{
    int64_t no = wording_number(view, "no");
    if (jindu_json_boolean(jindu_json_member(view, member), true)) {
        return;
    }
    size_t at = numbers->count < NUMBERS_MAX ? numbers->count : NUMBERS_MAX;
    numbers->count++;
    for (; at > 0 && numbers->least[at - 1] > no; at--) {
        if (at < NUMBERS_MAX) {
            numbers->least[at] = numbers->least[at - 1];
        }
    }
    if (at < NUMBERS_MAX) {
        numbers->least[at] = no;
    }
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct open_items *open = cookie;
    if (strcmp(wording_member(view, "state"), "withdrawn") == 0) {
        return 0; /* nothing depends on it any more */
    }
    add(&open->deadlines, view, "deadline_confirmed");
    add(&open->units, view, "unit_confirmed");
    return 0;
}

static void
put(struct jindu_text *text, const struct numbers *numbers)
{
    jindu_text_clear(text);
    for (size_t i = 0; i < numbers->count && i < NUMBERS_MAX; i++) {
        output_append(
            text, "%s%lld", i > 0 ? _(", ") : "", (long long)numbers->least[i]);
    }
    output_append(text, "%s", numbers->count > NUMBERS_MAX ? " .." : "");
}

static void
tell(struct output *output, const struct open_items *open)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    size_t deadlines = open->deadlines.count;
    size_t units = open->units.count;
    if (deadlines > 0) {
        put(&text, &open->deadlines);
        output_remark(output,
            ngettext("%zu deadline is not confirmed: item %s",
                "%zu deadlines are not confirmed: items %s", deadlines),
            deadlines, display_or_empty(text.bytes));
        output_remark(
            output, "  jindu item update %s --confirm deadline", _("NO"));
    }
    if (units > 0) {
        put(&text, &open->units);
        output_remark(output,
            ngettext("%zu unit is not confirmed: item %s",
                "%zu units are not confirmed: items %s", units),
            units, display_or_empty(text.bytes));
        output_remark(output, "  jindu item update %s --confirm unit", _("NO"));
    }
    if (deadlines + units > 0) {
        output_remark(output, _("all at once: jindu plan confirm %s --guesses"),
            open->code);
    }
    jindu_text_free(&text);
}

int
import_open(struct context *context, const char *code)
{
    struct open_items open = { .code = code };
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .cookie = &open };
    int status = ask_pages(context, &pages);
    if (status == 0) {
        tell(&context->output, &open);
    }
    return status;
}
