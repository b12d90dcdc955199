/* SPDX-License-Identifier: MIT */
#include "event.h"

#include <stdio.h>
#include <string.h>

#include "decimal.h"
#include "when.h"

/* An epoch (a UUID), a plan code, two numbers of 20 digits, and what stands
 * between them. */
#define WORD_SIZE 128

/* What every stored event begins with: "data" is the first name in order. */
static const char event_begins[] = "{\"data\":{";

void
jp_event_begin(struct jindu_text *out)
{
    jindu_json_put_object(out, NULL);
    jindu_json_put_object(out, "data");
}

void
jp_event_end(struct jindu_text *out, const struct jp_event *event)
{
    char word[WORD_SIZE];
    char time[JP_WHEN_SIZE];

    jindu_json_end_object(out);
    jindu_json_put_string(out, "datacontenttype", "application/json");
    (void)snprintf(word, sizeof(word), "%s-%lld", event->epoch,
        (long long)event->sequence);
    jindu_json_put_string(out, "id", word);
    (void)snprintf(word, sizeof(word), "/jindu%s%s",
        event->plan == NULL ? "" : "/", event->plan == NULL ? "" : event->plan);
    jindu_json_put_string(out, "source", word);
    jindu_json_put_string(out, "specversion", "1.0");
    if (event->item > 0) {
        (void)snprintf(word, sizeof(word), "%s/%lld",
            event->plan == NULL ? "" : event->plan, (long long)event->item);
        jindu_json_put_string(out, "subject", word);
    }
    jindu_json_put_string(out, "time", jp_when_format(event->at, time));
    jindu_json_put_string(out, "type", event->type);
    jindu_json_end_object(out);
}

void
jp_event_publish(struct jindu_text *out, const char *stored, size_t length,
    const char *stream, int64_t sequence, const char *epoch)
{
    char digits[JP_DECIMAL_SIZE];

    /* Without its last brace, so that three members more fit in. */
    jindu_json_put_raw(out, NULL, stored, length - 1);
    jindu_json_put_string(out, "epoch", epoch);
    jindu_json_put_string(out, "sequence", jp_decimal(digits, sequence));
    jindu_json_put_string(out, "stream", stream);
    jindu_json_end_object(out);
}

void
jp_beat_encode(struct jindu_text *out, const char *kind, const char *stream,
    const char *epoch, int64_t head, int64_t floor)
{
    jindu_json_put_object(out, NULL);
    jindu_json_put_object(out, kind);
    jindu_json_put_string(out, "epoch", epoch);
    jindu_json_put_integer(out, "floor", floor);
    jindu_json_put_integer(out, "head", head);
    jindu_json_put_string(out, "stream", stream);
    jindu_json_end_object(out);
    jindu_json_end_object(out);
}

/* Past the string at at; NULL when it does not end. */
static const char *
skip_string(const char *at, const char *end)
{
    if (at == end || *at != '"') {
        return NULL;
    }
    for (at++; at < end; at++) {
        if (*at == '"') {
            return at + 1;
        }
        if (*at == '\\') {
            at++;
        }
    }
    return NULL;
}

/* Past the value at at, in canonical JSON; NULL when it does not end. */
static const char *
skip_value(const char *at, const char *end)
{
    int depth = 0;

    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            if (at == NULL) {
                return NULL;
            }
            continue;
        }
        if (depth == 0 && (*at == ',' || *at == '}')) {
            return at;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    }
    return NULL;
}

static bool
is_of_result(const char *name, size_t length)
{
    static const char *const names[] = { "calendar", "clock", "item", "notice",
        "plan" };
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Copies the members of data that belong to the result.  False when stored is
 * no canonical event. */
static bool
copy_members(struct jindu_text *out, const char *stored, size_t length)
{
    const char *end = stored + length;
    const char *at = stored + sizeof(event_begins) - 1;

    if (length < sizeof(event_begins) ||
        memcmp(stored, event_begins, sizeof(event_begins) - 1) != 0) {
        return false;
    }
    while (at < end && *at != '}') {
        const char *name = at + 1;
        const char *value = skip_string(at, end);
        size_t name_length;

        if (value == NULL || value == end || *value != ':') {
            return false;
        }
        name_length = (size_t)(value - 1 - name);
        at = skip_value(++value, end);
        if (at == NULL) {
            return false;
        }
        if (is_of_result(name, name_length)) {
            jindu_json_put_raw(out, NULL, name - 1, (size_t)(at - name) + 1);
        }
        if (*at == ',') {
            at++;
        }
    }
    return at < end;
}

/* By hand, as every report passes here: its event was just written by us, and
 * to parse it again would cost as much as to parse the request. */
enum jindu_status
jp_event_result(
    struct jindu_text *out, const char *stored, size_t length, int64_t sequence)
{
    size_t before = out->length;

    jindu_json_put_object(out, NULL);
    if (!copy_members(out, stored, length)) {
        out->length = before;
        if (out->bytes != NULL) {
            out->bytes[before] = '\0';
        }
        return JINDU_INTERNAL;
    }
    jindu_json_put_integer(out, "sequence", sequence);
    jindu_json_end_object(out);
    return out->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

bool
jp_event_is_of(const struct jindu_json *kinds, const char *type)
{
    const struct jindu_json *kind;

    if (kinds == NULL) {
        return true;
    }
    for (kind = jindu_json_first(kinds); kind != NULL;
         kind = jindu_json_next(kind)) {
        const char *text = jindu_json_string(kind);
        size_t length = text == NULL ? 0 : strlen(text);

        if (length == 0) {
            continue;
        }
        if (text[length - 1] == '.' ? strncmp(type, text, length) == 0
                                    : strcmp(type, text) == 0) {
            return true;
        }
    }
    return false;
}
