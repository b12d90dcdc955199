/* SPDX-License-Identifier: MIT */
#include "fake_office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>
#include <zmq.h>

#define PATIENCE_MS 5000 /* of real time without any sign of life */
#define PAGE_MAX 200

static void
event_text(
    const struct fake_office *office, struct jindu_text *out, int64_t sequence)
{
    char number[24];

    (void)snprintf(number, sizeof(number), "%lld", (long long)sequence);
    jindu_json_put_object(out, NULL);
    jindu_json_put_string(out, "epoch", office->epoch);
    jindu_json_put_string(out, "sequence", number);
    jindu_json_put_string(out, "specversion", "1.0");
    jindu_json_put_string(out, "stream", FAKE_STREAM);
    jindu_json_put_string(out, "type", "jindu.notice.soon");
    jindu_json_end_object(out);
}

void
fake_office_publish(struct fake_office *office, int64_t sequence)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    event_text(office, &text, sequence);
    fake_publish(&office->fake, FAKE_STREAM, text.bytes);
    jindu_text_free(&text);
}

void
fake_office_beat(struct fake_office *office)
{
    char text[160];

    (void)snprintf(text, sizeof(text),
        "{\"beat\":{\"epoch\":\"%s\",\"floor\":%lld,\"head\":%lld,"
        "\"stream\":\"" FAKE_STREAM "\"}}",
        office->epoch, (long long)office->floor, (long long)office->head);
    fake_publish(&office->fake, FAKE_STREAM, text);
}

static void
answer_page(struct fake_office *office, const struct fake_request *request,
    int64_t after, int64_t limit)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    int64_t last = after + limit < office->head ? after + limit : office->head;
    int64_t sequence;

    jindu_json_put_object(&text, NULL);
    jindu_json_put_string(&text, "epoch", office->epoch);
    jindu_json_put_array(&text, "events");
    for (sequence = after + 1; sequence <= last; sequence++) {
        event_text(office, &text, sequence);
    }
    jindu_json_end_array(&text);
    jindu_json_put_integer(&text, "floor", office->floor);
    jindu_json_put_integer(&text, "head", office->head);
    jindu_json_put_integer(&text, "next", last);
    jindu_json_end_object(&text);
    fake_result(&office->fake, request, text.bytes);
    jindu_text_free(&text);
}

static void
answer_read(struct fake_office *office, const struct fake_request *request)
{
    const struct jindu_json *params = request->params;
    const char *epoch = jindu_json_string(jindu_json_member(params, "epoch"));
    int64_t after = jindu_json_integer(jindu_json_member(params, "after"), -1);
    int64_t limit = jindu_json_integer(jindu_json_member(params, "limit"), 0);
    char data[128];

    office->reads++;
    assert_string_equal(
        jindu_json_string(jindu_json_member(params, "stream")), FAKE_STREAM);
    assert_in_range(limit, 1, PAGE_MAX);
    (void)snprintf(data, sizeof(data),
        ",\"epoch\":\"%s\",\"head\":%lld,\"floor\":%lld", office->epoch,
        (long long)office->head, (long long)office->floor);
    if ((epoch != NULL && strcmp(epoch, office->epoch) != 0) ||
        after > office->head) {
        fake_error(&office->fake, request, "reset", data);
    } else if (after < office->floor - 1) {
        fake_error(&office->fake, request, "truncated", data);
    } else {
        answer_page(office, request, after, limit);
    }
}

static void
answer(struct fake_office *office, const struct fake_request *request)
{
    char hello[160];

    if (office->silent > 0) {
        office->silent--;
        office->ignored++;
    } else if (strcmp(request->method, "server.hello") == 0) {
        office->hellos++;
        /* On tcp as a daemon tells it that is bound to every address. */
        (void)snprintf(hello, sizeof(hello),
            "{\"endpoints\":{\"events\":"
            "\"%s%s\"}}",
            office->fake.remote ? "tcp://*" : "",
            office->fake.remote ? strrchr(office->fake.events, ':')
                                : office->fake.events);
        fake_result(&office->fake, request, hello);
    } else {
        assert_string_equal(request->method, "stream.read");
        answer_read(office, request);
    }
}

/* Does what the office has to do, or waits for something to do. */
void
fake_office_work(struct fake_office *office)
{
    zmq_pollitem_t items[3];
    struct fake_request request;
    char topic[64];

    if (office->publish > 0) {
        office->publish--;
        fake_office_publish(office, ++office->head);
    }
    memset(items, 0, sizeof(items));
    items[0].socket = office->fake.router;
    items[1].socket = office->fake.xpub;
    items[2].fd = jindu_subscriber_fd(office->subscriber);
    items[0].events = items[1].events = items[2].events = ZMQ_POLLIN;
    if (zmq_poll(items, 3, office->publish > 0 ? 0 : PATIENCE_MS) == 0 &&
        office->publish == 0) {
        fail_msg("nothing happens any more");
    }
    while (fake_subscription(&office->fake, topic, sizeof(topic))) {
        if (topic[0] != '\0') {
            assert_string_equal(topic, FAKE_STREAM "/");
            office->subscribed++;
            if (!office->no_beats) {
                fake_office_beat(office);
            }
        }
    }
    if (fake_take(&office->fake, 0, &request)) {
        answer(office, &request);
        fake_request_free(&request);
    }
}
