/* SPDX-License-Identifier: MIT */
#include "notice_table.h"

#include "ask.h"
#include "dates.h"
#include "event_words.h"
#include "language.h"
#include "wording.h"

#include <string.h>

void
notice_table_titles(struct column titles[NOTICE_TABLE_COLUMNS])
{
    const struct column all[NOTICE_TABLE_COLUMNS] = {
        { .title = _("sequence"), .right = true },
        { .title = _("item"), .right = true },
        { .title = _("stage") },
        { .title = _("nominal") },
        { .title = _("phase") },
        { .title = _("deadline"), .spare = 2 },
        { .title = _("acknowledged by"), .spare = 1 },
        { .title = _("remarks") },
    };
    memcpy(titles, all, sizeof(all));
}

static void
add_remarks(struct columns *columns, const struct jindu_json *notice)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    if (jindu_json_boolean(jindu_json_member(notice, "late"), false)) {
        output_append(&text, "%s", _("sent late"));
    }
    if (jindu_json_boolean(jindu_json_member(notice, "provisional"), false)) {
        output_append(&text, "%s%s", text.length > 0 ? _(", ") : "",
            _("calendar not announced"));
    }
    const char *reason = wording_member(notice, "reason");
    if (*reason != '\0') {
        output_append(&text, "%s%s", text.length > 0 ? _(", ") : "",
            wording_cancel(reason));
    }
    columns_add(columns, TINT_NONE, text.bytes);
    jindu_text_free(&text);
}

void
notice_table_add(struct columns *columns, const struct jindu_json *notice)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    int64_t sequence = wording_number(notice, "sequence");
    int64_t occurrence = wording_number(notice, "occurrence");
    if (sequence > 0) {
        columns_add_integer(columns, sequence);
    } else {
        columns_add(columns, TINT_NONE, "-");
    }
    columns_add_integer(columns, wording_number(notice, "item"));
    output_append(&text, "%s", wording_stage(wording_member(notice, "stage")));
    if (occurrence > 1) {
        output_append(&text, _(" #%lld"), (long long)occurrence);
    }
    columns_add(columns, TINT_NONE, text.bytes);
    jindu_text_clear(&text);
    dates_put_moment(&text, wording_number(notice, "nominal_at"));
    columns_add(columns, TINT_NONE, text.bytes);
    columns_add(
        columns, TINT_NONE, wording_phase(wording_member(notice, "phase")));
    jindu_text_clear(&text);
    dates_put_day(&text, wording_member(notice, "deadline"));
    columns_add(columns, TINT_NONE, text.bytes);
    jindu_text_clear(&text);
    wording_names(&text, jindu_json_member(notice, "acknowledged"));
    columns_add(columns, TINT_NONE, text.bytes);
    add_remarks(columns, notice);
    jindu_text_free(&text);
}

int
notice_table_of_item(struct context *context, const struct jindu_json *view)
{
    struct column titles[NOTICE_TABLE_COLUMNS];
    const struct jindu_json *notice =
        jindu_json_first(jindu_json_member(view, "notices"));
    if (notice == NULL) {
        return 0;
    }
    notice_table_titles(titles);
    struct columns *columns = columns_new(titles, NOTICE_TABLE_COLUMNS);
    for (; notice != NULL; notice = jindu_json_next(notice)) {
        notice_table_add(columns, notice);
    }
    output_print(&context->output, "\n%s\n", _("Notices"));
    return ask_print_columns(context, columns);
}
