/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <uv.h>
#include <zmq.h>

#include "clock.h"
#include "limit.h"
#include "publish.h"
#include "roster.h"
#include "zap.h"
#include "zwatch.h"

#define STALL_MS 20000
#define EPOCH "0190a000-0000-7000-8000-000000000000"

struct stage {
    struct roster roster;
    struct zap *zap;
    uv_loop_t loop;
    uv_timer_t stall;
    struct zwatch *zwatch;
    struct publish *publish;
    void *client_context;
    void *sub;
    char directory[64];
    char endpoint[96];
    bool hung;
    char wanted[64]; /* the last stream asked for */
    int wants;
    enum jindu_status status; /* the store's answer */
    int64_t head;
};

static void
on_want(void *cookie, const char *stream)
{
    struct stage *stage = cookie;
    snprintf(stage->wanted, sizeof stage->wanted, "%s", stream);
    stage->wants++;
    publish_head(stage->publish, stream, stage->status, stage->head, 1);
}

static void
on_stall(uv_timer_t *timer)
{
    struct stage *stage = timer->data;
    stage->hung = true;
}

static void
start(struct stage *stage, bool doorbell)
{
    int linger = 0;
    struct roster_entry *own;
    *stage = (struct stage){ .status = JINDU_OK, .head = 7 };
    assert_int_equal(
        roster_entry(&stage->roster, (uint32_t)geteuid(), &own), JINDU_OK);
    assert_int_equal(zap_start(&stage->zap, &stage->roster), JINDU_OK);
    snprintf(stage->directory, sizeof stage->directory, "/tmp/jindu.XXXXXX");
    assert_non_null(mkdtemp(stage->directory));
    snprintf(stage->endpoint, sizeof stage->endpoint, "ipc://%s/s",
        stage->directory);
    assert_int_equal(uv_loop_init(&stage->loop), 0);
    uv_timer_init(&stage->loop, &stage->stall);
    stage->stall.data = stage;
    uv_timer_start(&stage->stall, on_stall, STALL_MS, 0);
    assert_int_equal(
        zwatch_new(&stage->zwatch, &stage->loop, NULL, NULL), JINDU_OK);
    const struct publish_options options = {
        .context = zap_context(stage->zap),
        .loop = &stage->loop,
        .endpoint = stage->endpoint,
        .sockets = 2,
        .epoch = EPOCH,
        .doorbell = doorbell,
        .want = on_want,
        .cookie = stage,
    };
    assert_int_equal(publish_open(&stage->publish, &options), JINDU_OK);
    assert_int_equal(publish_watch(stage->publish, stage->zwatch), JINDU_OK);
    stage->client_context = zmq_ctx_new();
    stage->sub = zmq_socket(stage->client_context, ZMQ_SUB);
    zmq_setsockopt(stage->sub, ZMQ_LINGER, &linger, sizeof linger);
    assert_int_equal(zmq_connect(stage->sub, stage->endpoint), 0);
}

static void
finish(struct stage *stage)
{
    zmq_close(stage->sub);
    zmq_ctx_term(stage->client_context);
    publish_close(stage->publish, 0);
    zwatch_free(stage->zwatch);
    zap_stop(stage->zap);
    uv_close((uv_handle_t *)&stage->stall, NULL);
    uv_run(&stage->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&stage->loop), 0);
    roster_fini(&stage->roster);
    unlink(stage->endpoint + strlen("ipc://"));
    assert_int_equal(rmdir(stage->directory), 0);
    assert_false(stage->hung);
}

static void
subscribe(struct stage *stage, const char *topic)
{
    zmq_setsockopt(stage->sub, ZMQ_SUBSCRIBE, topic, strlen(topic));
}

static void
unsubscribe(struct stage *stage, const char *topic)
{
    zmq_setsockopt(stage->sub, ZMQ_UNSUBSCRIBE, topic, strlen(topic));
}

/* Turns the loop until the daemon knows so many topics. */
static void
settle(struct stage *stage, size_t topics)
{
    while (publish_counters(stage->publish).subscriptions != topics &&
           !stage->hung) {
        uv_run(&stage->loop, UV_RUN_ONCE);
    }
    assert_int_equal(publish_counters(stage->publish).subscriptions, topics);
}

