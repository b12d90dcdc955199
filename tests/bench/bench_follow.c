/* SPDX-License-Identifier: MIT */
/*
 * bench_follow: N subscribers to one topic, and what reached them.
 *
 *     bench_follow --events ENDPOINT --topic TOPIC [--subscribers N]
 *                  [--type TYPE] [--expect COUNT] [--credit EVENTS]
 *
 * Prints "ready" once each has heard a beat, counts events (of TYPE alone, if
 * given) until COUNT came or standard input ended and nothing came for
 * QUIET_MS, and prints
 *
 *     delivered COUNT seconds S first MS last MS
 *
 * S from the first to the last; MS are UTC.  With --credit it prints a '.' too,
 * each time the slowest of them has come so many events further, for a
 * publisher that is to lose nothing.  One thread holds them all, and
 * reads what a socket has before it turns to the next.
 */
#include "bench.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#define SUBSCRIBERS_MAX 1000
#define QUIET_MS 500     /* far above any pause of a flood */
#define READY_MS 60000   /* no beat for so long: nobody publishes */
#define MESSAGE_MAX 8192 /* an event has under 1 KiB */
#define BEAT "{\"beat\":"

struct follow {
    const char *events;
    const char *topic;
    const char *type; /* NULL: all */
    int subscribers;
    int64_t expect; /* 0: until standard input ends */
    zmq_pollitem_t items[SUBSCRIBERS_MAX + 1]; /* the last: standard input */
    bool heard[SUBSCRIBERS_MAX];
    int64_t counts[SUBSCRIBERS_MAX];
    int64_t credit; /* 0: none is given */
    int64_t credited;
    int ready;
    int64_t delivered;
    int64_t first_ns;
    int64_t last_ns;
    int64_t first_ms;
    int64_t last_ms;
};

static bool
is_wanted(const struct follow *follow, const char *body)
{
    return follow->type == NULL || strstr(body, follow->type) != NULL;
}

/* One message; false when there is none. */
static bool
take(struct follow *follow, int at)
{
    char body[MESSAGE_MAX];
    void *socket = follow->items[at].socket;
    int length = zmq_recv(socket, body, sizeof(body), ZMQ_DONTWAIT);

    if (length < 0) {
        return false;
    }
    length = zmq_recv(socket, body, sizeof(body), 0);
    if (length < 0 || length >= MESSAGE_MAX) {
        bench_die("no event", zmq_strerror(zmq_errno()));
    }
    body[length] = '\0';
    if (strncmp(body, BEAT, strlen(BEAT)) == 0) {
        follow->ready += follow->heard[at] ? 0 : 1;
        follow->heard[at] = true;
    } else if (is_wanted(follow, body)) {
        follow->delivered++;
        follow->counts[at]++;
    }
    return true;
}

static void
give_credit(struct follow *follow)
{
    int64_t least = INT64_MAX;

    for (int i = 0; i < follow->subscribers; i++) {
        least = follow->counts[i] < least ? follow->counts[i] : least;
    }
    while (follow->credited + follow->credit <= least) {
        follow->credited += follow->credit;
        (void)putchar('.');
    }
    (void)fflush(stdout);
}

static void
take_all(struct follow *follow)
{
    int64_t before = follow->delivered;

    for (int i = 0; i < follow->subscribers; i++) {
        if ((follow->items[i].revents & ZMQ_POLLIN) != 0) {
            while (take(follow, i)) {
            }
        }
    }
    if (follow->delivered == before) {
        return;
    }
    follow->last_ns = bench_now_ns();
    follow->last_ms = bench_now_ms();
    if (before == 0) {
        follow->first_ns = follow->last_ns;
        follow->first_ms = follow->last_ms;
    }
    if (follow->credit > 0) {
        give_credit(follow);
    }
}

static void
become_ready(struct follow *follow)
{
    while (follow->ready < follow->subscribers) {
        if (zmq_poll(follow->items, follow->subscribers, READY_MS) <= 0) {
            bench_die("no beat", "does anybody publish?");
        }
        take_all(follow);
    }
    (void)puts("ready");
    (void)fflush(stdout);
}

static void
run(struct follow *follow)
{
    bool ended = false;

    while (follow->expect == 0 || follow->delivered < follow->expect) {
        int count = follow->subscribers + (ended ? 0 : 1);
        int ready = zmq_poll(follow->items, count, ended ? QUIET_MS : -1);

        if (ready < 0) {
            bench_die("cannot wait", zmq_strerror(zmq_errno()));
        }
        if (ended && ready == 0) {
            break;
        }
        take_all(follow);
        ended = ended || follow->items[follow->subscribers].revents != 0;
    }
    (void)printf("delivered %lld seconds %.6f first %lld last %lld\n",
        (long long)follow->delivered,
        (double)(follow->last_ns - follow->first_ns) / 1e9,
        (long long)follow->first_ms, (long long)follow->last_ms);
}

static void
read_options(struct follow *follow, int argc, char **argv)
{
    static const struct option options[] = {
        { "events", required_argument, NULL, 'e' },
        { "topic", required_argument, NULL, 't' },
        { "subscribers", required_argument, NULL, 'n' },
        { "type", required_argument, NULL, 'y' },
        { "expect", required_argument, NULL, 'x' },
        { "credit", required_argument, NULL, 'c' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'e':
            follow->events = optarg;
            break;
        case 't':
            follow->topic = optarg;
            break;
        case 'n':
            follow->subscribers = (int)strtol(optarg, NULL, 10);
            break;
        case 'y':
            follow->type = optarg;
            break;
        case 'x':
            follow->expect = strtoll(optarg, NULL, 10);
            break;
        case 'c':
            follow->credit = strtoll(optarg, NULL, 10);
            break;
        default:
            exit(64);
        }
    }
    if (follow->events == NULL || follow->topic == NULL ||
        follow->subscribers < 1 || follow->subscribers > SUBSCRIBERS_MAX) {
        bench_die("usage", "--events ENDPOINT --topic TOPIC "
                           "--subscribers 1..1000");
    }
}

static void *
subscribe(void *context, const struct follow *follow)
{
    void *socket = zmq_socket(context, ZMQ_SUB);
    int linger = 0;

    if (socket == NULL ||
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger)) != 0 ||
        zmq_setsockopt(
            socket, ZMQ_SUBSCRIBE, follow->topic, strlen(follow->topic)) != 0 ||
        zmq_connect(socket, follow->events) != 0) {
        bench_die(follow->events, zmq_strerror(zmq_errno()));
    }
    return socket;
}

int
main(int argc, char **argv)
{
    static struct follow follow = { .subscribers = 1 };
    void *context = zmq_ctx_new();

    read_options(&follow, argc, argv);
    for (int i = 0; i < follow.subscribers; i++) {
        follow.items[i].socket = subscribe(context, &follow);
        follow.items[i].events = ZMQ_POLLIN;
    }
    follow.items[follow.subscribers].fd = STDIN_FILENO;
    follow.items[follow.subscribers].events = ZMQ_POLLIN;
    become_ready(&follow);
    run(&follow);
    for (int i = 0; i < follow.subscribers; i++) {
        (void)zmq_close(follow.items[i].socket);
    }
    (void)zmq_ctx_term(context);
    return 0;
}
