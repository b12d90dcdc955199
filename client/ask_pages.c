/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <string.h>

/* One page; next is the cursor as the daemon gave it, NULL for the first. */
static int
ask_page(struct context *context, const struct ask_pages *pages,
    const struct jindu_json *next, long long limit, struct jindu_json **answer)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin(&params);
    pages->begin(&params, pages->cookie);
    if (next != NULL) {
        jindu_json_put_value(&params, pages->cursor, next);
    }
    jindu_json_put_integer(&params, "limit", limit);
    return ask(context, pages->method, &params, answer);
}

static bool
is_cursor(const struct jindu_json *next)
{
    enum jindu_json_kind kind = jindu_json_kind(next);
    return kind == JINDU_JSON_STRING || kind == JINDU_JSON_INTEGER;
}

/* Rows of the next page: the limit may leave less than a page. */
static long long
page_size(const struct ask_pages *pages, long long taken)
{
    long long left = pages->limit - taken;
    return pages->limit == 0 || left > ASK_PAGE ? ASK_PAGE : left;
}

/* True when the page ends where it began: it would come for ever. */
static bool
is_same(const struct jindu_json *cursor, const struct jindu_json *answer)
{
    struct jindu_text before = JINDU_TEXT_INIT;
    struct jindu_text after = JINDU_TEXT_INIT;
    const struct jindu_json *next = jindu_json_member(answer, "next");
    jindu_json_put_value(&before, NULL, cursor);
    jindu_json_put_value(&after, NULL, next);
    bool same = next != NULL && before.bytes != NULL && after.bytes != NULL &&
                strcmp(before.bytes, after.bytes) == 0;
    jindu_text_free(&before);
    jindu_text_free(&after);
    return same;
}

/* Calls page() with each answer; *last stays for the caller to free. */
static int
walk(struct context *context, const struct ask_pages *pages,
    int (*page)(const struct jindu_json *answer, void *cookie), void *cookie,
    struct jindu_json **last)
{
    const struct jindu_json *next = NULL;
    long long taken = 0;
    for (;;) {
        struct jindu_json *answer = NULL;
        int status =
            ask_page(context, pages, next, page_size(pages, taken), &answer);
        if (status != 0) {
            return status;
        }
        bool stuck = next != NULL && is_same(next, answer);
        jindu_json_free(*last);
        *last = answer;
        if (stuck) {
            return ask_complain(context, JINDU_INTERNAL);
        }
        taken += (long long)jindu_json_count(
            jindu_json_member(answer, pages->member));
        next = jindu_json_member(answer, "next");
        status = page(answer, cookie);
        bool full = pages->limit != 0 && taken >= pages->limit;
        if (status != 0 || full || !is_cursor(next)) {
            return status;
        }
    }
}

static int
take_rows(const struct jindu_json *answer, void *cookie)
{
    const struct ask_pages *pages = cookie;
    const struct jindu_json *row =
        jindu_json_first(jindu_json_member(answer, pages->member));
    for (; row != NULL; row = jindu_json_next(row)) {
        int status = pages->take(row, pages->cookie);
        if (status != 0) {
            return status;
        }
    }
    return 0;
}

int
ask_pages(struct context *context, const struct ask_pages *pages)
{
    struct jindu_json *last = NULL;
    struct ask_pages copy = *pages;
    int status = walk(context, pages, take_rows, &copy, &last);
    jindu_json_free(last);
    return status;
}

struct joined {
    const char *member;
    struct jindu_text rows;
};

static int
join_rows(const struct jindu_json *answer, void *cookie)
{
    struct joined *joined = cookie;
    const struct jindu_json *row =
        jindu_json_first(jindu_json_member(answer, joined->member));
    for (; row != NULL; row = jindu_json_next(row)) {
        jindu_json_put_value(&joined->rows, NULL, row);
    }
    return 0;
}

int
ask_pages_json(struct context *context, const struct ask_pages *pages)
{
    struct jindu_json *last = NULL;
    struct joined joined = { .member = pages->member };
    jindu_json_put_array(&joined.rows, NULL);
    int status = walk(context, pages, join_rows, &joined, &last);
    jindu_json_end_array(&joined.rows);
    struct jindu_text out = JINDU_TEXT_INIT;
    jindu_json_put_object(&out, NULL);
    const struct jindu_json *member = jindu_json_first(last);
    for (; member != NULL; member = jindu_json_next(member)) {
        const char *name = jindu_json_name(member);
        if (strcmp(name, pages->member) == 0) {
            jindu_json_put_raw(
                &out, name, joined.rows.bytes, joined.rows.length);
        } else {
            jindu_json_put_value(&out, name, member);
        }
    }
    jindu_json_end_object(&out);
    if (status == 0 && (out.failed || joined.rows.failed)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    if (status == 0) {
        output_print(&context->output, "%s\n", out.bytes);
    }
    jindu_text_free(&out);
    jindu_text_free(&joined.rows);
    jindu_json_free(last);
    return status;
}
