/* SPDX-License-Identifier: MIT */
/*
 * fuzz_session: any bytes as what several people send, in one line each, and
 * as what the clock, the writer and the reader do meanwhile.
 *
 *     PERSON KEY METHOD MEMBERS   a request: "3a report.submit "plan":"p", ..."
 *                                 KEY '-': none.  @ in MEMBERS stands for the
 *                                 digest of the items that were loaded last,
 *                                 ^ for the epoch
 *     PERSON : BYTES              any message
 *     *   the last message 80 times more     +N  N minutes pass
 *     ;   a turn of the loop                 ~N  the clock is set by N minutes
 *     w r one job of the writer, the reader  R   a restart
 *     X   the key of the last person is disabled, O   and no longer
 *
 * An input that begins with D is played under publish = doorbell.
 *
 * Then: each message had one answer, none told of a defect, the same request
 * the same result; journal, streams, keys and ledger hold together.
 */
#include "session.h"

#include <jindu/json.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "digest.h"
#include "fuzz_target.h"
#include "request.h"
#include "session_files.h"

#define SENDS_MAX 1024
#define LINE_MAX_BYTES 8192
#define REPEATS 80 /* more than one connection may have unanswered */
#define MINUTE_MS INT64_C(60000)
#define MINUTES_MAX 600000 /* a year and a bit */

struct sent {
    unsigned person;
    char *text;   /* method and members */
    char *result; /* of a change; NULL: none */
    bool keyed;
    bool answered;
};

struct run {
    struct session *session;
    struct sent sent[SENDS_MAX];
    size_t count;
    size_t answers[SESSION_PEERS];  /* to any bytes */
    size_t messages[SESSION_PEERS]; /* of any bytes */
    bool verified;
    bool disabled; /* the key of SESSION_REMOTE */
    unsigned char digest[JP_DIGEST_SIZE];
};

/* A request that was applied before has the bytes of then. */
static void
check_result(struct run *run, size_t at, const struct jindu_json *result)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct sent *sent = &run->sent[at];

    check(!sent->answered);
    sent->answered = true;
    if (!sent->keyed || jindu_json_member(result, "sequence") == NULL) {
        return;
    }
    jindu_json_put_value(&text, NULL, result);
    check(!text.failed);
    sent->result = text.bytes;
    for (size_t i = 0; i < run->count; i++) {
        const struct sent *other = &run->sent[i];
        if (other->result != NULL && other->person == sent->person &&
            strcmp(other->text, sent->text) == 0) {
            check(strcmp(other->result, sent->result) == 0);
        }
    }
}

static void
check_answer(
    struct run *run, unsigned connection, const struct jindu_json *answer)
{
    const struct jindu_json *result = jindu_json_member(answer, "result");
    const struct jindu_json *data =
        jindu_json_member(jindu_json_member(answer, "error"), "data");
    const char *status = jindu_json_string(jindu_json_member(data, "status"));
    const char *id = jindu_json_string(jindu_json_member(answer, "id"));

    check((result == NULL) == (status != NULL));
    check(status == NULL ||
          (strcmp(status, "internal") != 0 && strcmp(status, "storage") != 0));
    if (connection == 1) {
        return;
    }
    check(id != NULL);
    if (strcmp(id, "audit") == 0) {
        run->verified =
            jindu_json_boolean(jindu_json_member(result, "ok"), false);
    } else {
        check_result(run, strtoul(id, NULL, 10), result);
    }
}

static void
on_reply(void *cookie, unsigned person, unsigned connection, const char *text,
    size_t length)
{
    struct run *run = cookie;
    struct jindu_json *answer = NULL;

    check(length <= JP_REPLY_MAX);
    check(jindu_json_parse(&answer, text, length) == JINDU_OK);
    run->answers[person] += connection;
    if (jindu_json_kind(answer) == JINDU_JSON_ARRAY) {
        for (const struct jindu_json *each = jindu_json_first(answer);
             each != NULL; each = jindu_json_next(each)) {
            check_answer(run, connection, each);
        }
    } else {
        check_answer(run, connection, answer);
    }
    jindu_json_free(answer);
}

