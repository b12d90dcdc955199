/* SPDX-License-Identifier: MIT */
#include <jindu/date.h>
#include <jindu/json.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "event.h"
#include "name.h"
#include "reply.h"
#include "request.h"
#include "vector.h"
#include "when.h"

#define LINE_SIZE 512

/* Each case of file is handed to check; the count proves that it has some. */
static void
for_each(const char *file, size_t least, void (*check)(struct vector_case *))
{
    struct vector_file *vectors = vector_open(file);
    struct vector_case found;
    size_t count = 0;

    while (vector_next(vectors, &found)) {
        assert_true(found.count >= 2);
        check(&found);
        count++;
    }
    assert_true(count >= least);
    vector_close(vectors);
}

static void
check_date(struct vector_case *found)
{
    char line[LINE_SIZE] = "refused";
    char text[JINDU_DATE_SIZE];
    int32_t date;

    if (jindu_date_parse(found->lines[0].text, &date)) {
        (void)snprintf(
            line, sizeof(line), "%ld %d", (long)date, jindu_date_weekday(date));
        vector_expect(
            found, jindu_date_format(date, text), found->lines[0].text);
    }
    vector_expect(found, line, found->lines[1].text);
}

static void
check_when(struct vector_case *found)
{
    char line[LINE_SIZE] = "refused";
    char text[JP_WHEN_SIZE];
    int64_t instant;

    if (jp_when_parse(found->lines[0].text, &instant)) {
        (void)snprintf(line, sizeof(line), "%lld", (long long)instant);
        vector_expect(
            found, jp_when_format(instant, text), found->lines[0].text);
    }
    vector_expect(found, line, found->lines[1].text);
}

static void
check_name(struct vector_case *found)
{
    const struct vector_line *line = &found->lines[0];
    size_t kind = strcspn(line->text, " ");
    const char *text = line->text + kind + (line->text[kind] == '\0' ? 0 : 1);
    size_t length = line->length - (size_t)(text - line->text);
    char stream[JP_STREAM_MAX + 1];
    bool yes;

    switch (line->text[0]) {
    case 'p':
        yes = jp_name_is_plan(text);
        break;
    case 'i':
        yes = jp_name_is_id(text);
        break;
    case 's':
        yes = jp_name_is_stream(text);
        break;
    default:
        yes = jp_name_topic(text, length, stream);
        if (yes) {
            assert_int_equal(strlen(stream), length - 1);
            assert_memory_equal(stream, text, length - 1);
        }
    }
    vector_expect(found, yes ? "yes" : "no", found->lines[1].text);
}

static void
check_json(struct vector_case *found)
{
    struct jindu_json *document = NULL;
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status = jindu_json_parse(
        &document, found->lines[0].text, found->lines[0].length);

    if (status == JINDU_OK) {
        jindu_json_put_value(&text, NULL, document);
        assert_false(text.failed);
        vector_expect(found, text.bytes, found->lines[1].text);
    } else {
        assert_int_equal(status, JINDU_MALFORMED);
        vector_expect(found, "refused", found->lines[1].text);
    }
    jindu_text_free(&text);
    jindu_json_free(document);
}

static unsigned methods_seen;

static void
describe(char line[LINE_SIZE], enum jindu_status status,
    const struct jp_request *request, const struct jp_fault *fault)
{
    char hex[JP_DIGEST_HEX_SIZE] = "-";

    if (status == JINDU_OK) {
        if (jp_method_has_key(request->method)) {
            (void)jp_digest_hex(request->content, hex);
        }
        (void)snprintf(
            line, LINE_SIZE, "ok %s %s", jp_method_token(request->method), hex);
        methods_seen |= 1U << request->method;
        return;
    }
    (void)snprintf(line, LINE_SIZE, "%s %s %s", jindu_status_token(status),
        fault->field[0] == '\0' ? "-" : fault->field,
        fault->rule == NULL ? "-" : fault->rule);
}

static void
check_request(struct vector_case *found)
{
    struct jp_message message = { 0 };
    struct jp_request request;
    struct jp_fault fault = { .rule = NULL };
    const struct jindu_json *value;
    char line[LINE_SIZE];
    size_t at = 1;
    enum jindu_status status = jp_message_parse(
        &message, found->lines[0].text, found->lines[0].length);

    if (status != JINDU_OK) {
        describe(line, status, &request, &fault);
        vector_expect(found, line, found->lines[1].text);
        return;
    }
    value =
        message.batch ? jindu_json_first(message.document) : message.document;
    for (; value != NULL;
         value = message.batch ? jindu_json_next(value) : NULL) {
        status = jp_request_decode(&request, value, &fault);
        describe(line, status, &request, &fault);
        assert_true(at < found->count);
        vector_expect(found, line, found->lines[at++].text);
    }
    assert_int_equal(at, found->count);
    assert_int_equal(at - 1, message.count);
    jp_message_free(&message);
}

static const char *
text_of(const struct jindu_json *object, const char *name)
{
    return jindu_json_string(jindu_json_member(object, name));
}

static int64_t
number_of(const struct jindu_json *object, const char *name)
{
    return jindu_json_integer(jindu_json_member(object, name), 0);
}

static struct jindu_json *
parse(const struct vector_line *line)
{
    struct jindu_json *document = NULL;

    assert_string_equal(line->tag, ">");
    assert_int_equal(
        jindu_json_parse(&document, line->text, line->length), JINDU_OK);
    return document;
}

