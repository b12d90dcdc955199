/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include "display.h"
#include "explain_words.h"
#include "language.h"
#include "wording.h"

#include <jindu/json.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        output_append(message, _(" (field '%s')"), explain_field(field));
    }
}

static void
put_message(struct jindu_text *message, enum jindu_status status,
    const struct jindu_json *data, const char *server)
{
    const char *field = jindu_json_string(jindu_json_member(data, "field"));
    const char *rule = jindu_json_string(jindu_json_member(data, "rule"));
    const char *state = jindu_json_string(jindu_json_member(data, "state"));
    const struct explain_sentence *sentence =
        explain_sentence(status, field, rule);
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
            output_append(message, "%s%s",
                field != NULL ? explain_field(field) : "?", hole + 2);
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
    struct stat about;
    if (is_file && stat(server + length, &about) == 0 &&
        S_ISDIR(about.st_mode)) {
        return _("this is a folder; name the socket in it, .../requests");
    }
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
    const char *field = jindu_json_string(jindu_json_member(data, "field"));
    const char *rule = jindu_json_string(jindu_json_member(data, "rule"));
    const struct explain_sentence *sentence =
        explain_sentence(status, field, rule);
    if (status == JINDU_REFUSED && state != NULL && sentence == NULL) {
        return state_hint(state);
    }
    if (sentence != NULL && sentence->hint != NULL) {
        return _(sentence->hint);
    }
    const char *bound = explain_bound(field, rule);
    if (bound != NULL) {
        return bound;
    }
    if (status == JINDU_UNREACHABLE) {
        return unreachable_hint(server);
    }
    if (status == JINDU_WRONG_SERVER) {
        return _("nothing was sent to it; is it the address for requests? if "
                 "so, ask the office which key is right before trusting "
                 "another");
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