/* Keeps the digest of what is loaded.  False for what would write files where
 * the input says. */
static bool
look_at(struct run *run, const struct jindu_json *request)
{
    const struct jindu_json *params = jindu_json_member(request, "params");
    const struct jindu_json *items = jindu_json_member(params, "items");
    const char *method =
        jindu_json_string(jindu_json_member(request, "method"));
    struct jindu_text text = JINDU_TEXT_INIT;

    if (jindu_json_integer(jindu_json_member(params, "part"), 0) == 1) {
        memset(run->digest, 0, sizeof(run->digest));
    }
    if (jindu_json_kind(items) == JINDU_JSON_ARRAY) {
        for (const struct jindu_json *item = jindu_json_first(items);
             item != NULL; item = jindu_json_next(item)) {
            jindu_text_clear(&text);
            jindu_json_put_value(&text, NULL, item);
            jp_digest(run->digest, run->digest, sizeof(run->digest), text.bytes,
                text.length);
        }
    }
    jindu_text_free(&text);
    return method == NULL || strcmp(method, "admin.backup") != 0;
}

/* What one line may do: nothing, or be answered with or without its id. */
enum verdict {
    NOT_SENT,
    NO_MESSAGE,
    MESSAGE
};

static enum verdict
judge(struct run *run, const char *bytes, size_t length)
{
    struct jp_message message;
    bool may = true;

    if (jp_message_parse(&message, bytes, length) != JINDU_OK) {
        return NO_MESSAGE;
    }
    if (message.batch) {
        for (const struct jindu_json *each = jindu_json_first(message.document);
             each != NULL; each = jindu_json_next(each)) {
            may = look_at(run, each) && may;
        }
    } else {
        may = look_at(run, message.document);
    }
    jp_message_free(&message);
    return may ? MESSAGE : NOT_SENT;
}

static void
send_bytes(struct run *run, unsigned person, const char *bytes, size_t length)
{
    if (judge(run, bytes, length) != NOT_SENT) {
        run->messages[person]++;
        session_send(run->session, person, 1, bytes, length);
    }
}

static void
put_members(struct jindu_text *out, const struct run *run, const char *members)
{
    char hex[JP_DIGEST_HEX_SIZE];

    for (; *members != '\0'; members++) {
        if (*members == '@') {
            jindu_text_append_string(out, jp_digest_hex(run->digest, hex));
        } else if (*members == '^') {
            jindu_text_append_string(out, session_epoch(run->session));
        } else {
            jindu_text_append(out, members, 1);
        }
    }
}

/* rest: "METHOD MEMBERS" */
static void
send_request(struct run *run, unsigned person, char key, const char *rest)
{
    size_t method = strcspn(rest, " ");
    const char *members = rest + method + (rest[method] == ' ' ? 1 : 0);
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_text message = JINDU_TEXT_INIT;
    char words[160];
    enum verdict verdict;

    jindu_text_append(&text, rest, method);
    jindu_text_append_string(&text, "\",\"params\":{");
    if (key != '-') {
        (void)snprintf(words, sizeof(words),
            "\"key\":\"01900000-0000-7000-8000-%012x\"%s",
            (unsigned)(unsigned char)key, *members == '\0' ? "" : ",");
        jindu_text_append_string(&text, words);
    }
    put_members(&text, run, members);
    jindu_text_append(&text, "}}", sizeof("}}")); /* with its NUL */
    (void)snprintf(words, sizeof(words),
        "{\"jsonrpc\":\"2.0\",\"id\":\"%zu\",\"method\":\"", run->count);
    jindu_text_append_string(&message, words);
    jindu_text_append(&message, text.bytes, text.length - 1);
    check(!text.failed && !message.failed);
    run->sent[run->count] =
        (struct sent){ .person = person, .keyed = key != '-' };
    verdict = judge(run, message.bytes, message.length);
    if (verdict == MESSAGE && run->disabled && person == SESSION_REMOTE) {
        verdict = NO_MESSAGE; /* denied before its id is read */
    }
    if (verdict == MESSAGE) {
        run->sent[run->count++].text = text.bytes;
        session_send(run->session, person, 0, message.bytes, message.length);
    } else {
        jindu_text_free(&text);
    }
    if (verdict == NO_MESSAGE) {
        run->messages[person]++;
        session_send(run->session, person, 1, message.bytes, message.length);
    }
    jindu_text_free(&message);
}