static void
check_reply(struct vector_case *found)
{
    struct jindu_json *in = parse(&found->lines[0]);
    const struct jindu_json *result = jindu_json_member(in, "result");
    const struct jindu_json *id = jindu_json_member(in, "id");
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_text value = JINDU_TEXT_INIT;

    if (result != NULL) {
        jindu_json_put_value(&value, NULL, result);
        jp_reply_result(&out, id, value.bytes, value.length);
    } else {
        struct jp_fault fault;
        enum jindu_status status =
            jindu_status_from_token(text_of(in, "status"));

        assert_int_equal(status, jp_refuse(&fault, status, text_of(in, "field"),
                                     text_of(in, "rule")));
        fault.state = text_of(in, "state");
        fault.count = number_of(in, "count");
        fault.head = number_of(in, "head");
        fault.floor = number_of(in, "floor");
        jp_reply_error(&out, id, status, &fault, text_of(in, "epoch"),
            number_of(in, "retry_after_ms"));
    }
    assert_false(out.failed);
    vector_expect(found, out.bytes, found->lines[1].text);
    jindu_text_free(&value);
    jindu_text_free(&out);
    jindu_json_free(in);
}

static unsigned char chain[JP_DIGEST_SIZE];

static void
store(struct jindu_text *out, const struct jindu_json *in)
{
    const struct jp_event event = {
        .type = text_of(in, "type"),
        .epoch = text_of(in, "epoch"),
        .sequence = number_of(in, "sequence"),
        .plan = text_of(in, "plan"),
        .item = number_of(in, "item"),
        .at = number_of(in, "at"),
    };
    const struct jindu_json *member =
        jindu_json_first(jindu_json_member(in, "data"));

    jp_event_begin(out);
    for (; member != NULL; member = jindu_json_next(member)) {
        jindu_json_put_value(out, jindu_json_name(member), member);
    }
    jp_event_end(out, &event);
    jp_digest_chain(chain, chain, event.sequence, out->bytes, out->length);
}

static void
check_event(struct vector_case *found)
{
    struct jindu_json *in = parse(&found->lines[0]);
    struct jindu_text stored = JINDU_TEXT_INIT;
    struct jindu_text out = JINDU_TEXT_INIT;
    char hex[JP_DIGEST_HEX_SIZE];
    size_t i;

    store(&stored, in);
    for (i = 1; i < found->count; i++) {
        const struct vector_line *line = &found->lines[i];

        if (strcmp(line->tag, "stored") == 0) {
            vector_expect(found, stored.bytes, line->text);
        } else if (strcmp(line->tag, "hash") == 0) {
            vector_expect(found, jp_digest_hex(chain, hex), line->text);
        } else if (strcmp(line->tag, "in") == 0) {
            char *end;
            long sequence = strtol(line->text, &end, 10);

            jindu_text_clear(&out);
            jp_event_publish(&out, stored.bytes, stored.length, end + 1,
                sequence, text_of(in, "epoch"));
        } else if (strcmp(line->tag, "published") == 0) {
            vector_expect(found, out.bytes, line->text);
        } else {
            assert_string_equal(line->tag, "result");
            jindu_text_clear(&out);
            assert_int_equal(jp_event_result(&out, stored.bytes, stored.length,
                                 number_of(in, "sequence")),
                JINDU_OK);
            vector_expect(found, out.bytes, line->text);
        }
    }
    jindu_text_free(&stored);
    jindu_text_free(&out);
    jindu_json_free(in);
}

static void
dates_are_read_as_the_vectors_say(void **state)
{
    (void)state;
    for_each("date.vec", 20, check_date);
}

static void
instants_are_read_as_the_vectors_say(void **state)
{
    (void)state;
    for_each("when.vec", 15, check_when);
}

static void
names_are_judged_as_the_vectors_say(void **state)
{
    (void)state;
    for_each("name.vec", 35, check_name);
}

static void
json_is_strict_and_canonical_as_the_vectors_say(void **state)
{
    (void)state;
    for_each("json.vec", 70, check_json);
}

static void
requests_of_every_method_mean_what_the_vectors_say(void **state)
{
    (void)state;
    for_each("request.vec", 130, check_request);
    assert_int_equal(methods_seen, (1U << JP_METHOD_COUNT) - 1);
}

static void
answers_are_the_bytes_of_the_vectors(void **state)
{
    (void)state;
    for_each("reply.vec", 20, check_reply);
}

static void
events_and_their_chain_are_the_bytes_of_the_vectors(void **state)
{
    (void)state;
    for_each("event.vec", 7, check_event);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_the_vectors_say),
        cmocka_unit_test(instants_are_read_as_the_vectors_say),
        cmocka_unit_test(names_are_judged_as_the_vectors_say),
        cmocka_unit_test(json_is_strict_and_canonical_as_the_vectors_say),
        cmocka_unit_test(requests_of_every_method_mean_what_the_vectors_say),
        cmocka_unit_test(answers_are_the_bytes_of_the_vectors),
        cmocka_unit_test(events_and_their_chain_are_the_bytes_of_the_vectors),
    };

    if (jp_digest_start() != JINDU_OK) {
        return EXIT_FAILURE;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
