/* SPDX-License-Identifier: MIT */
/*
 * bench_ceiling: the least that a durable report can cost, to hold the daemon
 * against.
 *
 *     bench_ceiling --directory DIR --connections C --window W --seconds S
 *                   [--count N] [--items I] [--label TEXT]
 *
 * The same texts as bench_report sends, made by one thread that plays the
 * connections; a second thread takes whatever has come in, parses it with
 * cJSON, does the two hashes and the three writes of a report in one
 * transaction at synchronous=FULL, and wakes the first.  No sockets, no rules,
 * no lookups.
 */
#include "ceiling_store.h"

#include <getopt.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAITING_MAX 4096
#define BATCH_MAX 1024

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    pthread_cond_t answered;
    struct ticket *waiting[WAITING_MAX];
    size_t count;
    struct ticket *done[WAITING_MAX];
    size_t done_count;
    bool closed;
};

struct ceiling {
    struct queue queue;
    struct ceiling_store *store;
    const char *label;
    int slots;
    int items;
    double seconds;
    int64_t limit;
    struct bench_record record;
};

static void *
serve(void *cookie)
{
    struct ceiling *ceiling = cookie;
    struct queue *queue = &ceiling->queue;
    struct ticket *batch[BATCH_MAX];
    size_t count;

    for (;;) {
        (void)pthread_mutex_lock(&queue->lock);
        while (queue->count == 0 && !queue->closed) {
            (void)pthread_cond_wait(&queue->filled, &queue->lock);
        }
        count = queue->count < BATCH_MAX ? queue->count : BATCH_MAX;
        memcpy(batch, queue->waiting, count * sizeof(batch[0]));
        queue->count -= count;
        memmove(queue->waiting, queue->waiting + count,
            queue->count * sizeof(batch[0]));
        (void)pthread_mutex_unlock(&queue->lock);
        if (count == 0) {
            return NULL;
        }
        ceiling_write(ceiling->store, batch, count);
        (void)pthread_mutex_lock(&queue->lock);
        memcpy(
            queue->done + queue->done_count, batch, count * sizeof(batch[0]));
        queue->done_count += count;
        (void)pthread_cond_signal(&queue->answered);
        (void)pthread_mutex_unlock(&queue->lock);
        ceiling_checkpoint(ceiling->store);
    }
}

/* Hands tickets in, one by one as a client's messages come. */
static void
submit(struct queue *queue, struct ticket *ticket)
{
    (void)pthread_mutex_lock(&queue->lock);
    queue->waiting[queue->count++] = ticket;
    (void)pthread_cond_signal(&queue->filled);
    (void)pthread_mutex_unlock(&queue->lock);
}

static void
generate(struct ceiling *ceiling)
{
    struct queue *queue = &ceiling->queue;
    struct ticket *tickets = calloc((size_t)ceiling->slots, sizeof(*tickets));
    struct ticket *done[WAITING_MAX];
    uint64_t random = (uint64_t)bench_now_ns();
    int64_t start = bench_now_ns();
    int64_t end = start + (int64_t)(ceiling->seconds * 1e9);
    int64_t sent = 0;
    int64_t answered = 0;
    size_t count = 0;

    if (tickets == NULL) {
        bench_die("cannot begin", "out of memory");
    }
    for (int i = 0; i < ceiling->slots; i++) {
        done[count++] = &tickets[i];
    }
    for (;;) {
        for (size_t i = 0; i < count; i++) {
            if (ceiling->limit > 0 ? sent >= ceiling->limit
                                   : bench_now_ns() >= end) {
                break;
            }
            done[i]->length = bench_report_text(
                done[i]->text, sent++, ceiling->items, &random);
            done[i]->sent_at = bench_now_ns();
            submit(queue, done[i]);
        }
        if (answered == sent) {
            break;
        }
        (void)pthread_mutex_lock(&queue->lock);
        while (queue->done_count == 0) {
            (void)pthread_cond_wait(&queue->answered, &queue->lock);
        }
        count = queue->done_count;
        memcpy(done, queue->done, count * sizeof(done[0]));
        queue->done_count = 0;
        (void)pthread_mutex_unlock(&queue->lock);
        for (size_t i = 0; i < count; i++) {
            bench_record_add(
                &ceiling->record, bench_now_ns() - done[i]->sent_at);
        }
        answered += (int64_t)count;
    }
    bench_print_row(ceiling->label, &ceiling->record,
        (double)(bench_now_ns() - start) / 1e9);
    free(tickets);
}

static const char *
read_options(struct ceiling *ceiling, int argc, char **argv)
{
    static const struct option options[] = {
        { "directory", required_argument, NULL, 'd' },
        { "connections", required_argument, NULL, 'c' },
        { "window", required_argument, NULL, 'w' },
        { "seconds", required_argument, NULL, 't' },
        { "count", required_argument, NULL, 'n' },
        { "items", required_argument, NULL, 'i' },
        { "label", required_argument, NULL, 'l' },
        { NULL, 0, NULL, 0 },
    };
    const char *directory = NULL;
    long connections = 1;
    long window = 1;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd':
            directory = optarg;
            break;
        case 'c':
            connections = strtol(optarg, NULL, 10);
            break;
        case 'w':
            window = strtol(optarg, NULL, 10);
            break;
        case 't':
            ceiling->seconds = strtod(optarg, NULL);
            break;
        case 'n':
            ceiling->limit = strtoll(optarg, NULL, 10);
            break;
        case 'i':
            ceiling->items = (int)strtol(optarg, NULL, 10);
            break;
        case 'l':
            ceiling->label = optarg;
            break;
        default:
            exit(64);
        }
    }
    if (directory == NULL || connections < 1 || window < 1 ||
        connections * window > WAITING_MAX) {
        bench_die("usage", "--directory DIR --connections C --window W");
    }
    ceiling->slots = (int)(connections * window);
    return directory;
}

int
main(int argc, char **argv)
{
    static struct ceiling ceiling = {
        .label = "ceiling", .items = 1000, .seconds = 3
    };
    pthread_t server;
    const char *directory = read_options(&ceiling, argc, argv);

    if (pthread_mutex_init(&ceiling.queue.lock, NULL) != 0 ||
        pthread_cond_init(&ceiling.queue.filled, NULL) != 0 ||
        pthread_cond_init(&ceiling.queue.answered, NULL) != 0) {
        bench_die("cannot begin", "no locks");
    }
    ceiling.store = ceiling_open(directory, ceiling.items);
    if (pthread_create(&server, NULL, serve, &ceiling) != 0) {
        bench_die("cannot begin", "no thread");
    }
    generate(&ceiling);
    (void)pthread_mutex_lock(&ceiling.queue.lock);
    ceiling.queue.closed = true;
    (void)pthread_cond_signal(&ceiling.queue.filled);
    (void)pthread_mutex_unlock(&ceiling.queue.lock);
    (void)pthread_join(server, NULL);
    ceiling_close(ceiling.store);
    bench_record_free(&ceiling.record);
    return 0;
}