static void
send_line(struct run *run, const char *line, size_t length)
{
    unsigned person = (unsigned)(line[0] - '0') % SESSION_PEERS;

    if (run->count == SENDS_MAX || length < 2) {
        return;
    }
    if (line[1] == ':') {
        send_bytes(run, person, line + 2, length - 2);
    } else if (length > 3) {
        send_request(run, person, line[1], line + 3);
    }
}

/* "N" minutes, as milliseconds. */
static int64_t
span(const char *text)
{
    return strtol(text, NULL, 10) % MINUTES_MAX * MINUTE_MS;
}

/* last: the line before that was sent, for '*'. */
static void
play_line(struct run *run, const char *line, size_t length, const char *last)
{
    switch (line[0]) {
    case '*':
        for (int i = 0; i < REPEATS && last[0] != '\0'; i++) {
            send_line(run, last, strlen(last));
        }
        break;
    case '+':
        session_pass(llabs(span(line + 1)));
        break;
    case '~':
        session_set_clock(span(line + 1));
        break;
    case ';':
        session_turn(run->session);
        break;
    case '.':
        session_drain(run->session);
        break;
    case 'w':
    case 'r':
        (void)session_work(run->session, line[0] == 'w');
        break;
    case 'R':
        session_restart(run->session);
        break;
    case 'X':
    case 'O':
        run->disabled = line[0] == 'X';
        session_set_disabled(run->session, run->disabled);
        break;
    default:
        if (isdigit((unsigned char)line[0])) {
            send_line(run, line, length);
        }
    }
}

static void
play(struct run *run, const char *bytes, size_t size)
{
    char line[LINE_MAX_BYTES + 1];
    char last[LINE_MAX_BYTES + 1] = "";

    while (size > 0) {
        const char *end = memchr(bytes, '\n', size);
        size_t whole = end == NULL ? size : (size_t)(end - bytes);
        size_t length = whole < LINE_MAX_BYTES ? whole : LINE_MAX_BYTES;

        memcpy(line, bytes, length);
        line[length] = '\0';
        play_line(run, line, length, last);
        if (isdigit((unsigned char)line[0])) {
            memcpy(last, line, length + 1);
        }
        bytes += whole + (end == NULL ? 0 : 1);
        size -= whole + (end == NULL ? 0 : 1);
    }
}

static void
finish(struct run *run)
{
    static const char audit[] =
        "{\"jsonrpc\":\"2.0\",\"id\":\"audit\",\"method\":\"audit.verify\","
        "\"params\":{\"limit\":10000}}";

    session_drain(run->session);
    check(session_waiting(run->session) == 0);
    for (size_t i = 0; i < SESSION_PEERS; i++) {
        check(run->answers[i] == run->messages[i]);
    }
    session_send(run->session, 1, 0, audit, strlen(audit));
    session_drain(run->session);
    check(run->verified);
    files_check(session_sequence(run->session));
    session_close(run->session);
    for (size_t i = 0; i < run->count; i++) {
        check(run->sent[i].answered);
        free(run->sent[i].text);
        free(run->sent[i].result);
    }
}

static void
run_bytes(const char *bytes, size_t size)
{
    static struct run run;

    memset(&run, 0, sizeof(run));
    run.session = session_open(
        files_directory(), size > 0 && bytes[0] == 'D', on_reply, &run);
    play(&run, bytes, size);
    finish(&run);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!files_have_template()) {
        check(jp_digest_start() == JINDU_OK);
        check(setenv("TZ", "Asia/Shanghai", 1) == 0);
        tzset();
        run_bytes(files_seed, strlen(files_seed));
        files_keep_template();
    }
    files_restore();
    run_bytes((const char *)data, size);
    return 0;
}
