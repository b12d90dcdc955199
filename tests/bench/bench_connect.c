/* SPDX-License-Identifier: MIT */
/*
 * bench_connect: connections per second, and connections that are idle.
 *
 *     bench_connect --server ENDPOINT --connections N [--window W]
 *
 * Makes N connections, W at a time: each is one socket, says server.hello and
 * has its answer.  Prints
 *
 *     connected N seconds S p99 MS
 *
 * and keeps them, silent, until standard input ends.  One thread; raises its
 * limit of descriptors to what the machine allows.
 */
#include "bench.h"
#include "bench_socket.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zmq.h>

#define CONNECTIONS_MAX 20000
#define WINDOW_MAX 256
/* Of a socket: its mailbox and its connection; of the process: the rest. */
#define FILES_A_SOCKET 2
#define FILES_SPARE 64
#define SILENCE_MS 20000 /* no answer for so long: the daemon is gone */
#define REPLY_SIZE 4096
#define HELLO                                                    \
    "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"server.hello\"," \
    "\"params\":{}}"

struct crowd {
    const char *server;
    int connections;
    int window;
    void *context;
    void *sockets[CONNECTIONS_MAX];
    int opened;
    int answered;
    /* Those that wait for their answer. */
    zmq_pollitem_t waiting[WINDOW_MAX];
    int64_t since[WINDOW_MAX];
    int count;
    struct bench_record record;
};

static void
allow_files(int connections)
{
    struct rlimit files;
    rlim_t wanted = (rlim_t)connections * FILES_A_SOCKET + FILES_SPARE;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0) {
        bench_die("RLIMIT_NOFILE", "cannot be read");
    }
    if (files.rlim_max < wanted) {
        char text[128];

        (void)snprintf(text, sizeof(text),
            "they need %llu descriptors, the hard limit is %llu (ulimit -Hn)",
            (unsigned long long)wanted, (unsigned long long)files.rlim_max);
        bench_die("too many connections for this machine", text);
    }
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) {
        bench_die("RLIMIT_NOFILE", "cannot be raised");
    }
}

static void
open_one(struct crowd *crowd)
{
    int at = crowd->count++;
    void *socket;

    crowd->since[at] = bench_now_ns();
    socket = bench_socket(crowd->context, ZMQ_DEALER, crowd->server);
    if (zmq_send(socket, HELLO, strlen(HELLO), 0) < 0) {
        bench_die("cannot send", zmq_strerror(zmq_errno()));
    }
    crowd->waiting[at] = (zmq_pollitem_t){ socket, 0, ZMQ_POLLIN, 0 };
    crowd->sockets[crowd->opened++] = socket;
}

static void
take_answer(struct crowd *crowd, int at)
{
    char reply[REPLY_SIZE];
    int length = zmq_recv(
        crowd->waiting[at].socket, reply, sizeof(reply) - 1, ZMQ_DONTWAIT);

    if (length < 0) {
        bench_die("cannot receive", zmq_strerror(zmq_errno()));
    }
    reply[length < REPLY_SIZE ? length : REPLY_SIZE - 1] = '\0';
    if (strstr(reply, "\"result\":") == NULL) {
        bench_die("no hello", reply);
    }
    bench_record_add(&crowd->record, bench_now_ns() - crowd->since[at]);
    crowd->answered++;
    crowd->count--;
    crowd->waiting[at] = crowd->waiting[crowd->count];
    crowd->since[at] = crowd->since[crowd->count];
}

static void
connect_all(struct crowd *crowd)
{
    int64_t start = bench_now_ns();

    while (crowd->answered < crowd->connections) {
        while (crowd->count < crowd->window &&
               crowd->opened < crowd->connections) {
            open_one(crowd);
        }
        if (zmq_poll(crowd->waiting, crowd->count, SILENCE_MS) <= 0) {
            bench_die("no answer", "is jindud running?");
        }
        /* From the end: the last one takes the place of one that is gone. */
        for (int i = crowd->count - 1; i >= 0; i--) {
            if ((crowd->waiting[i].revents & ZMQ_POLLIN) != 0) {
                take_answer(crowd, i);
            }
        }
    }
    (void)printf("connected %d seconds %.6f p99 %.3f\n", crowd->answered,
        (double)(bench_now_ns() - start) / 1e9,
        bench_record_quantile(&crowd->record, 0.99) / 1000);
    (void)fflush(stdout);
}

static void
read_options(struct crowd *crowd, int argc, char **argv)
{
    static const struct option options[] = {
        { "server", required_argument, NULL, 's' },
        { "connections", required_argument, NULL, 'c' },
        { "window", required_argument, NULL, 'w' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 's':
            crowd->server = optarg;
            break;
        case 'c':
            crowd->connections = (int)strtol(optarg, NULL, 10);
            break;
        case 'w':
            crowd->window = (int)strtol(optarg, NULL, 10);
            break;
        default:
            exit(64);
        }
    }
    if (crowd->server == NULL || crowd->connections < 1 ||
        crowd->connections > CONNECTIONS_MAX || crowd->window < 1 ||
        crowd->window > WINDOW_MAX) {
        bench_die("usage", "--server ENDPOINT --connections 1..20000 "
                           "--window 1..256");
    }
}

int
main(int argc, char **argv)
{
    static struct crowd crowd = { .connections = 1, .window = 64 };
    char byte;

    read_options(&crowd, argc, argv);
    allow_files(crowd.connections);
    crowd.context = zmq_ctx_new();
    if (zmq_ctx_set(crowd.context, ZMQ_MAX_SOCKETS, crowd.connections + 1) !=
        0) {
        bench_die("cannot have so many sockets", zmq_strerror(zmq_errno()));
    }
    connect_all(&crowd);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    for (int i = 0; i < crowd.opened; i++) {
        (void)zmq_close(crowd.sockets[i]);
    }
    (void)zmq_ctx_term(crowd.context);
    bench_record_free(&crowd.record);
    return 0;
}
