/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include "display.h"
#include "language.h"
#include "wording.h"

#include <jindu/json.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct sentence {
    const char *rule;
    const char *text; /* %s: the field */
    const char *hint; /* NULL: none */
};

static const struct sentence sentences[] = {
    { "percent_needs_done", N_("100 percent is for completed work only"),
        N_("to claim completion, say --done") },
    { "fall_needs_reason", N_("this is less than what was reported before"),
        N_("say why with --reason WHY") },
    { "exclusive", N_("these cannot be said together"),
        N_("--no-change stands alone; --done means 100 percent") },
    { "empty", N_("nothing is reported"),
        N_("give a percent, -m TEXT, --no-change, --blocked WHY or --done") },
    { "vanished", N_("the new plan lacks items of the present one"),
        N_("say --vanished withdraw or --vanished keep") },
    { "owner", N_("the item is not yours"),
        N_("'jindu list --mine' shows yours; the office may report for "
           "others") },
    { "addressed", N_("the notice is not addressed to this person"),
        N_("'jindu notice list --person NAME' shows theirs") },
    { "role", N_("your role does not allow this"),
        N_("'jindu whoami' tells your role, 'jindu admin permissions' what it "
           "may") },
    { "required", N_("'%s' is missing"), NULL },
    { "range", N_("'%s' is out of range"), NULL },
    { "length", N_("'%s' is empty or too long"), NULL },
    { "format", N_("'%s' is not written as it must be"), NULL },
    { "type", N_("'%s' is not written as it must be"), NULL },
    { "double", N_("'%s' holds something twice"), NULL },
    { "order", N_("the parts of the plan came out of order"), NULL },
    { "cursors", N_("you follow under 256 names, which is the most"),
        N_("'jindu server cursors --forget NAME' removes one") },
    { "unknown_member",
        N_("the daemon does not know '%s'; is it older than this jindu?"),
        NULL },
};

/* "no such item" for the fields that name a thing. */
static const struct sentence missing[] = {
    { "item", N_("there is no such item in the plan"),
        N_("'jindu list' shows all") },
    { "plan", N_("there is no such plan"), N_("'jindu plan list' shows all") },
    { "notice", N_("there is no such notice"),
        N_("'jindu notice list' shows all") },
    { "draft", N_("there is no such draft, or it was dropped"),
        N_("import the file again") },
    { "stream", N_("nobody of this name is in a plan"),
        N_("'jindu list' shows who is") },
    { "person", N_("nobody of this name is in a plan"),
        N_("'jindu list' shows who is") },
    { "corrects", N_("there is no such report of this item"),
        N_("'jindu history NO' shows all, with their sequence") },
    { "year", N_("there is no calendar of that year"),
        N_("'jindu calendar import FILE' brings one in") },
    { "cursor", N_("you follow no such stream under this name"),
        N_("'jindu server cursors' shows who follows what") },
    { "file", N_("there is no such folder on the daemon's computer"),
        N_("make it there, or name another") },
};

/* Where a field says more than its rule does. */
static const struct {
    const char *field;
    struct sentence sentence;
} special[] = {
    { "as_of",
        { "range", N_("the day of '%s' is to come, or too long ago"), NULL } },
    { "effective",
        { "range", N_("the day of '%s' is after that of the claim"), NULL } },
    { "person", { "required", N_("'%s' is missing"),
                    N_("the configuration gives your user no person") } },
    { "reason", { "required", N_("'%s' is missing"),
                    N_("say why with --reason WHY") } },
    { "file", { "exists", N_("there is such a file already"),
                  N_("a backup overwrites nothing; choose another name") } },
    { "file", { "folder", N_("jindud may not write into that folder"),
                  N_("the folder made for it is /var/backups/jindu") } },
    { "stream", { "owner", N_("this stream is not for you"),
                    N_("yours are '--person' with your own name, and '--unit' "
                       "with a unit that stands beside you in a plan") } },
    { "confirm", { "undated", N_("the item has no deadline"),
                     N_("'jindu item update NO --deadline DATE' gives it "
                        "one") } },
    { "confirm", { "state", N_("the clock is not in doubt"), NULL } },
    { "notice", { "state", N_("this person has acknowledged the notice before"),
                    NULL } },
};

