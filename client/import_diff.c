/* SPDX-License-Identifier: MIT */
#include "import_diff.h"

#include "ask.h"
#include "import_renumber.h"
#include "language.h"
#include "progress.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHANGES_FIRST 64

/* An item of the file. */
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
    size_t walked;
    struct progress progress;
    struct import_diff *diff;
    struct import_field fields[IMPORT_COLUMN_COUNT]; /* of the item at hand */
    size_t field_count;
};

static int
compare_entries(const void *one, const void *other)
{
    const struct entry *a = one;
    const struct entry *b = other;
    return (a->no > b->no) - (a->no < b->no);
}

static int
compare_changes(const void *one, const void *other)
{
    const struct import_change *a = one;
    const struct import_change *b = other;
    return (a->no > b->no) - (a->no < b->no);
}

/* A copy that lives as long as the diff; "" when memory is out, which the
 * arena remembers. */
static const char *
keep(struct walk *walk, const char *text)
{
    const char *copy =
        import_arena_string(&walk->diff->arena, text, strlen(text));
    return display_or_empty(copy);
}

static void
differ(struct walk *walk, enum import_column column, const char *before,
    const char *now)
{
    if (strcmp(before, now) != 0) {
        walk->fields[walk->field_count++] = (struct import_field){ column,
            keep(walk, before), keep(walk, now) };
    }
}

static void
differ_text(struct walk *walk, enum import_column column,
    const struct jindu_json *view, const char *now)
{
    differ(walk, column, wording_member(view, import_column_token(column)),
        display_or_empty(now));
}

/* Tools get the same words in every language. */
static void
put_name(struct jindu_text *text, const struct walk *walk, const char *name)
{
    const char *gap = walk->context->settings.json ? ", " : _(", ");
    output_append(text, "%s%s", text->length > 0 ? gap : "", name);
}

