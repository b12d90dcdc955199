/* SPDX-License-Identifier: MIT */
/* Requests, as they come from the wire, and their answers. */
#include "player.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "permission.h"

#define FIRST_UID 1000

static bool
takes_plan(const char *method)
{
    return strncmp(method, "item.", 5) == 0 ||
           (strncmp(method, "plan.", 5) == 0 &&
               strcmp(method, "plan.list") != 0) ||
           strcmp(method, "report.submit") == 0;
}

void
player_key(char key[JP_UUID_TEXT_SIZE], const char *name, int64_t line)
{
    unsigned char digest[JP_DIGEST_SIZE];
    char number[32] = "";

    if (name == NULL) {
        (void)snprintf(number, sizeof(number), "%" PRId64, line);
        name = number;
    }
    jp_digest(digest, name, strlen(name), number, strlen(number));
    (void)jp_uuid_format(digest, key);
}

/* "person:role"; a person of "-" is an account that stands for nobody. */
static bool
read_principal(
    struct player *player, const char *who, struct principal *principal)
{
    const char *colon = strrchr(who, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - who);
    size_t i = 0;

    memset(principal, 0, sizeof(*principal));
    if (length == 0 || length > JP_NAME_MAX ||
        !role_from_token(colon + 1, &principal->role)) {
        return player_fail(player, "'%s' is not person:role", who);
    }
    memcpy(principal->person, who, length);
    while (i < player->people_count &&
           strcmp(player->people[i], principal->person) != 0) {
        i++;
    }
    if (i == player->people_count) {
        if (i == PLAYER_PEOPLE_MAX) {
            return player_fail(player, "more people than the player knows");
        }
        memcpy(player->people[player->people_count++], principal->person,
            sizeof(principal->person));
    }
    (void)snprintf(
        principal->name, sizeof(principal->name), "uid:%d", FIRST_UID + (int)i);
    if (strcmp(principal->person, "-") == 0) {
        principal->person[0] = '\0';
    }
    return true;
}

static bool
compose(struct player *player, struct jindu_text *out, const char *method,
    const char *params, const char *key)
{
    struct jindu_json *given = NULL;
    const struct jindu_json *member;

    if (!player_parse(player, &given, params, strlen(params))) {
        return false;
    }
    jindu_json_put_object(out, NULL);
    jindu_json_put_integer(out, "id", player->line);
    jindu_json_put_string(out, "jsonrpc", "2.0");
    jindu_json_put_string(out, "method", method);
    jindu_json_put_object(out, "params");
    if (key != NULL && jindu_json_member(given, "key") == NULL) {
        jindu_json_put_string(out, "key", key);
    }
    if (takes_plan(method) && jindu_json_member(given, "plan") == NULL) {
        jindu_json_put_string(out, "plan", player->plan);
    }
    for (member = jindu_json_first(given); member != NULL;
         member = jindu_json_next(member)) {
        player_put(out, jindu_json_name(member), member);
    }
    jindu_json_end_object(out);
    jindu_json_end_object(out);
    jindu_json_free(given);
    return true;
}

static bool
run_write(struct player *player, struct change *change)
{
    struct player_reply *reply = &player->reply;

    if (!player_apply(player, change)) {
        return false;
    }
    reply->status = change->status;
    reply->fault = change->fault;
    if (change->status == JINDU_OK) {
        jindu_text_append(&reply->text,
            player->batch.results.bytes + change->result_at,
            change->result_length);
    }
    return player_settle(player);
}

static bool
run(struct player *player, struct change *change)
{
    struct player_reply *reply = &player->reply;
    struct query_facts facts = { .principal = &change->principal,
        .now = player->now,
        .started_at = player->now,
        .zone = "Asia/Shanghai",
        .counters = "{}" };

    if (permission_of(change->principal.role, change->request->method, false) ==
        PERMISSION_NONE) {
        reply->status = jp_refuse(&reply->fault, JINDU_DENIED, NULL, "role");
        return true;
    }
    if (jp_method_is_write(change->request->method)) {
        return run_write(player, change);
    }
    reply->status = query_run(
        player->query, change->request, &facts, &reply->text, &reply->fault);
    return true;
}