/* Fields as the command line calls them. */
static const struct {
    const char *field;
    const char *option;
} spelled[] = {
    { "as_of", "--as-of" },
    { "blocked", "--blocked" },
    { "category", "--category" },
    { "corrects", "--corrects" },
    { "deadline", "--deadline" },
    { "digest", "--digest" },
    { "due_within", "--due" },
    { "effective", "--effective" },
    { "leader", "--leader" },
    { "no_change", "--no-change" },
    { "note", "--note" },
    { "person", "--person" },
    { "plan", "--plan" },
    { "reason", "--reason" },
    { "stream", "--stream" },
    { "unit", "--unit" },
    { "item", N_("item") },
    { "year", N_("year") },
};

static const char *
spell(const char *field)
{
    for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
        if (strcmp(spelled[i].field, field) == 0) {
            return _(spelled[i].option);
        }
    }
    return field;
}

static const struct sentence *
find(const struct sentence *list, size_t count, const char *rule)
{
    for (size_t i = 0; rule != NULL && i < count; i++) {
        if (strcmp(list[i].rule, rule) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static const struct sentence *
sentence_for(enum jindu_status status, const char *field, const char *rule)
{
    if (status == JINDU_NOT_FOUND) {
        return find(missing, sizeof(missing) / sizeof(missing[0]), field);
    }
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
        const struct sentence *sentence = &special[i].sentence;
        if (field != NULL && rule != NULL &&
            strcmp(special[i].field, field) == 0 &&
            strcmp(sentence->rule, rule) == 0) {
            return sentence;
        }
    }
    return find(sentences, sizeof(sentences) / sizeof(sentences[0]), rule);
}

static void
put_general(struct jindu_text *message, enum jindu_status status,
    const char *field, const char *server)
{
    if (status == JINDU_UNREACHABLE && server != NULL) {
        output_append(message, _("no daemon answers at '%s'"), server);
    } else if (status == JINDU_WRONG_SERVER && server != NULL) {
        output_append(
            message, _("'%s' has another key than the one known here"), server);
    } else if (status == JINDU_NOT_ADMITTED && server != NULL) {
        output_append(message, _("'%s' does not admit you"), server);
    } else if (status == JINDU_TIMEOUT && server != NULL) {
        output_append(message, _("no answer from '%s' in time"), server);
    } else {
        output_append(message, "%s", _(jindu_status_text(status)));
    }
    if (field != NULL) {
        output_append(message, _(" (field '%s')"), spell(field));
    }
}

static void
put_message(struct jindu_text *message, enum jindu_status status,
    const struct jindu_json *data, const char *server)
{
    const char *field = jindu_json_string(jindu_json_member(data, "field"));
    const char *rule = jindu_json_string(jindu_json_member(data, "rule"));
    const char *state = jindu_json_string(jindu_json_member(data, "state"));
    const struct sentence *sentence = sentence_for(status, field, rule);
    bool of_item = field == NULL || strcmp(field, "item") == 0;
    if (status == JINDU_REFUSED && state != NULL && of_item) {
        output_append(message, _("the item is %s, which does not allow it"),
            wording_state(state));
    } else if (sentence != NULL) {
        const char *text = _(sentence->text);
        const char *hole = strstr(text, "%s");
        size_t head = hole != NULL ? (size_t)(hole - text) : strlen(text);
        jindu_text_append(message, text, head);
        if (hole != NULL) {
            output_append(
                message, "%s%s", field != NULL ? spell(field) : "?", hole + 2);
        }
    } else {
        put_general(message, status, field, server);
    }
}

static bool
is_remote(const char *server)
{
    return server != NULL && strncmp(server, "tcp:", 4) == 0;
}

/* A socket's file tells why nobody answers. */
static const char *
unreachable_hint(const char *server)
{
    static const char scheme[] = "ipc://";
    size_t length = strlen(scheme);
    if (is_remote(server)) {
        return _("is jindud running there with a section [remote], and does "
                 "the network let this computer through?");
    }
    bool is_file = server != NULL && strncmp(server, scheme, length) == 0;
    if (is_file && access(server + length, W_OK) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return _("there is no such socket; is jindud running?");
        }
        if (errno == EACCES) {
            return _(
                "you may not use this socket: the administrator adds you to "
                "the group of its directory (sudo usermod -aG jindu NAME), "
                "then log in anew");
        }
    }
    return _("is jindud running, and does its configuration name you?");
}

/* What somebody can do about an item in this state. */
static const char *
state_hint(const char *state)
{
    static const struct {
        const char *state;
        const char *hint;
    } hints[] = {
        { "active", N_("'jindu report NO --done' claims that it is finished") },
        { "returned",
            N_("'jindu report NO --done' claims that it is finished") },
        { "claimed", N_("the office accepts the claim with 'jindu item verify "
                        "NO', or returns it with 'jindu item return NO'") },
        { "done", N_("'jindu history NO' tells who accepted it") },
        { "withdrawn", N_("'jindu history NO' tells who withdrew it") },
    };
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        if (strcmp(hints[i].state, state) == 0) {
            return _(hints[i].hint);
        }
    }
    return NULL;
}

