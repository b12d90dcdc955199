/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What the daemon puts on a page; a larger one counts as several, so that all
 * together have 4 GiB at most. */
#define PAGE_BYTES 262144

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

/* Calls page() with each answer; *last stays for the caller to free. */
static int
walk(struct context *context, const struct ask_pages *pages,
    int (*page)(const struct jindu_json *answer, void *cookie), void *cookie,
    struct jindu_json **last)
{
    const struct jindu_json *next = NULL;
    long long taken = 0;
    size_t spent = 0;
    while (spent < ASK_PAGES_MAX) {
        struct jindu_json *answer = NULL;
        int status =
            ask_page(context, pages, next, page_size(pages, taken), &answer);
        if (status != 0) {
            return status;
        }
        spent += 1 + strlen(context->result) / PAGE_BYTES;
        jindu_json_free(*last);
        *last = answer;
        const struct jindu_json *rows =
            jindu_json_member(answer, pages->member);
        if (jindu_json_kind(rows) != JINDU_JSON_ARRAY) {
            return ask_complain_unreadable(context);
        }
        taken += (long long)jindu_json_count(rows);
        next = jindu_json_member(answer, "next");
        status = page(answer, cookie);
        bool full = pages->limit != 0 && taken >= pages->limit;
        if (status != 0 || full || !is_cursor(next)) {
            return status;
        }
    }
    return ask_complain_endless(context);
}

/* What one walk does with its rows. */
struct harvest {
    const struct ask_pages *pages;
    int (*take)(const struct jindu_json *row, void *cookie);
    void *cookie;             /* of take */
    struct jindu_json **kept; /* to be sorted */
    size_t count;
    size_t room;
    bool failed; /* out of memory */
};

#define ENDED INT_MIN /* stops the walk; nobody else says so */

static struct jindu_json *
copy_row(const struct jindu_json *row)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *copy = NULL;
    jindu_json_put_value(&text, NULL, row);
    if (text.failed ||
        jindu_json_parse(&copy, text.bytes, text.length) != JINDU_OK) {
        copy = NULL;
    }
    jindu_text_free(&text);
    return copy;
}

static void
keep(struct harvest *harvest, const struct jindu_json *row)
{
    if (harvest->count == harvest->room) {
        size_t room = harvest->room == 0 ? ASK_PAGE : harvest->room * 2;
        struct jindu_json **kept =
            realloc(harvest->kept, room * sizeof(struct jindu_json *));
        if (kept == NULL) {
            harvest->failed = true;
            return;
        }
        harvest->kept = kept;
        harvest->room = room;
    }
    struct jindu_json *copy = copy_row(row);
    harvest->failed = copy == NULL;
    harvest->kept[harvest->count] = copy;
    harvest->count += copy != NULL ? 1 : 0;
}

static int
take_rows(const struct jindu_json *answer, void *cookie)
{
    struct harvest *harvest = cookie;
    const struct ask_pages *pages = harvest->pages;
    const struct jindu_json *row =
        jindu_json_first(jindu_json_member(answer, pages->member));
    for (; row != NULL; row = jindu_json_next(row)) {
        enum ask_wanted wanted = pages->wanted != NULL
                                     ? pages->wanted(row, pages->cookie)
                                     : ASK_WANTED;
        int status = 0;
        if (wanted == ASK_NO_MORE) {
            return ENDED;
        }
        if (wanted == ASK_WANTED && pages->compare != NULL) {
            keep(harvest, row);
        } else if (wanted == ASK_WANTED) {
            status = harvest->take(row, harvest->cookie);
        }
        if (status != 0 || harvest->failed) {
            return status != 0 ? status : ENDED;
        }
    }
    return 0;
}

/* Merged from halves, so that equal rows stay as the daemon ordered them. */
static void
sort_rows(struct jindu_json **rows, struct jindu_json **room, size_t count,
    ask_compare *compare)
{
    if (count < 2) {
        return;
    }
    size_t half = count / 2;
    sort_rows(rows, room, half, compare);
    sort_rows(rows + half, room, count - half, compare);
    memcpy(room, rows, half * sizeof(struct jindu_json *));
    size_t left = 0;
    size_t right = half;
    for (size_t i = 0; left < half; i++) {
        bool take_left =
            right == count || compare(room[left], rows[right]) <= 0;
        rows[i] = take_left ? room[left++] : rows[right++];
    }
}

static int
take_sorted(struct harvest *harvest)
{
    int status = 0;
    struct jindu_json **room =
        calloc(harvest->count / 2 + 1, sizeof(struct jindu_json *));
    harvest->failed = harvest->failed || room == NULL;
    if (!harvest->failed) {
        sort_rows(harvest->kept, room, harvest->count, harvest->pages->compare);
    }
    free(room);
    for (size_t i = 0; i < harvest->count; i++) {
        if (status == 0 && !harvest->failed) {
            status = harvest->take(harvest->kept[i], harvest->cookie);
        }
        jindu_json_free(harvest->kept[i]);
    }
    free(harvest->kept);
    return status;
}

/* *last: the last page, the caller's to free. */
static int
reap(struct context *context, struct harvest *harvest, struct jindu_json **last)
{
    int status = walk(context, harvest->pages, take_rows, harvest, last);
    bool whole = status == 0 || status == ENDED;
    if (!whole) {
        harvest->failed = true; /* nothing is told of a part */
    }
    int taken = take_sorted(harvest);
    if (whole && harvest->failed) {
        return ask_complain(context, JINDU_NO_MEMORY);
    }
    return whole ? taken : status;
}

int
ask_pages(struct context *context, const struct ask_pages *pages)
{
    struct jindu_json *last = NULL;
    struct harvest harvest = {
        .pages = pages, .take = pages->take, .cookie = pages->cookie
    };
    int status = reap(context, &harvest, &last);
    jindu_json_free(last);
    return status;
}

static int
join_row(const struct jindu_json *row, void *cookie)
{
    jindu_json_put_value(cookie, NULL, row);
    return 0;
}

int
ask_pages_json(struct context *context, const struct ask_pages *pages)
{
    struct jindu_json *last = NULL;
    struct jindu_text rows = JINDU_TEXT_INIT;
    struct harvest harvest = {
        .pages = pages, .take = join_row, .cookie = &rows
    };
    jindu_json_put_array(&rows, NULL);
    int status = reap(context, &harvest, &last);
    jindu_json_end_array(&rows);
    struct jindu_text out = JINDU_TEXT_INIT;
    jindu_json_put_object(&out, NULL);
    const struct jindu_json *member = jindu_json_first(last);
    for (; member != NULL; member = jindu_json_next(member)) {
        const char *name = jindu_json_name(member);
        if (strcmp(name, pages->member) == 0) {
            jindu_json_put_raw(&out, name, rows.bytes, rows.length);
        } else {
            jindu_json_put_value(&out, name, member);
        }
    }
    jindu_json_end_object(&out);
    if (status == 0 && (out.failed || rows.failed)) {
        status = ask_complain(context, JINDU_NO_MEMORY);
    }
    if (status == 0) {
        output_print(&context->output, "%s\n", out.bytes);
    }
    jindu_text_free(&out);
    jindu_text_free(&rows);
    jindu_json_free(last);
    return status;
}
