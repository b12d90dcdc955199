/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include <string.h>

#include "carry.h"
#include "collect.h"
#include "doubt.h"
#include "head.h"
#include "header.h"
#include "line.h"
#include "rows.h"
#include "totals.h"
#include "utf8.h"

/* What the walk over the rows keeps. */
struct walk {
    struct import_plan *plan;
    const struct import_table *table;
    struct import_rows rows;
    struct import_carry carry;
    struct jindu_text loose; /* lines since the last record */
    size_t loose_line;
};

static void
walk_find(struct walk *walk, const struct import_row *row,
    enum import_code code, const char *subject, const char *second)
{
    const struct import_finding finding = { .code = code,
        .column = IMPORT_COLUMN_COUNT,
        .line = row->line,
        .subject = subject,
        .second = second };

    import_collect(walk->rows.collector, &finding);
}

static bool
begins_with_digit(const char *text)
{
    uint32_t character = 0;

    (void)import_utf8_next(text, &character);
    return import_utf8_digit(character) >= 0;
}

/* A line of text; or in CSV a row with words in its first cell only, as a
 * remark below the table is, or with words for a number and no target, as the
 * line for signatures is. */
static bool
row_is_loose(const struct import_row *row, const struct import_header *header)
{
    const char *number = import_row_text(row, header->columns[IMPORT_NO]);
    const char *target = import_row_text(row, header->columns[IMPORT_TARGET]);
    size_t i = 0;

    if (row->loose) {
        return true;
    }
    if (!import_utf8_is_empty(number) && !begins_with_digit(number) &&
        import_utf8_is_empty(target)) {
        return true;
    }
    for (i = 1; i < import_row_stored(row); i++) {
        if (!import_utf8_is_empty(row->cells[i].text)) {
            return false;
        }
    }
    return !begins_with_digit(import_row_text(row, 0));
}

static bool
starts_with_word(const char *text, const char *word)
{
    uint32_t wanted = 0;
    uint32_t found = 0;
    size_t count = 0;

    for (; (count = import_utf8_next(word, &wanted)) > 0; word += count) {
        size_t step = import_utf8_next(text, &found);

        while (step > 0 && import_utf8_is_blank(found)) {
            text += step;
            step = import_utf8_next(text, &found);
        }
        if (found != wanted) {
            return false;
        }
        text += step;
    }
    return true;
}

/* The first words of a row of totals; NULL for any other: an item begins with
 * its number. */
static const char *
row_total(const struct import_row *row)
{
    static const char *const words[] = { "合计", "总计", "小计", "共计" };
    const char *text = "";
    size_t i = 0;

    for (i = 0; i < import_row_stored(row) && import_utf8_is_empty(text); i++) {
        text = row->cells[i].text;
    }
    for (i = 0; i < sizeof(words) / sizeof(words[0]) && !row->loose; i++) {
        if (starts_with_word(text, words[i])) {
            return text;
        }
    }
    return NULL;
}

/* Cells beyond the header's may be there as long as they are blank. */
static bool
row_fits(const struct import_row *row, const struct import_header *header)
{
    size_t i = 0;

    if (row->count < header->cells || row->count > IMPORT_CELLS_STORED) {
        return false;
    }
    for (i = header->cells; i < row->count; i++) {
        if (!import_utf8_is_empty(row->cells[i].text)) {
            return false;
        }
    }
    return true;
}

static void
walk_loose(struct walk *walk, const struct import_row *row)
{
    const char *gap = "";
    size_t i = 0;

    if (walk->loose.length == 0) {
        walk->loose_line = row->line;
    } else {
        jindu_text_append_string(&walk->loose, "\n");
    }
    for (i = 0; i < import_row_stored(row); i++) {
        if (!import_utf8_is_empty(row->cells[i].text)) {
            jindu_text_append_string(&walk->loose, gap);
            jindu_text_append_string(&walk->loose, row->cells[i].text);
            gap = "   ";
        }
    }
}

/* Words between two records may be the lost end of a cell: ask. */
static void
walk_loose_end(struct walk *walk)
{
    const struct import_row place = { .line = walk->loose_line };

    if (walk->loose.length > 0) {
        walk_find(walk, &place, IMPORT_CODE_LOOSE_LINE,
            import_line(walk->loose.bytes, walk->loose.length, false,
                &walk->plan->arena),
            NULL);
        jindu_text_clear(&walk->loose);
    }
}

