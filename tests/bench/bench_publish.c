/* SPDX-License-Identifier: MIT */
/*
 * bench_publish: events out to N subscribers, by the daemon's own publishing
 * stage or by a bare XPUB socket.
 *
 *     bench_follow --events ENDPOINT --topic all/ --credit 100 ... |
 *         bench_publish --stage jindu|libzmq --events ENDPOINT [--seconds S]
 *
 * Answers each subscription with a beat, begins when standard input says a
 * line, keeps at most WINDOW batches on the way, so that nothing is dropped,
 * and prints, when all have heard all,
 *
 *     published COUNT seconds S cpu US
 *
 * US is the CPU time of the sending thread an event.  Both send the same topic
 * and the same bytes over a socket with the same high-water mark, and look for
 * subscriptions after each batch, as the daemon does.  The daemon's stage makes
 * the bytes from what is stored, each time; the bare one has them ready.
 */
#include "bench.h"

#include <getopt.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>
#include <zmq.h>

#include "event.h"
#include "publish.h"
#include "roster.h"
#include "zap.h"
#include "zwatch.h"

#define EPOCH "0190a000-0000-7000-8000-000000000000"
#define STREAM "all"
#define TOPIC STREAM "/"
#define BEAT "{\"beat\":{}}"
#define HIGH_WATER 1000 /* as publish.c has it */
#define BATCH 100       /* events: one byte of credit */
/* Batches on the way.  libzmq hears of what a peer took in steps of half the
 * high-water mark, so only the other half surely finds room; the beats before
 * count as well. */
#define WINDOW (HIGH_WATER / 2 / BATCH - 1)
#define STALL_MS 10000
#define PREPARED 1024       /* different events, sent again and again */
#define FIRST_SEQUENCE 1000 /* so that their numbers have the same length */
#define SUBSCRIPTION_MAX 256

struct bench {
    bool is_jindu;
    const char *endpoint;
    double seconds;
    struct jindu_text stored[PREPARED];
    struct jindu_text whole[PREPARED]; /* as published */
    bool begun;                        /* standard input has said so */

    /* The daemon's stage. */
    uv_loop_t loop;
    uv_poll_t input;
    struct roster roster;
    struct zap *zap;
    struct zwatch *zwatch;
    struct publish *publish;

    /* The bare one. */
    void *context;
    void *socket;
};

static void
prepare(struct bench *bench)
{
    char text[BENCH_TEXT_SIZE];

    for (int i = 0; i < PREPARED; i++) {
        size_t length = bench_event_text(text, i + 1,
            "0190a000-0000-7000-8000-000000000000", BENCH_NOTE,
            FIRST_SEQUENCE + i, bench_now_ms());

        jindu_text_append(&bench->stored[i], text, length);
        jp_event_publish(
            &bench->whole[i], text, length, STREAM, FIRST_SEQUENCE + i, EPOCH);
        if (bench->stored[i].failed || bench->whole[i].failed) {
            bench_die("cannot prepare", "out of memory");
        }
    }
}

static void
must(enum jindu_status status, const char *what)
{
    if (status != JINDU_OK) {
        bench_die(what, jindu_status_token(status));
    }
}

static void
on_want(void *cookie, const char *stream)
{
    struct bench *bench = cookie;

    publish_head(bench->publish, stream, JINDU_OK, 1, 1);
}

static void
on_input(uv_poll_t *input, int status, int events)
{
    struct bench *bench = input->data;

    (void)status;
    (void)events;
    bench->begun = true;
    uv_close((uv_handle_t *)input, NULL);
}

static void
open_jindu(struct bench *bench)
{
    struct roster_entry *own;
    struct publish_options options = { .loop = &bench->loop,
        .sockets = 2,
        .endpoint = bench->endpoint,
        .epoch = EPOCH,
        .want = on_want,
        .cookie = bench };

    must(roster_entry(&bench->roster, (uint32_t)geteuid(), &own), "roster");
    must(zap_start(&bench->zap, &bench->roster), "zap");
    (void)uv_loop_init(&bench->loop);
    (void)uv_poll_init(&bench->loop, &bench->input, STDIN_FILENO);
    bench->input.data = bench;
    (void)uv_poll_start(&bench->input, UV_READABLE, on_input);
    must(zwatch_new(&bench->zwatch, &bench->loop, NULL, NULL), "zwatch");
    options.context = zap_context(bench->zap);
    must(publish_open(&bench->publish, &options), bench->endpoint);
    must(publish_watch(bench->publish, bench->zwatch), "zwatch");
    while (!bench->begun) {
        (void)uv_run(&bench->loop, UV_RUN_ONCE);
    }
}

static void
close_jindu(struct bench *bench)
{
    publish_close(bench->publish, 0);
    zwatch_free(bench->zwatch);
    zap_stop(bench->zap);
    (void)uv_run(&bench->loop, UV_RUN_DEFAULT);
    (void)uv_loop_close(&bench->loop);
    roster_fini(&bench->roster);
}

