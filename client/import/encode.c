/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include <string.h>

/* The cells as they stand, but for the number; in the order of their names. */
static const enum import_column raw_order[] = { IMPORT_CATEGORY,
    IMPORT_DEADLINE, IMPORT_LEADERS, IMPORT_NAME, IMPORT_PERSONS, IMPORT_TARGET,
    IMPORT_UNITS };

static const char *
source_token(enum import_source source)
{
    static const char *const tokens[] = { "explicit", "carried", "assumed" };

    return tokens[source];
}

static void
put_list(
    struct jindu_text *text, const char *name, const struct import_list *list)
{
    size_t i = 0;

    jindu_json_put_array(text, name);
    for (i = 0; i < list->count; i++) {
        jindu_json_put_string(text, NULL, list->names[i]);
    }
    jindu_json_end_array(text);
}

static void
put_optional(struct jindu_text *text, const char *name, const char *string)
{
    if (string && *string) {
        jindu_json_put_string(text, name, string);
    }
}

void
import_encode_head(struct jindu_text *text, const char *name,
    const struct import_plan *plan, const char *source)
{
    jindu_json_put_object(text, name);
    put_list(text, "heads", &plan->heads);
    put_optional(text, "made", plan->made);
    put_optional(text, "org", plan->org);
    put_optional(text, "remark", plan->remark);
    put_optional(text, "source", source);
    jindu_json_put_string(text, "title", plan->title);
    jindu_json_put_integer(text, "year", plan->year);
    jindu_json_end_object(text);
}

static void
put_deadline(struct jindu_text *text, const struct import_item *item)
{
    char date[JINDU_DATE_SIZE];

    if (item->deadline == JINDU_DATE_NONE) {
        jindu_json_put_null(text, "deadline");
        put_optional(text, "deadline_words", item->deadline_words);
        return;
    }
    jindu_json_put_string(
        text, "deadline", jindu_date_format(item->deadline, date));
    if (item->source == IMPORT_CARRIED) {
        jindu_json_put_integer(
            text, "deadline_from", item->from[IMPORT_DEADLINE]);
    }
    jindu_json_put_string(text, "deadline_source", source_token(item->source));
}

static void
put_inherited(struct jindu_text *text, const struct import_item *item)
{
    size_t i = 0;

    jindu_json_put_array(text, "inherited");
    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (item->inherited[i]) {
            jindu_json_put_string(
                text, NULL, import_column_token((enum import_column)i));
        }
    }
    jindu_json_end_array(text);
}

static void
put_raw(struct jindu_text *text, const struct import_item *item)
{
    size_t i = 0;

    jindu_json_put_object(text, "raw");
    for (i = 0; i < sizeof(raw_order) / sizeof(raw_order[0]); i++) {
        jindu_json_put_string(
            text, import_column_token(raw_order[i]), item->raw[raw_order[i]]);
    }
    jindu_json_end_object(text);
}

static void
put_unconfirmed(struct jindu_text *text, const struct import_item *item)
{
    jindu_json_put_array(text, "unconfirmed");
    if (item->deadline_unconfirmed) {
        jindu_json_put_string(text, NULL, "deadline");
    }
    if (item->unit_unconfirmed) {
        jindu_json_put_string(text, NULL, "unit");
    }
    jindu_json_end_array(text);
}

void
import_encode_item(
    struct jindu_text *text, const char *name, const struct import_item *item)
{
    jindu_json_put_object(text, name);
    jindu_json_put_string(text, "category", item->category);
    put_deadline(text, item);
    put_inherited(text, item);
    put_list(text, "leaders", &item->leaders);
    jindu_json_put_string(text, "name", item->name);
    jindu_json_put_integer(text, "no", item->no);
    put_list(text, "persons", &item->persons);
    put_raw(text, item);
    jindu_json_put_string(text, "target", item->target);
    put_unconfirmed(text, item);
    put_list(text, "units", &item->units);
    jindu_json_end_object(text);
}

size_t
import_encode_items(struct jindu_text *text, const char *name,
    const struct import_plan *plan, size_t from)
{
    struct jindu_text item = JINDU_TEXT_INIT;
    size_t bytes = 0;
    size_t to = from;

    jindu_json_put_array(text, name);
    while (to < plan->count && to - from < IMPORT_PART_ITEMS) {
        jindu_text_clear(&item);
        import_encode_item(&item, NULL, &plan->items[to]);
        bytes += item.length + 1;
        if (item.failed || bytes > IMPORT_PART_BYTES) {
            text->failed = text->failed || item.failed;
            break;
        }
        jindu_json_put_raw(text, NULL, item.bytes, item.length);
        to++;
    }
    jindu_json_end_array(text);
    jindu_text_free(&item);
    return to;
}
