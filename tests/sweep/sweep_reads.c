/* SPDX-License-Identifier: MIT */
/*
 * sweep_reads: every read there is, with a memory or a read of the disk
 * refused in the middle of it.  It is answered as if nothing had happened, or
 * refused with nothing in the answer; and the next is answered in full.
 *
 *     sweep_reads [PLACES]      of each kind in each read; 0: every one
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "digest.h"
#include "query.h"
#include "story.h"
#include "trouble.h"

#define PLACES_DEFAULT 25
#define ROUNDS_MAX 100 /* of one tick, until nothing is due */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *method;
    const char *params;
} reads[] = {
    { "server.status", "{}" },
    { "plan.list", "{}" },
    { "plan.show", "{\"plan\":\"2021\"}" },
    { "item.list", "{\"plan\":\"2021\"}" },
    { "item.list", "{\"plan\":\"2021\",\"category\":\"roads\",\"unit\":"
                   "\"office\",\"person\":\"Li\",\"leader\":\"Fang\"}" },
    { "item.show", "{\"plan\":\"2021\",\"item\":1}" },
    { "report.list", "{}" },
    { "report.list", "{\"plan\":\"2021\",\"item\":1}" },
    { "notice.list", "{}" },
    { "notice.list", "{\"plan\":\"2021\",\"item\":1,\"phase\":\"published\"}" },
    { "calendar.show", "{\"year\":2021}" },
    { "stream.read", "{\"stream\":\"all\",\"after\":0,\"epoch\":\"%s\"}" },
    { "stream.read", "{\"stream\":\"plan/2021\",\"cursor\":\"desk\"}" },
    { "stream.list", "{}" },
    { "stream.cursors", "{}" },
    { "audit.verify", "{}" },
    { "audit.verify", "{\"after\":3,\"limit\":2}" },
};

static struct writer writer;
static long places = PLACES_DEFAULT;
static long refusals;

struct asked {
    struct jp_message message;
    struct jp_request request;
    struct query_facts facts;
    struct principal principal;
    struct query *query;
    struct jindu_text text;
};

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    for (int step = 0; step < story_length(); step++) {
        int rounds = 0;

        do {
            struct writer_call *call = story_add(&writer, step);

            writer_apply(&writer);
            assert_int_equal(call->change.status, JINDU_OK);
            assert_true(++rounds < ROUNDS_MAX);
        } while (!story_is_complete(&writer, step));
    }
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

static void
decode(struct asked *asked, size_t number)
{
    struct jp_fault fault = { .rule = NULL };
    char params[256];
    char text[512];

    *asked = (struct asked){ .text = JINDU_TEXT_INIT };
    const char *mark = strstr(reads[number].params, "%s");
    (void)snprintf(params, sizeof(params), "%.*s%s%s",
        mark == NULL ? (int)strlen(reads[number].params)
                     : (int)(mark - reads[number].params),
        reads[number].params, mark == NULL ? "" : store_epoch(writer.store),
        mark == NULL ? "" : mark + 2);
    (void)snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
        reads[number].method, params);
    assert_int_equal(
        jp_message_parse(&asked->message, text, strlen(text)), JINDU_OK);
    assert_int_equal(
        jp_request_decode(&asked->request, asked->message.document, &fault),
        JINDU_OK);
    writer_principal(&asked->principal, "office");
    asked->facts = (struct query_facts){ .principal = &asked->principal,
        .now = writer.now,
        .caught_up = writer.now,
        .started_at = WRITER_START,
        .zone = "Asia/Shanghai",
        .counters = "{}" };
}

static void
forget(struct asked *asked)
{
    jp_message_free(&asked->message);
    jindu_text_free(&asked->text);
}

static void
open_query(struct asked *asked)
{
    assert_int_equal(query_open(&asked->query, writer.directory), JINDU_OK);
}

static enum jindu_status
run(struct asked *asked)
{
    struct jp_fault fault = { .rule = NULL };

    return query_run(
        asked->query, &asked->request, &asked->facts, &asked->text, &fault);
}

/* As calls_answer() does with a text that memory failed: a new one. */
static void
renew(struct jindu_text *text)
{
    jindu_text_free(text);
    *text = (struct jindu_text)JINDU_TEXT_INIT;
}

