/* SPDX-License-Identifier: MIT */
#include "head.h"

#include <stdio.h>
#include <string.h>

#include "line.h"
#include "rows.h"
#include "utf8.h"

#define HEAD_YEAR_MIN 1900 /* what jindu/date.h can hold */
#define HEAD_YEAR_MAX 9999

/* Up to four digits of any width at text; *length says how many bytes. */
static int
digits_at(const char *text, size_t *length, size_t *digits)
{
    int number = 0;
    uint32_t character = 0;
    size_t count = 0;

    *length = 0;
    *digits = 0;
    while ((count = import_utf8_next(text + *length, &character)) > 0 &&
           import_utf8_digit(character) >= 0 && *digits < 5) {
        number = number * 10 + import_utf8_digit(character);
        *digits += 1;
        *length += count;
    }
    return number;
}

static const char *
skip_blanks(const char *text)
{
    uint32_t character = 0;
    size_t count = 0;

    while ((count = import_utf8_next(text, &character)) > 0 &&
           import_utf8_is_blank(character)) {
        text += count;
    }
    return text;
}

/* A number and unit behind it ("2021年"); NULL when text has none, else what
 * follows. */
static const char *
number_with(const char *text, const char *unit, int *number)
{
    size_t length = 0;
    size_t digits = 0;
    int value = digits_at(text, &length, &digits);
    const char *end = skip_blanks(text + length);

    if (digits == 0 || digits > 4 || strncmp(end, unit, strlen(unit)) != 0) {
        return NULL;
    }
    *number = value;
    return end + strlen(unit);
}

/* The year that title names; org ends where it starts. */
static int
title_year(const char *title, size_t *start)
{
    const char *at = title;

    while (*at) {
        size_t length = 0;
        size_t digits = 0;
        int year = digits_at(at, &length, &digits);

        if (digits == 4 && year >= HEAD_YEAR_MIN && year <= HEAD_YEAR_MAX &&
            strncmp(skip_blanks(at + length), "年", strlen("年")) == 0) {
            *start = (size_t)(at - title);
            return year;
        }
        if (length == 0) {
            uint32_t character = 0;

            length = import_utf8_next(at, &character);
        }
        at += length;
    }
    return 0;
}

/* What stands behind label and a colon in line; NULL when it is not there. */
static const char *
after_label(const char *line, const char *label)
{
    const char *at = strstr(line, label);

    if (!at) {
        return NULL;
    }
    at = skip_blanks(at + strlen(label));
    if (*at == ':') {
        return skip_blanks(at + 1);
    }
    return strncmp(at, "：", strlen("：")) == 0 ? skip_blanks(at + strlen("："))
                                                : NULL;
}

static void
head_made(
    struct import_plan *plan, const char *line, struct import_arena *arena)
{
    const char *at = after_label(line, "时间");
    char text[JINDU_DATE_SIZE + 8];
    int year = 0;
    int month = 0;
    int day = 0;
    int32_t date = 0;
    int length = 0;

    at = at ? number_with(at, "年", &year) : NULL;
    at = at ? number_with(skip_blanks(at), "月", &month) : NULL;
    if (!at || plan->made) {
        return;
    }
    if (!number_with(skip_blanks(at), "日", &day)) {
        day = 0;
    }
    if (!jindu_date_from_civil(year, month, day ? day : 1, &date)) {
        return;
    }
    length =
        day ? snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day)
            : snprintf(text, sizeof(text), "%04d-%02d", year, month);
    plan->made = import_arena_string(arena, text, (size_t)length);
}

/* Heads are held to the rules of persons. */
static void
head_check(const struct import_list *heads, size_t line,
    struct import_collector *collector)
{
    struct import_finding finding = { .column = IMPORT_COLUMN_COUNT,
        .line = line };
    size_t i = 0;

