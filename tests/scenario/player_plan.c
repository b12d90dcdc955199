/* SPDX-License-Identifier: MIT */
/* Rows of a plan, and their way in: plan.load, plan.confirm. */
#include "player.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 64
#define CLERK "-:office"

static bool
is_list(const char *name)
{
    static const char *const lists[] = { "inherited", "leaders", "persons",
        "unconfirmed", "units" };

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (strcmp(lists[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void
put_list(struct jindu_text *out, const char *name, char *value)
{
    jindu_json_put_array(out, name);
    while (*value != '\0') {
        char *comma = value + strcspn(value, ",");
        bool more = *comma == ',';

        *comma = '\0';
        jindu_json_put_string(out, NULL, value);
        value = comma + (more ? 1 : 0);
    }
    jindu_json_end_array(out);
}

static void
put_member(struct jindu_text *out, const char *name, char *value)
{
    if (is_list(name)) {
        put_list(out, name, value);
    } else if (strcmp(value, "none") == 0) {
        jindu_json_put_null(out, name);
    } else if (strcmp(name, "deadline_from") == 0) {
        jindu_json_put_integer(out, name, strtoll(value, NULL, 10));
    } else {
        jindu_json_put_string(out, name, value);
    }
}

static void
put_defaults(struct jindu_text *out, int64_t no, const char *given)
{
    char name[NAME_SIZE];
    char one[] = "综合办";
    char two[] = "李明";
    char none[] = "";

    if (strstr(given, " category=") == NULL) {
        jindu_json_put_string(out, "category", "重点工作");
    }
    if (strstr(given, " name=") == NULL) {
        (void)snprintf(name, sizeof(name), "事项%" PRId64, no);
        jindu_json_put_string(out, "name", name);
    }
    if (strstr(given, " target=") == NULL) {
        jindu_json_put_string(out, "target", "年内完成");
    }
    if (strstr(given, " units=") == NULL) {
        put_list(out, "units", one);
    }
    if (strstr(given, " persons=") == NULL) {
        put_list(out, "persons", two);
    }
    if (strstr(given, " leaders=") == NULL) {
        put_list(out, "leaders", none);
    }
    if (strstr(given, " deadline=") == NULL) {
        jindu_json_put_null(out, "deadline");
    }
}

static struct player_item *
find_item(struct player *player, int64_t no)
{
    size_t i = 0;

    while (i < player->item_count && player->items[i].no != no) {
        i++;
    }
    if (i == player->item_count) {
        player->items[player->item_count++].no = no;
    }
    return &player->items[i];
}

static void
drop_item(struct player *player, struct player_item *item)
{
    struct player_item *end = &player->items[--player->item_count];

    jindu_text_free(&item->json);
    memmove(item, item + 1, (size_t)(end - item) * sizeof(*item));
    memset(end, 0, sizeof(*end));
}

bool
player_item(struct player *player, char *rest)
{
    const char *number = player_word(&rest);
    int64_t no = number == NULL ? 0 : strtoll(number, NULL, 10);
    char given[PLAYER_LINE_MAX];
    struct player_item *item;
    char *word;

    if (no < 1 || player->item_count == PLAYER_ITEMS_MAX) {
        return player_fail(player, "no number, or too many items");
    }
    item = find_item(player, no);
    if (strcmp(rest, "gone") == 0) {
        drop_item(player, item);
        return true;
    }
    (void)snprintf(given, sizeof(given), " %s", rest);
    jindu_text_clear(&item->json);
    jindu_json_put_object(&item->json, NULL);
    jindu_json_put_integer(&item->json, "no", no);
    put_defaults(&item->json, no, given);
    while ((word = player_word(&rest)) != NULL) {
        char *value = strchr(word, '=');

        if (value == NULL) {
            return player_fail(player, "'%s' is not name=value", word);
        }
        *value++ = '\0';
        put_member(&item->json, word, value);
    }
    jindu_json_end_object(&item->json);
    return true;
}

/* The digest is of what is sent: each row in canonical form. */
static bool
put_items(struct player *player, struct jindu_text *out)
{
    memset(player->digest, 0, sizeof(player->digest));
    jindu_json_put_array(out, "items");
    for (size_t i = 0; i < player->item_count; i++) {
        const struct jindu_text *json = &player->items[i].json;
        struct jindu_text row = JINDU_TEXT_INIT;
        struct jindu_json *document = NULL;

        if (!player_parse(player, &document, json->bytes, json->length)) {
            return false;
        }
        jindu_json_put_value(&row, NULL, document);
        jp_digest(player->digest, player->digest, sizeof(player->digest),
            row.bytes, row.length);
        jindu_json_put_raw(out, NULL, row.bytes, row.length);
        jindu_text_free(&row);
        jindu_json_free(document);
    }
    jindu_json_end_array(out);
    return true;
}

static void
put_head(struct player *player, struct jindu_text *out)
{
    char digest[JP_DIGEST_HEX_SIZE];

    jindu_json_put_object(out, "head");
    jindu_json_put_string(out, "source", jp_digest_hex(player->digest, digest));
    jindu_json_put_string(out, "title", "工作计划");
    jindu_json_put_integer(out, "year", 2021);
    jindu_json_end_object(out);
}

bool
player_draft(struct player *player, char *rest)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    char name[NAME_SIZE];
    char key[JP_UUID_TEXT_SIZE];
    bool went;

    if (*rest != '\0') {
        return player_fail(player, "'%s' means nothing here", rest);
    }
    (void)snprintf(name, sizeof(name), "draft of line %d", player->line);
    player_key(player->draft, name, 0);
    (void)snprintf(name, sizeof(name), "part of line %d", player->line);
    player_key(key, name, 0);
    jindu_json_put_object(&params, NULL);
    jindu_json_put_string(&params, "draft", player->draft);
    jindu_json_put_integer(&params, "part", 1);
    jindu_json_put_boolean(&params, "last", true);
    went = put_items(player, &params);
    put_head(player, &params);
    jindu_json_end_object(&params);
    player->reply.line = player->line;
    went = went && player_call(player, CLERK, "plan.load", params.bytes, key);
    jindu_text_free(&params);
    return went;
}

bool
player_confirm(struct player *player, char *rest)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    char digest[JP_DIGEST_HEX_SIZE];
    char key[JP_UUID_TEXT_SIZE];
    const char *vanished = player_word(&rest);
    bool went;

    player_key(key, NULL, player->line);
    jindu_json_put_object(&params, NULL);
    jindu_json_put_string(&params, "draft", player->draft);
    jindu_json_put_string(
        &params, "digest", jp_digest_hex(player->digest, digest));
    if (vanished != NULL) {
        jindu_json_put_string(&params, "vanished", vanished);
    }
    jindu_json_end_object(&params);
    player->reply.line = player->line;
    went = player_call(player, CLERK, "plan.confirm", params.bytes, key);
    jindu_text_free(&params);
    return went;
}

bool
player_load(struct player *player, char *rest)
{
    char nothing[] = "";
    char ok[] = "ok";

    return player_draft(player, nothing) && player_expect_reply(player, ok) &&
           player_confirm(player, rest);
}