static void
read_disturbed(size_t number, const struct jindu_text *expected,
    enum trouble kind, long place)
{
    struct asked asked;

    decode(&asked, number);
    open_query(&asked);
    memset(&troubled, 0, sizeof(troubled));
    troubled.kind = kind;
    troubled.first = place;
    troubled.last = place;
    troubled.armed = true;
    enum jindu_status status = run(&asked);
    troubled.armed = false;
    if (status != JINDU_OK) {
        if (status != JINDU_NO_MEMORY && status != JINDU_STORAGE) {
            fail_msg("%s, place %ld: %s", reads[number].method, place,
                jindu_status_token(status));
        }
        assert_true(asked.text.failed || asked.text.length == 0);
        refusals++;
        renew(&asked.text);
        assert_int_equal(run(&asked), JINDU_OK);
    }
    if (asked.text.length != expected->length ||
        memcmp(asked.text.bytes, expected->bytes, expected->length) != 0) {
        fail_msg("%s, place %ld: '%.*s', not '%.*s'", reads[number].method,
            place, (int)asked.text.length, asked.text.bytes,
            (int)expected->length, expected->bytes);
    }
    query_close(asked.query);
    forget(&asked);
}

static void
a_read_refused_in_the_middle_says_nothing_wrong(void **state)
{
    static const enum trouble kinds[] = { TROUBLE_MEMORY, TROUBLE_READ };

    (void)state;
    refusals = 0;
    for (size_t number = 0; number < COUNT(reads); number++) {
        struct asked asked;

        decode(&asked, number);
        open_query(&asked);
        memset(&troubled, 0, sizeof(troubled));
        troubled.armed = true;
        assert_int_equal(run(&asked), JINDU_OK);
        troubled.armed = false;
        query_close(asked.query);
        long counts[TROUBLE_COUNT];
        memcpy(counts, troubled.counts, sizeof(counts));
        for (size_t i = 0; i < COUNT(kinds); i++) {
            long count = counts[kinds[i]];
            long wanted = places == 0 || places > count ? count : places;

            for (long n = 0; n < wanted; n++) {
                read_disturbed(
                    number, &asked.text, kinds[i], 1 + n * count / wanted);
            }
        }
        forget(&asked);
    }
    /* Or nothing was tested. */
    assert_true(refusals > (long)COUNT(reads));
}

/* How many operations a start of the reader makes is found by the first that
 * does not fail. */
static void
a_reader_that_cannot_be_opened_leaves_nothing_behind(void **state)
{
    static const enum trouble kinds[] = { TROUBLE_MEMORY, TROUBLE_READ };

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool failed = true;

        for (long place = 1; failed; place++) {
            struct query *query = NULL;

            memset(&troubled, 0, sizeof(troubled));
            troubled.kind = kinds[i];
            troubled.first = place;
            troubled.last = place;
            troubled.armed = true;
            enum jindu_status status = query_open(&query, writer.directory);
            troubled.armed = false;
            failed = troubled.failed > 0;
            assert_true(failed || status == JINDU_OK);
            assert_true((status == JINDU_OK) == (query != NULL));
            query_close(query);
        }
    }
}

/* An item's history is read along these. */
static void
each_event_of_an_item_names_the_one_before_it(void **state)
{
    (void)state;
    writer_expect(&writer,
        "SELECT j.sequence, j.type, j.event ->> '$.data.previous' FROM journal"
        " j WHERE j.item IS NOT NULL AND j.event ->> '$.data.previous' IS NOT"
        " coalesce((SELECT max(k.sequence) FROM journal k WHERE k.item = j.item"
        " AND k.sequence < j.sequence), 0)",
        "");
    assert_true(writer_integer(&writer,
                    "SELECT count(*) FROM journal WHERE item IS NOT NULL") >
                story_length() / 2);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_of_an_item_names_the_one_before_it),
        cmocka_unit_test(a_read_refused_in_the_middle_says_nothing_wrong),
        cmocka_unit_test(a_reader_that_cannot_be_opened_leaves_nothing_behind),
    };

    if (argc > 1) {
        places = strtol(argv[1], NULL, 10);
    }
    trouble_install();
    return cmocka_run_group_tests(tests, setup, teardown);
}