/* The next message, while the loop turns. */
static void
hear(struct stage *stage, const char *topic, const char *part)
{
    char bytes[1024];
    int length = -1;
    while (length < 0 && !stage->hung) {
        uv_run(&stage->loop, UV_RUN_NOWAIT);
        length = zmq_recv(stage->sub, bytes, sizeof bytes, ZMQ_DONTWAIT);
    }
    assert_true(length >= 0);
    assert_int_equal(length, strlen(topic));
    assert_memory_equal(bytes, topic, (size_t)length);
    length = zmq_recv(stage->sub, bytes, sizeof bytes - 1, 0);
    assert_true(length > 0);
    bytes[length] = '\0';
    if (strstr(bytes, part) == NULL) {
        fail_msg("'%s' does not hold '%s'", bytes, part);
    }
}

static void
silent(struct stage *stage)
{
    char bytes[16];
    assert_int_equal(
        zmq_recv(stage->sub, bytes, sizeof bytes, ZMQ_DONTWAIT), -1);
}

static void
event(struct stage *stage, const char *stream, int64_t sequence)
{
    static const char stored[] = "{\"data\":{},\"specversion\":\"1.0\"}";
    publish_event(stage->publish, stored, sizeof stored - 1, stream, sequence);
}

static void
trap21_a_subscription_is_answered_by_a_beat(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    subscribe(&stage, "plan/a/");
    hear(&stage, "plan/a/", "{\"beat\":{\"epoch\":\"" EPOCH "\"");
    assert_string_equal(stage.wanted, "plan/a");
    /* Events move the head; the store is asked once. */
    event(&stage, "plan/a", 8);
    hear(&stage, "plan/a/", "\"sequence\":\"8\"");
    unsubscribe(&stage, "plan/a/");
    subscribe(&stage, "plan/a/");
    hear(&stage, "plan/a/", "\"head\":8");
    assert_int_equal(stage.wants, 1);
    finish(&stage);
}

static void
trap21_a_beat_that_comes_too_soon_is_owed_and_not_dropped(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    subscribe(&stage, "all/");
    hear(&stage, "all/", "\"head\":7");
    int64_t first = clock_monotonic();

    /* A second follower, at once: his beat is due when the gap is over, with
     * the head of that moment. */
    void *other = zmq_socket(stage.client_context, ZMQ_SUB);
    void *kept = stage.sub;
    int linger = 0;
    zmq_setsockopt(other, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect(other, stage.endpoint);
    stage.sub = other;
    subscribe(&stage, "all/");
    hear(&stage, "all/", "\"head\":7");
    assert_true(clock_monotonic() - first >= PUBLISH_BEAT_GAP_MS - 20);
    assert_int_equal(stage.wants, 1);
    stage.sub = kept;
    zmq_close(other);
    finish(&stage);
}

static void
a_stream_nobody_published_on_has_no_beat(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    stage.status = JINDU_NOT_FOUND;
    subscribe(&stage, "unit/x/");
    settle(&stage, 1);
    silent(&stage);
    event(&stage, "unit/x", 1);
    hear(&stage, "unit/x/", "\"sequence\":\"1\"");
    finish(&stage);
}

static void
a_reader_that_fails_is_asked_again(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    stage.status = JINDU_STORAGE;
    subscribe(&stage, "all/");
    settle(&stage, 1);
    assert_int_equal(stage.wants, 1);
    stage.status = JINDU_OK;
    subscribe(&stage, "plan/");
    settle(&stage, 2);
    unsubscribe(&stage, "all/");
    subscribe(&stage, "all/");
    hear(&stage, "all/", "\"head\":7");
    assert_int_equal(stage.wants, 2);
    finish(&stage);
}

static void
nothing_is_made_for_nobody(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    event(&stage, "all", 8);
    assert_int_equal(publish_counters(stage.publish).published, 0);
    subscribe(&stage, "plan/a/");
    settle(&stage, 1);
    hear(&stage, "plan/a/", "beat");
    event(&stage, "all", 9);
    assert_int_equal(publish_counters(stage.publish).published, 0);
    subscribe(&stage, "al");
    settle(&stage, 2);
    event(&stage, "all", 10);
    hear(&stage, "all/", "\"sequence\":\"10\"");
    finish(&stage);
}

static void
under_doorbell_only_beats_leave(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, true);
    subscribe(&stage, "all/");
    hear(&stage, "all/", "\"head\":7");
    event(&stage, "all", 8);
    event(&stage, "all", 9);
    hear(&stage, "all/",
        "{\"beat\":{\"epoch\":\"" EPOCH "\",\"floor\":1,\"head\":9");
    assert_int_equal(publish_counters(stage.publish).published, 0);
    finish(&stage);
}

