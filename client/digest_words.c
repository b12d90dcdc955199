/* SPDX-License-Identifier: MIT */
#include "digest_words.h"

#include "dates.h"
#include "display.h"
#include "language.h"
#include "output.h"
#include "wording.h"

#include <string.h>

#define BAR "｜"

void
digest_words_head(struct jindu_text *text, const struct jindu_json *data)
{
    static const char *const lights[] = { "red", "yellow", "blue" };
    const struct jindu_json *counts = jindu_json_member(data, "counts");
    const struct jindu_json *outage = jindu_json_member(data, "outage");
    const char *gap = "";
    for (size_t i = 0; i < sizeof(lights) / sizeof(lights[0]); i++) {
        int64_t count = wording_number(counts, lights[i]);
        if (count > 0) {
            output_append(text, "%s%s %lld", gap, wording_light(lights[i]),
                (long long)count);
            gap = _(", ");
        }
    }
    if (jindu_json_kind(outage) == JINDU_JSON_OBJECT) {
        output_append(text, "%s", _("; after an outage, "));
        dates_put_moment(text, wording_number(outage, "from"));
        output_append(text, "%s", _(" to "));
        dates_put_moment(text, wording_number(outage, "to"));
    }
}

static void
put_basis(struct jindu_text *text, const struct jindu_json *basis)
{
    output_append(text, _("%s item %lld, %s"), wording_member(basis, "plan"),
        (long long)wording_number(basis, "item"),
        wording_source(wording_member(basis, "source")));
}

static void
put_line(struct jindu_text *text, const struct jindu_json *line)
{
    const struct jindu_json *item = jindu_json_member(line, "item");
    struct jindu_text words = JINDU_TEXT_INIT;
    output_append(&words, "%lld %s" BAR, (long long)wording_number(item, "no"),
        wording_member(line, "name"));
    dates_put_day(&words, wording_member(line, "deadline"));
    output_append(&words, "%s", BAR);
    wording_days(&words, wording_number(line, "days_left"),
        wording_number(line, "working_days_left"));
    output_append(
        &words, BAR "%lld%%" BAR, (long long)wording_number(item, "percent"));
    put_basis(&words, jindu_json_member(line, "basis"));
    output_check(&words);
    display_clean(text, display_or_empty(words.bytes));
    jindu_text_free(&words);
}

void
digest_words_lines(struct jindu_text *text, const struct jindu_json *data)
{
    const struct jindu_json *lines = jindu_json_member(data, "lines");
    const struct jindu_json *line = jindu_json_first(lines);
    const char *before = "";
    for (; line != NULL; line = jindu_json_next(line)) {
        const char *light = wording_member(line, "light");
        if (strcmp(light, before) != 0) {
            output_append(text, "%s", "\n  ");
            display_clean(text, wording_light(light));
        }
        before = light;
        output_append(text, "%s", "\n  ");
        put_line(text, line);
    }
    if (wording_number(data, "total") > (int64_t)jindu_json_count(lines)) {
        output_append(text, "\n  %s", _("the others are in the ledger"));
    }
}
