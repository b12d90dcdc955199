/* SPDX-License-Identifier: MIT */
#include "plan_words.h"

#include "display.h"
#include "language.h"
#include "wording.h"

void
plan_words_states(struct jindu_text *text, const struct jindu_json *plan)
{
    const struct jindu_json *state =
        jindu_json_first(jindu_json_member(plan, "states"));
    const char *gap = "";
    for (; state != NULL; state = jindu_json_next(state)) {
        int64_t count = jindu_json_integer(state, 0);
        if (count > 0) {
            output_append(text, _("%s%lld %s"), gap, (long long)count,
                wording_state(jindu_json_name(state)));
            gap = _(", ");
        }
    }
}

static void
print_clean(struct output *output, const char *before, const char *foreign)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    output_append(&line, "%s", before);
    display_clean(&line, foreign);
    output_print(output, "%s\n", line.bytes != NULL ? line.bytes : "");
    jindu_text_free(&line);
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
    output_append(&line, _("Plan %s, revision %lld, %lld items: "),
        wording_member(plan, "code"),
        (long long)wording_number(plan, "revision"),
        (long long)wording_number(plan, "items"));
    plan_words_states(&line, plan);
    output_print(output, "%s\n", line.bytes != NULL ? line.bytes : "");
    jindu_text_free(&line);
    int64_t overdue = wording_number(plan, "overdue");
    int64_t soon = wording_number(plan, "soon");
    output_tinted(output, overdue > 0 ? TINT_RED : TINT_NONE, _("overdue"));
    output_print(output, " %lld  ", (long long)overdue);
    output_tinted(output, soon > 0 ? TINT_BLUE : TINT_NONE, _("soon"));
    output_print(output, " %lld\n", (long long)soon);
}
