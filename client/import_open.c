/* SPDX-License-Identifier: MIT */
#include "import_open.h"

#include "ask.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define NUMBERS_MAX 40 /* a line or two; more are only counted */

struct open_items {
    const char *code;
    size_t deadlines;
    size_t units;
    struct jindu_text deadline_numbers;
    struct jindu_text unit_numbers;
};

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct open_items *open = cookie;
    jindu_json_put_string(params, "plan", open->code);
}

static void
add(struct jindu_text *numbers, size_t *count, const struct jindu_json *view,
    const char *member)
{
    if (jindu_json_boolean(jindu_json_member(view, member), true)) {
        return;
    }
    *count += 1;
    if (*count <= NUMBERS_MAX) {
        output_append(numbers, "%s%lld", *count > 1 ? _(", ") : "",
            (long long)wording_number(view, "no"));
    } else if (*count == NUMBERS_MAX + 1) {
        output_append(numbers, " ..");
    }
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct open_items *open = cookie;
    if (strcmp(wording_member(view, "state"), "withdrawn") == 0) {
        return 0; /* nothing depends on it any more */
    }
    add(&open->deadline_numbers, &open->deadlines, view, "deadline_confirmed");
    add(&open->unit_numbers, &open->units, view, "unit_confirmed");
    return 0;
}

static void
tell(struct output *output, const struct open_items *open)
{
    if (open->deadlines > 0) {
        output_remark(output,
            ngettext("%zu deadline is not confirmed: item %s",
                "%zu deadlines are not confirmed: items %s", open->deadlines),
            open->deadlines, open->deadline_numbers.bytes);
        output_remark(
            output, "  jindu item update %s --confirm deadline", _("NO"));
    }
    if (open->units > 0) {
        output_remark(output,
            ngettext("%zu unit is not confirmed: item %s",
                "%zu units are not confirmed: items %s", open->units),
            open->units, open->unit_numbers.bytes);
        output_remark(output, "  jindu item update %s --confirm unit", _("NO"));
    }
    if (open->deadlines + open->units > 0) {
        output_remark(output, _("all at once: jindu plan confirm %s --guesses"),
            open->code);
    }
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
    jindu_text_free(&open.unit_numbers);
    jindu_text_free(&open.deadline_numbers);
    return status;
}
