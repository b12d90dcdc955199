/* SPDX-License-Identifier: MIT */
#include "plan_words.h"

#include "display.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define HANG 2 /* of a line that goes on below */

/* They stay in the plan's table, but are not its work any more. */
static int64_t
count_withdrawn(const struct jindu_json *plan)
{
    return wording_number(jindu_json_member(plan, "states"), "withdrawn");
}

int64_t
plan_words_items(const struct jindu_json *plan)
{
    return wording_number(plan, "items") - count_withdrawn(plan);
}

void
plan_words_states(struct jindu_text *text, const struct jindu_json *plan)
{
    const struct jindu_json *state =
        jindu_json_first(jindu_json_member(plan, "states"));
    const char *gap = "";
    for (; state != NULL; state = jindu_json_next(state)) {
        int64_t count = jindu_json_integer(state, 0);
        if (count > 0 && strcmp(jindu_json_name(state), "withdrawn") != 0) {
            output_append(text, _("%s%lld %s"), gap, (long long)count,
                wording_state(jindu_json_name(state)));
            gap = _(", ");
        }
    }
    int64_t withdrawn = count_withdrawn(plan);
    if (withdrawn > 0) {
        output_append(text, _(" (%lld withdrawn)"), (long long)withdrawn);
    }
}

/* And frees it. */
static void
print_line(struct output *output, struct jindu_text *line)
{
    jindu_text_append(line, "\n", 1);
    output_check(line);
    output_lines(output, HANG, display_or_empty(line->bytes));
    jindu_text_free(line);
}

static void
print_clean(struct output *output, const char *before, const char *foreign)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    output_append(&line, "%s", before);
    display_clean(&line, foreign);
    print_line(output, &line);
}

void
plan_words_print(struct output *output, const struct jindu_json *plan)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    print_clean(output, "", wording_member(plan, "title"));
    wording_names(&line, jindu_json_member(plan, "heads"));
    if (line.length > 0) {
        print_clean(output, _("Overall: "), line.bytes);
    }
    jindu_text_clear(&line);
    int64_t items = plan_words_items(plan);
    output_append(&line,
        ngettext("Plan %s, revision %lld, %lld item: ",
            "Plan %s, revision %lld, %lld items: ", (unsigned long)items),
        wording_member(plan, "code"),
        (long long)wording_number(plan, "revision"), (long long)items);
    plan_words_states(&line, plan);
    print_line(output, &line);
    int64_t overdue = wording_number(plan, "overdue");
    int64_t soon = wording_number(plan, "soon");
    output_tinted(output, overdue > 0 ? TINT_RED : TINT_NONE, _("overdue"));
    output_print(output, " %lld  ", (long long)overdue);
    output_tinted(output, soon > 0 ? TINT_BLUE : TINT_NONE, _("soon"));
    output_print(output, " %lld\n", (long long)soon);
}