    if (heads->count > IMPORT_IDS_MAX) {
        finding.code = IMPORT_CODE_TOO_MANY_IDS;
        import_collect(collector, &finding);
    }
    for (i = 0; i < heads->count; i++) {
        if (strlen(heads->names[i]) > IMPORT_ID_MAX) {
            finding.code = IMPORT_CODE_ID_INVALID;
            finding.subject = heads->names[i];
            import_collect(collector, &finding);
        }
    }
}

/* The heads stand behind 总负责人 up to the drafting month. */
static enum jindu_status
head_people(struct import_plan *plan, const char *line, size_t number,
    struct import_collector *collector)
{
    const char *start = after_label(line, "总负责人");
    struct import_arena *arena = collector->arena;
    struct import_oddity oddity;
    const char *names = NULL;
    const char *end = NULL;
    enum jindu_status status = JINDU_OK;

    if (!start || plan->heads.count > 0) {
        return JINDU_OK;
    }
    end = strstr(start, "时间");
    names = import_arena_string(
        arena, start, end ? (size_t)(end - start) : strlen(start));
    if (!names) {
        return JINDU_NO_MEMORY;
    }
    status = import_names_people(&plan->heads, names, arena, &oddity);
    if (!status) {
        head_check(&plan->heads, number, collector);
    }
    return status;
}

/* The cells of a row that are not blank, in one line. */
static const char *
head_line(const struct import_row *row, struct import_arena *arena)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    const char *line = NULL;
    size_t i = 0;

    for (i = 0; i < import_row_stored(row); i++) {
        if (!import_utf8_is_empty(row->cells[i].text)) {
            if (text.length > 0) {
                jindu_text_append_string(&text, "   ");
            }
            jindu_text_append_string(&text, row->cells[i].text);
        }
    }
    if (!text.failed) {
        line = text.length > 0
                   ? import_arena_string(arena, text.bytes, text.length)
                   : "";
    }
    jindu_text_free(&text);
    return line;
}

static void
head_year(struct import_plan *plan, int given, size_t line,
    struct import_collector *collector)
{
    size_t start = 0;
    int year = plan->title ? title_year(plan->title, &start) : 0;
    struct import_finding finding = { .column = IMPORT_COLUMN_COUNT,
        .line = line };

    plan->year = given ? given : year;
    plan->org =
        year ? import_line(plan->title, start, false, collector->arena) : "";
    if (plan->year == 0) {
        finding.code = IMPORT_CODE_YEAR_MISSING;
        import_collect(collector, &finding);
    } else if (year && year != plan->year) {
        finding.code = IMPORT_CODE_YEAR_DIFFERS;
        finding.subject = import_collect_number(collector, year);
        finding.second = import_collect_number(collector, plan->year);
        import_collect(collector, &finding);
    }
    if (!plan->title) {
        finding.code = IMPORT_CODE_TITLE_MISSING;
        import_collect(collector, &finding);
        plan->title = import_collect_number(collector, plan->year);
    } else if (import_utf8_count(plan->title) > IMPORT_SHORT_MAX) {
        finding.code = IMPORT_CODE_TOO_LONG;
        finding.subject = import_collect_number(collector, IMPORT_SHORT_MAX);
        import_collect(collector, &finding);
    }
}

enum jindu_status
import_head_read(struct import_plan *plan, const struct import_table *table,
    const struct import_header *header, int given,
    struct import_collector *collector)
{
    size_t title_line = 0;
    size_t i = 0;

    for (i = 0; i < header->row; i++) {
        const struct import_row *row = &table->rows[i];
        const char *line = head_line(row, collector->arena);
        enum jindu_status status = JINDU_OK;

        if (!line) {
            return JINDU_NO_MEMORY;
        }
        if (!plan->title && *line) {
            title_line = row->line;
            plan->title =
                import_line(line, strlen(line), false, collector->arena);
        }
        status = head_people(plan, line, row->line, collector);
        if (status) {
            return status;
        }
        head_made(plan, line, collector->arena);
    }
    head_year(plan, given, title_line, collector);
    return collector->arena->failed ? JINDU_NO_MEMORY : JINDU_OK;
}