static void
differ_names(struct walk *walk, enum import_column column,
    const struct jindu_json *view, const struct import_list *list)
{
    struct jindu_text before = JINDU_TEXT_INIT;
    struct jindu_text now = JINDU_TEXT_INIT;
    const struct jindu_json *name =
        jindu_json_first(jindu_json_member(view, import_column_token(column)));
    for (; name != NULL; name = jindu_json_next(name)) {
        put_name(&before, walk, display_or_empty(jindu_json_string(name)));
    }
    for (size_t i = 0; i < list->count; i++) {
        put_name(&now, walk, list->names[i]);
    }
    differ(walk, column, display_or_empty(before.bytes),
        display_or_empty(now.bytes));
    jindu_text_free(&now);
    jindu_text_free(&before);
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
differ_deadline(struct walk *walk, const struct jindu_json *view,
    const struct import_item *item)
{
    char date[JINDU_DATE_SIZE];
    char of_file[JINDU_DATE_SIZE];
    const char *before = wording_member(view, "deadline");
    const char *now = jindu_date_format(item->deadline, date);
    if (strcmp(before, now) == 0) {
        if (*now == '\0') {
            differ(walk, IMPORT_DEADLINE,
                wording_member(view, "deadline_words"),
                display_or_empty(item->deadline_words));
        }
        return 0;
    }
    if (strcmp(wording_member(view, "deadline_source"), "set") == 0) {
        int status = last_file_date(walk, wording_number(view, "no"), of_file);
        if (status != 0 || strcmp(of_file, now) == 0) {
            return status;
        }
    }
    differ(walk, IMPORT_DEADLINE, before, now);
    return 0;
}

/* Fills walk->fields. */
static int
differ_item(struct walk *walk, const struct jindu_json *view,
    const struct import_item *item)
{
    walk->field_count = 0;
    differ_text(walk, IMPORT_CATEGORY, view, item->category);
    differ_text(walk, IMPORT_NAME, view, item->name);
    differ_text(walk, IMPORT_TARGET, view, item->target);
    differ_names(walk, IMPORT_UNITS, view, &item->units);
    differ_names(walk, IMPORT_PERSONS, view, &item->persons);
    differ_names(walk, IMPORT_LEADERS, view, &item->leaders);
    return differ_deadline(walk, view, item);
}

static void
add_change(struct walk *walk, const struct import_change *change)
{
    struct import_diff *diff = walk->diff;
    if (diff->count == diff->capacity) {
        size_t capacity =
            diff->capacity == 0 ? CHANGES_FIRST : diff->capacity * 2;
        struct import_change *larger =
            realloc(diff->changes, capacity * sizeof(*larger));
        if (larger == NULL) {
            diff->arena.failed = true;
            return;
        }
        diff->changes = larger;
        diff->capacity = capacity;
    }
    diff->changes[diff->count++] = *change;
}

static void
begin(struct jindu_text *params, void *cookie)
{
    const struct walk *walk = cookie;
    jindu_json_put_string(params, "plan", walk->code);
}

/* What stands under the number of a live item. */
static struct import_change
change_of(struct walk *walk, const struct jindu_json *view)
{
    return (struct import_change){ .no = wording_number(view, "no"),
        .old_name = keep(walk, wording_member(view, "name")),
        .old_target = keep(walk, wording_member(view, "target")),
        .percent = (int)wording_number(view, "percent"),
        .back = strcmp(wording_member(view, "state"), "withdrawn") == 0 };
}

static int
take_known(struct walk *walk, const struct jindu_json *view,
    const struct import_item *item)
{
    bool back = strcmp(wording_member(view, "state"), "withdrawn") == 0;
    int status = differ_item(walk, view, item);
    if (status != 0) {
        return status;
    }
    if (!back && walk->field_count == 0) {
        walk->diff->unchanged++;
        return 0;
    }
    struct import_change change = change_of(walk, view);
    struct import_field *fields = import_arena_alloc(
        &walk->diff->arena, walk->field_count + 1, sizeof(*fields));
    if (fields != NULL) {
        memcpy(fields, walk->fields, walk->field_count * sizeof(*fields));
        change.fields = fields;
        change.field_count = walk->field_count;
    }
    change.kind = IMPORT_CHANGED;
    change.item = item;
    change.name = display_or_empty(item->name);
    walk->diff->changed++;
    add_change(walk, &change);
    return 0;
}

static int
take(const struct jindu_json *view, void *cookie)
{
    struct walk *walk = cookie;
    const struct entry wanted = { .no = wording_number(view, "no") };
    struct entry *entry = bsearch(&wanted, walk->entries, walk->count,
        sizeof(*walk->entries), compare_entries);
    progress_show(&walk->progress, ++walk->walked);
    if (entry != NULL) {
        entry->live = true;
        return take_known(walk, view, entry->item);
    }
    struct import_change change = change_of(walk, view);
    if (!change.back) {
        change.kind = IMPORT_VANISHED;
        change.name = change.old_name;
        walk->diff->vanished++;
        add_change(walk, &change);
    }
    return 0;
}

static void
take_added(struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        const struct entry *entry = &walk->entries[i];
        if (!entry->live) {
            const struct import_change change = { .no = entry->no,
                .kind = IMPORT_ADDED,
                .name = display_or_empty(entry->item->name),
                .old_name = "",
                .old_target = "",
                .item = entry->item };
            walk->diff->added++;
            add_change(walk, &change);
        }
    }
}

static bool
walk_init(struct walk *walk, const struct import_plan *plan)
{
    walk->entries = calloc(plan->count + 1, sizeof(*walk->entries));
    if (walk->entries == NULL) {
        return false;
    }
    walk->count = plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        walk->entries[i].no = plan->items[i].no;
        walk->entries[i].item = &plan->items[i];
    }
    qsort(walk->entries, walk->count, sizeof(*walk->entries), compare_entries);
    return true;
}

int
import_diff_make(struct context *context, const struct import_plan *plan,
    const char *code, size_t live, struct import_diff *diff)
{
    struct walk walk = { .context = context, .code = code, .diff = diff };
    if (!walk_init(&walk, plan)) {
        return ask_complain(context, JINDU_NO_MEMORY);
    }
    const struct ask_pages pages = { .method = "item.list",
        .member = "items",
        .cursor = "after",
        .begin = begin,
        .take = take,
        .cookie = &walk };
    progress_begin(&walk.progress, &context->output, _("comparing"), live);
    int status = ask_pages(context, &pages);
    progress_end(&walk.progress);
    if (status == 0) {
        take_added(&walk);
        if (diff->count > 0) {
            qsort(diff->changes, diff->count, sizeof(*diff->changes),
                compare_changes);
        }
        if (import_renumber_find(diff) != JINDU_OK || diff->arena.failed) {
            status = ask_complain(context, JINDU_NO_MEMORY);
        }
    }
    free(walk.entries);
    return status;
}

void
import_diff_free(struct import_diff *diff)
{
    free(diff->changes);
    import_arena_free(&diff->arena);
    memset(diff, 0, sizeof(*diff));
}

bool
import_diff_is_empty(const struct import_diff *diff)
{
    return diff->count == 0;
}