static void
clear_reply(struct player_reply *reply)
{
    jindu_text_clear(&reply->text);
    memset(&reply->fault, 0, sizeof(reply->fault));
    reply->status = JINDU_OK;
    reply->waits = true;
}

bool
player_call(struct player *player, const char *who, const char *method,
    const char *params, const char *key)
{
    struct player_reply *reply = &player->reply;
    struct jp_message message;
    struct jp_request request;
    struct jindu_text text = JINDU_TEXT_INIT;
    struct change change = {
        .kind = CHANGE_REQUEST,
        .request = &request,
        .received_at = player->now,
        .offset = player->offset,
    };
    bool went;

    if (player->store == NULL) {
        return player_fail(player, "nobody answers: it does not run");
    }
    clear_reply(reply);
    (void)snprintf(
        reply->key, sizeof(reply->key), "%s", key == NULL ? "" : key);
    if (!read_principal(player, who, &change.principal) ||
        !compose(player, &text, method, params, key)) {
        jindu_text_free(&text);
        return false;
    }
    (void)snprintf(
        change.origin, sizeof(change.origin), "%s", change.principal.name);
    change.bytes = text.length;
    if (jp_message_parse(&message, text.bytes, text.length) != JINDU_OK) {
        went = player_fail(player, "no message: %s", text.bytes);
        jindu_text_free(&text);
        return went;
    }
    reply->status =
        jp_request_decode(&request, message.document, &reply->fault);
    went = reply->status != JINDU_OK || run(player, &change);
    jp_message_free(&message);
    jindu_text_free(&text);
    return went;
}

bool
player_ask(struct player *player, const char *method, const char *params,
    struct jindu_json **result)
{
    struct player_reply *reply = &player->reply;

    if (!player_call(player, "-:admin", method, params, NULL)) {
        return false;
    }
    reply->waits = false;
    if (reply->status != JINDU_OK) {
        return player_fail(player, "%s %s is answered %s %s", method, params,
            jindu_status_token(reply->status), reply->fault.field);
    }
    return player_parse(player, result, reply->text.bytes, reply->text.length);
}

bool
player_request(struct player *player, char *rest)
{
    char *who = player_word(&rest);
    char *method = player_word(&rest);
    char key[JP_UUID_TEXT_SIZE];
    const char *name = NULL;

    if (who == NULL || method == NULL) {
        return player_fail(player, "expected person:role and a method");
    }
    rest += strspn(rest, " ");
    if (strncmp(rest, "key=", 4) == 0) {
        name = player_word(&rest) + 4;
    }
    player_key(key, name, player->line);
    player->reply.line = player->line;
    for (enum jp_method i = 0; i < JP_METHOD_COUNT; i++) {
        if (strcmp(jp_method_token(i), method) == 0) {
            return player_call(player, who, method, *rest == '\0' ? "{}" : rest,
                jp_method_has_key(i) ? key : NULL);
        }
    }
    return player_fail(player, "no method '%s'", method);
}

bool
player_calendar(struct player *player, char *rest)
{
    const char *word = player_word(&rest);
    int64_t year = word == NULL ? 0 : strtoll(word, NULL, 10);
    struct jindu_text params = JINDU_TEXT_INIT;
    char key[JP_UUID_TEXT_SIZE];
    bool went;

    for (size_t i = 0; i < player->calendars.count; i++) {
        const struct jindu_json *document = player->calendars.documents[i];

        if (jindu_json_integer(jindu_json_member(document, "year"), 0) ==
            year) {
            jindu_json_put_object(&params, NULL);
            jindu_json_put_value(&params, "calendar", document);
            jindu_json_end_object(&params);
        }
    }
    if (params.length == 0) {
        return player_fail(player, "there is no calendar of that year");
    }
    player_key(key, NULL, player->line);
    player->reply.line = player->line;
    went = player_call(player, "-:office", "calendar.load", params.bytes, key);
    jindu_text_free(&params);
    return went;
}
