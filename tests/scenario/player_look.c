/* SPDX-License-Identifier: MIT */
/* Looking at what is stored: the ledger, an item, the next instant. */
#include "player.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define PARAMS_SIZE 128

struct ledger_row {
    int64_t revision;
    enum stage stage;
    int64_t occurrence;
    const struct jindu_json *json;
};

static int
compare_rows(const void *a, const void *b)
{
    const struct ledger_row *left = a;
    const struct ledger_row *right = b;

    if (left->revision != right->revision) {
        return left->revision < right->revision ? -1 : 1;
    }
    return stage_compare(left->stage, (int)left->occurrence, right->stage,
        (int)right->occurrence);
}

static int64_t
integer_of(const struct ledger_row *row, const char *name)
{
    return jindu_json_integer(jindu_json_member(row->json, name), 0);
}

static void
write_row(char text[PLAYER_ROW_SIZE], const struct ledger_row *row)
{
    char nominal[PLAYER_INSTANT_SIZE];
    char due[PLAYER_INSTANT_SIZE];
    const char *reason =
        jindu_json_string(jindu_json_member(row->json, "reason"));
    bool moved = integer_of(row, "due_at") != integer_of(row, "nominal_at");
    bool late = jindu_json_boolean(jindu_json_member(row->json, "late"), false);
    bool provisional =
        jindu_json_boolean(jindu_json_member(row->json, "provisional"), false);

    (void)snprintf(text, PLAYER_ROW_SIZE,
        "%" PRId64 " %s %" PRId64 " %s %s%s%s%s%s%s%s", row->revision,
        stage_token(row->stage), row->occurrence,
        jindu_json_string(jindu_json_member(row->json, "phase")),
        player_instant(integer_of(row, "nominal_at"), nominal),
        moved ? " due " : "",
        moved ? player_instant(integer_of(row, "due_at"), due) : "",
        late ? " late" : "", provisional ? " provisional" : "",
        reason == NULL ? "" : " by ", reason == NULL ? "" : reason);
}

static bool
take_rows(struct player *player, const struct jindu_json *notices)
{
    struct ledger_row rows[PLAYER_ROWS_MAX];
    const struct jindu_json *notice = jindu_json_first(notices);
    size_t count = 0;

    for (; notice != NULL; notice = jindu_json_next(notice)) {
        struct ledger_row *row = &rows[count];
        const char *stage =
            jindu_json_string(jindu_json_member(notice, "stage"));

        if (count == PLAYER_ROWS_MAX || stage == NULL ||
            !stage_from_token(stage, &row->stage)) {
            return player_fail(player, "the ledger has a strange row");
        }
        row->json = notice;
        row->revision = integer_of(row, "deadline_revision");
        row->occurrence = integer_of(row, "occurrence");
        count++;
    }
    qsort(rows, count, sizeof(rows[0]), compare_rows);
    for (size_t i = 0; i < count; i++) {
        write_row(player->rows[i], &rows[i]);
    }
    player->row_count = count;
    player->row_next = 0;
    return true;
}

static bool
look_at_ledger(struct player *player, const char *number)
{
    struct jindu_json *result = NULL;
    char params[PARAMS_SIZE];
    bool taken;

    (void)snprintf(params, sizeof(params),
        "{\"item\":%s,\"limit\":%d,\"plan\":\"%s\"}", number, PLAYER_ROWS_MAX,
        player->plan);
    if (!player_ask(player, "notice.list", params, &result)) {
        return false;
    }
    taken = take_rows(player, jindu_json_member(result, "notices"));
    jindu_json_free(result);
    return taken;
}

static bool
look_at_item(struct player *player, const char *number, const char *pattern)
{
    struct jindu_json *result = NULL;
    char params[PARAMS_SIZE];
    bool matched;

    (void)snprintf(params, sizeof(params), "{\"item\":%s}", number);
    if (!player_ask(player, "item.show", params, &result)) {
        return false;
    }
    matched = player_match(player, pattern, result, "item");
    jindu_json_free(result);
    return matched;
}

static bool
look_at_next(struct player *player, char *rest)
{
    int64_t wanted = STORE_NEVER;
    char expected[PLAYER_INSTANT_SIZE];
    char got[PLAYER_INSTANT_SIZE];

    if (strcmp(rest, "never") != 0 &&
        !player_word_instant(player, &rest, &wanted)) {
        return false;
    }
    return wanted == player->next_due ||
           player_fail(player, "expected next at %s, got %s",
               player_instant(wanted, expected),
               player_instant(player->next_due, got));
}

bool
player_look(struct player *player, char *rest)
{
    char *what = player_word(&rest);
    char *number;

    if (what != NULL && strcmp(what, "next") == 0) {
        return look_at_next(player, rest);
    }
    number = player_word(&rest);
    if (number == NULL) {
        return player_fail(player, "expected ledger N, item N or next");
    }
    if (strcmp(what, "held") == 0) {
        return player->held == (strcmp(number, "yes") == 0) ||
               player_fail(player, "expected held %s", number);
    }
    if (strcmp(what, "ledger") == 0) {
        return look_at_ledger(player, number);
    }
    if (strcmp(what, "item") == 0) {
        return look_at_item(player, number, rest);
    }
    return player_fail(player, "cannot look at '%s'", what);
}

static void
print_rows(const struct player *player)
{
    for (size_t i = player->row_next; i < player->row_count; i++) {
        (void)fprintf(stderr, "  got | %s\n", player->rows[i]);
    }
}

bool
player_expect_row(struct player *player, char *rest)
{
    char expected[PLAYER_ROW_SIZE] = "";
    size_t length = 0;
    const char *word;

    while ((word = player_word(&rest)) != NULL && length < sizeof(expected)) {
        length += (size_t)snprintf(expected + length, sizeof(expected) - length,
            "%s%s", length > 0 ? " " : "", word);
    }
    if (player->row_next == player->row_count ||
        strcmp(player->rows[player->row_next], expected) != 0) {
        (void)player_fail(player, "expected | %s", expected);
        print_rows(player);
        return false;
    }
    player->row_next++;
    return true;
}

bool
player_no_rows_left(struct player *player)
{
    if (player->row_next < player->row_count) {
        (void)player_fail(player, "before this line, not expected:");
        print_rows(player);
        return false;
    }
    player->row_count = 0;
    player->row_next = 0;
    return true;
}
