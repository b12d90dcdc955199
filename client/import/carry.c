/* SPDX-License-Identifier: MIT */
#include "carry.h"

/* Copies one column's value. */
static void
carry_value(struct import_item *item, const struct import_item *from,
    enum import_column column)
{
    switch (column) {
    case IMPORT_CATEGORY:
        item->category = from->category;
        break;
    case IMPORT_NAME:
        item->name = from->name;
        break;
    case IMPORT_UNITS:
        item->units = from->units;
        break;
    case IMPORT_PERSONS:
        item->persons = from->persons;
        break;
    case IMPORT_LEADERS:
        item->leaders = from->leaders;
        break;
    case IMPORT_DEADLINE:
        item->deadline = from->deadline;
        item->deadline_words = from->deadline_words;
        item->source = IMPORT_CARRIED;
        break;
    case IMPORT_NO:
    case IMPORT_TARGET:
    case IMPORT_COLUMN_COUNT:
        break;
    }
}

/* A column that is blank in from as well stays blank. */
static void
carry_column(struct import_item *item, const struct import_item *from,
    enum import_column column)
{
    if (from && from->raw[column]) {
        carry_value(item, from, column);
        item->inherited[column] = true;
        item->from[column] = from->no;
    }
}

static bool
people_blank(const struct import_item *item)
{
    return !item->raw[IMPORT_UNITS] && !item->raw[IMPORT_PERSONS] &&
           !item->raw[IMPORT_LEADERS];
}

static void
carry_find(struct import_collector *collector, const struct import_item *item,
    enum import_code code, const char *columns, int64_t from)
{
    const struct import_finding finding = { .code = code,
        .column = IMPORT_COLUMN_COUNT,
        .no = item->no,
        .line = item->line,
        .subject = columns,
        .second = from ? import_collect_number(collector, from) : NULL };

    import_collect(collector, &finding);
}

/* Says what was carried and what was left blank. */
static void
carry_tell(struct import_collector *collector, const struct import_item *item)
{
    const char *carried = NULL;
    const char *blank = NULL;
    int64_t from = 0;
    size_t i = 0;

    if (item->inherited[IMPORT_CATEGORY]) {
        carry_find(collector, item, IMPORT_CODE_CATEGORY_CARRIED,
            item->category, item->from[IMPORT_CATEGORY]);
    } else if (!item->raw[IMPORT_CATEGORY]) {
        blank = import_column_token(IMPORT_CATEGORY);
    }
    for (i = IMPORT_NAME; i < IMPORT_COLUMN_COUNT; i++) {
        const char *token = import_column_token((enum import_column)i);

        if (item->inherited[i]) {
            carried = import_collect_join(collector, carried, token);
            from = item->from[i];
        } else if (!item->raw[i] && i > IMPORT_TARGET) {
            blank = import_collect_join(collector, blank, token);
        }
    }
    if (carried) {
        carry_find(collector, item, IMPORT_CODE_CARRIED, carried, from);
    }
    if (blank) {
        carry_find(collector, item, IMPORT_CODE_REALLY_BLANK, blank, 0);
    }
    if (!item->raw[IMPORT_NAME] && !item->inherited[IMPORT_NAME]) {
        carry_find(collector, item, IMPORT_CODE_BLANK,
            import_column_token(IMPORT_NAME), 0);
    }
}

void
import_carry_fill(struct import_carry *carry, struct import_item *item,
    struct import_collector *collector)
{
    const bool blank = people_blank(item);

    if (!item->raw[IMPORT_CATEGORY]) {
        carry_column(item, carry->category, IMPORT_CATEGORY);
    }
    if (!item->raw[IMPORT_NAME]) {
        carry_column(item, carry->name, IMPORT_NAME);
    }
    if (blank) {
        carry_column(item, carry->people, IMPORT_UNITS);
        carry_column(item, carry->people, IMPORT_PERSONS);
        carry_column(item, carry->people, IMPORT_LEADERS);
        if (!item->raw[IMPORT_DEADLINE]) {
            carry_column(item, carry->deadline, IMPORT_DEADLINE);
        }
    }
    item->deadline_unconfirmed =
        item->deadline != JINDU_DATE_NONE && item->source != IMPORT_EXPLICIT;
    carry_tell(collector, item);

    if (item->raw[IMPORT_CATEGORY]) {
        carry->category = item;
    }
    if (item->raw[IMPORT_NAME]) {
        carry->name = item;
    }
    if (!blank) {
        carry->people = item;
    }
    /* A deadline left blank beside a unit of its own is not passed over by
     * the rows below: they share the row's block. */
    if (!blank || item->raw[IMPORT_DEADLINE]) {
        carry->deadline = item;
    }
}
