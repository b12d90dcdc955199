/* SPDX-License-Identifier: MIT */
#include "fake_daemon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>
#include <zmq.h>

void
fake_start(struct fake_daemon *fake)
{
    int verbose = 1;
    int linger = 0;

    fake->router = zmq_socket(fake->context, ZMQ_ROUTER);
    fake->xpub = zmq_socket(fake->context, ZMQ_XPUB);
    assert_non_null(fake->router);
    assert_non_null(fake->xpub);
    zmq_setsockopt(fake->router, ZMQ_LINGER, &linger, sizeof(linger));
    zmq_setsockopt(fake->xpub, ZMQ_LINGER, &linger, sizeof(linger));
    zmq_setsockopt(fake->xpub, ZMQ_XPUB_VERBOSE, &verbose, sizeof(verbose));
    assert_int_equal(zmq_bind(fake->router, fake->requests), 0);
    assert_int_equal(zmq_bind(fake->xpub, fake->events), 0);
}

void
fake_stop(struct fake_daemon *fake)
{
    assert_int_equal(zmq_close(fake->router), 0);
    assert_int_equal(zmq_close(fake->xpub), 0);
}

void
fake_open(struct fake_daemon *fake)
{
    memset(fake, 0, sizeof(*fake));
    (void)snprintf(
        fake->directory, sizeof(fake->directory), "/tmp/jindu-fake-XXXXXX");
    assert_non_null(mkdtemp(fake->directory));
    (void)snprintf(fake->requests, sizeof(fake->requests), "ipc://%s/requests",
        fake->directory);
    (void)snprintf(
        fake->events, sizeof(fake->events), "ipc://%s/events", fake->directory);
    fake->context = zmq_ctx_new();
    assert_non_null(fake->context);
    fake_start(fake);
}

void
fake_close(struct fake_daemon *fake)
{
    fake_stop(fake);
    assert_int_equal(zmq_ctx_term(fake->context), 0);
    (void)unlink(fake->requests + strlen("ipc://"));
    (void)unlink(fake->events + strlen("ipc://"));
    assert_int_equal(rmdir(fake->directory), 0);
}

bool
fake_take(
    struct fake_daemon *fake, int timeout_ms, struct fake_request *request)
{
    zmq_pollitem_t item = { fake->router, 0, ZMQ_POLLIN, 0 };
    zmq_msg_t frame;
    int length;

    if (zmq_poll(&item, 1, timeout_ms) == 0) {
        return false;
    }
    memset(request, 0, sizeof(*request));
    length = zmq_recv(fake->router, request->peer, sizeof(request->peer), 0);
    assert_in_range(length, 1, sizeof(request->peer));
    request->peer_length = (size_t)length;
    zmq_msg_init(&frame);
    assert_true(zmq_msg_recv(&frame, fake->router, 0) >= 0);
    assert_false(zmq_msg_more(&frame));
    request->length = zmq_msg_size(&frame);
    request->text = calloc(1, request->length + 1);
    assert_non_null(request->text);
    memcpy(request->text, zmq_msg_data(&frame), request->length);
    zmq_msg_close(&frame);
    assert_int_equal(
        jindu_json_parse(&request->document, request->text, request->length),
        JINDU_OK);
    request->id = jindu_json_string(jindu_json_member(request->document, "id"));
    request->method =
        jindu_json_string(jindu_json_member(request->document, "method"));
    request->params = jindu_json_member(request->document, "params");
    assert_non_null(request->id);
    assert_non_null(request->method);
    return true;
}

void
fake_request_free(struct fake_request *request)
{
    jindu_json_free(request->document);
    free(request->text);
    memset(request, 0, sizeof(*request));
}

void
fake_send(struct fake_daemon *fake, const struct fake_request *request,
    const char *text)
{
    zmq_send(fake->router, request->peer, request->peer_length, ZMQ_SNDMORE);
    zmq_send(fake->router, text, strlen(text), 0);
}

void
fake_result(struct fake_daemon *fake, const struct fake_request *request,
    const char *result)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    jindu_json_put_object(&text, NULL);
    jindu_json_put_string(&text, "jsonrpc", "2.0");
    jindu_json_put_string(&text, "id", request->id);
    jindu_json_put_raw(&text, "result", result, strlen(result));
    jindu_json_end_object(&text);
    assert_false(text.failed);
    fake_send(fake, request, text.bytes);
    jindu_text_free(&text);
}

void
fake_error(struct fake_daemon *fake, const struct fake_request *request,
    const char *token, const char *data)
{
    char text[512];

    (void)snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"error\":{\"code\":-32000,"
        "\"message\":\"in words\",\"data\":{\"status\":\"%s\"%s}}}",
        request->id, token, data);
    fake_send(fake, request, text);
}

bool
fake_subscription(struct fake_daemon *fake, char *topic, size_t size)
{
    int length = zmq_recv(fake->xpub, topic, size - 1, ZMQ_DONTWAIT);

    if (length < 1 || (size_t)length >= size) {
        return false;
    }
    if (topic[0] == 1) {
        memmove(topic, topic + 1, (size_t)length - 1);
        topic[length - 1] = '\0';
    } else {
        topic[0] = '\0';
    }
    return true;
}

void
fake_publish(struct fake_daemon *fake, const char *stream, const char *text)
{
    char topic[160];

    (void)snprintf(topic, sizeof(topic), "%s/", stream);
    zmq_send(fake->xpub, topic, strlen(topic), ZMQ_SNDMORE);
    zmq_send(fake->xpub, text, strlen(text), 0);
}
