/* SPDX-License-Identifier: MIT */
#include "import_diff.h"

#include "ask.h"
#include "display.h"
#include "language.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 60 /* told one by one; a new plan differs in everything */

struct entry {
    int64_t no;
    const struct import_item *item;
    bool live;
};

struct walk {
    struct context *context;
    const char *code;
    struct entry *entries; /* by number */
    size_t count;
    size_t lines;
    struct import_diff diff;
};

static int
compare_entries(const void *one, const void *other)
{
    const struct entry *a = one;
    const struct entry *b = other;
    return (a->no > b->no) - (a->no < b->no);
}

static void
tell(struct walk *walk, int64_t no, const char *what)
{
    if (walk->context->settings.json) {
        return;
    }
    walk->lines++;
    if (walk->lines <= LINES_MAX) {
        struct jindu_text line = JINDU_TEXT_INIT;
        display_clean(&line, what);
        output_print(&walk->context->output, _("item %lld: %s\n"),
            (long long)no, line.bytes != NULL ? line.bytes : "");
        jindu_text_free(&line);
    } else if (walk->lines == LINES_MAX + 1) {
        output_print(&walk->context->output, "..\n");
    }
}

static bool
same_text(const struct jindu_json *view, const char *name, const char *text)
{
    return strcmp(wording_member(view, name), text != NULL ? text : "") == 0;
}

static bool
same_names(const struct jindu_json *view, const char *name,
    const struct import_list *list)
{
    const struct jindu_json *array = jindu_json_member(view, name);
    const struct jindu_json *member = jindu_json_first(array);
    if (jindu_json_count(array) != list->count) {
        return false;
    }
    for (size_t i = 0; i < list->count && member != NULL; i++) {
        const char *text = jindu_json_string(member);
        if (text == NULL || strcmp(text, list->names[i]) != 0) {
            return false;
        }
        member = jindu_json_next(member);
    }
    return true;
}

static void
put_change(struct jindu_text *text, const char *before, const char *after)
{
    output_append(text, " %s -> %s", *before != '\0' ? before : _("none"),
        *after != '\0' ? after : _("none"));
}

static void
put_field(struct jindu_text *text, const char *field)
{
    output_append(
        text, "%s%s", text->length > 0 ? _(", ") : "", wording_field(field));
}

/* The newest deadline that came from a file, of an item whose present one was
 * set by the office: that stays unless the file's own has changed. */
static int
last_file_date(struct walk *walk, int64_t no, char date[JINDU_DATE_SIZE])
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    ask_begin(&params);
    jindu_json_put_integer(&params, "item", no);
    jindu_json_put_string(&params, "plan", walk->code);
    int status = ask(walk->context, "item.show", &params, &view);
    if (status != 0) {
        return status;
    }
    const struct jindu_json *row =
        jindu_json_first(jindu_json_member(view, "deadlines"));
    int64_t newest = 0;
    date[0] = '\0';
    for (; row != NULL; row = jindu_json_next(row)) {
        int64_t revision = wording_number(row, "revision");
        if (strcmp(wording_member(row, "source"), "set") != 0 &&
            revision > newest) {
            newest = revision;
            (void)snprintf(
                date, JINDU_DATE_SIZE, "%s", wording_member(row, "date"));
        }
    }
    jindu_json_free(view);
    return 0;
}

static int
put_deadline(struct walk *walk, struct jindu_text *text,
    const struct jindu_json *view, const struct import_item *item)
{
    char date[JINDU_DATE_SIZE];
    char before[JINDU_DATE_SIZE];
    const char *live = wording_member(view, "deadline");
    const char *after = jindu_date_format(item->deadline, date);
    if (strcmp(live, after) == 0) {
        return 0;
    }
    if (strcmp(wording_member(view, "deadline_source"), "set") == 0) {
        int status = last_file_date(walk, wording_number(view, "no"), before);
        if (status != 0 || strcmp(before, after) == 0) {
            return status;
        }
    }
    put_field(text, "deadline");
    put_change(text, live, after);
    return 0;
}

/* Appends what differs; nothing when the item is as it was. */
static int
put_differences(struct walk *walk, struct jindu_text *text,
    const struct jindu_json *view, const struct import_item *item)
{
    if (!same_text(view, "category", item->category)) {
        put_field(text, "category");
    }
    if (!same_text(view, "name", item->name)) {
        put_field(text, "name");
        put_change(text, wording_member(view, "name"),
            item->name != NULL ? item->name : "");
    }
    if (!same_text(view, "target", item->target)) {
        put_field(text, "target");
    }
    if (!same_names(view, "units", &item->units)) {
        put_field(text, "units");
    }
    if (!same_names(view, "persons", &item->persons)) {
        put_field(text, "persons");
    }
    if (!same_names(view, "leaders", &item->leaders)) {
        put_field(text, "leaders");
    }
    return put_deadline(walk, text, view, item);
}

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct walk *walk = cookie;
    jindu_json_put_string(params, "plan", walk->code);
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct walk *walk = cookie;
    const struct entry wanted = { .no = wording_number(view, "no") };
    struct entry *entry = bsearch(&wanted, walk->entries, walk->count,
        sizeof(*walk->entries), compare_entries);
    if (entry == NULL) {
        if (strcmp(wording_member(view, "state"), "withdrawn") != 0) {
            walk->diff.vanished++;
            tell(walk, wanted.no, _("is not in the file any more"));
        }
        return 0;
    }
    struct jindu_text text = JINDU_TEXT_INIT;
    entry->live = true;
    if (strcmp(wording_member(view, "state"), "withdrawn") == 0) {
        output_append(&text, "%s", _("is back"));
    }
    int status = put_differences(walk, &text, view, entry->item);
    if (text.length > 0) {
        walk->diff.changed++;
        tell(walk, wanted.no, text.bytes);
    } else {
        walk->diff.unchanged++;
    }
    jindu_text_free(&text);
    return status;
}

static void
count_added(struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        if (!walk->entries[i].live) {
            walk->diff.added++;
            tell(walk, walk->entries[i].no, _("is new"));
        }
    }
}

int
import_diff(struct context *context, const struct import_plan *plan,
    const char *code, struct import_diff *diff)
{
    struct walk walk = { .context = context, .code = code };
    walk.entries = calloc(plan->count, sizeof(*walk.entries));
    if (walk.entries == NULL) {
        return ask_complain(context, JINDU_NO_MEMORY);
    }
    walk.count = plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        walk.entries[i].no = plan->items[i].no;
        walk.entries[i].item = &plan->items[i];
    }
    qsort(walk.entries, walk.count, sizeof(*walk.entries), compare_entries);
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .cookie = &walk };
    output_print(&context->output, "%s", context->settings.json ? "" : "\n");
    int status = ask_pages(context, &pages);
    if (status == 0) {
        count_added(&walk);
        *diff = walk.diff;
    }
    free(walk.entries);
    return status;
}