static void
walk_row(struct walk *walk, const struct import_row *row)
{
    struct import_collector *collector = walk->rows.collector;
    struct import_item *item = &walk->plan->items[walk->plan->count];
    const char *total = NULL;

    if (import_row_is_empty(row)) {
        return;
    }
    total = row_total(row);
    if (total) {
        walk_find(walk, row, IMPORT_CODE_TOTAL_LEFT_OUT, total, NULL);
        return;
    }
    if (row_is_loose(row, walk->rows.header)) {
        walk_loose(walk, row);
        return;
    }
    walk_loose_end(walk);
    if (import_header_is(walk->rows.header->headings, row)) {
        walk_find(walk, row, IMPORT_CODE_HEADER_AGAIN, NULL, NULL);
        return;
    }
    if (!row_fits(row, walk->rows.header)) {
        walk_find(walk, row, IMPORT_CODE_CELL_COUNT,
            import_collect_number(collector, (int64_t)row->count),
            import_collect_number(
                collector, (int64_t)walk->rows.header->cells));
        return;
    }
    import_rows_read(&walk->rows, row, item);
    if (walk->plan->arena.failed) {
        return;
    }
    walk->plan->count++;
    import_carry_fill(&walk->carry, item, collector);
}

/* What somebody said of headings that the file does not have. */
static void
walk_mapped(struct walk *walk, const struct import_row *row)
{
    const struct import_headings *headings = walk->rows.header->headings;
    size_t i = 0;

    for (i = 0; i < headings->count; i++) {
        const struct import_heading *heading = &headings->rows[i];
        size_t cell = 0;

        if (!heading->mapped) {
            continue;
        }
        while (cell < import_row_stored(row) &&
               import_headings_at(headings, row->cells[cell].text) != heading) {
            cell++;
        }
        if (cell == import_row_stored(row)) {
            walk_find(walk, row, IMPORT_CODE_MAP_UNUSED,
                import_line(heading->word, strlen(heading->word), false,
                    &walk->plan->arena),
                NULL);
        }
    }
}

/* Columns that nobody reads, but for those that somebody said so of. */
static void
walk_header(struct walk *walk)
{
    const struct import_header *header = walk->rows.header;
    const struct import_row *row = &walk->table->rows[header->row];
    size_t i = 0;

    for (i = 0; i < import_row_stored(row); i++) {
        const char *cell = row->cells[i].text;

        if (!import_header_reads(header, i) && !import_utf8_is_empty(cell) &&
            import_headings_find(header->headings, cell) !=
                IMPORT_HEADING_NONE) {
            walk_find(walk, row, IMPORT_CODE_COLUMN_IGNORED, cell, NULL);
        }
    }
    walk_mapped(walk, row);
}

/* What stands after the last record. */
static void
walk_remark(struct walk *walk)
{
    const struct import_row place = { .line = walk->loose_line };
    struct import_plan *plan = walk->plan;

    if (walk->loose.length == 0) {
        return;
    }
    plan->remark =
        import_line(walk->loose.bytes, walk->loose.length, true, &plan->arena);
    if (plan->remark && import_utf8_count(plan->remark) > IMPORT_TEXT_MAX) {
        walk_find(walk, &place, IMPORT_CODE_TOO_LONG,
            import_collect_number(walk->rows.collector, IMPORT_TEXT_MAX), NULL);
    }
}

static enum jindu_status
walk_table(struct walk *walk)
{
    const size_t first = walk->rows.header->row + 1;
    struct import_plan *plan = walk->plan;
    size_t i = 0;

    plan->items = import_arena_alloc(
        &plan->arena, walk->table->count - first + 1, sizeof(*plan->items));
    if (!plan->items) {
        return JINDU_NO_MEMORY;
    }
    walk_header(walk);
    for (i = first; i < walk->table->count && !plan->arena.failed; i++) {
        walk_row(walk, &walk->table->rows[i]);
    }
    walk_remark(walk);
    return plan->arena.failed || walk->loose.failed ? JINDU_NO_MEMORY
                                                    : JINDU_OK;
}

enum jindu_status
import_plan_build(struct import_plan *plan, const struct import_table *table,
    const struct import_headings *headings, int year,
    struct import_error *error)
{
    struct import_header header = { .headings = headings };
    struct import_collector collector = { .arena = &plan->arena };
    struct walk walk = { .plan = plan, .table = table };
    enum jindu_status status = import_header_find(&header, table, error);

    if (status) {
        return status;
    }
    status = import_head_read(plan, table, &header, year, &collector);
    if (status) {
        return status;
    }
    walk.rows = (struct import_rows){ &header, plan->year, &collector };
    status = walk_table(&walk);
    jindu_text_free(&walk.loose);
    if (status) {
        return status;
    }
    if (plan->count == 0 && collector.levels[IMPORT_ERROR] == 0) {
        import_error_set(
            error, IMPORT_CODE_NO_ITEMS, table->rows[header.row].line, NULL);
        return JINDU_MALFORMED;
    }
    status = import_doubt(plan, &collector);
    if (!status) {
        status = import_totals(plan);
    }
    import_collect_sort(&collector);
    plan->findings = collector.findings;
    plan->finding_count = collector.count;
    memcpy(plan->levels, collector.levels, sizeof(plan->levels));
    return status ? status : (plan->arena.failed ? JINDU_NO_MEMORY : JINDU_OK);
}

void
import_plan_free(struct import_plan *plan)
{
    import_arena_free(&plan->arena);
    memset(plan, 0, sizeof(*plan));
}
