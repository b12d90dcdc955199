/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "roster.h"
#include "zap.h"

#define WAIT_MS 20000

struct pair {
    char directory[64];
    char endpoint[96];
    void *context;
    void *router;
    void *monitor;
    void *client_context;
    void *dealer;
};

/* A guarded ROUTER in context, and a DEALER of the same process. */
static void
connect_pair(struct pair *pair, void *context)
{
    int wait = WAIT_MS;
    int linger = 0;
    pair->context = context;
    snprintf(pair->directory, sizeof pair->directory, "/tmp/jindu.XXXXXX");
    assert_non_null(mkdtemp(pair->directory));
    snprintf(
        pair->endpoint, sizeof pair->endpoint, "ipc://%s/s", pair->directory);
    pair->router = zmq_socket(context, ZMQ_ROUTER);
    zmq_setsockopt(pair->router, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(pair->router, ZMQ_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(zap_guard(pair->router, NULL), JINDU_OK);
    assert_int_equal(zmq_socket_monitor(pair->router, "inproc://monitor",
                         ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                             ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                             ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                             ZMQ_EVENT_HANDSHAKE_FAILED_AUTH),
        0);
    pair->monitor = zmq_socket(context, ZMQ_PAIR);
    zmq_setsockopt(pair->monitor, ZMQ_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(zmq_connect(pair->monitor, "inproc://monitor"), 0);
    assert_int_equal(zmq_bind(pair->router, pair->endpoint), 0);

    pair->client_context = zmq_ctx_new();
    pair->dealer = zmq_socket(pair->client_context, ZMQ_DEALER);
    zmq_setsockopt(pair->dealer, ZMQ_LINGER, &linger, sizeof linger);
    assert_int_equal(zmq_connect(pair->dealer, pair->endpoint), 0);
    assert_int_equal(zmq_send(pair->dealer, "one", 3, 0), 3);
    assert_int_equal(zmq_send(pair->dealer, "two", 3, 0), 3);
}

static void
close_pair(struct pair *pair)
{
    zmq_close(pair->dealer);
    zmq_ctx_term(pair->client_context);
    zmq_socket_monitor(pair->router, NULL, 0);
    zmq_close(pair->monitor);
    zmq_close(pair->router);
    unlink(pair->endpoint + strlen("ipc://"));
    assert_int_equal(rmdir(pair->directory), 0);
}

/* The outcome of the next handshake. */
static unsigned
next_event(struct pair *pair)
{
    unsigned char bytes[6];
    char address[256];
    assert_int_equal(zmq_recv(pair->monitor, bytes, sizeof bytes, 0), 6);
    assert_true(zmq_recv(pair->monitor, address, sizeof address, 0) >= 0);
    uint16_t event;
    memcpy(&event, bytes, sizeof event);
    return event;
}

static void
add(struct roster *roster, uint32_t uid)
{
    struct roster_entry *entry;
    assert_int_equal(roster_entry(roster, uid, &entry), JINDU_OK);
    entry->has_role = true;
}

static void
a_known_uid_is_let_in_and_named(void **state)
{
    (void)state;
    struct roster roster = ROSTER_INIT;
    struct zap *zap;
    struct pair pair;
    char expected[32];
    snprintf(expected, sizeof expected, "uid:%lu", (unsigned long)geteuid());
    add(&roster, (uint32_t)geteuid());
    assert_int_equal(zap_start(&zap, &roster), JINDU_OK);
    connect_pair(&pair, zap_context(zap));
    /* trap4: two messages back to back; the body's frame keeps the name. */
    for (int i = 0; i < 2; i++) {
        zmq_msg_t id;
        zmq_msg_t body;
        zmq_msg_init(&id);
        zmq_msg_init(&body);
        assert_true(zmq_msg_recv(&id, pair.router, 0) > 0);
        assert_int_equal(zmq_msg_recv(&body, pair.router, 0), 3);
        assert_string_equal(zmq_msg_gets(&body, "User-Id"), expected);
        zmq_msg_close(&id);
        zmq_msg_close(&body);
    }
    close_pair(&pair);
    zap_stop(zap);
    roster_fini(&roster);
}

static void
an_unknown_uid_is_refused_in_the_handshake(void **state)
{
    (void)state;
    struct roster roster = ROSTER_INIT;
    struct zap *zap;
    struct pair pair;
    add(&roster, (uint32_t)geteuid() + 1);
    assert_int_equal(zap_start(&zap, &roster), JINDU_OK);
    connect_pair(&pair, zap_context(zap));
    assert_int_equal(next_event(&pair), ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
    char bytes[8];
    assert_int_equal(
        zmq_recv(pair.router, bytes, sizeof bytes, ZMQ_DONTWAIT), -1);
    close_pair(&pair);
    zap_stop(zap);
    roster_fini(&roster);
}

static void
trap5_without_a_handler_nobody_is_served(void **state)
{
    (void)state;
    struct pair pair;
    void *context = zmq_ctx_new();
    connect_pair(&pair, context);
    assert_int_not_equal(next_event(&pair), ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
    char bytes[8];
    assert_int_equal(
        zmq_recv(pair.router, bytes, sizeof bytes, ZMQ_DONTWAIT), -1);
    close_pair(&pair);
    zmq_ctx_term(context);
}

/* One question put to the handler itself; the status code of its answer. */
static void
ask(struct zap *zap, const char *const *frames, size_t count, char code[4])
{
    char bytes[256];
    int wait = WAIT_MS;
    void *socket = zmq_socket(zap_context(zap), ZMQ_REQ);
    zmq_setsockopt(socket, ZMQ_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(zmq_connect(socket, "inproc://zeromq.zap.01"), 0);
    for (size_t i = 0; i < count; i++) {
        zmq_send(socket, frames[i], strlen(frames[i]),
            i + 1 < count ? ZMQ_SNDMORE : 0);
    }
    for (int i = 0; i < 6; i++) {
        int length = zmq_recv(socket, bytes, sizeof bytes, 0);
        assert_true(length >= 0);
        if (i == 2) {
            assert_int_equal(length, 3);
            memcpy(code, bytes, 3);
            code[3] = '\0';
        }
    }
    zmq_close(socket);
}

static void
only_a_local_peer_of_the_right_form_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *frames[7];
        size_t count;
        const char *code;
    } cases[] = {
        { { "1.0", "1", "local", "localhost:7:1:2", "", "NULL" }, 6, "200" },
        { { "1.0", "1", "local", "localhost:8:1:2", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "remote", "localhost:7:1:2", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "127.0.0.1", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "localhost:7", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "localhost:7:1:2:3", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "localhost:7:1:x", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "localhost:07:1:2", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local", "localhost:7:1:2", "", "PLAIN", "x" }, 7,
            "400" },
        { { "2.0", "1", "local", "localhost:7:1:2", "", "NULL" }, 6, "400" },
        { { "1.0", "1", "local" }, 3, "400" },
    };
    struct roster roster = ROSTER_INIT;
    struct zap *zap;
    add(&roster, 7);
    assert_int_equal(zap_start(&zap, &roster), JINDU_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char code[4];
        ask(zap, cases[i].frames, cases[i].count, code);
        assert_string_equal(code, cases[i].code);
    }
    zap_stop(zap);
    roster_fini(&roster);
}

static void
the_roster_keeps_its_order_and_its_bounds(void **state)
{
    (void)state;
    struct roster roster = ROSTER_INIT;
    struct roster_entry *entry;
    for (uint32_t i = 0; i < ROSTER_MAX; i++) {
        add(&roster, i * 7919U);
    }
    assert_int_equal(roster_entry(&roster, 1, &entry), JINDU_BUSY);
    add(&roster, 7919);
    assert_non_null(roster_find(&roster, 7919U * 100));
    assert_null(roster_find(&roster, 1));
    assert_non_null(roster_find_user(&roster, "uid:7919"));
    assert_null(roster_find_user(&roster, "uid:07919"));
    assert_null(roster_find_user(&roster, "7919"));
    assert_null(roster_find_user(&roster, ""));
    roster_fini(&roster);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_uid_is_let_in_and_named),
        cmocka_unit_test(an_unknown_uid_is_refused_in_the_handshake),
        cmocka_unit_test(trap5_without_a_handler_nobody_is_served),
        cmocka_unit_test(only_a_local_peer_of_the_right_form_is_known),
        cmocka_unit_test(the_roster_keeps_its_order_and_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
