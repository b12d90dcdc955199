/* SPDX-License-Identifier: MIT */
#include "header.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define HEADER_LABELS_MIN 5  /* of eight: a row of prose never has them */
#define HEADER_LABEL_MAX 64  /* bytes; a longer cell is no label */
#define HEADER_NONE SIZE_MAX /* no cell */

/* Beyond the columns: labels whose meaning depends on the others. */
enum {
    LABEL_PROJECT = IMPORT_COLUMN_COUNT,
    LABEL_CONTENT,
    LABEL_COUNT
};

static const struct {
    const char *text;
    int column;
} labels[] = {
    { "序号", IMPORT_NO },
    { "编号", IMPORT_NO },
    { "项目名称", LABEL_PROJECT },
    { "项目", LABEL_PROJECT },
    { "工作项目", LABEL_PROJECT },
    { "项目内容", LABEL_CONTENT },
    { "工作内容", LABEL_CONTENT },
    { "重点工作", LABEL_CONTENT },
    { "类别", IMPORT_CATEGORY },
    { "分类", IMPORT_CATEGORY },
    { "项目类别", IMPORT_CATEGORY },
    { "工作类别", IMPORT_CATEGORY },
    { "任务名称", IMPORT_NAME },
    { "事项名称", IMPORT_NAME },
    { "工作事项", IMPORT_NAME },
    { "目标任务", IMPORT_TARGET },
    { "任务目标", IMPORT_TARGET },
    { "工作目标", IMPORT_TARGET },
    { "年度目标", IMPORT_TARGET },
    { "责任单位", IMPORT_UNITS },
    { "责任部门", IMPORT_UNITS },
    { "牵头单位", IMPORT_UNITS },
    { "承办单位", IMPORT_UNITS },
    { "责任人", IMPORT_PERSONS },
    { "具体责任人", IMPORT_PERSONS },
    { "承办人", IMPORT_PERSONS },
    { "责任领导", IMPORT_LEADERS },
    { "分管领导", IMPORT_LEADERS },
    { "牵头领导", IMPORT_LEADERS },
    { "完成时限", IMPORT_DEADLINE },
    { "完成时间", IMPORT_DEADLINE },
    { "完成期限", IMPORT_DEADLINE },
    { "办结时限", IMPORT_DEADLINE },
    { "时限", IMPORT_DEADLINE },
};

/* The label of a cell, or LABEL_COUNT. */
static int
label_of(const char *text)
{
    char label[HEADER_LABEL_MAX + 1];
    size_t length = 0;
    uint32_t character = 0;
    size_t count = 0;
    size_t i = 0;

    while ((count = import_utf8_next(text, &character)) > 0 &&
           character != '(' && character != 0xFF08) {
        if (!import_utf8_is_blank(character)) {
            if (length + count > HEADER_LABEL_MAX) {
                return LABEL_COUNT;
            }
            memcpy(label + length, text, count);
            length += count;
        }
        text += count;
    }
    label[length] = '\0';
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        if (strcmp(label, labels[i].text) == 0) {
            return labels[i].column;
        }
    }
    return LABEL_COUNT;
}

/* Fills cells with the first cell of each label; twice with one that has a
 * second, or HEADER_NONE.  Returns how many labels there are. */
static size_t
labels_of(
    const struct import_row *row, size_t cells[LABEL_COUNT], size_t *twice)
{
    size_t found = 0;
    size_t i = 0;

    for (i = 0; i < LABEL_COUNT; i++) {
        cells[i] = HEADER_NONE;
    }
    *twice = HEADER_NONE;
    for (i = 0; i < import_row_stored(row); i++) {
        int label = label_of(row->cells[i].text);

        if (label == LABEL_COUNT) {
            continue;
        }
        if (cells[label] == HEADER_NONE) {
            cells[label] = i;
            found++;
        } else if (*twice == HEADER_NONE) {
            *twice = i;
        }
    }
    return found;
}

bool
import_header_is(const struct import_row *row)
{
    size_t cells[LABEL_COUNT];
    size_t twice = 0;

    return !row->loose && labels_of(row, cells, &twice) >= HEADER_LABELS_MIN;
}

/* Gives the two labels of changing meaning theirs. */
static void
labels_resolve(size_t cells[LABEL_COUNT])
{
    size_t *category = &cells[IMPORT_CATEGORY];
    size_t *name = &cells[IMPORT_NAME];
    size_t *target = &cells[IMPORT_TARGET];

    if (cells[LABEL_PROJECT] != HEADER_NONE) {
        if (*category == HEADER_NONE &&
            (*name != HEADER_NONE || cells[LABEL_CONTENT] != HEADER_NONE)) {
            *category = cells[LABEL_PROJECT];
        } else if (*name == HEADER_NONE) {
            *name = cells[LABEL_PROJECT];
        }
    }
    if (cells[LABEL_CONTENT] != HEADER_NONE) {
        if (*name == HEADER_NONE) {
            *name = cells[LABEL_CONTENT];
        } else if (*target == HEADER_NONE) {
            *target = cells[LABEL_CONTENT];
        }
    }
}

enum jindu_status
import_header_find(struct import_header *header,
    const struct import_table *table, struct import_error *error)
{
    const struct import_row *row = NULL;
    size_t cells[LABEL_COUNT];
    size_t twice = 0;
    size_t i = 0;

    for (i = 0; i < table->count && !import_header_is(&table->rows[i]); i++) {
    }
    if (i == table->count) {
        import_error_set(error, IMPORT_CODE_NO_TABLE, 0, NULL);
        return JINDU_MALFORMED;
    }
    row = &table->rows[i];
    (void)labels_of(row, cells, &twice);
    if (twice != HEADER_NONE) {
        import_error_set(error, IMPORT_CODE_COLUMN_DOUBLE,
            row->cells[twice].line, row->cells[twice].text);
        return JINDU_MALFORMED;
    }
    labels_resolve(cells);
    header->row = i;
    header->cells = import_row_stored(row);
    while (import_utf8_is_empty(row->cells[header->cells - 1].text)) {
        header->cells--;
    }
    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (cells[i] == HEADER_NONE) {
            import_error_set(error, IMPORT_CODE_COLUMN_MISSING, row->line,
                import_column_token((enum import_column)i));
            return JINDU_MALFORMED;
        }
        header->columns[i] = cells[i];
    }
    return JINDU_OK;
}

bool
import_header_reads(const struct import_header *header, size_t cell)
{
    size_t i = 0;

    for (i = 0; i < IMPORT_COLUMN_COUNT; i++) {
        if (header->columns[i] == cell) {
            return true;
        }
    }
    return false;
}