/* Where neither field nor rule says more. */
static const char *
general_hint(enum jindu_status status)
{
    static const struct {
        enum jindu_status status;
        const char *hint;
    } hints[] = {
        { JINDU_TIMEOUT,
            N_("try again, or wait longer with --timeout SECONDS") },
        { JINDU_CLOSED,
            N_("it is stopped or started anew: try again in a moment") },
        { JINDU_STORAGE,
            N_("is the disk of the daemon's computer full? its log "
               "tells more") },
        { JINDU_INTERNAL, N_("the daemon's log tells more") },
        { JINDU_DENIED, N_("'jindu whoami' tells your role, 'jindu admin "
                           "permissions' what it may") },
    };
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        if (hints[i].status == status) {
            return _(hints[i].hint);
        }
    }
    return NULL;
}

const char *
explain_hint(enum jindu_status status, const struct jindu_json *error,
    const char *server)
{
    const struct jindu_json *data = jindu_json_member(error, "data");
    const char *state = jindu_json_string(jindu_json_member(data, "state"));
    const struct sentence *sentence = sentence_for(status,
        jindu_json_string(jindu_json_member(data, "field")),
        jindu_json_string(jindu_json_member(data, "rule")));
    if (status == JINDU_REFUSED && state != NULL && sentence == NULL) {
        return state_hint(state);
    }
    if (sentence != NULL && sentence->hint != NULL) {
        return _(sentence->hint);
    }
    if (status == JINDU_UNREACHABLE) {
        return unreachable_hint(server);
    }
    if (status == JINDU_WRONG_SERVER) {
        return _("nothing was sent to it; ask the office which key is right "
                 "before trusting another");
    }
    if (status == JINDU_NOT_ADMITTED) {
        return is_remote(server)
                   ? _("the office enrolls the key that 'jindu key show' "
                       "prints, or enables it again")
                   : _("the administrator adds a section [uid.NUMBER] for you to "
                       "jindud.conf ('id -u' tells NUMBER), and reloads jindud");
    }
    return general_hint(status);
}

void
explain_put(struct jindu_text *text, enum jindu_status status,
    const struct jindu_json *error, const char *server)
{
    struct jindu_text message = JINDU_TEXT_INIT;
    put_message(&message, status, jindu_json_member(error, "data"), server);
    /* Field, rule and state are the daemon's own words. */
    display_clean(text, display_or_empty(message.bytes));
    jindu_text_free(&message);
}

int
explain(struct output *output, enum jindu_status status, const char *error,
    const char *server, const char *what)
{
    struct jindu_json *document = NULL;
    if (error != NULL &&
        jindu_json_parse(&document, error, strlen(error)) != JINDU_OK) {
        document = NULL;
    }
    struct jindu_text clean = JINDU_TEXT_INIT;
    explain_put(&clean, status, document, server);
    if (*what != '\0') {
        output_append(&clean, "%s", _(": "));
        display_clean(&clean, what);
    }
    const char *words = display_or_empty(clean.bytes);
    int exit_status = jindu_status_exit(status);
    if (error != NULL) {
        (void)output_fail_raw(output, exit_status, error, words);
    } else {
        (void)output_fail(
            output, jindu_status_token(status), exit_status, "%s", words);
    }
    const char *hint = explain_hint(status, document, server);
    if (hint != NULL) {
        output_hint(output, "%s", hint);
    }
    jindu_text_free(&clean);
    jindu_json_free(document);
    return exit_status;
}
