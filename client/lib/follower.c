/* SPDX-License-Identifier: MIT */
#include "follower.h"

#include <stdbool.h>
#include <string.h>

#include "name.h"

/* One round trip brings as much as the wire allows. */
#define PAGE_EVENTS JP_PAGE_MAX

/* Nothing that leads elsewhere: programs make names of files of it. */
static bool
is_epoch(const char *epoch)
{
    static const char signs[] =
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return epoch != NULL && epoch[0] != '\0' &&
           strlen(epoch) < JP_UUID_TEXT_SIZE &&
           epoch[strspn(epoch, signs)] == '\0';
}

static void
set_epoch(struct follower *follower, const char *epoch)
{
    memcpy(follower->epoch, epoch, strlen(epoch) + 1);
}

enum jindu_status
follower_begin(struct follower *follower, const char *stream, int64_t after,
    const char *epoch)
{
    if (stream == NULL || !jp_name_is_stream(stream) ||
        after < FOLLOWER_AT_HEAD || after > JP_SAFE_INTEGER) {
        return JINDU_INVALID;
    }
    if (epoch != NULL && epoch[0] != '\0' && !is_epoch(epoch)) {
        return JINDU_INVALID;
    }
    memset(follower, 0, sizeof(*follower));
    memcpy(follower->stream, stream, strlen(stream) + 1);
    if (epoch != NULL && after != FOLLOWER_AT_HEAD) {
        set_epoch(follower, epoch);
    }
    follower->position = after;
    return JINDU_OK;
}

enum jindu_status
follower_begin_at(
    struct follower *follower, const char *stream, const char *cursor)
{
    enum jindu_status status = follower_begin(follower, stream, 0, NULL);

    if (status != JINDU_OK || cursor == NULL || !jp_name_is_id(cursor)) {
        return JINDU_INVALID;
    }
    memcpy(follower->cursor, cursor, strlen(cursor) + 1);
    follower->position = FOLLOWER_AT_CURSOR;
    return JINDU_OK;
}

int64_t
follower_sequence(const struct jindu_json *event)
{
    const char *digits =
        jindu_json_string(jindu_json_member(event, "sequence"));
    int64_t number = 0;

    if (digits == NULL) {
        return 0;
    }
    for (; *digits != '\0'; digits++) {
        if (*digits < '0' || *digits > '9' || number > JP_SAFE_INTEGER / 10) {
            return 0;
        }
        number = 10 * number + (*digits - '0');
    }
    return number;
}

static bool
same(const char *value, const char *expected)
{
    return value != NULL && strcmp(value, expected) == 0;
}

static const char *
text_of(const struct jindu_json *object, const char *name)
{
    return jindu_json_string(jindu_json_member(object, name));
}

enum follower_step
follower_hear(const struct follower *follower, const struct jindu_json *message)
{
    const struct jindu_json *told = message;
    bool event = jindu_json_member(message, "specversion") != NULL;
    int64_t number;

    if (!event) {
        told = jindu_json_member(message, "beat");
        if (told == NULL) {
            told = jindu_json_member(message, "bye");
        }
    }
    if (!same(text_of(told, "stream"), follower->stream)) {
        return FOLLOWER_DROP;
    }
    if (!same(text_of(told, "epoch"), follower->epoch)) {
        return FOLLOWER_READ;
    }
    number = event ? follower_sequence(told)
                   : jindu_json_integer(jindu_json_member(told, "head"), 0);
    if (number <= follower->position) {
        return FOLLOWER_DROP;
    }
    return event && number == follower->position + 1 ? FOLLOWER_TAKE
                                                     : FOLLOWER_READ;
}

void
follower_ask(const struct follower *follower, struct jindu_text *params)
{
    bool at_head = follower->position == FOLLOWER_AT_HEAD;

    jindu_text_clear(params);
    jindu_json_put_object(params, NULL);
    if (follower->position == FOLLOWER_AT_CURSOR) {
        jindu_json_put_string(params, "cursor", follower->cursor);
    } else {
        jindu_json_put_integer(
            params, "after", at_head ? 0 : follower->position);
        if (follower->epoch[0] != '\0') {
            jindu_json_put_string(params, "epoch", follower->epoch);
        }
    }
    jindu_json_put_integer(params, "limit", at_head ? 1 : PAGE_EVENTS);
    jindu_json_put_string(params, "stream", follower->stream);
    jindu_json_end_object(params);
}

void
follower_commit(const struct follower *follower, struct jindu_text *params)
{
    jindu_text_clear(params);
    jindu_json_put_object(params, NULL);
    jindu_json_put_integer(params, "after", follower->position);
    jindu_json_put_string(params, "cursor", follower->cursor);
    jindu_json_put_string(params, "epoch", follower->epoch);
    jindu_json_put_string(params, "stream", follower->stream);
    jindu_json_end_object(params);
}

/* The events of a page are the next ones, without a gap; a page is empty only
 * at the head. */
static bool
is_dense(const struct jindu_json *events, int64_t position, int64_t head)
{
    const struct jindu_json *event = jindu_json_first(events);

    if (event == NULL) {
        return head <= position;
    }
    for (; event != NULL; event = jindu_json_next(event)) {
        if (follower_sequence(event) != ++position) {
            return false;
        }
    }
    return true;
}

enum jindu_status
follower_page(struct follower *follower, const struct jindu_json *result)
{
    const struct jindu_json *events = jindu_json_member(result, "events");
    const char *epoch = text_of(result, "epoch");
    int64_t head = jindu_json_integer(jindu_json_member(result, "head"), -1);
    int64_t position = follower->position;

    if (!is_epoch(epoch) || head < 0 ||
        jindu_json_kind(events) != JINDU_JSON_ARRAY) {
        return JINDU_INTERNAL;
    }
    if (follower->epoch[0] != '\0' && !same(epoch, follower->epoch)) {
        return JINDU_INTERNAL; /* a reset has to be said */
    }
    if (position == FOLLOWER_AT_CURSOR) {
        position = jindu_json_integer(jindu_json_member(result, "after"), -1);
    }
    if (position == FOLLOWER_AT_HEAD && follower->cursor[0] == '\0') {
        position = head;
    } else if (position < 0 || !is_dense(events, position, head)) {
        return JINDU_INTERNAL;
    }
    follower->position = position;
    set_epoch(follower, epoch);
    return JINDU_OK;
}

enum jindu_status
follower_restart(struct follower *follower, enum jindu_status status,
    const struct jindu_json *data)
{
    const char *epoch = text_of(data, "epoch");
    int64_t head = jindu_json_integer(jindu_json_member(data, "head"), -1);
    int64_t floor = jindu_json_integer(jindu_json_member(data, "floor"), -1);

    if (!is_epoch(epoch) || head < 0 || floor < 0) {
        return JINDU_INTERNAL;
    }
    if (follower->position == FOLLOWER_AT_HEAD) {
        follower->position = head;
    } else if (status == JINDU_RESET && follower->cursor[0] != '\0') {
        follower->position = FOLLOWER_AT_CURSOR;
    } else {
        follower->position = floor > 0 ? floor - 1 : 0;
    }
    set_epoch(follower, epoch);
    return JINDU_OK;
}
