/* SPDX-License-Identifier: MIT */
/* What a pattern says of a JSON value. */
#include "player.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WHERE_MAX 128

bool
player_parse(struct player *player, struct jindu_json **document,
    const char *text, size_t length)
{
    if (jindu_json_parse(document, text, length) != JINDU_OK) {
        return player_fail(player, "no strict JSON: %.*s", (int)length, text);
    }
    return true;
}

static bool
is_instant(const struct jindu_json *value, int64_t *instant)
{
    const char *string = jindu_json_string(value);

    return string != NULL && string[0] == '@' &&
           player_read_instant(string + 1, instant);
}

void
player_put(
    struct jindu_text *out, const char *name, const struct jindu_json *value)
{
    int64_t instant;

    if (is_instant(value, &instant)) {
        jindu_json_put_integer(out, name, instant);
    } else {
        jindu_json_put_value(out, name, value);
    }
}

static bool
differs(struct player *player, const char *where,
    const struct jindu_json *pattern, const struct jindu_json *value)
{
    struct jindu_text expected = JINDU_TEXT_INIT;
    struct jindu_text got = JINDU_TEXT_INIT;
    char instant[PLAYER_INSTANT_SIZE] = "";

    jindu_json_put_value(&expected, NULL, pattern);
    if (value == NULL) {
        jindu_text_append_string(&got, "nothing");
    } else {
        jindu_json_put_value(&got, NULL, value);
    }
    if (jindu_json_integer(value, 0) > 1000000000000) {
        (void)player_instant(jindu_json_integer(value, 0), instant);
    }
    (void)player_fail(player, "%s: expected %s, got %s %s", where,
        expected.bytes, got.bytes, instant);
    jindu_text_free(&expected);
    jindu_text_free(&got);
    return false;
}

static bool
is_equal_leaf(const struct jindu_json *pattern, const struct jindu_json *value)
{
    int64_t instant;

    if (is_instant(pattern, &instant)) {
        return jindu_json_kind(value) == JINDU_JSON_INTEGER &&
               jindu_json_integer(value, 0) == instant;
    }
    if (jindu_json_kind(pattern) != jindu_json_kind(value)) {
        return false;
    }
    switch (jindu_json_kind(pattern)) {
    case JINDU_JSON_STRING:
        return strcmp(jindu_json_string(pattern), jindu_json_string(value)) ==
               0;
    case JINDU_JSON_INTEGER:
        return jindu_json_integer(pattern, 0) == jindu_json_integer(value, 0);
    case JINDU_JSON_BOOLEAN:
        return jindu_json_boolean(pattern, false) ==
               jindu_json_boolean(value, false);
    case JINDU_JSON_ABSENT:
    case JINDU_JSON_NULL:
    case JINDU_JSON_ARRAY:
    case JINDU_JSON_OBJECT:
        break;
    }
    return true;
}

/* The depth of JSON is bounded, and with it this recursion. */
static bool
match(struct player *player, const char *where,
    const struct jindu_json *pattern, const struct jindu_json *value)
{
    const struct jindu_json *child = jindu_json_first(pattern);
    enum jindu_json_kind kind = jindu_json_kind(pattern);
    const struct jindu_json *other = jindu_json_first(value);
    char place[WHERE_MAX];

    if (kind != JINDU_JSON_OBJECT && kind != JINDU_JSON_ARRAY) {
        return is_equal_leaf(pattern, value) ||
               differs(player, where, pattern, value);
    }
    if (kind != jindu_json_kind(value) ||
        (kind == JINDU_JSON_ARRAY &&
            jindu_json_count(pattern) != jindu_json_count(value))) {
        return differs(player, where, pattern, value);
    }
    for (int i = 0; child != NULL; child = jindu_json_next(child), i++) {
        if (kind == JINDU_JSON_OBJECT) {
            other = jindu_json_member(value, jindu_json_name(child));
            (void)snprintf(
                place, sizeof(place), "%s.%s", where, jindu_json_name(child));
        } else {
            (void)snprintf(place, sizeof(place), "%s[%d]", where, i);
        }
        if (!match(player, place, child, other)) {
            return false;
        }
        other = kind == JINDU_JSON_ARRAY ? jindu_json_next(other) : NULL;
    }
    return true;
}

bool
player_match(struct player *player, const char *pattern,
    const struct jindu_json *value, const char *what)
{
    struct jindu_json *document = NULL;
    size_t length;
    bool matched;

    pattern += strspn(pattern, " ");
    if (*pattern == '\0') {
        return true;
    }
    length = strlen(pattern);
    while (pattern[length - 1] == ' ') {
        length--;
    }
    if (!player_parse(player, &document, pattern, length)) {
        return false;
    }
    matched = match(player, what, document, value);
    jindu_json_free(document);
    return matched;
}
