/* SPDX-License-Identifier: MIT */
/*
 * crowd_client EVENTS TOPIC N: N subscribers, and what each of them heard.
 *
 * Says "ready" once each has heard a beat, from which it knows where the stream
 * stands.  For a line HEAD on standard input it says, once each has come so
 * far,
 *
 *     heard COUNT missed M worst MS
 *
 * COUNT and M (numbers that were left out) of all together since the start, MS
 * the longest time from an event's own time to its arrival.  It goes on until
 * its standard input ends.  One thread holds them all.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <zmq.h>

#define SUBSCRIBERS_MAX 2000
#define MESSAGE_MAX 65536
#define LINE_SIZE 32
#define MS_PER_S 1000
#define TIMES \
    1024 /* of the last events: whatever is on its way to one of them */
#define BEAT "{\"beat\":"

struct told {
    int64_t sequence;
    int64_t at_ms;
};

struct crowd {
    int count;
    zmq_pollitem_t items[SUBSCRIBERS_MAX + 1]; /* the last: standard input */
    int64_t positions[SUBSCRIBERS_MAX];        /* 0: no beat was heard yet */
    struct told told[TIMES]; /* the same events reach them all */
    int ready;
    int64_t heard;
    int64_t missed;
    int64_t worst_ms;
    int64_t wanted; /* 0: nobody asks */
};

static _Noreturn void
fail(const char *what, const char *cause)
{
    (void)fprintf(stderr, "crowd_client: %s: %s\n", what, cause);
    exit(EXIT_FAILURE);
}

static int64_t
now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / 1000000;
}

static const char *
after(const char *body, const char *name)
{
    const char *found = strstr(body, name);

    if (found == NULL) {
        fail(name, body);
    }
    return found + strlen(name);
}

/* The number, a text in an event and a number in a beat. */
static int64_t
number(const char *body, const char *name)
{
    const char *digits = after(body, name);

    return strtoll(digits + (*digits == '"' ? 1 : 0), NULL, 10);
}

static int64_t
time_ms(const char *body)
{
    struct tm parts = { .tm_isdst = 0 };
    const char *text = after(body, "\"time\":\"");
    int ms = 0;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &parts.tm_year,
            &parts.tm_mon, &parts.tm_mday, &parts.tm_hour, &parts.tm_min,
            &parts.tm_sec, &ms) != 7) {
        fail("no time", body);
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return (int64_t)mktime(&parts) * MS_PER_S + ms; /* in UTC, see main() */
}

static int64_t
told_ms(struct crowd *crowd, int64_t sequence, const char *body)
{
    struct told *told = &crowd->told[sequence % TIMES];

    if (told->sequence != sequence) {
        *told = (struct told){ sequence, time_ms(body) };
    }
    return told->at_ms;
}

/* What there is to hear counts from the first beat on. */
static void
hear(struct crowd *crowd, int64_t *position, const char *body)
{
    bool beat = strncmp(body, BEAT, strlen(BEAT)) == 0;
    int64_t sequence = number(body, beat ? "\"head\":" : "\"sequence\":");

    if (*position == 0) {
        if (beat) {
            crowd->ready++;
            *position = sequence;
        }
        return;
    }
    if (sequence <= *position) {
        return;
    }
    /* A beat tells of nothing that was not sent before it. */
    crowd->missed += sequence - *position - (beat ? 0 : 1);
    *position = sequence;
    if (!beat) {
        int64_t delay = now_ms() - told_ms(crowd, sequence, body);

        crowd->heard++;
        crowd->worst_ms = delay > crowd->worst_ms ? delay : crowd->worst_ms;
    }
}

/* False when there is none. */
static bool
take(struct crowd *crowd, int at)
{
    static char body[MESSAGE_MAX];
    void *socket = crowd->items[at].socket;
    int length = zmq_recv(socket, body, sizeof(body), ZMQ_DONTWAIT);

    if (length < 0) {
        return false;
    }
    length = zmq_recv(socket, body, sizeof(body), 0);
    if (length < 0 || length >= MESSAGE_MAX) {
        fail("no event", zmq_strerror(zmq_errno()));
    }
    body[length] = '\0';
    hear(crowd, &crowd->positions[at], body);
    return true;
}

static bool
all_heard(const struct crowd *crowd)
{
    for (int i = 0; i < crowd->count; i++) {
        if (crowd->positions[i] < crowd->wanted) {
            return false;
        }
    }
    return true;
}

/* False when standard input has ended. */
static bool
read_wanted(struct crowd *crowd)
{
    char line[LINE_SIZE];
    ssize_t length = read(STDIN_FILENO, line, sizeof(line) - 1);

    if (length <= 0) {
        return false;
    }
    line[length] = '\0';
    crowd->wanted = strtoll(line, NULL, 10);
    return true;
}

static void
say(struct crowd *crowd)
{
    static bool said;

    if (!said && crowd->ready == crowd->count) {
        said = true;
        (void)puts("ready");
    }
    if (crowd->wanted > 0 && all_heard(crowd)) {
        crowd->wanted = 0;
        (void)printf("heard %lld missed %lld worst %lld\n",
            (long long)crowd->heard, (long long)crowd->missed,
            (long long)crowd->worst_ms);
    }
    (void)fflush(stdout);
}

static void
run(struct crowd *crowd)
{
    int input = crowd->count;

    while (zmq_poll(crowd->items, crowd->count + 1, -1) > 0) {
        if (crowd->items[input].revents != 0 && !read_wanted(crowd)) {
            return;
        }
        for (int i = 0; i < crowd->count; i++) {
            if ((crowd->items[i].revents & ZMQ_POLLIN) != 0) {
                while (take(crowd, i)) {
                }
            }
        }
        say(crowd);
    }
    fail("cannot wait", zmq_strerror(zmq_errno()));
}

static void *
subscribe(void *context, const char *events, const char *topic)
{
    void *socket = zmq_socket(context, ZMQ_SUB);
    int zero = 0; /* what came is ours to keep: nothing is lost here */

    if (socket == NULL ||
        zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof(zero)) != 0 ||
        zmq_setsockopt(socket, ZMQ_RCVHWM, &zero, sizeof(zero)) != 0 ||
        zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, strlen(topic)) != 0 ||
        zmq_connect(socket, events) != 0) {
        fail(events, zmq_strerror(zmq_errno()));
    }
    return socket;
}

int
main(int argc, char **argv)
{
    static struct crowd crowd;
    void *context = zmq_ctx_new();

    crowd.count = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (crowd.count < 1 || crowd.count > SUBSCRIBERS_MAX) {
        fail("usage", "crowd_client EVENTS TOPIC 1..2000");
    }
    (void)setenv("TZ", "UTC0", 1);
    if (zmq_ctx_set(context, ZMQ_MAX_SOCKETS, crowd.count + 1) != 0) {
        fail("cannot have so many sockets", zmq_strerror(zmq_errno()));
    }
    for (int i = 0; i < crowd.count; i++) {
        crowd.items[i].socket = subscribe(context, argv[1], argv[2]);
        crowd.items[i].events = ZMQ_POLLIN;
    }
    crowd.items[crowd.count].fd = STDIN_FILENO;
    crowd.items[crowd.count].events = ZMQ_POLLIN;
    run(&crowd);
    for (int i = 0; i < crowd.count; i++) {
        (void)zmq_close(crowd.items[i].socket);
    }
    (void)zmq_ctx_term(context);
    return EXIT_SUCCESS;
}
