/* SPDX-License-Identifier: MIT */
#include <jindu/status.h>

#include <stddef.h>
#include <string.h>

struct row {
    enum jindu_status status;
    const char *token;
    int code;
    int exit_status;
    const char *text;
};

static const struct row rows[] = {
#define STATUS_ROW(name, value, token, code, exit_status, text) \
    { JINDU_##name, token, code, exit_status, text },
    JINDU_STATUS_MAP(STATUS_ROW)
#undef STATUS_ROW
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

/* A value that is not in the list comes from a newer library or from memory
 * gone wrong: either way it is what internal stands for. */
static const struct row *
row_of(enum jindu_status status)
{
    const struct row *internal = &rows[0];
    size_t i;

    for (i = 0; i < ROW_COUNT; i++) {
        if (rows[i].status == status) {
            return &rows[i];
        }
        if (rows[i].status == JINDU_INTERNAL) {
            internal = &rows[i];
        }
    }
    return internal;
}

const char *
jindu_status_token(enum jindu_status status)
{
    return row_of(status)->token;
}

const char *
jindu_status_text(enum jindu_status status)
{
    return row_of(status)->text;
}

int
jindu_status_exit(enum jindu_status status)
{
    return row_of(status)->exit_status;
}

int
jindu_status_code(enum jindu_status status)
{
    return row_of(status)->code;
}

enum jindu_status
jindu_status_from_token(const char *token)
{
    size_t i;

    for (i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].token, token) == 0) {
            return rows[i].status;
        }
    }
    return JINDU_INTERNAL;
}
