/* SPDX-License-Identifier: MIT */
/*
 * bench_report: acknowledged reports per second and their latency.
 *
 *     bench_report --server ENDPOINT --connections C --window W --seconds S
 *                  [--count N] [--items I] [--label TEXT]
 *
 * bench_socket.h says how it reaches one at tcp.
 * One thread, C DEALER sockets, W requests of each unanswered at any moment.
 * An answer other than a result is counted and told; it ends with status 1.
 */
#include "bench.h"
#include "bench_socket.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#define CONNECTIONS_MAX 64
#define WINDOW_MAX 64    /* what the daemon admits on a connection */
#define SILENCE_MS 20000 /* no answer for so long: the daemon is gone */
#define REPLY_SIZE 4096

struct load {
    const char *server;
    const char *label;
    int connections;
    int window;
    int items;
    double seconds;
    int64_t limit; /* reports to send; 0: as many as fit in seconds */
    void *sockets[CONNECTIONS_MAX];
    int64_t sent_at[CONNECTIONS_MAX][WINDOW_MAX];
    int64_t sent[CONNECTIONS_MAX];
    int64_t total_sent;
    int64_t answered;
    int64_t refused;
    uint64_t random;
    struct bench_record record;
};

static void
send_one(struct load *load, int at)
{
    char text[BENCH_TEXT_SIZE];
    int64_t slot = load->sent[at]++ % load->window;
    /* The id tells the slot, so that answers may overtake each other. */
    size_t length = bench_report_text(text, slot, load->items, &load->random);

    load->sent_at[at][slot] = bench_now_ns();
    if (zmq_send(load->sockets[at], text, length, 0) < 0) {
        bench_die("cannot send", zmq_strerror(zmq_errno()));
    }
    load->total_sent++;
}

static bool
may_send(const struct load *load, int64_t end)
{
    return load->limit > 0 ? load->total_sent < load->limit
                           : bench_now_ns() < end;
}

static void
take_answer(struct load *load, int at, const char *reply)
{
    const char *id = strstr(reply, "\"id\":");
    int64_t slot = id == NULL ? -1 : strtoll(id + 5, NULL, 10);

    if (slot < 0 || slot >= load->window) {
        bench_die("answer without our id", reply);
    }
    if (strstr(reply, "\"result\":") == NULL) {
        if (load->refused++ == 0) {
            (void)fprintf(stderr, "bench: refused: %s\n", reply);
        }
    }
    bench_record_add(&load->record, bench_now_ns() - load->sent_at[at][slot]);
    load->answered++;
    /* Requests of one connection are answered in order but for refusals; the
     * slot that is free is the one to use next. */
    load->sent[at] = slot;
}

static void
drain(struct load *load, int at, int64_t end)
{
    char reply[REPLY_SIZE];
    int length;

    while ((length = zmq_recv(load->sockets[at], reply, sizeof(reply) - 1,
                ZMQ_DONTWAIT)) >= 0) {
        reply[length < REPLY_SIZE ? length : REPLY_SIZE - 1] = '\0';
        take_answer(load, at, reply);
        if (may_send(load, end)) {
            send_one(load, at);
        }
    }
}

static void
run(struct load *load)
{
    zmq_pollitem_t items[CONNECTIONS_MAX];
    int64_t start = bench_now_ns();
    int64_t end = start + (int64_t)(load->seconds * 1e9);

    for (int i = 0; i < load->connections; i++) {
        items[i] = (zmq_pollitem_t){ load->sockets[i], 0, ZMQ_POLLIN, 0 };
        for (int k = 0; k < load->window && may_send(load, end); k++) {
            send_one(load, i);
        }
    }
    while (load->answered < load->total_sent) {
        if (zmq_poll(items, load->connections, SILENCE_MS) <= 0) {
            bench_die("no answer", "is jindud running?");
        }
        for (int i = 0; i < load->connections; i++) {
            if ((items[i].revents & ZMQ_POLLIN) != 0) {
                drain(load, i, end);
            }
        }
    }
    bench_print_row(
        load->label, &load->record, (double)(bench_now_ns() - start) / 1e9);
}

static void
read_options(struct load *load, int argc, char **argv)
{
    static const struct option options[] = {
        { "server", required_argument, NULL, 's' },
        { "connections", required_argument, NULL, 'c' },
        { "window", required_argument, NULL, 'w' },
        { "seconds", required_argument, NULL, 't' },
        { "count", required_argument, NULL, 'n' },
        { "items", required_argument, NULL, 'i' },
        { "label", required_argument, NULL, 'l' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 's':
            load->server = optarg;
            break;
        case 'c':
            load->connections = (int)strtol(optarg, NULL, 10);
            break;
        case 'w':
            load->window = (int)strtol(optarg, NULL, 10);
            break;
        case 't':
            load->seconds = strtod(optarg, NULL);
            break;
        case 'n':
            load->limit = strtoll(optarg, NULL, 10);
            break;
        case 'i':
            load->items = (int)strtol(optarg, NULL, 10);
            break;
        case 'l':
            load->label = optarg;
            break;
        default:
            exit(64);
        }
    }
    if (load->server == NULL || load->connections < 1 ||
        load->connections > CONNECTIONS_MAX || load->window < 1 ||
        load->window > WINDOW_MAX || load->items < 1) {
        bench_die("usage", "--server ENDPOINT --connections 1..64 "
                           "--window 1..64 --seconds S");
    }
}

int
main(int argc, char **argv)
{
    static struct load load = { .label = "reports",
        .connections = 1,
        .window = 1,
        .items = 1000,
        .seconds = 3 };
    void *context = zmq_ctx_new();

    load.random = (uint64_t)bench_now_ns();
    read_options(&load, argc, argv);
    for (int i = 0; i < load.connections; i++) {
        load.sockets[i] = bench_socket(context, ZMQ_DEALER, load.server);
    }
    run(&load);
    for (int i = 0; i < load.connections; i++) {
        (void)zmq_close(load.sockets[i]);
    }
    (void)zmq_ctx_term(context);
    bench_record_free(&load.record);
    if (load.refused > 0) {
        (void)fprintf(stderr, "bench: %lld of %lld reports were refused\n",
            (long long)load.refused, (long long)load.answered);
    }
    return load.refused > 0 ? 1 : 0;
}
