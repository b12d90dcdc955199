/* SPDX-License-Identifier: MIT */
#include "matrix_office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "digest.h"
#include "session_files.h"
#include "writer.h"

#define ITEM(no, persons, leaders, units)                                     \
    "{\"category\":\"c\",\"deadline\":\"2026-02-27\",\"leaders\":[\"" leaders \
    "\"],\"name\":\"work\",\"no\":" no ",\"persons\":[\"" persons             \
    "\"],\"target\":\"all of it\",\"units\":[\"" units "\"]}"

/* 3 and 4 are claimed.  Due on the working day before: told at once. */
static const char plan_items[] = "[" ITEM("1", "Li", "Fang", "office") "," ITEM(
    "2", "Zhao", "Qian", "works") "," ITEM("3", "Li", "Fang",
    "office") "," ITEM("4", "Zhao", "Qian", "works") "]";
static const char draft_items[] = "[" ITEM("1", "Li", "Fang", "drafted") "]";

static struct session *session;
static struct jindu_text answer;
static char copy[256];
static int keys;
static long long notices[2]; /* of items 1 and 2 */

static void
on_reply(void *cookie, unsigned person, unsigned connection, const char *text,
    size_t length)
{
    (void)cookie;
    (void)person;
    (void)connection;
    jindu_text_clear(&answer);
    jindu_text_append(&answer, text, length);
    assert_false(answer.failed);
}

static void put(char *params, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void
put(char *params, const char *format, ...)
{
    size_t length = strlen(params);
    va_list arguments;

    va_start(arguments, format);
    assert_true((size_t)vsnprintf(params + length, MATRIX_TEXT_SIZE - length,
                    format, arguments) < MATRIX_TEXT_SIZE - length);
    va_end(arguments);
}

static void
put_place(char *params, char letter, unsigned person, const char *what)
{
    char digest[JP_DIGEST_HEX_SIZE];

    switch (letter) {
    case 'k':
        put(params, "\"key\":\"01900000-0000-7000-8000-%012x\"", ++keys);
        break;
    case 'e':
        put(params, "%s", session_epoch(session));
        break;
    case 'o':
    case 'f':
        put(params, "%lld", notices[letter == 'f']);
        break;
    case 's':
    case 't':
        put(params, "of-%u", (person + (letter == 't')) % SESSION_PEOPLE);
        break;
    case 'd':
        writer_digest(draft_items, digest);
        put(params,
            "\"draft\":\"01900000-0000-7000-8000-0000000000d2\","
            "\"digest\":\"%s\"",
            digest);
        break;
    case 'w':
        put(params, "%.*s", (int)strcspn(what, ","), what);
        break;
    default:
        put(params, "%s", copy);
    }
}

void
matrix_fill(char params[MATRIX_TEXT_SIZE], const char *form, unsigned person,
    const char *what)
{
    params[0] = '\0';
    for (; *form != '\0'; form++) {
        if (*form == '$') {
            put_place(params, *++form, person, what);
        } else {
            put(params, "%c", *form);
        }
    }
}

const struct jindu_text *
matrix_ask(
    unsigned person, const char *method, const char *form, const char *what)
{
    static char text[4096];
    char params[MATRIX_TEXT_SIZE];
    int length;

    matrix_fill(params, form, person, what);
    length = snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
        method, params);
    assert_true(length > 0 && (size_t)length < sizeof(text));
    jindu_text_clear(&answer);
    session_send(session, person, 0, text, (size_t)length);
    session_drain(session);
    assert_true(answer.length > 0);
    return &answer;
}

const struct jindu_text *
matrix_must(unsigned person, const char *method, const char *form)
{
    (void)matrix_ask(person, method, form, "");
    if (strstr(answer.bytes, "\"result\"") == NULL) {
        fail_msg("%s %s: %s", method, form, answer.bytes);
    }
    return &answer;
}

static void
load(const char *plan, const char *draft, const char *items)
{
    char params[MATRIX_TEXT_SIZE];

    (void)snprintf(params, sizeof(params),
        "{$k,\"plan\":\"%s\",\"draft\":\"%s\",\"part\":1,\"last\":true,"
        "\"items\":%s,\"head\":{\"title\":\"t\",\"year\":2026}}",
        plan, draft, items);
    (void)matrix_must(ROLE_OFFICE, "plan.load", params);
}

/* The event that tells of item no; overdue notices leave at once. */
static long long
find_notice(int no)
{
    struct jindu_json *document = NULL;
    const struct jindu_json *list;
    char params[64];
    long long found = 0;

    (void)snprintf(
        params, sizeof(params), "{\"plan\":\"2026\",\"item\":%d}", no);
    (void)matrix_must(ROLE_OFFICE, "notice.list", params);
    assert_int_equal(
        jindu_json_parse(&document, answer.bytes, answer.length), JINDU_OK);
    list = jindu_json_member(jindu_json_member(document, "result"), "notices");
    for (const struct jindu_json *row = jindu_json_first(list); row != NULL;
         row = jindu_json_next(row)) {
        const char *stage = jindu_json_string(jindu_json_member(row, "stage"));

        if (strcmp(stage, "O+1wd") == 0) {
            found = jindu_json_integer(jindu_json_member(row, "sequence"), 0);
        }
    }
    jindu_json_free(document);
    assert_true(found > 0);
    return found;
}

void
matrix_open(bool doorbell)
{
    if (files_have_template()) {
        files_restore();
    }
    session = session_open(files_directory(), doorbell, on_reply, NULL);
}

void
matrix_close(void)
{
    if (session != NULL) {
        session_close(session);
    }
    session = NULL;
    (void)unlink(copy);
    jindu_text_free(&answer);
    answer = (struct jindu_text)JINDU_TEXT_INIT;
}

struct session *
matrix_session(void)
{
    return session;
}

void
matrix_make(void)
{
    static const char draft[] = "01900000-0000-7000-8000-0000000000d1";
    char digest[JP_DIGEST_HEX_SIZE];
    char params[MATRIX_TEXT_SIZE];

    assert_int_equal(jp_digest_start(), JINDU_OK);
    assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
    tzset();
    (void)snprintf(copy, sizeof(copy), "%s.copy", files_directory());
    matrix_open(false);
    (void)matrix_must(ROLE_OFFICE, "calendar.load",
        "{$k,\"calendar\":{\"year\":2026,\"papers\":[\"p\"],\"days\":[]}}");
    load("2026", draft, plan_items);
    writer_digest(plan_items, digest);
    (void)snprintf(params, sizeof(params),
        "{$k,\"plan\":\"2026\",\"draft\":\"%s\",\"digest\":\"%s\"}", draft,
        digest);
    (void)matrix_must(ROLE_OFFICE, "plan.confirm", params);
    notices[0] = find_notice(1);
    notices[1] = find_notice(2);
    (void)matrix_must(
        ROLE_OFFICE, "item.claim", "{$k,\"plan\":\"2026\",\"item\":3}");
    (void)matrix_must(
        ROLE_OFFICE, "item.claim", "{$k,\"plan\":\"2026\",\"item\":4}");
    load("2027", "01900000-0000-7000-8000-0000000000d2", draft_items);
    for (unsigned person = 0; person < SESSION_PEOPLE; person++) {
        (void)matrix_must(person, "stream.commit",
            "{\"cursor\":\"$s\",\"stream\":\"all\",\"epoch\":\"$e\","
            "\"after\":1}");
    }
    matrix_close();
    files_keep_template();
}
