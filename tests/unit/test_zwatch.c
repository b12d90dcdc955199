/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <uv.h>
#include <zmq.h>

#include "limit.h"
#include "zwatch.h"

#define PEERS 2
#define ROUND_TRIPS 20000 /* of each peer */
#define IN_FLIGHT 50
#define STALL_MS 20000 /* hung, not slow */

static const char endpoint[] = "inproc://echo";

struct echo {
    void *context;
    void *router;
    uv_loop_t loop;
    uv_timer_t stall;
    uv_timer_t sender;
    struct zwatch *zwatch;
    size_t served;
    size_t last_served;
    size_t most; /* messages in one turn */
    size_t in_turn;
    unsigned char peer[16];
    int peer_size;
    bool hung;
};

struct peer {
    pthread_t thread;
    void *context;
    size_t answers;
};

static bool
echo_one(void *cookie)
{
    struct echo *echo = cookie;
    char bytes[64];
    int size =
        zmq_recv(echo->router, echo->peer, sizeof echo->peer, ZMQ_DONTWAIT);
    if (size < 0) {
        return false;
    }
    echo->peer_size = size;
    int length = zmq_recv(echo->router, bytes, sizeof bytes, 0);
    assert_true(length >= 0);
    zmq_send(echo->router, echo->peer, (size_t)size, ZMQ_SNDMORE);
    zmq_send(echo->router, bytes, (size_t)length, 0);
    echo->in_turn++;
    if (++echo->served == PEERS * ROUND_TRIPS) {
        uv_stop(&echo->loop);
    }
    return true;
}

static void
turned(void *cookie)
{
    struct echo *echo = cookie;
    echo->most = echo->in_turn > echo->most ? echo->in_turn : echo->most;
    echo->in_turn = 0;
}

static void
on_stall(uv_timer_t *timer)
{
    struct echo *echo = timer->data;
    if (echo->served == echo->last_served) {
        echo->hung = true;
        uv_stop(&echo->loop);
    }
    echo->last_served = echo->served;
}

/* What nobody asked for, sent from a timer: it may swallow the edge. */
static void
on_sender(uv_timer_t *timer)
{
    struct echo *echo = timer->data;
    if (echo->peer_size > 0) {
        zmq_send(echo->router, echo->peer, (size_t)echo->peer_size,
            ZMQ_SNDMORE | ZMQ_DONTWAIT);
        zmq_send(echo->router, "", 0, ZMQ_DONTWAIT);
    }
}

static void *
run_peer(void *cookie)
{
    struct peer *peer = cookie;
    void *dealer = zmq_socket(peer->context, ZMQ_DEALER);
    int limit = STALL_MS;
    int linger = 0;
    char bytes[64];
    zmq_setsockopt(dealer, ZMQ_RCVTIMEO, &limit, sizeof limit);
    zmq_setsockopt(dealer, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect(dealer, endpoint);
    size_t sent = 0;
    while (sent < IN_FLIGHT) {
        zmq_send(dealer, "request", 7, 0);
        sent++;
    }
    while (peer->answers < ROUND_TRIPS) {
        int length = zmq_recv(dealer, bytes, sizeof bytes, 0);
        if (length < 0) {
            break;
        }
        if (length == 0) {
            continue;
        }
        peer->answers++;
        if (sent < ROUND_TRIPS) {
            zmq_send(dealer, "request", 7, 0);
            sent++;
        }
    }
    zmq_close(dealer);
    return NULL;
}

static void
start(struct echo *echo)
{
    *echo = (struct echo){ .served = 0 };
    echo->context = zmq_ctx_new();
    echo->router = zmq_socket(echo->context, ZMQ_ROUTER);
    int linger = 0;
    zmq_setsockopt(echo->router, ZMQ_LINGER, &linger, sizeof linger);
    assert_int_equal(zmq_bind(echo->router, endpoint), 0);
    assert_int_equal(uv_loop_init(&echo->loop), 0);
    assert_int_equal(
        zwatch_new(&echo->zwatch, &echo->loop, turned, echo), JINDU_OK);
    assert_int_equal(
        zwatch_add(echo->zwatch, echo->router, echo_one, echo), JINDU_OK);
    uv_timer_init(&echo->loop, &echo->stall);
    uv_timer_init(&echo->loop, &echo->sender);
    echo->stall.data = echo;
    echo->sender.data = echo;
    uv_timer_start(&echo->stall, on_stall, STALL_MS, STALL_MS);
}

static void
finish(struct echo *echo)
{
    zwatch_free(echo->zwatch);
    uv_close((uv_handle_t *)&echo->stall, NULL);
    uv_close((uv_handle_t *)&echo->sender, NULL);
    uv_run(&echo->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&echo->loop), 0);
    zmq_close(echo->router);
    zmq_ctx_term(echo->context);
}