static void
send_bare(struct bench *bench, const char *bytes, size_t length)
{
    if (zmq_send(bench->socket, TOPIC, strlen(TOPIC),
            ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 ||
        zmq_send(bench->socket, bytes, length, ZMQ_DONTWAIT) < 0) {
        bench_die("cannot send", zmq_strerror(zmq_errno()));
    }
}

static void
answer_bare(struct bench *bench)
{
    char subscription[SUBSCRIPTION_MAX];

    while (zmq_recv(bench->socket, subscription, sizeof(subscription),
               ZMQ_DONTWAIT) > 0) {
        if (subscription[0] == 1) {
            send_bare(bench, BEAT, strlen(BEAT));
        }
    }
}

static void
open_bare(struct bench *bench)
{
    int yes = 1;
    int high_water = HIGH_WATER;
    int linger = 0;

    bench->context = zmq_ctx_new();
    bench->socket = zmq_socket(bench->context, ZMQ_XPUB);
    if (bench->socket == NULL ||
        zmq_setsockopt(bench->socket, ZMQ_XPUB_VERBOSE, &yes, sizeof(yes)) !=
            0 ||
        zmq_setsockopt(
            bench->socket, ZMQ_SNDHWM, &high_water, sizeof(high_water)) != 0 ||
        zmq_setsockopt(bench->socket, ZMQ_LINGER, &linger, sizeof(linger)) !=
            0 ||
        zmq_bind(bench->socket, bench->endpoint) != 0) {
        bench_die(bench->endpoint, zmq_strerror(zmq_errno()));
    }
    while (!bench->begun) {
        zmq_pollitem_t items[] = {
            { bench->socket, 0, ZMQ_POLLIN, 0 },
            { NULL, STDIN_FILENO, ZMQ_POLLIN, 0 },
        };

        (void)zmq_poll(items, 2, -1);
        answer_bare(bench);
        bench->begun = items[1].revents != 0;
    }
}

static void
close_bare(struct bench *bench)
{
    (void)zmq_close(bench->socket);
    (void)zmq_ctx_term(bench->context);
}

static void
send_batch(struct bench *bench, int64_t sent)
{
    for (int i = 0; i < BATCH; i++, sent++) {
        int at = (int)(sent % PREPARED);

        if (bench->is_jindu) {
            publish_event(bench->publish, bench->stored[at].bytes,
                bench->stored[at].length, STREAM, FIRST_SEQUENCE + at);
        } else {
            send_bare(bench, bench->whole[at].bytes, bench->whole[at].length);
        }
    }
    if (bench->is_jindu) {
        (void)uv_run(&bench->loop, UV_RUN_NOWAIT);
    } else {
        answer_bare(bench);
    }
}

/* What the subscribers say next; 0 at the end. */
static char
hear(void)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    char byte = 0;

    if (poll(&input, 1, STALL_MS) <= 0) {
        bench_die("no credit", "was an event dropped?");
    }
    return read(STDIN_FILENO, &byte, 1) == 1 ? byte : 0;
}

static double
thread_us(void)
{
    struct timespec used;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static void
publish_all(struct bench *bench)
{
    int64_t start = bench_now_ns();
    int64_t end = start + (int64_t)(bench->seconds * 1e9);
    double used = thread_us();
    int64_t sent = 0;
    int under_way = 0;

    while (bench_now_ns() < end || under_way > 0) {
        if (under_way < WINDOW && bench_now_ns() < end) {
            send_batch(bench, sent);
            sent += BATCH;
            under_way++;
        } else if (hear() == '.') {
            under_way--;
        } else {
            bench_die("no credit", "the subscribers have ended");
        }
    }
    (void)printf("published %lld seconds %.6f cpu %.3f\n", (long long)sent,
        (double)(bench_now_ns() - start) / 1e9,
        (thread_us() - used) / (double)sent);
    (void)fflush(stdout);
}

static void
read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option options[] = {
        { "stage", required_argument, NULL, 's' },
        { "events", required_argument, NULL, 'e' },
        { "seconds", required_argument, NULL, 't' },
        { NULL, 0, NULL, 0 },
    };
    const char *stage = "";
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 's':
            stage = optarg;
            break;
        case 'e':
            bench->endpoint = optarg;
            break;
        case 't':
            bench->seconds = strtod(optarg, NULL);
            break;
        default:
            exit(64);
        }
    }
    bench->is_jindu = strcmp(stage, "jindu") == 0;
    if (bench->endpoint == NULL ||
        (!bench->is_jindu && strcmp(stage, "libzmq") != 0)) {
        bench_die("usage", "--stage jindu|libzmq --events ENDPOINT");
    }
}

int
main(int argc, char **argv)
{
    static struct bench bench = { .seconds = 2 };

    read_options(&bench, argc, argv);
    prepare(&bench);
    bench.is_jindu ? open_jindu(&bench) : open_bare(&bench);
    while (hear() != '\n') {
    }
    publish_all(&bench);
    bench.is_jindu ? close_jindu(&bench) : close_bare(&bench);
    for (int i = 0; i < PREPARED; i++) {
        jindu_text_free(&bench.stored[i]);
        jindu_text_free(&bench.whole[i]);
    }
    return 0;
}
