/* SPDX-License-Identifier: MIT */
#include "fake_daemon.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>
#include <zmq.h>

#define DOOR "inproc://zeromq.zap.01"
#define DOOR_FRAMES 16
#define DOMAIN "fake"

/* RFC 27: version, request, domain, ... -> version, request, status, text,
 * user, metadata. */
static void *
keep_door(void *cookie)
{
    struct fake_daemon *fake = cookie;
    char id[DOOR_FRAMES][64];
    char status[4];

    for (;;) {
        int more = 1;
        int length = 0;
        size_t size = sizeof(more);

        for (int i = 0; more != 0; i++) {
            int got =
                zmq_recv(fake->door, id[i % DOOR_FRAMES], sizeof(id[0]), 0);

            if (got < 0) { /* the context ends */
                (void)zmq_close(fake->door);
                return NULL;
            }
            length = i == 1 ? got : length;
            zmq_getsockopt(fake->door, ZMQ_RCVMORE, &more, &size);
        }
        (void)snprintf(
            status, sizeof(status), "%03d", atomic_load(&fake->zap_status));
        zmq_send(fake->door, "1.0", 3, ZMQ_SNDMORE);
        zmq_send(fake->door, id[1], (size_t)length, ZMQ_SNDMORE);
        zmq_send(fake->door, status, 3, ZMQ_SNDMORE);
        zmq_send(fake->door, "", 0, ZMQ_SNDMORE);
        zmq_send(fake->door, "peer", 4, ZMQ_SNDMORE);
        zmq_send(fake->door, "", 0, 0);
    }
}

static void
guard(struct fake_daemon *fake, void *socket)
{
    int server = 1;

    if (fake->door != NULL) {
        zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, DOMAIN, sizeof(DOMAIN) - 1);
    }
    if (fake->remote) {
        zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &server, sizeof(server));
        zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, fake->secret_key, 41);
    }
}

/* What was a port of the system's choice is that port from then on. */
static void
bind_at(void *socket, char *endpoint, size_t size)
{
    int rc;

    do { /* ZeroMQ's thread lets go of a port a while after the close */
        rc = zmq_bind(socket, endpoint);
    } while (rc != 0 && errno == EADDRINUSE);
    assert_int_equal(rc, 0);
    assert_int_equal(
        zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size), 0);
}

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
    guard(fake, fake->router);
    guard(fake, fake->xpub);
    bind_at(fake->router, fake->requests, sizeof(fake->requests));
    bind_at(fake->xpub, fake->events, sizeof(fake->events));
}

void
fake_stop(struct fake_daemon *fake)
{
    assert_int_equal(zmq_close(fake->router), 0);
    assert_int_equal(zmq_close(fake->xpub), 0);
}

static void
make_place(struct fake_daemon *fake)
{
    (void)memset(fake, 0, sizeof(*fake));
    (void)snprintf(
        fake->directory, sizeof(fake->directory), "/tmp/jindu-fake-XXXXXX");
    assert_non_null(mkdtemp(fake->directory));
    (void)snprintf(fake->requests, sizeof(fake->requests), "ipc://%s/requests",
        fake->directory);
    (void)snprintf(
        fake->events, sizeof(fake->events), "ipc://%s/events", fake->directory);
    fake->context = zmq_ctx_new();
    assert_non_null(fake->context);
}

void
fake_open(struct fake_daemon *fake)
{
    make_place(fake);
    fake_start(fake);
}

void
fake_open_guarded(struct fake_daemon *fake, bool remote, int zap_status)
{
    make_place(fake);
    fake->remote = remote;
    if (remote) {
        (void)snprintf(
            fake->requests, sizeof(fake->requests), "tcp://127.0.0.1:*");
        (void)snprintf(fake->events, sizeof(fake->events), "tcp://127.0.0.1:*");
        assert_int_equal(
            zmq_curve_keypair(fake->public_key, fake->secret_key), 0);
    }
    atomic_store(&fake->zap_status, zap_status);
    fake->door = zmq_socket(fake->context, ZMQ_REP);
    assert_non_null(fake->door);
    assert_int_equal(zmq_bind(fake->door, DOOR), 0);
    assert_int_equal(
        pthread_create(&fake->doorkeeper, NULL, keep_door, fake), 0);
    fake_start(fake);
}

void
fake_close(struct fake_daemon *fake)
{
    fake_stop(fake);
    assert_int_equal(zmq_ctx_term(fake->context), 0);
    if (fake->door != NULL) {
        assert_int_equal(pthread_join(fake->doorkeeper, NULL), 0);
    }
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