static void
trap25_garbage_is_no_subscription(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    char junk[900];
    memset(junk, 1, sizeof junk);
    void *xsub = zmq_socket(stage.client_context, ZMQ_XSUB);
    int linger = 0;
    zmq_setsockopt(xsub, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect(xsub, stage.endpoint);
    zmq_send(xsub, "\x05junk", 5, 0);
    zmq_send(xsub, "", 0, 0);
    zmq_send(xsub, "\x02", 1, 0);
    zmq_send(xsub, junk, 240, 0);
    zmq_send(xsub,
        "\x01"
        "all/",
        5, 0);
    settle(&stage, 1);
    zmq_close(xsub);
    finish(&stage);
}

static void
trap25_a_foreign_cancel_silences_nobody(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    subscribe(&stage, "all/");
    hear(&stage, "all/", "\"head\":7");
    void *xsub = zmq_socket(stage.client_context, ZMQ_XSUB);
    int linger = 0;
    zmq_setsockopt(xsub, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect(xsub, stage.endpoint);
    zmq_send(xsub, "\0all/", 5, 0);
    /* When this arrived, the cancel did before. */
    zmq_send(xsub, "\1plan/x/", 8, 0);
    settle(&stage, 2);
    event(&stage, "all", 8);
    hear(&stage, "all/", "\"sequence\":\"8\"");
    zmq_close(xsub);
    finish(&stage);
}

static void
who_asks_for_too_much_is_cut_and_the_others_are_back_at_once(void **state)
{
    (void)state;
    struct stage stage;
    char topic[128];
    int asked = 0;
    start(&stage, false);
    subscribe(&stage, "all/");
    hear(&stage, "all/", "beat");
    void *xsub = zmq_socket(stage.client_context, ZMQ_XSUB);
    assert_int_equal(zmq_connect(xsub, stage.endpoint), 0);
    while (publish_counters(stage.publish).subscription_floods == 0) {
        snprintf(topic, sizeof topic, "\1%099d/", asked);
        asked += zmq_send(xsub, topic, 101, ZMQ_DONTWAIT) == 101;
        uv_run(&stage.loop, UV_RUN_NOWAIT);
        assert_false(stage.hung);
    }
    assert_true(asked > SUBSCRIPTION_BYTES_MAX / 100);
    zmq_close(xsub);
    /* By itself, and cancels of who was cut do it no harm. */
    hear(&stage, "all/", "beat");
    settle(&stage, 1);
    finish(&stage);
}

static void
whoever_follows_is_told_goodbye(void **state)
{
    (void)state;
    struct stage stage;
    start(&stage, false);
    subscribe(&stage, "all/");
    hear(&stage, "all/", "beat");
    publish_close(stage.publish, 500);
    stage.publish = NULL;
    hear(&stage, "all/", "{\"bye\":{\"epoch\":\"" EPOCH "\"");
    finish(&stage);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap21_a_subscription_is_answered_by_a_beat),
        cmocka_unit_test(
            trap21_a_beat_that_comes_too_soon_is_owed_and_not_dropped),
        cmocka_unit_test(a_stream_nobody_published_on_has_no_beat),
        cmocka_unit_test(a_reader_that_fails_is_asked_again),
        cmocka_unit_test(nothing_is_made_for_nobody),
        cmocka_unit_test(under_doorbell_only_beats_leave),
        cmocka_unit_test(trap25_garbage_is_no_subscription),
        cmocka_unit_test(trap25_a_foreign_cancel_silences_nobody),
        cmocka_unit_test(
            who_asks_for_too_much_is_cut_and_the_others_are_back_at_once),
        cmocka_unit_test(whoever_follows_is_told_goodbye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