static void
run(struct echo *echo, bool with_sender)
{
    struct peer peers[PEERS];
    start(echo);
    if (with_sender) {
        uv_timer_start(&echo->sender, on_sender, 1, 1);
    }
    for (int i = 0; i < PEERS; i++) {
        peers[i] = (struct peer){ .context = echo->context };
        assert_int_equal(
            pthread_create(&peers[i].thread, NULL, run_peer, &peers[i]), 0);
    }
    uv_run(&echo->loop, UV_RUN_DEFAULT);
    for (int i = 0; i < PEERS; i++) {
        pthread_join(peers[i].thread, NULL);
        assert_int_equal(peers[i].answers, ROUND_TRIPS);
    }
    finish(echo);
    assert_false(echo->hung);
    assert_int_equal(echo->served, PEERS * ROUND_TRIPS);
}

static void
trap1_forty_thousand_round_trips_do_not_hang(void **state)
{
    (void)state;
    struct echo echo;
    run(&echo, false);
    /* A turn is bounded, and more than one message long. */
    assert_true(echo.most <= ZWATCH_MESSAGES);
    assert_true(echo.most > 1);
}

static void
trap2_a_timer_that_sends_swallows_no_request(void **state)
{
    (void)state;
    struct echo echo;
    run(&echo, true);
}

struct flood {
    int flooded; /* messages, in all */
    int most;    /* in one turn */
    int before;
    int others; /* turns of the other socket */
    int rings;  /* of a timer */
};

static bool
flood_one(void *cookie)
{
    struct flood *flood = cookie;
    flood->flooded++;
    return true; /* there is always one more */
}

static bool
nothing_there(void *cookie)
{
    struct flood *flood = cookie;
    flood->others++;
    return false;
}

static void
on_ring(uv_timer_t *timer)
{
    struct flood *flood = timer->data;
    flood->rings++;
}

static void
end_turn(void *cookie)
{
    struct flood *flood = cookie;
    int in_turn = flood->flooded - flood->before;
    flood->before = flood->flooded;
    flood->most = in_turn > flood->most ? in_turn : flood->most;
}

static void
trap3_a_flooded_socket_leaves_each_turn_to_others(void **state)
{
    (void)state;
    enum {
        TURNS = 100
    };
    struct flood flood = { .flooded = 0 };
    struct zwatch *zwatch;
    uv_loop_t loop;
    uv_timer_t timer;
    void *context = zmq_ctx_new();
    void *flooded = zmq_socket(context, ZMQ_DEALER);
    void *other = zmq_socket(context, ZMQ_DEALER);
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_int_equal(zwatch_new(&zwatch, &loop, end_turn, &flood), JINDU_OK);
    assert_int_equal(zwatch_add(zwatch, flooded, flood_one, &flood), JINDU_OK);
    assert_int_equal(
        zwatch_add(zwatch, other, nothing_there, &flood), JINDU_OK);
    uv_timer_init(&loop, &timer);
    timer.data = &flood;
    for (int i = 0; i < TURNS; i++) {
        uv_timer_start(&timer, on_ring, 0, 0);
        uv_run(&loop, UV_RUN_NOWAIT);
    }
    assert_true(flood.most > 0 && flood.most <= ZWATCH_MESSAGES);
    assert_int_equal(flood.others, TURNS);
    assert_int_equal(flood.rings, TURNS);
    zwatch_free(zwatch);
    uv_close((uv_handle_t *)&timer, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    zmq_close(flooded);
    zmq_close(other);
    zmq_ctx_term(context);
}

static void
a_removed_socket_is_served_no_more(void **state)
{
    (void)state;
    struct echo echo;
    start(&echo);
    zwatch_remove(echo.zwatch, echo.router);
    void *dealer = zmq_socket(echo.context, ZMQ_DEALER);
    zmq_connect(dealer, endpoint);
    zmq_send(dealer, "request", 7, 0);
    for (int i = 0; i < 3; i++) {
        uv_run(&echo.loop, UV_RUN_NOWAIT);
    }
    assert_int_equal(echo.served, 0);
    /* The message is still there for somebody else. */
    char bytes[16];
    assert_true(zmq_recv(echo.router, bytes, sizeof bytes, 0) > 0);
    zmq_close(dealer);
    finish(&echo);
}

static void
there_is_room_for_so_many_sockets(void **state)
{
    (void)state;
    struct echo echo;
    start(&echo);
    void *more[ZWATCH_SOCKETS];
    for (int i = 0; i < ZWATCH_SOCKETS; i++) {
        more[i] = zmq_socket(echo.context, ZMQ_DEALER);
        assert_int_equal(zwatch_add(echo.zwatch, more[i], echo_one, &echo),
            i < ZWATCH_SOCKETS - 1 ? JINDU_OK : JINDU_INTERNAL);
    }
    for (int i = 0; i < ZWATCH_SOCKETS; i++) {
        zwatch_remove(echo.zwatch, more[i]);
        zmq_close(more[i]);
    }
    finish(&echo);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap1_forty_thousand_round_trips_do_not_hang),
        cmocka_unit_test(trap2_a_timer_that_sends_swallows_no_request),
        cmocka_unit_test(trap3_a_flooded_socket_leaves_each_turn_to_others),
        cmocka_unit_test(a_removed_socket_is_served_no_more),
        cmocka_unit_test(there_is_room_for_so_many_sockets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
